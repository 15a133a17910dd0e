// KeyStore: the state of zones on the disk: key rings, journals, and key files.
//
// Shape. `StateFolder` is the layout and what anybody may read. `StateStore` is the same folder in the hands of the one
// writer, who holds its lock. A ring is a JSON document that ends with its own SHA-256 (`StateFile`, `RingFormat`); a
// journal is a chain of lines, each with the digest of the one before (`Journal`); a key is a pair of files in the
// format of BIND 9 (`BINDKeyFolder`), so that other tools can read it.
//
// Order. Decide, save the ring, append to the journal, and only then act: after a crash at any place the ring on the
// disk is one from which the same decision follows again.
//
// Invariants. A file that is cut, changed, of a version that is not known, or that has a member too many is refused: it
// is never taken for that of a new zone, since a zone whose keys are forgotten gets new ones and goes bogus. The file of
// another key is never overwritten. Private octets are wiped from memory after use and appear in no message.
