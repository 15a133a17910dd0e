/// The canonical order of RDATA within an RRset (RFC 4034 6.3).
enum CanonicalOrder {
    /// True if the RDATA at `left` comes before that at `right`.
    static func precedes(
        _ left: OctetRange,
        _ right: OctetRange,
        of type: RRType,
        in arena: Span<UInt8>
    ) -> Bool {
        compare(left, right, of: type, in: arena) < 0
    }

    /// Negative, zero or positive as the canonical form at `left` is before, equal to or behind that at `right`.
    static func compare(
        _ left: OctetRange,
        _ right: OctetRange,
        of type: RRType,
        in arena: Span<UInt8>
    ) -> Int {
        let leftOctets = OctetOrder.octets(left, in: arena)
        let rightOctets = OctetOrder.octets(right, in: arena)
        guard CanonicalRDATA.hasNames(type), hasCapital(leftOctets) || hasCapital(rightOctets) else {
            return OctetOrder.compare(leftOctets, rightOctets)
        }
        var leftForm: [UInt8] = []
        var rightForm: [UInt8] = []
        CanonicalRDATA.append(type, leftOctets, to: &leftForm)
        CanonicalRDATA.append(type, rightOctets, to: &rightForm)
        return OctetOrder.compare(leftForm.span, rightForm.span)
    }

    private static func hasCapital(_ octets: Span<UInt8>) -> Bool {
        // An octet above 127 is taken for one: such data is rare, and then looked at closely.
        OctetWord.firstMarked(in: octets) { $0.capitalsAndHighOctets } < octets.count
    }
}
