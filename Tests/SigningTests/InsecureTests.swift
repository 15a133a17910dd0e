import DNSCore
import DNSSECCrypto
import DNSSECModel
import Testing

@testable import Signing

/// From secure to insecure: the parent is asked to drop the DS (RFC 8078 4), and in the end nothing is left.
struct InsecureTests {
    private func deleting() throws -> TestKeys {
        var keys = try TestKeys()
        keys.plan.cds = [id(1)]
        keys.plan.deletesDS = true
        return keys
    }

    @Test func `the request to drop the DS stands alone at the apex, signed like CDS`() throws {
        let keys = try deleting()
        let signed = try sign(request(parsed(sampleText), keys)).zone
        let text = lines(signed).map { $0.prefix { $0 != ";" } }
        #expect(text.filter { $0.contains(" IN CDS ") } == ["example. 3600 IN CDS 0 0 0 00"])
        #expect(text.filter { $0.contains(" IN CDNSKEY ") } == ["example. 3600 IN CDNSKEY 0 3 0 AA== "])
        for type in [RRType.cds, .cdnskey] {
            let tags = signed.looseRecords.filter { $0.covered == type }.compactMap {
                SignatureHeader(rdata: $0.rdata.span)?.tag
            }
            #expect(tags == [keys.tag(1)])
        }
        #expect(ZoneVerifier.verify(zone: signed, at: testNow, ds: [try keys.ds(1)]).findings == [])
    }

    @Test func `a zone with the request can be signed again, and with the next plan it is gone`() throws {
        var keys = try deleting()
        let first = try sign(request(parsed(sampleText), keys)).zone
        let again = try sign(request(first, keys, previous: first, now: testNow + .days(1)))
        #expect(!again.contentChanged)
        keys.plan = .unsigned
        let last = try sign(request(first, keys, previous: first, now: testNow + .days(1)))
        #expect(ZoneVerifier.verifyUnsigned(zone: last.zone).findings == [])
    }

    @Test func `an operator's own request to drop the DS is not taken away in silence`() throws {
        let keys = try TestKeys()
        let zone = try parsed(sampleText + "\n@ CDS 0 0 0 00\n")
        #expect(throws: SigningError.dropsDS(.cds)) { try sign(request(zone, keys)) }
    }

    @Test(arguments: denials)
    func `an unsigned zone keeps nothing of the signer, and its serial grows`(_ denial: DenialPolicy) throws {
        for serial in SerialPolicy.allCases where serial != .keep {
            let policy = testPolicy(denial, serial: serial)
            let secure = try sign(request(parsed(sampleText), deleting(), policy))
            var bare = request(try parsed(sampleText), try TestKeys(), policy, previous: secure.zone)
            bare.plan = .unsigned
            bare.keys = [:]
            bare.now = testNow + .hours(1)
            let insecure = try sign(bare)
            #expect(insecure.contentChanged)
            #expect(SerialNumber.isNewer(insecure.serial, than: secure.serial), "\(serial)")
            #expect(content(insecure.zone) == content(try parsed(sampleText)))
            #expect(insecure.zone.looseRecords.allSatisfy { $0.type != .rrsig })
            #expect(insecure.statistics.signaturesDropped == secure.statistics.signaturesMade)
            #expect(ZoneVerifier.verifyUnsigned(zone: insecure.zone).isGood)
            // Later nothing moves any more, until the operator changes something.
            bare.previous = insecure.zone
            bare.now = testNow + .days(30)
            let later = try sign(bare)
            #expect(!later.contentChanged)
            #expect(later.serial == insecure.serial)
            bare.zone = try parsed(sampleText + "\nnew A 192.0.2.77\n")
            #expect(SerialNumber.isNewer(try sign(bare).serial, than: insecure.serial), "\(serial)")
        }
    }

    @Test func `an operator who keeps his serial must raise it to become insecure`() throws {
        let policy = testPolicy(serial: .keep)
        let secure = try sign(request(parsed(sampleText), TestKeys(), policy))
        var bare = request(try parsed(sampleText), try TestKeys(), policy, previous: secure.zone)
        bare.plan = .unsigned
        #expect(throws: SigningError.serialUnchanged(2_026_010_100)) { try sign(bare) }
        bare.zone = try parsed(sampleText.replacing("2026010100", with: "2026010101"))
        #expect(try sign(bare).serial == 2_026_010_101)
    }

    @Test(arguments: denials)
    func `whatever is left of a signer is found`(_ denial: DenialPolicy) throws {
        let signed = try sign(request(parsed(sampleText), TestKeys(), testPolicy(denial))).zone
        let bare = try parsed(sampleText).looseRecords
        let remains = signed.looseRecords.filter { record in
            record.type != .soa && !bare.contains { $0.name == record.name && $0.type == record.type }
        }
        for record in remains {
            let zone = try Zone(bare + [record], origin: signed.origin)
            let found = ZoneVerifier.verifyUnsigned(zone: zone).findings
            #expect(
                found == [VerificationFinding(name: record.name, type: record.type, fault: .signedRemains)]
            )
        }
        #expect(Set(remains.map(\.type)).isSuperset(of: [.dnskey, .cds, .cdnskey, .rrsig]))
    }

    @Test func `a DS at the parent makes an unsigned zone bogus`() throws {
        let ds = try TestKeys().ds(1)
        let report = ZoneVerifier.verifyUnsigned(zone: try parsed(sampleText), ds: [ds])
        #expect(report.findings.map(\.fault) == [.noKeyForDS(.ed25519)])
        #expect(ZoneVerifier.verifyUnsigned(zone: try parsed(sampleText), ds: []).isGood)
    }
}
