import DNSCore
import DNSSECModel
import Testing

@testable import Signing

/// DNSKEY signatures whose times are prescribed, as the root's are, one window for each slot of a quarter.
struct KeyWindowTests {
    /// The zone is edited at 13:00 of the day on which the slot's signatures begin at midnight.
    let slot = SignatureWindow(inception: testNow, expiration: testNow + .days(21))
    let edit = testNow + .hours(13)
    let keys: TestKeys
    let first: SignedZone

    init() throws {
        keys = try TestKeys()
        var order = request(try parsed(sampleText), keys, now: edit)
        order.keySignatureWindow = slot
        first = try sign(order)
    }

    @Test func `the signatures over key records have exactly the times of the slot`() throws {
        for record in first.zone.looseRecords {
            guard let type = record.covered, let header = SignatureHeader(rdata: record.rdata.span) else {
                continue
            }
            let isInSlot =
                header.inception == slot.inception.signatureTime
                && header.expiration == slot.expiration.signatureTime
            #expect(isInSlot == [RRType.dnskey, .cds, .cdnskey].contains(type), "\(type)")
        }
        #expect(ZoneVerifier.verify(zone: first.zone, at: edit).findings == [])
    }

    @Test func `within the slot they are taken over up to the last day, and do not ask to be refreshed`()
        throws
    {
        var order = request(try parsed(sampleText), keys, previous: first.zone, now: edit + .days(20))
        order.keySignatureWindow = slot
        let later = try sign(order)
        #expect(later.statistics.signaturesKept == 3)
        #expect(keySignatures(later.zone) == keySignatures(first.zone))
        #expect(later.earliestExpiration == slot.expiration)
        #expect(try #require(later.nextRefresh) > edit + .days(26))
    }

    @Test func `with the next slot they alone are made anew, and the SOA`() throws {
        var order = request(try parsed(sampleText), keys, previous: first.zone, now: edit + .hours(1))
        order.keySignatureWindow = SignatureWindow(
            inception: slot.inception,
            expiration: slot.expiration + .seconds(1)
        )
        let next = try sign(order)
        #expect(next.statistics.signaturesMade == 4)
        order.keySignatureWindow = nil
        // Without a slot the old ones are as good as any others.
        #expect(!(try sign(order).contentChanged))
    }

    @Test func `a slot that does not include the moment is refused`() throws {
        for now in [slot.inception - .seconds(1), slot.expiration] {
            var order = request(try parsed(sampleText), keys, now: now)
            order.keySignatureWindow = slot
            #expect(throws: SigningError.outsideOfKeySignatureWindow(slot, now: now)) { try sign(order) }
        }
    }

    @Test func `the key validity of the policy does not count beside a slot`() throws {
        let policy = testPolicy(signatures: SignaturePolicy(dnskeyValidity: .days(1)))
        var order = request(try parsed(sampleText), keys, policy, now: edit)
        #expect(throws: SigningError.self) { try sign(order) }
        order.keySignatureWindow = slot
        #expect(try sign(order).contentChanged)
    }

    private func keySignatures(_ zone: Zone) -> [LooseRecord] {
        zone.looseRecords.filter { $0.covered.map(ApexContent.isPlanned) ?? false }
    }
}
