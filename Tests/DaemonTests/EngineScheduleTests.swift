import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import Signing
import TestKit
import Testing
import Timeline

@testable import Daemon

/// What the engine publishes under a calendar, and on the way to an insecure zone.
@Suite struct EngineScheduleTests {
    @Test func `DNSKEY signatures follow the slots, and are made anew at the edits`() throws {
        let world = EngineWorld()
        world.folder.write(
            EngineWorld.policyText + "calendar: { edit-time: \"13:00\", dnskey-signatures: 21d }\n",
            to: "policies/default.yaml"
        )
        let calendar = SlotCalendar(editTime: .hours(13), signatureValidity: .days(21))
        var windows: Set<SignatureWindow> = []
        var edit = EngineWorld.start
        while edit < EngineWorld.start + .days(40) {
            // Up to just before the next edit, and through it: what is there then must be of the slot then.
            let next = try #require(calendar.nextSignatureEdit(after: edit))
            for moment in [next - .minutes(1), next + .minutes(1)] {
                try world.live(until: moment)
                let output = try #require(world.output())
                let window = try #require(calendar.signatureWindow(at: moment))
                let times = signatureTimes(over: .dnskey, in: output)
                #expect(
                    times == [[window.inception.signatureTime, window.expiration.signatureTime]],
                    "\(moment)"
                )
                windows.insert(window)
                #expect(ZoneVerifier.verify(zone: output, at: moment).isGood)
            }
            edit = next
        }
        #expect(windows.count >= 4)
        #expect(try world.report().troubles.isEmpty)
    }

    @Test func `a policy without keys makes the zone insecure, step by step`() throws {
        let world = EngineWorld()
        world.folder.write(
            EngineWorld.policyText.replacing("    rfc5011: { add-hold-down: 30d, revoked: 30d }\n", with: ""),
            to: "policies/default.yaml"
        )
        try world.live(until: EngineWorld.start + .days(3))
        try world.confirmParent()
        try world.live(until: EngineWorld.start + .days(6))
        world.folder.write("version: 1\nkeys: none\n", to: "policies/default.yaml")
        _ = try world.ask(.reload(ReloadOrder(isConfirmed: true))).get()
        try world.live(until: EngineWorld.start + .days(10))
        let asking = try #require(world.output())
        #expect(asking.rrset(.cds, of: asking.owners[0])?.recordCount == 1)
        #expect(try world.ring().plan.deletesDS)
        #expect(ZoneVerifier.verify(zone: asking, at: world.now).isGood)
        try world.confirmParent()
        try world.live(until: EngineWorld.start + .days(15))
        let bare = try #require(world.output())
        #expect(ZoneVerifier.verifyUnsigned(zone: bare, ds: []).isGood)
        #expect(SerialNumber.isNewer(serial(bare), than: serial(asking)))
        #expect(try world.report().troubles.isEmpty)
        #expect(world.log.contains("published without signatures"))
        // It stays insecure, and goes on to publish what the operator writes, after a restart, too.
        world.folder.write(EngineWorld.zoneText + "new A 192.0.2.99\n", to: "example.zone")
        try world.restart()
        try world.live(until: EngineWorld.start + .days(16))
        let later = try #require(world.output())
        #expect(later.owners.count == bare.owners.count + 1)
        #expect(SerialNumber.isNewer(serial(later), than: serial(bare)))
        #expect(try world.report().troubles.isEmpty)
    }

    @Test func `a zone of a policy without keys is published as it is`() throws {
        let world = EngineWorld()
        world.folder.write("version: 1\nkeys: none\n", to: "policies/default.yaml")
        try world.live(until: EngineWorld.start + .days(1))
        #expect(ZoneVerifier.verifyUnsigned(zone: try #require(world.output())).isGood)
        #expect(world.keyFiles() == [])
        #expect(try world.report().troubles.isEmpty)
    }

    /// Inception and expiration of each signature over a type at the apex.
    private func signatureTimes(over type: RRType, in zone: Zone) -> [[UInt32]] {
        guard let rrset = zone.rrset(.rrsig, of: zone.owners[0]) else { return [] }
        return rrset.records.compactMap { record in
            let rdata = zone.copy(zone.records[record])
            guard UInt16(rdata[0]) << 8 | UInt16(rdata[1]) == type.rawValue else { return nil }
            return [number(rdata, at: 12), number(rdata, at: 8)]
        }
    }

    private func serial(_ zone: Zone) -> UInt32 {
        guard let rrset = zone.rrset(.soa, of: zone.owners[0]) else { return 0 }
        let rdata = zone.copy(zone.records[Int(rrset.firstRecord)])
        return number(rdata, at: rdata.count - 20)
    }

    private func number(_ octets: [UInt8], at start: Int) -> UInt32 {
        octets[start..<(start + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
