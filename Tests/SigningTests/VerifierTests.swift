import DNSCore
import DNSSECCrypto
import DNSSECModel
import Testing

@testable import Signing

/// The verifier: good zones pass, and each fault is named, alone and at its place.
struct VerifierTests {
    @Test(arguments: denials)
    func `a zone that was just signed is good`(_ denial: DenialPolicy) throws {
        let keys = try TestKeys()
        let signed = try sign(request(parsed(sampleText), keys, testPolicy(denial)))
        let report = ZoneVerifier.verify(zone: signed.zone, at: testNow, ds: [try keys.ds(1)])
        #expect(report.findings == [])
        #expect(report.isGood)
        #expect(report.goodSignatures == signed.statistics.signaturesMade)
        #expect(report.earliestExpiration == signed.earliestExpiration)
    }

    @Test func `findings do not depend on the number of threads`() throws {
        let signed = try sign(request(parsed(sampleText), TestKeys()))
        let late = testNow + .days(20)
        let one = ZoneVerifier.verify(zone: signed.zone, at: late, options: .init(threads: 1))
        let four = ZoneVerifier.verify(zone: signed.zone, at: late, options: .init(threads: 4))
        #expect(one.findings == four.findings)
        #expect(one.findings.count == one.signedRRsets)
    }

    @Test func `more findings than the limit are counted`() throws {
        let signed = try sign(request(parsed(sampleText), TestKeys()))
        let report = ZoneVerifier.verify(
            zone: signed.zone,
            at: testNow + .days(20),
            options: .init(maximumFindings: 3)
        )
        #expect(report.findings.count == 3)
        #expect(report.omittedFindings == report.signedRRsets - 3)
        #expect(!report.isGood)
    }

    @Test(arguments: DamageCase.signatures + DamageCase.nsec)
    func `a damaged zone with NSEC shows exactly its damage`(_ damage: DamageCase) throws {
        try damage.expectFinding(testPolicy(.nsec))
    }

    @Test(arguments: DamageCase.nsec3)
    func `a damaged zone with NSEC3 shows exactly its damage`(_ damage: DamageCase) throws {
        try damage.expectFinding(testPolicy(.nsec3(NSEC3Policy())))
    }

    @Test(arguments: DamageCase.optOut)
    func `a damaged zone with opt-out shows exactly its damage`(_ damage: DamageCase) throws {
        try damage.expectFinding(testPolicy(.nsec3(NSEC3Policy(optOut: true))))
    }

    @Test func `a zone without keys says so`() throws {
        let report = ZoneVerifier.verify(zone: try parsed(sampleText), at: testNow)
        #expect(report.findings.map(\.fault) == [.noKey])
    }

    @Test func `a zone without SOA says so`() throws {
        let bare = try parsed(sampleText).edited { $0.removeAll { $0.type == .soa } }
        #expect(ZoneVerifier.verify(zone: bare, at: testNow).findings.map(\.fault) == [.noUsableSOA])
    }

    @Test func `a DS that no key belongs to is found`() throws {
        let (keys, other) = (try TestKeys(), try TestKeys())
        let signed = try sign(request(parsed(sampleText), keys))
        #expect(faults(signed.zone, ds: [try other.ds(1)]) == [.noKeyForDS(.ed25519)])
        #expect(faults(signed.zone, ds: [try other.ds(1), try keys.ds(1)]) == [])
    }

    @Test func `a DS of a key that does not sign the DNSKEY RRset is found`() throws {
        let keys = try TestKeys()
        let signed = try sign(request(parsed(sampleText), keys))
        #expect(faults(signed.zone, ds: [try keys.ds(2)]) == [.keySetNotSignedByDS(.ed25519)])
    }

    @Test func `an empty DS set is no way into the zone`() throws {
        let signed = try sign(request(parsed(sampleText), TestKeys()))
        #expect(faults(signed.zone, ds: []) == [.noKeyForDS(.ed25519)])
    }

    @Test func `a revoked key that does not sign is found`() throws {
        var keys = try TestKeys()
        try keys.add(3, .ksk)
        keys.plan.dnskeys.append(.init(key: id(3), isRevoked: true))
        let tag = try #require(keys.keys[id(3)]?.record.revoked.keyTag)
        let signed = try sign(request(parsed(sampleText), keys))
        #expect(faults(signed.zone) == [.revocationNotSigned(tag: tag)])
        keys.plan.keySigners.append(id(3))
        #expect(faults(try sign(request(parsed(sampleText), keys)).zone) == [])
    }

    @Test func `a key of an unknown algorithm is found`() throws {
        var keys = try TestKeys()
        let odd = DNSKEYRecord(flags: 256, algorithm: SecurityAlgorithm(rawValue: 200), publicKey: [1, 2, 3])
        keys.keys[id(3)] = ZoneKey(record: odd, signingKey: nil)
        keys.plan.dnskeys.append(.init(key: id(3)))
        let signed = try sign(request(parsed(sampleText), keys))
        let error = CryptoError.unsupportedAlgorithm(SecurityAlgorithm(rawValue: 200))
        #expect(faults(signed.zone) == [.unusableKey(tag: odd.keyTag, error)])
    }

    @Test func `every algorithm of the DNSKEY RRset must sign everything`() throws {
        var keys = try TestKeys()
        try keys.add(3, .zsk, .ecdsaP256SHA256)
        keys.plan.dnskeys.append(.init(key: id(3)))
        let report = ZoneVerifier.verify(zone: try sign(request(parsed(sampleText), keys)).zone, at: testNow)
        #expect(report.findings.count == report.signedRRsets)
        #expect(report.findings.allSatisfy { $0.fault == .missingSignature(.ecdsaP256SHA256) })
    }

    @Test func `opt-out lets insecure delegations be left out, and only them`() throws {
        let keys = try TestKeys()
        let optOut = testPolicy(.nsec3(NSEC3Policy(optOut: true)))
        let signed = try sign(request(parsed(sampleText), keys, optOut))
        #expect(faults(signed.zone) == [])
        let full = try sign(request(parsed(sampleText), keys, testPolicy(.nsec3(NSEC3Policy()))))
        #expect(full.statistics.denialRecords - signed.statistics.denialRecords == 5)
        let hidden = try parsed(sampleText).edited { records in
            records.removeAll { $0.type == .ds }
        }
        // The chain of a zone in which the delegation was insecure, for a zone in which it is not.
        let stale = try sign(request(hidden, keys, optOut))
        let mixed = try stale.zone.edited { records in
            records += signed.zone.looseRecords.filter { $0.type == .ds || $0.covered == .ds }
        }
        let found = ZoneVerifier.verify(zone: mixed, at: testNow).findings
        #expect(Set(found.map(\.fault)) == [.missingNSEC3, .wrongNextHash])
        #expect(found.first { $0.fault == .missingNSEC3 }?.name.description == "secure.example.")
    }

    private func faults(_ zone: Zone, ds: [DSRecord]? = nil) -> [VerificationFault] {
        ZoneVerifier.verify(zone: zone, at: testNow, ds: ds).findings.map(\.fault)
    }
}

extension TestKeys {
    /// The DS of a key.
    func ds(_ number: Int) throws -> DSRecord {
        let key = try #require(keys[id(number)])
        return try DelegationDigest.ds(of: key.record, owner: Name("example."), digest: .sha256)
    }
}
