/// The canonical form of record data, which DNSSEC signs (RFC 4034 6.2).
///
/// Names in the data of the types that RFC 4034 lists go to lower case; the name in NSEC does not, the signer's
/// name in RRSIG does (RFC 6840 5.1). Names of types that came later (SVCB, LP, HIP, ...) never do. BIND also
/// lowers those of NSAP-PTR, which no RFC asks for.
public enum CanonicalRDATA {
    /// True for the types whose canonical form can differ from their octets.
    public static func hasNames(_ type: RRType) -> Bool {
        RRTypeTable.row(type)?.lowersNames ?? false
    }

    /// Appends the canonical form; octets that are malformed are appended as they are.
    public static func append(_ type: RRType, _ rdata: Span<UInt8>, to octets: inout [UInt8]) {
        let first = octets.count
        octets.append(run: rdata)
        guard let row = RRTypeTable.row(type), row.lowersNames else { return }
        var position = 0
        for field in row.fields {
            let name = nameStart(field, rdata, position)
            guard RDATAWire.check(field, rdata, &position) == nil else { return }
            guard name < position else { continue }
            for index in (first + name)..<(first + position) {
                octets[index] = Name.lowercased(octets[index])
            }
        }
    }

    /// True if the octets are their own canonical form.
    public static func isCanonical(_ type: RRType, _ rdata: Span<UInt8>) -> Bool {
        guard let row = RRTypeTable.row(type), row.lowersNames else { return true }
        var position = 0
        for field in row.fields {
            let start = position
            let name = nameStart(field, rdata, position)
            guard RDATAWire.check(field, rdata, &position) == nil else { return true }
            for index in max(start, name)..<max(position, name) where rdata[index] &- 0x41 < 26 {
                return false
            }
        }
        return true
    }

    /// Where the name in a field begins; behind all octets for a field without one.
    private static func nameStart(_ field: RDATAField, _ rdata: Span<UInt8>, _ position: Int) -> Int {
        switch field.kind {
        case .name: position
        case .special(.prefixedAddress): PrefixedAddressField.nameStart(rdata, position)
        default: .max
        }
    }
}
