import DNSCore
import DNSSECModel
import Testing

@testable import Signing

/// Signatures that change over from key 2 to key 3 little by little, and refreshes that spread by themselves.
struct SpreadTests {
    static let length = Interval.days(3)
    let keys: TestKeys
    let first: SignedZone
    let policy: DNSSECPolicy

    init() throws {
        (keys, policy) = (try Self.threeKeys(), testPolicy())
        first = try sign(request(parsed(sampleText), keys, policy))
    }

    /// Both ZSKs are in the DNSKEY RRset, and the old one signs.
    static func threeKeys(_ algorithm: SecurityAlgorithm = .ed25519) throws -> TestKeys {
        var keys = try TestKeys(algorithm)
        try keys.add(3, .zsk, algorithm)
        keys.plan.dnskeys.append(.init(key: id(3)))
        return keys
    }

    /// The new key signs, and the old one's signatures are kept; its private key is away.
    static func changingOver(_ keys: TestKeys, from start: Instant = testNow) throws -> TestKeys {
        var keys = keys
        keys.plan.zoneSigners = [id(3)]
        keys.plan.keptSignatures = [.init(key: id(2), successor: id(3), start: start, length: length)]
        let old = try #require(keys.keys[id(2)])
        keys.keys[id(2)] = ZoneKey(record: old.record, signingKey: nil)
        return keys
    }

    /// How many signatures a zone has by a key.
    static func count(_ zone: Zone, by tag: UInt16) -> Int {
        zone.looseRecords.filter { $0.type == .rrsig && $0.signerTag == tag }.count
    }

    // MARK: - The change-over

    @Test(arguments: denials)
    func `each run replaces its share, both keys verify, and at the end none of the old is left`(
        _ denial: DenialPolicy
    ) throws {
        let policy = testPolicy(denial)
        var previous = try sign(request(parsed(sampleText), keys, policy)).zone
        let changing = try Self.changingOver(keys)
        let all = Self.count(previous, by: keys.tag(2))
        var left = all
        for quarter in 1...4 {
            let now = testNow + .seconds(Self.length.seconds / 4 * Int64(quarter))
            let signed = try sign(
                request(parsed(sampleText), changing, policy, previous: previous, now: now)
            )
            #expect(ZoneVerifier.verify(zone: signed.zone, at: now).findings == [])
            let old = Self.count(signed.zone, by: keys.tag(2))
            #expect(old < left, "quarter \(quarter)")
            #expect(signed.statistics.signaturesMade < all || quarter == 4)
            #expect(old + Self.count(signed.zone, by: keys.tag(3)) == all)
            (left, previous) = (old, signed.zone)
        }
        #expect(left == 0)
    }

    @Test func `at the beginning nothing is due, and the zone stays as it is`() throws {
        let changing = try Self.changingOver(keys)
        let signed = try sign(request(parsed(sampleText), changing, policy, previous: first.zone))
        #expect(!signed.contentChanged)
        #expect(signed.serial == first.serial)
    }

    @Test func `what changes in between is signed by the new key alone`() throws {
        let changing = try Self.changingOver(keys)
        let text = sampleText.replacing("192.0.2.2", with: "192.0.2.99")
        let now = testNow + .seconds(1)
        let signed = try sign(request(parsed(text), changing, policy, previous: first.zone, now: now))
        // The address, and the SOA.
        #expect(signed.statistics.signaturesMade == 2)
        #expect(Self.count(signed.zone, by: keys.tag(3)) == 2)
        #expect(ZoneVerifier.verify(zone: signed.zone, at: now).findings == [])
    }

    @Test func `a signature that is due to be made anew is made by the new key`() throws {
        var changing = try Self.changingOver(keys, from: testNow)
        changing.plan.keptSignatures[0].length = .days(300)
        let now = testNow + .days(7)
        let signed = try sign(request(parsed(sampleText), changing, policy, previous: first.zone, now: now))
        #expect(Self.count(signed.zone, by: keys.tag(2)) == 0)
        #expect(ZoneVerifier.verify(zone: signed.zone, at: now).findings == [])
    }

    @Test func `without the zone of before everything is signed by the new key`() throws {
        let signed = try sign(request(parsed(sampleText), Self.changingOver(keys), policy))
        #expect(Self.count(signed.zone, by: keys.tag(2)) == 0)
    }

    @Test func `a signature that was replaced stays by the new key`() throws {
        let changing = try Self.changingOver(keys)
        let now = testNow + .days(2)
        let half = try sign(request(parsed(sampleText), changing, policy, previous: first.zone, now: now))
        let made = Self.count(half.zone, by: keys.tag(3))
        #expect(made > 1)
        // A longer spread would leave more to the old key.
        var longer = changing
        longer.plan.keptSignatures[0].length = .days(6)
        let again = try sign(request(parsed(sampleText), longer, policy, previous: half.zone, now: now))
        #expect(!again.contentChanged)
    }

    @Test func `the DNSKEY RRset takes no part, and both keys may sign it`() throws {
        var policy = policy
        policy.signatures.dnskeySigners = .both
        let first = try sign(request(parsed(sampleText), keys, policy))
        let signed = try sign(
            request(parsed(sampleText), Self.changingOver(keys), policy, previous: first.zone)
        )
        let signers = signed.zone.looseRecords.filter { $0.covered == .dnskey }.compactMap(\.signerTag)
        #expect(Set(signers) == [keys.tag(1), keys.tag(3)])
        #expect(ZoneVerifier.verify(zone: signed.zone, at: testNow).findings == [])
    }

    @Test func `a key whose signatures are kept must be in the zone`() throws {
        var hidden = try Self.changingOver(keys)
        hidden.plan.dnskeys.removeAll { $0.key == id(2) }
        #expect(throws: SigningError.signerNotPublished(id(2))) {
            try sign(request(parsed(sampleText), hidden, policy, previous: first.zone))
        }
        var revoked = try Self.changingOver(keys)
        revoked.plan.dnskeys[1].isRevoked = true
        #expect(throws: SigningError.revokedZoneSigner(id(2))) {
            try sign(request(parsed(sampleText), revoked, policy, previous: first.zone))
        }
    }

    @Test(arguments: SecurityAlgorithm.signing)
    func `a zone of two keys is accepted by all validators`(_ algorithm: SecurityAlgorithm) throws {
        let now = wallClock
        let keys = try Self.threeKeys(algorithm)
        let before = now - .days(1)
        let first = try sign(request(parsed(sampleText), keys, policy, now: before))
        let changing = try Self.changingOver(keys, from: before)
        let signed = try sign(request(parsed(sampleText), changing, policy, previous: first.zone, now: now))
        #expect(Self.count(signed.zone, by: keys.tag(2)) > 0)
        #expect(Self.count(signed.zone, by: keys.tag(3)) > 0)
        #expect(ZoneVerifier.verify(zone: signed.zone, at: now).findings == [])
        expectAccepted(signed.zone, "\(algorithm)")
    }
}

/// Work in even shares, in zones of two thousand names.
struct EvenShareTests {
    static let names = 2000
    /// A share of hundreds of signatures, placed by a hash, differs from the mean by a few times its root.
    static let tolerance = 0.2

    static let zoneText =
        "$TTL 3600\n@ SOA ns1 hostmaster 1 7200 3600 1209600 600\n NS ns1\nns1 A 192.0.2.1\n"
        + (0..<names).map { "host\($0) A 192.0.2.7\n" }.joined()

    /// Signs a zone again and again, and tells how many signatures each run made.
    static func counts(
        _ keys: TestKeys,
        _ policy: DNSSECPolicy,
        from first: Zone,
        steps: Range<Int64>,
        of step: Interval
    ) throws -> [Int] {
        let zone = try parsed(zoneText)
        var previous = first
        return try steps.map { number in
            let now = testNow + number * step
            let signed = try sign(request(zone, keys, policy, previous: previous, now: now, threads: 2))
            previous = signed.zone
            return signed.statistics.signaturesMade
        }
    }

    private static func expectEven(_ counts: [Int], total: Int, _ context: String) {
        let mean = Double(total) / Double(counts.count)
        for count in counts {
            #expect(abs(Double(count) - mean) <= tolerance * mean, "\(context): \(counts), mean \(mean)")
        }
    }

    /// A zone that is signed at once is due over the jitter, validity less jitter and refresh later: here from day 9 to
    /// day 14, in ten runs of half a day; and then again each share by itself, from day 19 to day 28.
    @Test func `with jitter each refresh run signs about its share anew`() throws {
        let times = SignaturePolicy(validity: .days(21), refresh: .days(7), jitter: .days(5))
        let policy = testPolicy(signatures: times)
        let keys = try TestKeys()
        let start = try sign(request(parsed(Self.zoneText), keys, policy, threads: 2))
        let total = start.statistics.signaturesMade
        let counts = try Self.counts(keys, policy, from: start.zone, steps: 1..<54, of: .hours(12))
        #expect(counts[..<18].allSatisfy { $0 == 0 })
        // The SOA is made anew in each run, in place of its own turn.
        let first = Array(counts[18..<28])
        Self.expectEven(first, total: total + 9, "first refresh")
        #expect(abs(first.reduce(0, +) - total - 9) <= 3)
        #expect(counts[28..<36].allSatisfy { $0 <= 1 }, "\(counts)")
        // Each share becomes due together, an even number of runs later.
        let days = stride(from: 36, to: 52, by: 2).map { counts[$0] + counts[$0 + 1] }
        Self.expectEven(days, total: total * 8 / 10, "second refresh")
    }

    /// The places of the change-over have nothing to do with those of the jitter.
    @Test(arguments: [Interval.zero, .hours(12), .days(3), .days(5)])
    func `each run of a change-over replaces about its share, whatever the jitter`(_ jitter: Interval) throws
    {
        let policy = testPolicy(signatures: SignaturePolicy(validity: .days(30), jitter: jitter))
        let keys = try SpreadTests.threeKeys()
        let first = try sign(request(parsed(Self.zoneText), keys, policy, threads: 2))
        let total = SpreadTests.count(first.zone, by: keys.tag(2))
        let changing = try SpreadTests.changingOver(keys)
        let counts = try Self.counts(changing, policy, from: first.zone, steps: 1..<13, of: .hours(6))
        Self.expectEven(counts, total: total + counts.count - 1, "change-over, jitter \(jitter)")
        #expect(counts.reduce(0, +) == total + counts.count - 1)
    }

    /// Of the signatures that end in the first half of the jitter, half have their turn in the first half of the spread.
    @Test func `the turn of a signature does not follow from its expiration`() throws {
        let times = SignatureTimes(now: testNow, policy: SignaturePolicy(jitter: .days(3)))
        let record = try #require(TestKeys().keys[id(2)]).record
        let kept = SigningPlan.KeptSignatures(
            key: id(2),
            successor: id(3),
            start: testNow,
            // As many turns as there are expirations.
            length: .days(3) + .seconds(1)
        )
        let spread = SignatureSpread(kept, record: record, successor: 0)
        var table = [[0, 0], [0, 0]]
        for number in 0..<Self.names {
            let key = try Name("host\(number).example.").canonicalKey
            let end = times.instant(times.expiration(of: .a, ownerKey: key.span))
            let isLate = spread.isKept(.a, ownerKey: key.span, at: testNow + .hours(36))
            table[end < testNow + .days(14) - .hours(36) ? 0 : 1][isLate ? 1 : 0] += 1
        }
        let quarter = Self.names / 4
        #expect(table.joined().allSatisfy { abs($0 - quarter) < quarter / 4 }, "\(table)")
    }
}
