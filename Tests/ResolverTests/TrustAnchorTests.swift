import TestKit
import Testing

/// Whether resolvers of other projects follow the keys of a root that keyturn signs, day by day.
@Suite(.serialized) struct `Resolvers that follow our trust anchors` {
    @Test(.enabled(if: Laboratory.isExpected, "\(Laboratory.reason)"))
    func `unbound and BIND go from key to key and record each revocation`() throws {
        let root = try FollowedRoot(rolling(addHoldDown: 30), from: "2017-01-01", until: "2017-07-15")
        #expect(root.lab.answers > 800)
        expectLives(
            [[.trusted, .revoked], [.pending, .trusted, .revoked], [.pending, .trusted]],
            in: root
        )
    }

    // The dates of the real root, its sizes and slots; keys of the same sizes, made for the occasion.
    @Test(.enabled(if: Laboratory.isExpected, "\(Laboratory.reason)"))
    func `unbound and BIND go from KSK-2010 to KSK-2017`() throws {
        let policy = try Tool.policy("root-2010-2019")
        let root = try FollowedRoot(policy, from: "2017-06-20", until: "2019-04-10", quiet: 10)
        expectLives([[.trusted, .revoked], [.pending, .trusted]], in: root)
    }

    /// Demands that no answer was wrong, and that each resolver thought this of the keys, in their order.
    private func expectLives(_ lives: [[AnchorState]], in root: FollowedRoot) {
        #expect(root.lab.faults.isEmpty, "\(root.lab.firstFaults)")
        for resolver in root.lab.resolvers {
            let found = root.entryPoints.map { root.lives[resolver.server.name]?[$0] ?? [] }
            #expect(found == lives, "\(resolver.server.name)")
        }
    }

    /// The policy of a root whose KSK rolls every 80 days.
    private func rolling(addHoldDown: Int, isForced: Bool = false) throws -> String {
        let force = isForced ? ", force: true" : ""
        return try Tool.policy("root")
            .replacing(/lifetime: unlimited/, with: "lifetime: 80d")
            .replacing(
                /rfc5011: .*/,
                with: "rfc5011: { add-hold-down: \(addHoldDown)d, revoked: 30d\(force) }"
            )
    }

    // What the test above would see if a wait were too short. As long as the keys in the DNSKEY RRset stay the same,
    // named may go on with a copy that it has validated; therefore the end is after the next change.
    @Test(.enabled(if: Laboratory.isExpected, "\(Laboratory.reason)"))
    func `unbound and BIND do notice a hold-down that is too short`() throws {
        let policy = try rolling(addHoldDown: 5, isForced: true)
        let root = try FollowedRoot(policy, from: "2017-01-01", until: "2017-04-08", endsWithFaults: true)
        #expect(root.isRefusedByAll, "\(root.lab.firstFaults)")
    }

    // The old key has stopped before the thirty days of RFC 5011 2.4.1 are over, and from then on unbound can find
    // no way to the new one. With thirty days, which are the bound, it goes along.
    @Test(.enabled(if: Laboratory.isExpected, "\(Laboratory.reason)"), arguments: [5, 20, 29, 30])
    func `unbound refuses a root whose new key is alone in less than thirty days`(days: Int) throws {
        let policy = try hasty(days, isForced: true).replacing(/lifetime: 80d/, with: "lifetime: 61d")
        let root = try FollowedRoot(
            policy,
            from: "2017-01-01",
            until: "2017-03-06",
            resolvers: (unbound: 1, named: 0),
            endsWithFaults: true
        )
        #expect(root.entryPoints.count == 2, "nothing has rolled")
        let isShort = days < 30
        #expect(root.isRefusedByAll == isShort, "\(root.lab.firstFaults)")
        #expect(root.lab.faults.allSatisfy { $0.time >= Self.stop }, "\(root.lab.firstFaults)")
        let states = root.lives["unbound1"]
        #expect(
            root.entryPoints.map { states?[$0]?.last } == [
                isShort ? .trusted : .revoked, isShort ? .pending : .trusted,
            ]
        )
    }

    /// When the new key signs alone: 61 days after the first signatures.
    private static let stop = Moment("2017-03-03T00:00:00Z") ?? Moment(seconds: .max)

    /// A root whose KSK comes only days before the previous one stops: with a DNSKEY TTL of half a day no validator
    /// that asks in time is early enough.
    private func hasty(_ days: Int, isForced: Bool) throws -> String {
        try rolling(addHoldDown: days, isForced: isForced)
            .replacing(/dnskey: 48h/, with: "dnskey: 12h")
            .replacing(/safety: .*/, with: "safety: { publish: 1h, retire: 1h }")
    }

    @Test(arguments: [5, 20, 29])
    func `a hold-down that is too short is refused, and by force not proven`(days: Int) throws {
        let folder = TemporaryFolder()
        let refused = try Tool.run([
            "check", "--policy", folder.write(hasty(days, isForced: false), to: "plain.yaml"),
        ])
        #expect(refused.status != 0)
        #expect(refused.output.contains("error: add-hold-down \(days)d"), "\(refused.output)")
        let forced = folder.write(try hasty(days, isForced: true), to: "forced.yaml")
        let checked = try Tool.run(["check", "--policy", forced])
        #expect(checked.status == 0, "\(checked.output)")
        #expect(checked.output.contains("warning: add-hold-down \(days)d"), "\(checked.output)")
        let proof = try Tool.run(["plan", "--policy", forced, "--for", "120d", "--prove"])
        #expect(proof.status == 1)
        #expect(proof.output.contains("Not proven: "), "\(proof.output)")
    }
}

/// A simulated root, and resolvers that follow its keys.
struct FollowedRoot {
    let lab: Laboratory
    /// The keys with the SEP bit that were shown, in the order of their appearance.
    private(set) var entryPoints: [String] = []
    /// What each resolver thought of each key, in the order of time.
    private(set) var lives: [String: [String: [AnchorState]]] = [:]
    private var names: [Int: String] = [:]

    /// Plays the history, at least every so many days; every day for six weeks after each step of a KSK.
    ///
    /// With `endsWithFaults` it is over as soon as every resolver has answered SERVFAIL.
    init(
        _ policy: String,
        from: String,
        until: String,
        quiet: Int64 = 1,
        resolvers: (unbound: Int, named: Int) = (1, 1),
        endsWithFaults: Bool = false
    ) throws {
        let steps = try SimulatedSteps(policy: policy, zone: Self.zone, from: from, until: until)
        guard let first = steps.all.first else { throw LabError.failed("keyturn simulate", "no steps") }
        // A minute into the slot: its signatures begin with it, and a resolver that asks a moment too early waits an hour.
        let minute = 60 as Int64
        lab = try Laboratory([".": steps.zone(of: first)], at: Moment(seconds: first.time.seconds + minute))
        defer { lab.stop() }
        try lab.addResolvers(unbound: resolvers.unbound, named: resolvers.named, following: true)
        let zones = Dictionary(steps.all.map { ($0.time, $0) }) { $1 }
        // The query interval for a DNSKEY TTL of two days (RFC 5011 2.3).
        for moment in steps.moments(quiet: quiet * 86_400, busy: 86_400, for: 42 * 86_400) {
            lab.clock.set(to: Moment(seconds: moment.seconds + minute))
            if let step = zones[moment] { try lab.authority.publish([".": steps.zone(of: step)]) }
            try spendDay(moment)
            if zones[moment] != nil { try takeNotes() }
            if endsWithFaults, isRefusedByAll { break }
        }
    }

    /// True if every resolver has answered SERVFAIL.
    var isRefusedByAll: Bool {
        lab.resolvers.allSatisfy { resolver in
            lab.faults.contains { $0.resolver == resolver.server.name && $0.code == 2 }
        }
    }

    private static let zone = """
        . 86400 SOA a.authority. hostmaster.authority. 1 1800 900 604800 86400
        . 518400 NS a.authority.
        a.authority. 172800 A 127.0.0.1
        www.lab. 86400 A 192.0.2.1

        """

    private func spendDay(_ moment: Moment) throws {
        for resolver in lab.resolvers { resolver.server.port.wake() }
        for resolver in lab.resolvers {
            try resolver.settle(at: moment)
            lab.ask(resolver, "www.lab.", .a, isPatient: true, at: moment)
            lab.ask(resolver, "no-\(moment.seconds).lab.", .a, code: 3, isPatient: true, at: moment)
        }
    }

    private mutating func takeNotes() throws {
        for key in try lab.keys(of: ".") where key.isEntryPoint {
            names[key.tag] = key.material
            if !entryPoints.contains(key.material) { entryPoints.append(key.material) }
        }
        for resolver in lab.resolvers {
            for (tag, state) in try resolver.anchors() {
                guard let key = names[tag] else { throw LabError.failed("a resolver", "unknown key \(tag)") }
                var life = lives[resolver.server.name, default: [:]][key, default: []]
                if life.last != state { life.append(state) }
                lives[resolver.server.name, default: [:]][key] = life
            }
        }
    }
}
