import ControlProtocol
import DNSCore
import DNSSECModel
import JSON
import KeyStore
import Signing
import TestKit
import Testing

@testable import Daemon

/// What the tool shows for the parent, what the journal and the hooks get, and what the signed zone publishes are one.
struct DelegationFormTests {
    private static func lines(_ world: EngineWorld, _ format: DSFormat) throws -> [String] {
        let request = ControlRequest.ds(
            zone: try Name(absolute: "example"),
            format: format,
            digest: .sha256
        )
        guard case .ds(let report) = try world.ask(request).get() else { throw MissingZone() }
        return report.entries.map(\.line)
    }

    @Test
    func `ds, the journal and the signed zone tell the same in every form`() throws {
        let world = EngineWorld()
        try world.live(until: EngineWorld.start + .days(5))
        let zone = try #require(world.output())
        let ds = try Self.lines(world, .ds)
        let entry = try #require(
            try Journal.read(world.folder.path("state/journal/example.jsonl"), zone: zone.origin).entries
                .first { $0.payload["asked"] != nil }
        )
        #expect(entry.payload["ds"] == .array(ds.map { .string($0) }))
        #expect(!ds.isEmpty)
        #expect(try Self.lines(world, .dsset) == ds.map { $0.replacing(" 86400 IN ", with: " IN ") })
        let delegation = Delegation(zone.origin, digests: [])
        for (format, type) in [(DSFormat.cds, RRType.cds), (.cdnskey, .cdnskey)] {
            let rrset = try #require(zone.rrset(type, of: zone.owners[0]))
            let published = rrset.records.map {
                delegation.line(type, ttl: .hours(1), rdata: zone.copy(zone.records[$0]))
            }
            #expect(try Self.lines(world, format) == published)
        }
        #expect(try Self.lines(world, .json).allSatisfy(\.isEmpty))
    }
}
