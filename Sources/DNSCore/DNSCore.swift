// DNSCore: octets to values and back: names, record types and their data, zone files, and the content of a zone.
//
// Shape. A `Name` is uncompressed wire form (RFC 1035 3.1). A record type is one row of `RRTypeTable`, and reading,
// writing, checking and canonical form all go by that row, so no two of them can differ about a type; a type that has
// no row keeps the form of RFC 3597. A `Zone` is one arena of octets with arrays of small indices into it, sorted in
// canonical order (RFC 4034 6.1): there is no object per record and no `String` per name, because a zone may have
// millions of both.
//
// Reading. `ZoneFileReader` takes master files (RFC 1035 5, `$TTL` of RFC 2308 4, `$GENERATE` and `$INCLUDE` as BIND
// has them). Large files are read in segments by several threads; the first segment that depends on what came before it
// is read again from top to bottom, so the result never depends on the number of threads. `ZoneChecks` then holds the
// zone as a whole against RFC 1034 4.2.1, 2181 10, 4035 2 and 6672 2.
//
// Invariants. Reading never guesses: whatever cannot be read has a file, a line, a column and a reason. What was read
// and written again reads as the same octets. The module opens no file and no socket: octets come through a
// `ZoneFileSource` and leave through closures.
