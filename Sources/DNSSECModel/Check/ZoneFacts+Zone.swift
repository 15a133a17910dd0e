extension ZoneFacts {
    /// The facts of a zone as its operator wrote it; nil without a whole SOA at the apex.
    ///
    /// Negative answers have the smaller of the SOA's TTL and its minimum, and so never more than the SOA's TTL (RFC
    /// 9077 3). Glue and occluded names are not signed, but resolvers cache them: they count.
    public init?(_ zone: Zone) {
        guard let soa = zone.soa else { return nil }
        self.init(
            maximumTTL: .seconds(Int64(zone.rrsets.map(\.ttl).max() ?? 0)),
            soaRefresh: .seconds(Int64(soa.refresh)),
            soaExpire: .seconds(Int64(soa.expire)),
            insecureDelegations: zone.owners.count {
                $0.status == .delegation && zone.rrset(.ds, of: $0) == nil
            }
        )
    }
}
