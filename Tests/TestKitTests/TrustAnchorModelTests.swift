import TestKit
import Testing

@Suite struct `The model of RFC 5011 validators` {
    static let ttl = 2 * day
    /// Half the TTL (RFC 5011 2.3).
    static let interval = day

    /// A new KSK is published at day 10, signs alone after `wait`, and the old one is revoked 30 days later.
    private func roll(
        wait: Int,
        outage: Int = 0,
        revokeAfter: Int = 30 * day,
        newAnchorsFrom: Int? = nil,
        revocationSigners: Set<Key> = ["old", "new"]
    ) -> TrustAnchorModel {
        let publish = 10 * day
        let sign = publish + wait
        let revoke = sign + revokeAfter
        var model = TrustAnchorModel(
            child: [
                child(0, ["old", "z"], signedBy: ["old"], dataBy: ["z"], keyTTL: Self.ttl),
                child(publish, ["old", "new", "z"], signedBy: ["old"], dataBy: ["z"], keyTTL: Self.ttl),
                child(sign, ["old", "new", "z"], signedBy: ["new"], dataBy: ["z"], keyTTL: Self.ttl),
                child(
                    revoke,
                    ["old", "new", "z"],
                    revoked: ["old"],
                    signedBy: revocationSigners,
                    dataBy: ["z"],
                    keyTTL: Self.ttl
                ),
                child(revoke + 30 * day, ["new", "z"], signedBy: ["new"], dataBy: ["z"], keyTTL: Self.ttl),
            ],
            anchors: [
                .init(time: 0, keys: ["old"]),
                .init(time: newAnchorsFrom ?? publish, keys: ["old", "new"]),
                .init(time: revoke, keys: ["new"]),
            ],
            entryPoints: ["old", "new"]
        )
        model.longestOutage = outage
        return model
    }

    /// The secondaries, a poll that just missed the key, the hold-down, and a poll that just missed its end.
    private static let safeWait = Usual.delay + interval + 30 * day + interval

    @Test(arguments: [0, 7 * day, 40 * day])
    func `lets a new key sign when every validator trusts it, and not a second sooner`(outage: Int) {
        // The unlucky one polls one second before the key is everywhere and one second before the hold-down ends;
        // what it learns an interval later counts from the next second on.
        let wait = Self.safeWait - 1 + outage
        let right = roll(wait: wait, outage: outage).violations(from: 0, until: 200 * day)
        #expect(right.isEmpty, "\(right)")
        let early = roll(wait: wait - 1, outage: outage).violations(from: 0, until: 200 * day)
        #expect(early.first?.time == 10 * day + wait - 1)
        #expect(early.first?.dnskeyVersion == 2)
        #expect(early.first?.anchors == ["old"])
    }

    @Test func `refuses a hold-down cut short`() {
        #expect(!roll(wait: 30 * day).violations(from: 0, until: 200 * day).isEmpty)
        var shorter = roll(wait: 15 * day)
        #expect(!shorter.violations(from: 0, until: 200 * day).isEmpty)
        shorter.addHoldDown = 10 * day
        #expect(shorter.violations(from: 0, until: 200 * day).isEmpty)
    }

    @Test func `refuses a roll that forgets validators that start with the old anchors`() {
        let late = roll(wait: Self.safeWait, newAnchorsFrom: 20 * day)
        let violations = late.violations(from: 0, until: 200 * day)
        #expect(!violations.isEmpty)
        #expect(violations.allSatisfy { $0.started > 10 * day && $0.started < 20 * day })
    }

    @Test func `refuses a DNSKEY RRset that only the revoked key signs`() {
        let model = roll(wait: Self.safeWait, revocationSigners: ["old"])
        #expect(model.violations(from: 0, until: 200 * day).first?.dnskeyVersion == 3)
    }

    @Test func `a validator never takes a revoked key back`() {
        var model = roll(wait: Self.safeWait)
        let end = model.child.map(\.time).max() ?? 0
        model.child.append(
            child(
                end + day,
                ["old", "new", "z"],
                signedBy: ["old", "new"],
                dataBy: ["z"],
                keyTTL: Self.ttl
            )
        )
        model.child.append(
            child(
                end + 60 * day,
                ["old", "new", "z"],
                signedBy: ["old"],
                dataBy: ["z"],
                keyTTL: Self.ttl
            )
        )
        let violations = model.violations(from: 0, until: 300 * day)
        #expect(violations.contains { $0.time == end + 60 * day && $0.started == 0 })
    }

    @Test func `a validator that was off while the old key was revoked keeps the chain`() {
        let model = roll(wait: Self.safeWait + 60 * day, outage: 60 * day)
        let violations = model.violations(from: 0, until: 300 * day)
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func `starts the hold-down anew when the key was away`() {
        var model = roll(wait: Self.safeWait)
        model.child.append(
            child(25 * day, ["old", "z"], signedBy: ["old"], dataBy: ["z"], keyTTL: Self.ttl)
        )
        model.child.append(
            child(27 * day, ["old", "new", "z"], signedBy: ["old"], dataBy: ["z"], keyTTL: Self.ttl)
        )
        #expect(!model.violations(from: 0, until: 200 * day).isEmpty)
    }

    @Test func `only keys with the SEP bit become anchors`() {
        var model = roll(wait: Self.safeWait)
        model.entryPoints = ["old"]
        #expect(!model.violations(from: 0, until: 200 * day).isEmpty)
    }

    @Test func `asking through caches takes the DNSKEY TTL longer`() {
        var model = roll(wait: Self.safeWait)
        model.asksThroughCaches = true
        #expect(!model.violations(from: 0, until: 200 * day).isEmpty)
        model = roll(wait: Self.safeWait + Self.ttl)
        model.asksThroughCaches = true
        #expect(model.violations(from: 0, until: 200 * day).isEmpty)
    }

    @Test func `short signatures make validators ask more often`() {
        var model = roll(wait: 31 * day + hour)
        for place in model.child.indices {
            // Nearly three hours left at every poll: asked for every 1.5 hours, then ever more often.
            model.child[place].keyTTL = 3 * hour
        }
        #expect(model.violations(from: 0, until: 200 * day).isEmpty)
    }

    @Test func `expired signatures are seen at the second at which they expire`() {
        var model = roll(wait: Self.safeWait)
        model.child[0].keyExpiration = 5 * day
        let violations = model.violations(from: 0, until: 200 * day)
        #expect(violations.first?.time == 5 * day + 1)
        #expect(model.violations(from: 0, until: 5 * day + 1).isEmpty)
    }
}
