extension ZoneFacts {
    /// The facts of a zone as its operator wrote it; nil without a whole SOA at the apex.
    ///
    /// Negative answers have the smaller of the SOA's TTL and its minimum, and so never more than the SOA's TTL (RFC
    /// 9077 3). Glue and occluded names are not signed, but resolvers cache them: they count.
    public init?(_ zone: Zone) {
        guard let apex = zone.owners.first, let soa = zone.rrset(.soa, of: apex),
            let record = soa.records.first
        else { return nil }
        let fields = zone.copy(zone.records[record]).suffix(20)
        guard fields.count == 20 else { return nil }
        let start = fields.startIndex
        self.init(
            maximumTTL: .seconds(Int64(zone.rrsets.map(\.ttl).max() ?? 0)),
            soaRefresh: Self.field(fields, at: start + 4),
            soaExpire: Self.field(fields, at: start + 12),
            insecureDelegations: zone.owners.count {
                $0.status == .delegation && zone.rrset(.ds, of: $0) == nil
            }
        )
    }

    private static func field(_ octets: ArraySlice<UInt8>, at start: Int) -> Interval {
        .seconds(octets[start..<(start + 4)].reduce(0) { $0 << 8 | Int64($1) })
    }
}
