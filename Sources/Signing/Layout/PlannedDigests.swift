internal import DNSCore
internal import DNSSECModel

/// The ZONEMD records that a signed zone gets: those of the policy and those that the input has, as far as they can be made.
struct PlannedDigests: Sendable {
    /// The methods, in the order of their numbers.
    let methods: [ZoneDigestMethod]
    /// The TTL of the RRset: the input's, or that of the SOA.
    let ttl: UInt32

    init(_ request: ZoneSigningRequest, _ soa: StartOfAuthority) {
        let (zone, records) = (request.zone, request.zone.digestRecords)
        let wanted = Set(
            records.compactMap { ZoneDigestMethod($0) } + [request.policy.zonemd].compactMap(\.self)
        )
        methods = ZoneDigestMethod.allCases.filter(wanted.contains)
        ttl = zone.rrset(.zonemd, of: zone.owners[0])?.ttl ?? soa.ttl
    }

    /// Records with room for their digests, which are the last thing that is known of a zone.
    func records(serial: UInt32) -> [ZoneDigestRecord] {
        methods.map { method in
            ZoneDigestRecord(
                serial: serial,
                scheme: ZoneDigestRecord.simpleScheme,
                algorithm: method.number,
                digest: Array(repeating: 0, count: method.octets)
            )
        }
    }

    /// True if a zone has these records, whatever their digests and serials are.
    func areThere(in zone: Zone) -> Bool {
        guard let rrset = zone.rrset(.zonemd, of: zone.owners[0]) else { return methods.isEmpty }
        let records = zone.digestRecords
        return rrset.ttl == ttl && records.map { ZoneDigestMethod($0) } == methods.map(Optional.some)
    }
}
