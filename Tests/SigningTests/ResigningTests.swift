import DNSCore
import DNSSECModel
import Testing

@testable import Signing

/// Signing again, with the zone that was published before.
struct ResigningTests {
    let keys: TestKeys
    let first: SignedZone
    let zone: Zone

    init() throws {
        keys = try TestKeys()
        zone = try parsed(sampleText)
        first = try sign(request(parsed(sampleText), keys))
    }

    @Test(arguments: denials)
    func `nothing changed and nothing due gives the same zone and serial`(_ denial: DenialPolicy) throws {
        let policy = testPolicy(denial)
        let first = try sign(request(parsed(sampleText), keys, policy))
        let again = try sign(
            request(parsed(sampleText), keys, policy, previous: first.zone, now: testNow + .days(1))
        )
        #expect(!again.contentChanged)
        #expect(again.serial == first.serial)
        #expect(again.zone.looseRecords == first.zone.looseRecords)
        #expect(again.statistics.signaturesKept == first.statistics.signaturesMade)
        #expect(again.statistics.signaturesMade == 0)
        #expect(again.statistics.signaturesDropped == 0)
        #expect(again.nextRefresh == first.nextRefresh)
    }

    @Test func `only what changed is signed anew, and the SOA`() throws {
        let changed = sampleText.replacing("192.0.2.2", with: "192.0.2.99")
        let again = try resign(changed, after: .days(1))
        #expect(again.contentChanged)
        #expect(again.serial == 2_026_010_102)
        #expect(again.statistics.signaturesMade == 2)
        #expect(again.statistics.signaturesKept == first.statistics.signaturesMade - 2)
        #expect(again.statistics.signaturesDropped == 2)
    }

    @Test func `a new name changes its neighbour's NSEC`() throws {
        let again = try resign(sampleText + "\nmaim A 192.0.2.7\n", after: .days(1))
        // Its address and NSEC, the NSEC in front of it, the SOA.
        #expect(again.statistics.signaturesMade == 4)
        #expect(again.statistics.signaturesDropped == 2)
    }

    @Test func `a name that is gone leaves nothing behind`() throws {
        let shorter = sampleText.replacing("mail        A   192.0.2.2", with: "")
        let again = try resign(shorter, after: .days(1))
        #expect(again.statistics.signaturesMade == 2)
        #expect(again.statistics.signaturesDropped == 4)
    }

    @Test func `glue that is gone at the very end of the zone is a change`() throws {
        let text = sampleText + "\nzz NS ns.zz\nns.zz A 192.0.2.8\n"
        let old = try sign(request(parsed(text + "z.zz A 192.0.2.9\n"), keys))
        let again = try sign(request(parsed(text), keys, previous: old.zone, now: testNow + .days(1)))
        #expect(again.contentChanged)
        #expect(again.statistics.signaturesMade == 1)
    }

    @Test func `a type that is gone changes the name's denial record and drops its signature`() throws {
        let again = try resign(sampleText.replacing("AAAA 2001:db8::1", with: ""), after: .days(1))
        #expect(again.statistics.signaturesMade == 2)
        #expect(again.statistics.signaturesDropped == 3)
    }

    @Test func `a type of glue that is gone is a change`() throws {
        let old = try sign(request(parsed(sampleText + "\nns.secure AAAA 2001:db8::9\n"), keys))
        let again = try sign(request(zone, keys, previous: old.zone, now: testNow + .days(1)))
        #expect(again.contentChanged)
    }

    @Test func `another TTL is a change`() throws {
        let again = try resign(sampleText.replacing("mail        A", with: "mail 60 A"), after: .days(1))
        #expect(again.statistics.signaturesMade == 2)
    }

    @Test func `another TTL of glue is a change without a signature of its own`() throws {
        let again = try resign(sampleText.replacing("ns.secure   A", with: "ns.secure 60 A"), after: .days(1))
        #expect(again.contentChanged)
        #expect(again.statistics.signaturesMade == 1)
    }

    @Test func `signatures are made anew when they are due, not before`() throws {
        let due = try #require(first.nextRefresh)
        let before = try resign(sampleText, at: due - .seconds(1))
        #expect(!before.contentChanged)
        let at = try resign(sampleText, at: due)
        #expect(at.contentChanged)
        #expect(at.statistics.signaturesMade >= 2)
        #expect(at.statistics.signaturesKept > 0)
        #expect(try #require(at.nextRefresh) > due)
    }

    @Test func `all signatures of a key that left are replaced`() throws {
        var rolled = keys
        try rolled.add(3, .zsk)
        rolled.plan.dnskeys = [.init(key: id(1)), .init(key: id(3))]
        rolled.plan.zoneSigners = [id(3)]
        let again = try sign(
            request(parsed(sampleText), rolled, previous: first.zone, now: testNow + .days(1))
        )
        // CDS and CDNSKEY stay as they are.
        #expect(again.statistics.signaturesKept == 2)
        #expect(ZoneVerifier.verify(zone: again.zone, at: testNow + .days(1)).findings == [])
    }

    @Test func `a key that was revoked signs with its new tag`() throws {
        var revoked = keys
        try revoked.add(3, .ksk)
        revoked.plan.dnskeys = [.init(key: id(1), isRevoked: true), .init(key: id(2)), .init(key: id(3))]
        revoked.plan.keySigners = [id(1), id(3)]
        revoked.plan.cds = [id(3)]
        let again = try sign(
            request(parsed(sampleText), revoked, previous: first.zone, now: testNow + .days(1))
        )
        #expect(ZoneVerifier.verify(zone: again.zone, at: testNow + .days(1)).findings == [])
    }

    @Test func `a signature whose tag meant another key is not taken over`() throws {
        var odd = keys
        // A key of the same tag as key 2: two octet pairs of it are exchanged, so that the sum stays.
        let record = try #require(keys.keys[id(2)]?.record)
        let twin = try #require(Self.twin(of: record))
        let zone = try first.zone.edited { records in
            for index in records.indices
            where records[index].type == .dnskey && records[index].rdata == record.rdata {
                records[index].rdata = twin.rdata
            }
        }
        #expect(twin.keyTag == record.keyTag)
        odd.plan.cds = keys.plan.cds
        let again = try sign(request(self.zone, odd, previous: zone, now: testNow + .days(1)))
        #expect(again.statistics.signaturesKept == 2)
        #expect(ZoneVerifier.verify(zone: again.zone, at: testNow + .days(1)).findings == [])
    }

    @Test func `a signature from the future is not taken over`() throws {
        let again = try resign(sampleText, at: testNow - .days(1))
        #expect(again.statistics.signaturesKept == 0)
    }

    @Test func `another denial policy replaces the whole chain`() throws {
        let policy = testPolicy(.nsec3(NSEC3Policy()))
        let again = try sign(
            request(zone, keys, policy, previous: first.zone, now: testNow + .days(1))
        )
        #expect(again.zone.looseRecords.allSatisfy { $0.type != .nsec && $0.covered != .nsec })
        #expect(again.statistics.signaturesKept > 0)
        #expect(ZoneVerifier.verify(zone: again.zone, at: testNow + .days(1)).findings == [])
    }

    @Test func `with keep, changed content needs a new serial and unchanged content does not`() throws {
        let policy = testPolicy(serial: .keep)
        let first = try sign(request(zone, keys, policy))
        #expect(first.serial == 2_026_010_100)
        let same = try sign(request(zone, keys, policy, previous: first.zone, now: testNow + .days(1)))
        #expect(!same.contentChanged)
        let changed = sampleText.replacing("192.0.2.2", with: "192.0.2.99")
        #expect(throws: SigningError.serialUnchanged(2_026_010_100)) {
            try sign(request(parsed(changed), keys, policy, previous: first.zone, now: testNow + .days(1)))
        }
        let newer = changed.replacing("2026010100", with: "2026010101")
        let again = try sign(
            request(parsed(newer), keys, policy, previous: first.zone, now: testNow + .days(1))
        )
        #expect(again.serial == 2_026_010_101)
    }

    @Test(arguments: [SerialPolicy.keep, .counter])
    func `the operator's new serial alone is a new version`(_ serial: SerialPolicy) throws {
        let policy = testPolicy(serial: serial)
        let first = try sign(request(zone, keys, policy))
        let newer = sampleText.replacing("2026010100", with: "2026010105")
        let again = try sign(
            request(parsed(newer), keys, policy, previous: first.zone, now: testNow + .days(1))
        )
        #expect(again.contentChanged)
        #expect(again.serial == 2_026_010_105)
        #expect(again.statistics.signaturesMade == 1)
    }

    @Test func `a published serial that is newer than the previous zone's is not gone back behind`() throws {
        var late = request(zone, keys, previous: first.zone, now: testNow + .days(1))
        late.previousSerial = first.serial + 5
        let again = try sign(late)
        #expect(again.contentChanged)
        #expect(again.serial == first.serial + 6)
        #expect(again.warnings.count == 1)
    }

    private func resign(_ text: String, after interval: Interval) throws -> SignedZone {
        try resign(text, at: testNow + interval)
    }

    private func resign(_ text: String, at now: Instant) throws -> SignedZone {
        let result = try sign(request(parsed(text), keys, previous: first.zone, now: now))
        #expect(ZoneVerifier.verify(zone: result.zone, at: now).findings == [])
        return result
    }

    /// Another key record of the same algorithm and tag.
    private static func twin(of record: DNSKEYRecord) -> DNSKEYRecord? {
        for index in stride(from: 0, to: 28, by: 2) {
            var twin = record
            twin.publicKey.swapAt(index, index + 2)
            if twin != record { return twin }
        }
        return nil
    }
}
