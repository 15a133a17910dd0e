import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import SystemIO
import TestKit
import Testing
import Timeline
import Wording

@testable import Daemon

/// The private part of a key is lost at any moment, under any method: what breaks is named, and nothing else breaks.
struct LostKeyTests {
    /// Those behind the first ones lose several keys within a roll.
    @Test(arguments: Array(0..<14) + [39, 41, 57, 132])
    func `nothing breaks but what is named`(seed: Int) throws {
        var loss = try LostKey(seed: UInt64(seed))
        try loss.happen()
        try loss.live()
        #expect(
            loss.problems.isEmpty,
            "seed \(seed): \(loss.story)\n\(loss.problems.joined(separator: "\n"))"
        )
    }
}

extension LostKeyTests {
    @Test
    func `who breaks by a lost CSK is named, and its DNSKEY stays as long as caches hold its signatures`()
        throws
    {
        let policy = """
            version: 1
            ttl: { dnskey: 1h, ds: 1d }
            signatures: { validity: 30d, refresh: 10d }
            keys:
              - { role: csk, algorithm: ecdsap256sha256 }

            """
        let world = try HoldTests.secureWorld(policy: policy)
        let old = try #require(try world.ring().keys.first)
        try LostKey.lose(old, world)
        let order = RollOrder(zone: EmergencyTests.zone, role: .csk, isEmergency: true, reason: "disk gone")
        let report = try world.order(.roll(order))
        #expect(report.risks.map(\.rule) == [.zoneSignatures], "\(report.risks)")
        let end = try #require(report.risks.first?.until)
        let new = try #require(try world.ring().keys.last)
        #expect(report.done.contains("before the published signatures end at"), "\(report.done)")
        // The parent takes the day that is assumed, and every cache knows the DS a day later.
        try world.live(until: world.now + .days(1))
        try world.order(.dsSeen(zone: EmergencyTests.zone, tag: try #require(new.tag), at: nil))
        try world.live(until: end - .hours(1))
        let during = SignedContent(try #require(world.output()))
        #expect(during.keys.count == 2 && during.keySigners == [.init(String(new.tag ?? 0))])
        #expect(try world.report().risks(at: world.now).map(\.rule).contains(.zoneSignatures))
        try world.live(until: end + .hours(2))
        #expect(try world.report().risks(at: world.now).isEmpty)
        #expect(SignedContent(try #require(world.output())).keys == [.init(String(new.tag ?? 0))])
        #expect(try world.report().troubles.isEmpty)
    }
}

extension LostKeyTests {
    @Test
    func `with double signatures a lost ZSK's DNSKEY stays as long as caches hold what it alone signed`()
        throws
    {
        let policy = EmergencyTests.policyText.replacing(
            "lifetime: 60d",
            with: "lifetime: 60d, roll: double-signature"
        )
        let world = try HoldTests.secureWorld(policy: policy)
        let old = try #require(try world.ring().keys.first { $0.role == .zsk })
        try LostKey.lose(old, world)
        let order = RollOrder(zone: EmergencyTests.zone, role: .zsk, isEmergency: true, reason: "disk gone")
        let report = try world.order(.roll(order))
        #expect(report.risks.map(\.rule).contains(.zoneSignatures), "\(report.done)")
        let new = try #require(try world.ring().keys.last?.tag)
        for _ in 0..<6 {
            let content = SignedContent(try #require(world.output()))
            #expect(content.keys.count == 3 && content.dataSigners == [[.init(String(new))]])
            try world.live(until: world.now + .minutes(10))
        }
        try world.live(until: world.now + .days(2))
        #expect(SignedContent(try #require(world.output())).keys.count == 2)
        #expect(try world.report().troubles.isEmpty)
    }
}

extension LostKeyTests {
    @Test
    func `without any key the dates are those of a zone that stays as it is until the parent shows the DS`()
        throws
    {
        let world = try HoldTests.secureWorld(policy: EmergencyTests.policyText)
        for key in try world.ring().keys { try LostKey.lose(key, world) }
        let orders = [KeyRole.ksk, .zsk].map { role in
            RollOrder(zone: EmergencyTests.zone, role: role, isEmergency: true, reason: "disk gone")
        }
        let reports = try orders.map { try world.order(.roll($0)) }
        let risk = try #require(reports[1].risks.first { $0.rule == .zoneSignatures })
        let shown = world.now + .days(1)
        let end = try #require(risk.until)
        // The parent takes a day, caches forget the previous DS RRset after another, and then the DNSKEY RRset.
        #expect(end > shown + .days(1))
        try world.live(until: shown)
        try world.confirmParent()
        try world.live(until: end - .seconds(1))
        #expect(try world.report().risks(at: world.now).map(\.rule).contains(.zoneSignatures))
        try world.live(until: end + .hours(2))
        #expect(try world.report().risks(at: world.now).isEmpty && world.report().troubles.isEmpty)
    }
}

/// A zone that loses a key, before or within a roll, and an operator who does what he is told.
private struct LostKey {
    private let world: EngineWorld
    private var random: SplitMix64
    private var recorder: LifeRecorder
    private var log: [String] = []
    private var named: [RiskStatus] = []
    /// The rules that the status named as broken from a moment on.
    private var told: [(time: Int, rules: Set<SafetyRule>)] = []
    private var lost: ManagedKey?
    /// Whether a new key had to wait for something: what breaks by it was not known yet when it was ordered.
    private var isAnyUnmade = false
    /// Whether every other key is lost, too.
    private var isAll = false
    private(set) var problems: [String] = []

    var story: String { log.joined(separator: "\n") }

    init(seed: UInt64) throws {
        random = SplitMix64(seed: 5000 + seed)
        let policy = Self.policy(&random)
        log.append(policy)
        world = try HoldTests.secureWorld(policy: policy)
        recorder = LifeRecorder(try #require(try world.report().policy), start: EngineWorld.start)
        recorder.look(world)
        let coming = try world.ring().keys.filter { $0.ds != nil }.map { key in
            var key = key
            key.ds?.state = .rumoured
            return key
        }
        recorder.changeParent(coming, at: world.now)
        recorder.backdate(by: .days(100))
    }

    private static func policy(_ random: inout SplitMix64) -> String {
        let head = """
            version: 1
            ttl: { dnskey: 1h, ds: 1d }
            signatures: { validity: 30d, dnskey-validity: 30d, refresh: 10d }
            keys:

            """
        let zone = ["pre-publication", "double-signature"].randomElement(using: &random) ?? ""
        let entry = ["double-signature", "double-ds"].randomElement(using: &random) ?? ""
        if Int.random(in: 0..<3, using: &random) == 0 {
            return head + "  - { role: csk, algorithm: ecdsap256sha256, roll: \(zone) }\n"
        }
        return head + "  - { role: ksk, algorithm: ecdsap256sha256, roll: \(entry) }\n"
            + "  - { role: zsk, algorithm: ecdsap256sha256, roll: \(zone) }\n"
    }

    // MARK: - The loss

    /// A key that signs loses its private part; the zone changes, and the operator rolls.
    mutating func happen() throws {
        let roles = try world.ring().keys.map(\.role)
        let role = try #require(roles.randomElement(using: &random))
        isAll = Int.random(in: 0..<4, using: &random) == 0
        if Bool.random(using: &random) {
            note("a roll of the \(role)")
            try world.order(.roll(zone: EmergencyTests.zone, role: role, start: nil))
            try pass(.seconds(.random(in: 0...400_000, using: &random)))
        }
        let signers = try world.ring().plan
        let candidates = try world.ring().keys.filter {
            $0.role == role && (signers.keySigners + signers.zoneSigners).contains($0.id)
        }
        let key = try #require(candidates.randomElement(using: &random))
        lost = key
        note("\(key.role) \(key.id.rawValue) is lost; \(try states())")
        var all = [key]
        if isAll { all = try world.ring().keys.filter { $0.material != nil && $0.goal == .active } }
        for key in Set(all + [key]) {
            try Self.lose(key, world)
        }
        touch()
        try pass(.seconds(.random(in: 0...20_000, using: &random)))
        let rolled = isAll ? Set(roles).sorted { $0.rawValue < $1.rawValue } : [role]
        for role in rolled {
            let order = RollOrder(
                zone: EmergencyTests.zone,
                role: role,
                isEmergency: true,
                reason: "disk gone"
            )
            let report = try world.order(.roll(order))
            named += report.risks
            isAnyUnmade = isAnyUnmade || report.done.contains("is not made yet")
            note("emergency: \(report.done)\nrisks \(report.risks.map { $0.sentence() }); \(try states())")
            try look(world)
        }
    }

    /// The private part of a key is gone.
    static func lose(_ key: ManagedKey, _ world: EngineWorld) throws {
        let record = try #require(key.material?.record)
        let name = BINDKeyFileName(zone: EmergencyTests.zone, record: record).privateFile
        try FileSystem.remove(world.folder.path("state/keys/example/\(name)"))
    }

    private func touch() {
        world.folder.write(
            EngineWorld.zoneText + "new A 192.0.2.\(world.now.secondsSinceEpoch % 250)\n",
            to: "example.zone"
        )
    }

    // MARK: - After it

    mutating func live() throws {
        try pass(.days(25))
        let violations = recorder.model.violations(
            from: Int(EngineWorld.start.secondsSinceEpoch),
            until: Int(world.now.secondsSinceEpoch),
            limit: 50
        )
        let silent = violations.filter { violation in
            let rule = violation.rule
            return !isAnyUnmade && !named.contains { $0.rule == rule } || !isTold(rule, at: violation.time)
        }
        if !silent.isEmpty {
            problems.append("not named: \(recorder.model.report(Array(silent.prefix(4))))\ntold: \(told)")
        }
        problems += recorder.faults
        let ring = try world.ring()
        if let lost, ring[lost.id]?.isGone != true { problems.append("the key is not gone: \(try states())") }
        if try !world.report().troubles.isEmpty { problems.append("troubles: \(world.log.all.suffix(5))") }
    }

    /// Some hours or days; the parent does what it is asked for within a day.
    private mutating func pass(_ length: Interval) throws {
        let end = world.now + length
        while world.now < end {
            var copy = self
            try world.live(until: min(end, world.now + .hours(10))) { try copy.look($0) }
            self = copy
            let before = try states()
            recorder.changeParent(try world.confirmParent(), at: world.now)
            if try states() != before { note(try states()) }
        }
    }

    /// True if the status named the rule as broken at a moment.
    private func isTold(_ rule: SafetyRule?, at time: Int) -> Bool {
        guard let rule, let last = told.last(where: { $0.time <= time }) else { return false }
        return last.rules.contains(rule)
    }

    private mutating func look(_ world: EngineWorld) throws {
        recorder.look(world)
        let rules = Set(try world.report().risks(at: world.now).map(\.rule))
        guard told.last?.rules != rules else { return }
        told.append((Int(world.now.secondsSinceEpoch), rules))
    }

    private mutating func note(_ text: String) { log.append("\(world.now): \(text)") }

    private func states() throws -> String {
        try world.ring().keys.map { key in
            let records = KeyRecord.allCases.compactMap { record in
                key[record].map { "\(record.rawValue) \($0.state.rawValue)" }
            }
            return
                "\(key.role) \(key.id.rawValue) \(key.tag ?? 0) \(key.goal): \(records.joined(separator: ", "))"
        }.joined(separator: "; ")
    }
}

extension ResolverModel.Violation {
    /// The rule whose breach it is; nil if no rule speaks of it.
    fileprivate var rule: SafetyRule? {
        switch fault {
        case .dataSignerNotInDNSKEY, .dataSignerRevoked, .dataUnsigned: .zoneSignatures
        case .dsMatchesNoKey, .dsKeyDoesNotSign, .dsMatchesOnlyRevokedKeys, .noDNSKEY: .chainFromDS
        default: nil
        }
    }
}
