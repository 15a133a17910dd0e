// Migration: keys and their states taken over from other signers, and handed back.
//
// Shape. `BINDFiles` is what lies in a folder of BIND 9: key pairs and the `.state` files of its key manager.
// `BINDImport` is a pure function from these files, the policy and the zone that is published at present
// (`PublishedZone`) to a key ring; `BINDExport` goes the other way. The four record states have the same names and
// meanings on both sides, which is what makes the hand-over possible in the middle of a roll (RFC 7583 3).
//
// Invariants. Every record keeps the state that it had. A wait that is under way ends no earlier than the other signer
// would have ended it. Whatever does not agree (files, policy, published zone) is a fault that is named, all of them at
// once, and then nothing is taken over.
