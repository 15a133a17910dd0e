// DNSSECCrypto: keys, signatures and digests of DNSSEC over libcrypto (OpenSSL 3).
//
// What it holds. `SigningKey` owns a private key, `PublicKey` a public one; both are immutable, and any thread may
// share them. `SigningContext`, `VerificationContext` and `NSEC3Hasher` own the library's scratch state: one per
// thread, used again for every RRset, because a fresh one costs up to a third of a signature. `DelegationDigest`
// makes and checks DS records.
//
// Why this shape. A context is a template that was initialised with the key once, and a second context into which the
// template is copied for each signature. Measured against initialising again and against EVP_PKEY_sign over a
// digest of our own, the copy is as fast or faster for every algorithm, and it serves EdDSA too.
//
// What it never does. It holds no cryptography of its own: only the forms of keys and signatures are made here
// (RFC 3110, 6605, 8080). Private material leaves as `SecretOctets` only, which are wiped when released and show
// nothing of themselves when printed. A failure yields no octet, and the library's error queue is empty after it.
