import TestKit
import Testing

@Suite struct `The resolver model` {
    @Test(arguments: zskMistakes + kskMistakes + firstAndLastMistakes)
    func `accepts a step at its earliest right second and refuses it one second off`(
        mistake: ClassicMistake
    ) {
        for spare in [0, 1, hour] {
            let model = mistake.story(-spare)
            let violations = model.violations()
            #expect(violations.isEmpty, "\(model.report(violations))")
        }
        for error in [1, minute, hour] {
            let faults = mistake.story(error).violations(limit: 100).map(\.fault)
            #expect(faults.contains(mistake.fault), "found only \(faults)")
        }
    }

    @Test(arguments: zskMistakes + kskMistakes + firstAndLastMistakes)
    func `sees an error of one second for exactly that second`(mistake: ClassicMistake) throws {
        let model = mistake.story(1)
        let first = try #require(model.violations().first)
        #expect(!model.violations(from: first.time, until: first.time + 1).isEmpty)
        #expect(model.violations(until: first.time).isEmpty)
        #expect(model.violations(from: first.time + 1).isEmpty)
    }

    @Test func `can count the last second of a TTL, which asks for one second more`() {
        for mistake in zskMistakes + kskMistakes + firstAndLastMistakes {
            var model = mistake.story(0)
            model.countsLastSecond = true
            #expect(!model.violations().isEmpty, "\(mistake.testDescription)")
            // A delay and a TTL end in the same step: one second for each would be too much.
            model = mistake.story(-1)
            model.countsLastSecond = true
            #expect(model.violations().isEmpty, "\(mistake.testDescription)")
        }
    }

    @Test func `names time, versions and reason`() {
        let model = zskMistakes[0].story(10)
        let expected = day + Usual.delay + Usual.keyTTL - 10
        let violations = model.violations()
        #expect(violations.count == 1)
        #expect(violations.first?.time == expected)
        #expect(violations.first?.dsVersion == 0)
        #expect(violations.first?.dnskeyVersion == 0)
        #expect(violations.first?.dataVersion == 2)
        #expect(
            violations.first?.description
                == "at \(expected): DS of parent version 0, DNSKEY of child version 0, zone data of child "
                + "version 2: no key that signed the zone data is in the DNSKEY RRset"
        )
    }

    @Test func `calls a DNSKEY RRset that only the revoked key signs bogus`() {
        let model = ResolverModel(
            child: [
                child(0, ["k1", "k2", "z"], signedBy: ["k1", "k2"], dataBy: ["z"]),
                child(day, ["k1", "k2", "z"], revoked: ["k1"], signedBy: ["k1"], dataBy: ["z"]),
            ],
            parent: [parent(0, ["k2"])]
        )
        #expect(model.violations().map(\.fault) == [.dsKeyDoesNotSign])
        #expect(model.violations().map(\.time) == [day])
    }

    @Test func `does not mind what an insecure delegation leads to`() {
        let nonsense = [
            child(0, ["k"], signedBy: [], dataBy: ["other"]), unsigned(5),
            child(9, ["c"], revoked: ["c"], signedBy: ["c"], dataBy: ["c"]),
        ]
        #expect(ResolverModel(child: nonsense, parent: [parent(0, [])]).violations().isEmpty)
        #expect(!ResolverModel(child: nonsense, parent: [parent(0, ["c"])]).violations().isEmpty)
    }

    @Test func `finds a zone bogus whose last signatures run out, at that second`() {
        let model = ResolverModel(
            child: [child(0, ["c"], signedBy: ["c"], dataBy: ["c"], dataExpiration: 1000)],
            parent: [parent(0, ["c"])]
        )
        #expect(model.violations(until: 1001).isEmpty)
        #expect(model.violations().map(\.time) == [1001])
    }

    @Test func `stops at the limit and begins with the earliest`() {
        let bad = (0..<20).map { index in
            child(index * 10 * day, ["c"], signedBy: ["c"], dataBy: [Key("stranger \(index)")])
        }
        let model = ResolverModel(child: bad.reversed(), parent: [parent(0, ["c"])])
        #expect(model.violations(limit: 3).map(\.time) == [0, 10 * day, 20 * day])
    }

    @Test func `draws what happened around a failure`() {
        let model = zskMistakes[0].story(1)
        let report = model.report(model.violations())
        #expect(report.contains("child 1: DNSKEY {k* z1 z2} data by {z1}; TTLs 3600 86400 900, delay 300"))
        #expect(report.contains("    +0d00:00:00  -- this is second \(day + 3899)"))
        #expect(report.contains("    +0d00:00:01  the last cache forgets the DNSKEY RRset of child 0"))
        #expect(report.contains("    -0d01:04:59  child 1"))
    }

    @Test func `finds nothing wrong with ten years of careful rolls`() {
        let model = decade(hasten: 0)
        #expect(model.child.count > 300)
        let violations = model.violations()
        #expect(violations.isEmpty, "\(model.report(violations))")
        #expect(!decade(hasten: 1).violations().isEmpty)
    }
}

/// Ten years with a ZSK roll each month, a KSK roll each year and new signatures each week.
private func decade(hasten: Int) -> ResolverModel {
    var events: [Child] = []
    var parents = [parent(0, ["k0"])]
    for month in 0..<120 {
        let start = month * 30 * day
        let year = month / 12
        let ksks: Set<Key> = month % 12 == 11 ? [Key("k\(year)"), Key("k\(year + 1)")] : [Key("k\(year)")]
        let old = Key("z\(month)")
        let new = Key("z\(month + 1)")
        events.append(child(start, ksks.union([old]), signedBy: ksks, dataBy: [old]))
        let publish = start + 10 * day
        events.append(child(publish, ksks.union([old, new]), signedBy: ksks, dataBy: [old]))
        let sign = publish + Usual.delay + Usual.keyTTL - hasten
        events.append(child(sign, ksks.union([old, new]), signedBy: ksks, dataBy: [new]))
        events.append(child(sign + 20 * hour, ksks.union([old, new]), signedBy: ksks, dataBy: [new]))
        let remove = sign + Usual.delay + Usual.dataTTL
        events.append(child(remove, ksks.union([new]), signedBy: ksks, dataBy: [new]))
        if month % 12 == 11 { parents.append(parent(start + 5 * day, [Key("k\(year + 1)")])) }
    }
    return ResolverModel(child: events, parent: parents)
}
