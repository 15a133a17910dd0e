import DNSCore
import DNSSECCrypto
import DNSSECModel
import Testing

@testable import Signing

/// The steps of an algorithm roll (RFC 6781 4.1.4): signatures first, then keys; keys first, then signatures.
///
/// Keys 1 and 2 are KSK and ZSK of the old algorithm, 3 and 4 of the new one.
struct AlgorithmRollTests {
    /// A step: which keys are shown, and who signs.
    enum Stage: String, CaseIterable {
        case before, newSignatures, newKeys, oldRevoked, oldKeysGone, after
    }

    static func keys(_ stage: Stage, from keys: TestKeys) -> TestKeys {
        var keys = keys
        let shown: [Int] =
            switch stage {
            case .before, .newSignatures: [1, 2]
            case .newKeys, .oldRevoked: [1, 2, 3, 4]
            case .oldKeysGone, .after: [3, 4]
            }
        let isRevoked = stage == .oldRevoked
        keys.plan = SigningPlan(
            dnskeys: shown.map { .init(key: id($0), isRevoked: isRevoked && $0 == 1) },
            keySigners: shown.filter { $0 % 2 == 1 }.map(id),
            zoneSigners: stage == .before ? [id(2)] : stage == .after ? [id(4)] : [id(2), id(4)]
        )
        return keys
    }

    static func fourKeys() throws -> TestKeys {
        var keys = try TestKeys(.ecdsaP256SHA256)
        try keys.add(3, .ksk, .ed25519)
        try keys.add(4, .zsk, .ed25519)
        return keys
    }

    @Test(arguments: denials)
    func `each step is good, and only what it needs is signed anew`(_ denial: DenialPolicy) throws {
        let keys = try Self.fourKeys()
        let policy = testPolicy(denial)
        var previous: Zone?
        var now = testNow
        for stage in Stage.allCases {
            let signed = try sign(
                request(
                    parsed(sampleText),
                    Self.keys(stage, from: keys),
                    policy,
                    previous: previous,
                    now: now
                )
            )
            let report = ZoneVerifier.verify(zone: signed.zone, at: now)
            #expect(report.findings == [], "\(stage)")
            let hasUnshown = stage == .newSignatures || stage == .oldKeysGone
            // Every RRset but DNSKEY.
            #expect(report.ignoredSignatures == (hasUnshown ? report.signedRRsets - 1 : 0), "\(stage)")
            switch stage {
            case .before: break
            case .newSignatures:
                // One of the new key for each RRset, but the SOA, which gets another serial and two.
                #expect(signed.statistics.signaturesMade == report.signedRRsets - 1 + 1)
            case .newKeys, .oldRevoked, .oldKeysGone:
                // The DNSKEY RRset, and the SOA by both.
                #expect(signed.statistics.signaturesMade == (stage == .oldKeysGone ? 3 : 4), "\(stage)")
            case .after:
                #expect(signed.statistics.signaturesMade == 1)
                #expect(signed.statistics.signaturesDropped == report.signedRRsets - 1 + 1)
            }
            previous = signed.zone
            now = now + .days(1)
        }
    }

    @Test func `a zone signer that is not shown signs everything but the DNSKEY RRset`() throws {
        let keys = Self.keys(.newSignatures, from: try Self.fourKeys())
        let policy = testPolicy(signatures: SignaturePolicy(dnskeySigners: .both))
        let signed = try sign(request(parsed(sampleText), keys, policy)).zone
        let headers = signed.looseRecords.compactMap { record in
            record.type == .rrsig ? SignatureHeader(rdata: record.rdata.span) : nil
        }
        #expect(!headers.contains { $0.covered == .dnskey && $0.tag == keys.tag(4) })
        for type in [RRType.soa, .ns, .nsec, .ds] {
            #expect(headers.contains { $0.covered == type && $0.tag == keys.tag(4) }, "\(type)")
        }
        #expect(!headers.contains { $0.tag == keys.tag(3) })
    }

    @Test func `signatures of an algorithm without DNSKEY leave content and denial as they are`() throws {
        let keys = try Self.fourKeys()
        let without = try sign(request(parsed(sampleText), Self.keys(.before, from: keys))).zone
        let with = try sign(request(parsed(sampleText), Self.keys(.newSignatures, from: keys))).zone
        #expect(content(with) == content(without))
    }

    @Test func `signatures of an algorithm without DNSKEY are renewed like the others`() throws {
        let keys = Self.keys(.newSignatures, from: try Self.fourKeys())
        let first = try sign(request(parsed(sampleText), keys))
        let again = try sign(
            request(parsed(sampleText), keys, previous: first.zone, now: testNow + .days(7))
        )
        #expect(again.statistics.signaturesKept == 0)
        #expect(again.statistics.signaturesMade == first.statistics.signaturesMade)
        let between = try sign(
            request(parsed(sampleText), keys, previous: first.zone, now: testNow + .days(1))
        )
        #expect(!between.contentChanged)
    }

    @Test func `a signer that is not shown is refused where its algorithm is shown`() throws {
        var keys = try TestKeys()
        try keys.add(3, .zsk)
        keys.plan.zoneSigners = [id(2), id(3)]
        #expect(throws: SigningError.signerNotPublished(id(3))) {
            try sign(request(parsed(sampleText), keys))
        }
    }

    @Test func `a KSK that is not shown cannot sign the DNSKEY RRset`() throws {
        var keys = Self.keys(.newSignatures, from: try Self.fourKeys())
        keys.plan.keySigners.append(id(3))
        #expect(throws: SigningError.signerNotPublished(id(3))) {
            try sign(request(parsed(sampleText), keys))
        }
    }

    @Test func `a zone is not signed by keys alone that are not shown`() throws {
        var keys = Self.keys(.newSignatures, from: try Self.fourKeys())
        keys.plan.zoneSigners = [id(4)]
        #expect(throws: SigningError.noZoneSigner) { try sign(request(parsed(sampleText), keys)) }
        keys.plan = SigningPlan(zoneSigners: [id(4)])
        #expect(throws: SigningError.signerNotPublished(id(4))) {
            try sign(request(parsed(sampleText), keys))
        }
    }

    @Test func `an algorithm that only a revoked key has must still sign everything`() throws {
        var keys = Self.keys(.oldRevoked, from: try Self.fourKeys())
        keys.plan.dnskeys.removeAll { $0.key == id(2) }
        keys.plan.zoneSigners = [id(4)]
        let report = ZoneVerifier.verify(zone: try sign(request(parsed(sampleText), keys)).zone, at: testNow)
        // The revoked key's own signature is enough for the DNSKEY RRset.
        #expect(report.findings.count == report.signedRRsets - 1)
        #expect(report.findings.allSatisfy { $0.fault == .missingSignature(.ecdsaP256SHA256) })
    }

    @Test func `a signature by an unknown key of an algorithm that is shown is found`() throws {
        var keys = try TestKeys()
        let stray = try TestKeys()
        let signed = try sign(request(parsed(sampleText), keys)).zone
        keys.keys[id(3)] = stray.keys[id(2)]
        let other = try sign(request(parsed(sampleText), stray)).zone
        let name = try Name("mail.example.")
        let mixed = try signed.edited { records in
            records += other.looseRecords.filter { $0.name == name && $0.covered == .a }
        }
        let report = ZoneVerifier.verify(zone: mixed, at: testNow)
        #expect(report.findings.map(\.fault) == [.unknownKey(tag: stray.tag(2), .ed25519)])
        #expect(report.findings.map(\.name) == [name])
        #expect(report.ignoredSignatures == 0)
    }
}
