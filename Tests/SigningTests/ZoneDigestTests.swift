import DNSCore
import DNSSECModel
import Foundation
import TestKit
import Testing

@testable import Signing

/// The digest of whole zones (RFC 8976).
struct ZoneDigestTests {
    /// An example of RFC 8976, appendix A.
    struct Example: CustomTestStringConvertible {
        var file: String
        var origin: String
        var testDescription: String { file }
    }

    static let examples = [
        Example(file: "simple", origin: "example."), Example(file: "complex", origin: "example."),
        Example(file: "multiple", origin: "example."), Example(file: "uri.arpa", origin: "uri.arpa."),
        Example(file: "root-servers.net", origin: "root-servers.net."),
    ]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Vectors/RFC8976"
    )

    static func zone(_ example: Example) throws -> Zone {
        let octets = try Array(Data(contentsOf: folder.appending(path: example.file + ".zone")))
        let rules = ZoneRules(outside: .warn, refuses: false)
        let reading = ZoneFileReader(rules: rules)
            .read(octets.span, file: example.file, origin: try Name(example.origin))
        return try #require(reading.zone, "\(reading.diagnostics)")
    }

    @Test(arguments: examples, [1, 3])
    func `the examples of RFC 8976 have their digests`(_ example: Example, _ threads: Int) throws {
        let zone = try Self.zone(example)
        #expect(zone.digestRecords.contains { ZoneDigestMethod($0) != nil })
        #expect(try ZoneDigest.faults(in: zone, threads: threads).isEmpty)
    }

    @Test(arguments: examples)
    func `an example with another record has another digest`(_ example: Example) throws {
        let zone = try Self.zone(example)
        var builder = ZoneBuilder(origin: zone.origin)
        for owner in zone.owners {
            for rrset in zone.rrsets[owner.rrsets] {
                for record in rrset.records {
                    let rdata = zone.copy(zone.records[record])
                    try builder.append(zone.name(of: owner), rrset.type, ttl: rrset.ttl, rdata: rdata)
                }
            }
        }
        try builder.append(zone.origin, .txt, ttl: 60, rdata: [1, 0x78])
        let faults = try ZoneDigest.faults(in: builder.finish(), threads: 1)
        #expect(faults.contains { if case .digest = $0 { true } else { false } })
    }

    // MARK: - Signing

    private static let digest384 = "\n@ ZONEMD 1 1 1 \(String(repeating: "00", count: 48))\n"
    private static let digest512 = "\n@ ZONEMD 1 1 2 \(String(repeating: "00", count: 64))\n"
    private static let private1 = "\n@ ZONEMD 1 1 240 e2d523f654b9422a96c5a8f44607bbee\n"
    private static let private2 = "\n@ ZONEMD 1 241 1 e1846540e33a9e4189792d18d5d131f605fc283e\n"

    private static func policy(_ method: ZoneDigestMethod?, _ denial: DenialPolicy = .nsec) -> DNSSECPolicy {
        var policy = testPolicy(denial)
        policy.zonemd = method
        return policy
    }

    private static func methods(_ zone: Zone) -> [ZoneDigestMethod?] {
        zone.digestRecords.map { ZoneDigestMethod($0) }
    }

    @Test(arguments: denials, [1, 4])
    func `a digest is made if the policy says so, and is true and signed`(
        _ denial: DenialPolicy,
        _ threads: Int
    )
        throws
    {
        let signed = try sign(
            request(parsed(sampleText), TestKeys(), Self.policy(.sha384, denial), threads: threads)
        )
        #expect(Self.methods(signed.zone) == [.sha384])
        #expect(try ZoneDigest.faults(in: signed.zone, threads: 1).isEmpty)
        #expect(ZoneVerifier.verify(zone: signed.zone, at: testNow).findings == [])
    }

    @Test func `a digest of the input is made anew, and policy and input may want two`() throws {
        let keys = try TestKeys()
        let one = try sign(request(parsed(sampleText + Self.digest512), keys))
        #expect(Self.methods(one.zone) == [.sha512])
        let two = try sign(request(parsed(sampleText + Self.digest512), keys, Self.policy(.sha384)))
        #expect(Self.methods(two.zone) == [.sha384, .sha512])
        #expect(ZoneVerifier.verify(zone: two.zone, at: testNow).findings == [])
    }

    @Test func `a digest of the input that is true does not differ`() throws {
        let plain = try parsed(sampleText + Self.digest384)
        #expect(try plain.differingDigests(threads: 1) == plain.digestRecords)
        let digest = try #require(ZoneDigest.digests(of: plain, by: [.sha384], threads: 1).first)
        let hex = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let same = try parsed(sampleText + "\n@ ZONEMD 2026010100 1 1 \(hex)\n")
        #expect(try same.differingDigests(threads: 1) == [])
        let older = try parsed(sampleText + "\n@ ZONEMD 2026010099 1 1 \(hex)\n")
        #expect(try older.differingDigests(threads: 1) == older.digestRecords)
    }

    @Test func `schemes and algorithms that cannot be made are left out`() throws {
        let text = sampleText + Self.private1 + Self.private2
        let signed = try sign(request(parsed(text), TestKeys()))
        #expect(signed.zone.digestRecords == [])
        #expect(ZoneVerifier.verify(zone: signed.zone, at: testNow).findings == [])
    }

    @Test func `an unsigned zone gets its digest, too`() throws {
        let keys = TestKeys(none: ())
        let signed = try sign(request(parsed(sampleText), keys, Self.policy(.sha384)))
        #expect(Self.methods(signed.zone) == [.sha384])
        #expect(ZoneVerifier.verifyUnsigned(zone: signed.zone).findings == [])
    }

    @Test(arguments: SecurityAlgorithm.signing)
    func `nothing is done where nothing changed, and the digest follows each change`(
        _ algorithm: SecurityAlgorithm
    ) throws {
        let keys = try TestKeys(algorithm)
        let policy = Self.policy(.sha384)
        let first = try sign(request(parsed(sampleText), keys, policy))
        let same = try sign(
            request(parsed(sampleText), keys, policy, previous: first.zone, now: testNow + .hours(1))
        )
        #expect(!same.contentChanged)
        #expect(same.serial == first.serial)
        let text = sampleText + "\nnew TXT new\n"
        let next = try sign(
            request(parsed(text), keys, policy, previous: first.zone, now: testNow + .hours(2))
        )
        #expect(next.contentChanged)
        #expect(next.statistics.signaturesKept > 10)
        #expect(next.zone.digestRecords.map(\.serial) == [next.serial])
        let report = ZoneVerifier.verify(zone: next.zone, at: testNow + .hours(2))
        #expect(report.findings == [])
    }

    @Test func `a digest that was damaged is made anew`() throws {
        let keys = try TestKeys()
        let policy = Self.policy(.sha384)
        let first = try sign(request(parsed(sampleText), keys, policy))
        let digest = try #require(first.zone.digestRecords.first?.digest)
        let hex = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined().uppercased()
        let text = String(decoding: ZoneFileWriter.text(of: first.zone), as: UTF8.self)
        let damaged = try parsed(text.replacing(hex, with: String(repeating: "AB", count: 48)))
        #expect(try !ZoneDigest.faults(in: damaged, threads: 1).isEmpty)
        let again = try sign(
            request(parsed(sampleText), keys, policy, previous: damaged, now: testNow + .hours(1))
        )
        #expect(again.contentChanged)
        #expect(ZoneVerifier.verify(zone: again.zone, at: testNow + .hours(1)).findings == [])
    }

    @Test func `a policy that wants no digest any more takes it away`() throws {
        let keys = try TestKeys()
        let first = try sign(request(parsed(sampleText), keys, Self.policy(.sha384)))
        let next = try sign(request(parsed(sampleText), keys, previous: first.zone, now: testNow + .hours(1)))
        #expect(next.contentChanged)
        #expect(next.zone.digestRecords == [])
    }

    @Test func `text and zone are the same, whatever the threads`() throws {
        let keys = try TestKeys()
        var texts: Set<[UInt8]> = []
        for threads in [1, 2, 4] {
            let signer = try ZoneSigner(
                request(parsed(sampleText), keys, Self.policy(.sha384), threads: threads)
            )
            var text: [UInt8] = []
            _ = try signer.write { chunk in
                for index in chunk.indices { text.append(chunk[index]) }
                return true
            }
            texts.insert(text)
            texts.insert(ZoneFileWriter.text(of: try signer.signedZone().zone))
        }
        // Ed25519 signatures are a function of key and data.
        #expect(texts.count == 1)
    }

    // MARK: - Others

    @Test(
        .enabled(if: ExternalTool("ldns-verify-zone").isExpected, "ldns-verify-zone is missing"),
        arguments: [ZoneDigestMethod.sha384, .sha512]
    )
    func `ldns finds the same digest`(_ method: ZoneDigestMethod) throws {
        for denial in denials {
            let signed = try sign(
                request(parsed(sampleText), TestKeys(), Self.policy(method, denial), now: wallClock)
            )
            let work = TemporaryFolder()
            work.write(ZoneFileWriter.text(of: signed.zone), to: "zone")
            let run = ExternalTool("ldns-verify-zone").run(["-ZZ", "zone"], in: work.path)
            #expect(run.status == 0, "\(run.output)")
            expectAccepted(signed.zone)
        }
    }

    // MARK: - Verification

    @Test func `a stale digest is a finding`() throws {
        let keys = try TestKeys()
        let signed = try sign(request(parsed(sampleText), keys, Self.policy(.sha384)))
        let text = String(decoding: ZoneFileWriter.text(of: signed.zone), as: UTF8.self)
        let zone = try parsed(text + "\nown.example. 3600 IN AAAA 2001:db8::99\n")
        let faults = ZoneVerifier.verify(zone: zone, at: testNow).findings.map(\.fault)
        #expect(faults == [.wrongZoneDigest(.sha384)])
    }
}

extension TestKeys {
    /// No keys: the zone stays unsigned.
    init(none: Void) {
        keys = [:]
        plan = SigningPlan()
    }
}
