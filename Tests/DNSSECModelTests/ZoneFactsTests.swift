import DNSSECModel
import Testing

@Suite struct ZoneFactsTests {
    private static let apex = Name(uncheckedWire: [7] + Array("example".utf8) + [0])

    private func name(_ label: String) -> Name {
        Name(uncheckedWire: [UInt8(label.utf8.count)] + Array(label.utf8) + Self.apex.octets)
    }

    /// Both names the apex, then five numbers of 32 bits.
    private func soa(_ fields: [UInt32]) -> [UInt8] {
        let numbers = fields.flatMap { field in
            (0..<4).map { UInt8(truncatingIfNeeded: field >> (24 - 8 * UInt32($0))) }
        }
        return Self.apex.octets + Self.apex.octets + numbers
    }

    @Test func `a zone tells its largest TTL, its SOA timers and its insecure delegations`() throws {
        var builder = ZoneBuilder(origin: Self.apex)
        let timers = soa([2_026_010_100, 7200, 900, 1_209_600, 3600])
        try builder.append(Self.apex, .soa, ttl: 3600, rdata: timers)
        try builder.append(Self.apex, .ns, ttl: 86_400, rdata: name("ns").octets)
        for label in ["a", "b", "c"] {
            try builder.append(name(label), .ns, ttl: 600, rdata: name("ns").octets)
        }
        let ds: [UInt8] = [0, 1, 13, 2] + Array(repeating: 7, count: 32)
        try builder.append(name("b"), .ds, ttl: 172_800, rdata: ds)
        let facts = ZoneFacts(
            maximumTTL: .days(2),
            soaRefresh: .hours(2),
            soaExpire: .days(14),
            insecureDelegations: 2
        )
        #expect(ZoneFacts(builder.finish()) == facts)
    }

    @Test func `a zone without a whole SOA tells nothing`() throws {
        var builder = ZoneBuilder(origin: Self.apex)
        try builder.append(Self.apex, .ns, ttl: 86_400, rdata: name("ns").octets)
        #expect(ZoneFacts(builder.finish()) == nil)
    }
}
