import DNSCore
import DNSSECCrypto
import DNSSECModel
import TestKit
import Testing

@testable import Signing

/// Signatures that were verified before are not verified once more, and nothing else is passed over.
struct KnownSignatureTests {
    private func findings(_ zone: Zone, known: Zone?, at now: Instant = testNow) -> [VerificationFinding] {
        ZoneVerifier.verify(zone: zone, at: now, options: .init(threads: 2, known: known)).findings
    }

    /// A zone with one octet of the signature over a type at a name changed.
    private func spoiled(_ zone: Zone, _ name: String, _ type: RRType) throws -> Zone {
        let owner = try Name(name)
        var records = zone.looseRecords
        let index = try #require(records.firstIndex { $0.name == owner && $0.covered == type })
        records[index].rdata[records[index].rdata.count - 1] ^= 1
        return try Zone(records, origin: zone.origin)
    }

    @Test(arguments: denials)
    func `a good zone is as good beside a known one, whatever was edited since`(_ denial: DenialPolicy) throws
    {
        let keys = try TestKeys()
        for seed in UInt64(1)...20 {
            var random = RandomZones(seed: seed)
            let records = try random.records(names: 30)
            let old = try sign(request(Zone(records, origin: Name("example.")), keys, testPolicy(denial)))
            let input = try Zone(random.changed(records), origin: Name("example."))
            let new = try sign(request(input, keys, testPolicy(denial), previous: old.zone))
            #expect(findings(new.zone, known: old.zone) == [], "seed \(seed)")
        }
    }

    @Test func `a signature that is not in the known zone is verified`() throws {
        let good = try sign(request(parsed(sampleText), TestKeys())).zone
        let bad = try spoiled(good, "mail.example.", .a)
        #expect(findings(bad, known: good).count == 1)
        #expect(findings(bad, known: nil).count == 1)
    }

    @Test func `a signature that is in the known zone is not`() throws {
        let bad = try spoiled(sign(request(parsed(sampleText), TestKeys())).zone, "mail.example.", .a)
        #expect(findings(bad, known: bad) == [])
    }

    @Test func `a known signature over other records, or another TTL, is verified`() throws {
        let good = try sign(request(parsed(sampleText), TestKeys())).zone
        let name = try Name("mail.example.")
        let other = try good.edited { records in
            for index in records.indices where records[index].name == name && records[index].type == .a {
                records[index].rdata[3] ^= 1
            }
        }
        #expect(findings(other, known: good).count == 1)
        let later = try good.edited { records in
            for index in records.indices where records[index].name == name && records[index].type == .a {
                records[index].ttl += 1
            }
        }
        #expect(!findings(later, known: good).isEmpty)
    }

    @Test func `a known signature that has ended is a fault`() throws {
        let good = try sign(request(parsed(sampleText), TestKeys())).zone
        let late = testNow + .days(20)
        #expect(findings(good, known: good, at: late) == findings(good, known: nil, at: late))
        #expect(!findings(good, known: good, at: late).isEmpty)
    }

    @Test func `signatures by a key that the known zone does not show are verified`() throws {
        let keys = try TestKeys()
        let good = try sign(request(parsed(sampleText), keys)).zone
        let bad = try spoiled(good, "mail.example.", .a)
        let zsk = try #require(keys.keys[id(2)]).record.rdata
        let withoutZSK = try bad.edited { records in records.removeAll { $0.rdata == zsk } }
        #expect(findings(bad, known: withoutZSK).count == 1)
    }
}

struct ZoneSealTests {
    private static let key = AuthenticationKey([UInt8](repeating: 0x0B, count: 32).span)

    private func sealed(
        _ text: String,
        _ kind: ZoneSeal.Kind = .verified,
        key: AuthenticationKey? = nil
    ) throws -> [UInt8] {
        let seal = try ZoneSeal(kind)
        let octets = Array(text.utf8)
        try seal.add(octets.span)
        return octets + (try seal.line(key: key))
    }

    private func kind(_ file: [UInt8]) throws -> ZoneSeal.Kind? {
        let octets = file
        return try ZoneSeal.reading(closing: octets.span, key: Self.key)?.kind
    }

    @Test(arguments: ZoneSeal.Kind.allCases)
    func `only a line with the code of the secret is keyturn's own`(_ sealing: ZoneSeal.Kind) throws {
        let text = "mail A 192.0.2.1\n"
        let file = try sealed(text, sealing, key: Self.key)
        #expect(try ZoneSeal.reading(closing: file.span, key: Self.key) == .init(sealing, isOurs: true))
        let others = [try AuthenticationKey.random(), nil]
        for other in others {
            #expect(try ZoneSeal.reading(closing: file.span, key: other) == .init(sealing, isOurs: false))
            let forged = try sealed(text, sealing, key: other)
            #expect(
                try ZoneSeal.reading(closing: forged.span, key: Self.key) == .init(sealing, isOurs: false)
            )
        }
        for index in file.indices {
            var changed = file
            changed[index] ^= 1
            #expect(
                try !(ZoneSeal.reading(closing: changed.span, key: Self.key)?.isOurs ?? false),
                "\(index)"
            )
            changed.remove(at: index)
            #expect(
                try !(ZoneSeal.reading(closing: changed.span, key: Self.key)?.isOurs ?? false),
                "\(index)"
            )
        }
    }

    @Test func `a code is that of RFC 4868 2_7_2_1`() throws {
        let code = try #require(Self.key).code(of: Array("Hi There".utf8).span)
        let text = code.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
        #expect(text == "198a607eb44bfbc69903a0f1cf2bbdc5ba0aa3f3d9ae3c1c7a3b1696a0b68cf7")
        #expect(AuthenticationKey([UInt8](repeating: 1, count: 31).span) == nil)
        #expect(!String(reflecting: try #require(Self.key)).contains("0b"))
    }

    @Test(arguments: ZoneSeal.Kind.allCases)
    func `a file with its seal tells what was known of it`(_ sealing: ZoneSeal.Kind) throws {
        for text in ["", "a", "example. 0 IN A 192.0.2.1\n"] {
            #expect(try kind(sealed(text, sealing)) == sealing)
        }
    }

    @Test func `what was not verified says so`() throws {
        let line = try String(decoding: sealed("", .written), as: UTF8.self)
        #expect(line.hasPrefix("; written by keyturn, not verified, "))
    }

    @Test func `the line is a comment with the digest of FIPS 180-4`() throws {
        let line = try String(decoding: sealed("abc"), as: UTF8.self).dropFirst(3)
        #expect(line.hasPrefix("; "))
        #expect(line.hasSuffix(" ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n"))
    }

    @Test(arguments: ZoneSeal.Kind.allCases)
    func `any octet that is changed, added or taken away breaks it`(_ sealing: ZoneSeal.Kind) throws {
        let file = try sealed("mail A 192.0.2.1\n", sealing)
        for index in file.indices {
            var changed = file
            changed[index] ^= 1
            #expect(try kind(changed) == nil, "octet \(index) changed")
            changed = file
            changed.remove(at: index)
            #expect(try kind(changed) == nil, "octet \(index) removed")
        }
        #expect(try kind(file + [0x0A]) == nil)
        #expect(try kind([]) == nil)
    }
}

/// Signatures of a zone that nobody vouches for.
struct SignatureTakeoverTests {
    private func spoiled(_ zone: Zone) throws -> Zone {
        try zone.edited { records in
            let mail = try Name("mail.example.")
            let index = try #require(records.firstIndex { $0.name == mail && $0.covered == .a })
            records[index].rdata[records[index].rdata.count - 3] ^= 1
        }
    }

    @Test(arguments: denials)
    func `good signatures of RSA are kept, and a bad one is made anew`(_ denial: DenialPolicy) throws {
        let keys = try TestKeys(.rsaSHA256)
        let policy = testPolicy(denial)
        let good = try sign(request(parsed(sampleText), keys, policy)).zone
        var again = request(
            try parsed(sampleText),
            keys,
            policy,
            previous: try spoiled(good),
            now: testNow + .hours(1)
        )
        let careless = try sign(again)
        #expect(!careless.contentChanged)
        again.takeover = .checked
        let healed = try sign(again)
        #expect(healed.contentChanged)
        // The bad one and that of the SOA, whose serial is another.
        #expect(healed.statistics.signaturesMade == 2)
        #expect(ZoneVerifier.verify(zone: healed.zone, at: again.now).findings == [])
        again.previous = healed.zone
        again.now = testNow + .hours(2)
        #expect(try !sign(again).contentChanged)
    }

    @Test(arguments: [SecurityAlgorithm.ecdsaP256SHA256, .ed25519])
    func `signatures that cost more to verify are all made anew`(_ algorithm: SecurityAlgorithm) throws {
        let keys = try TestKeys(algorithm)
        let first = try sign(request(parsed(sampleText), keys)).zone
        var again = request(try parsed(sampleText), keys, previous: first, now: testNow + .hours(1))
        again.takeover = .checked
        #expect(try sign(again).statistics.signaturesKept == 0)
    }
}

/// Text that comes in pieces is the text of the zone.
struct ZoneSignerTests {
    @Test(arguments: denials)
    func `written at once or made in memory, by any number of threads, a zone is the same`(
        _ denial: DenialPolicy
    ) throws {
        let keys = try TestKeys()
        for seed in UInt64(1)...6 {
            var random = RandomZones(seed: seed)
            let records = try random.records(names: 400)
            let input = try Zone(records, origin: Name("example."))
            let whole = try sign(request(input, keys, testPolicy(denial)))
            for threads in 1...3 {
                let signer = try ZoneSigner(request(input, keys, testPolicy(denial), threads: threads))
                var text: [UInt8] = []
                let facts = try signer.write { chunk in
                    for index in chunk.indices { text.append(chunk[index]) }
                    return true
                }
                #expect(text == ZoneFileWriter.text(of: whole.zone), "seed \(seed), \(threads) threads")
                #expect(try signer.signedZone().zone.looseRecords == whole.zone.looseRecords, "seed \(seed)")
                #expect(facts?.statistics == whole.statistics, "seed \(seed)")
                #expect(facts?.earliestExpiration == whole.earliestExpiration, "seed \(seed)")
                #expect(facts?.maximumTTL == whole.maximumTTL, "seed \(seed)")
            }
        }
    }

    @Test func `a sink that has enough ends the work`() throws {
        let signer = try ZoneSigner(request(parsed(sampleText), TestKeys()))
        var count = 0
        let facts = try signer.write { _ in
            count += 1
            return false
        }
        #expect(facts == nil)
        #expect(count == 1)
    }

    @Test func `a zone in which nothing changed is written as it was`() throws {
        let keys = try TestKeys()
        let old = try sign(request(parsed(sampleText), keys))
        let signer = try ZoneSigner(request(parsed(sampleText), keys, previous: old.zone))
        #expect(!signer.contentChanged)
        var text: [UInt8] = []
        let facts = try signer.write { chunk in
            for index in chunk.indices { text.append(chunk[index]) }
            return true
        }
        #expect(text == ZoneFileWriter.text(of: old.zone))
        #expect(facts?.statistics.signaturesMade == 0)
        #expect(facts?.statistics.signaturesKept == old.statistics.signaturesMade)
    }
}
