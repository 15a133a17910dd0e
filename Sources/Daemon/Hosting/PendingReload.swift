import ControlProtocol
import DNSSECModel
import PolicyFile
import Timeline

/// From where on a reload asks a person before it changes anything.
enum ReloadLimits {
    /// More changed and removed zones than this, and at least `share` of all zones: a slip in a file that many share.
    static let zones = 10
    /// The share of all zones above which a reload wants confirmation: one in this many.
    static let share = 10
    /// A roll that begins within this time wants confirmation: afterwards it could not be reconsidered.
    static let notice = Interval.days(1)
    /// How many changed zones have their schedules compared; with more, a person confirms the rest unseen.
    static let compared = 100
}

/// A configuration that was read again and is not in force: what would change, and what speaks against it.
struct PendingReload {
    /// A zone of the new configuration.
    struct Zone {
        let configuration: ZoneConfiguration
        let choice: PolicyChoice
        /// The zone as it is at work; nil for a new one.
        let slot: HostedZone?
        let isChanged: Bool
    }

    /// The zones, in the order of the new configuration.
    let zones: [Zone]
    /// The zones at work that the new configuration does not have.
    let gone: [HostedZone]
    /// Warnings of the timing lint, of each file once.
    let warnings: [PolicyDiagnostic]
    /// How many zones are at work.
    private let count: Int
    private var problems: [String] = []
    private var schedules: [ZoneSchedule] = []
    private var rolling: [Name] = []
    private var omitted = 0

    /// Reads the policies of a configuration for the zones at work and new ones.
    init(_ new: DaemonConfiguration, _ slots: [HostedZone]) {
        let known = Dictionary(uniqueKeysWithValues: slots.map { ($0.zone, $0) })
        var policies = LoadedPolicies(new, inForce: Self.distinct(slots.compactMap(\.policy)))
        zones = new.zones.map { zone in
            let (choice, slot) = (policies.choice(for: zone), known[zone.name])
            return Zone(
                configuration: zone,
                choice: choice,
                slot: slot,
                isChanged: slot?.isChanged(by: zone, choice) ?? false
            )
        }
        let names = Set(new.zones.map(\.name))
        gone = slots.filter { !names.contains($0.zone) }
        warnings = policies.warnings
        count = slots.count
        for zone in zones {
            guard let trouble = zone.choice.trouble, !(zone.slot?.suffers(from: trouble) ?? false) else {
                continue
            }
            add(problem: trouble.description)
        }
    }

    private static func distinct(_ policies: [SharedPolicy]) -> [SharedPolicy] {
        var seen: Set<ObjectIdentifier> = []
        return policies.filter { seen.insert(ObjectIdentifier($0)).inserted }
    }

    private mutating func add(problem: String) {
        if !problems.contains(problem) { problems.append(problem) }
    }

    // MARK: - Schedules

    /// Compares the schedules of changed zones with what they would be.
    mutating func compare(at now: Instant) {
        let changed = zones.filter(\.isChanged)
        omitted = max(0, changed.count - ReloadLimits.compared)
        for zone in changed.prefix(ReloadLimits.compared) {
            guard let report = zone.slot?.report, let ring = report.ring, ring.publication != nil,
                let fresh = zone.choice.shared
            else { continue }
            let counted = fresh.breaches.filter { ring.policyRules.counts($0.rule, isSigned: true) }
            if !counted.isEmpty { add(problem: ZoneTrouble.policy(counted.map(\.complaint)).description) }
            if let conflict = Timeline.conflict(of: fresh.policy, with: ring, at: now) {
                add(problem: "\(ring.zone): \(conflict.sentence)")
                continue
            }
            guard let old = report.policy, old != fresh.policy else { continue }
            let moves = ScheduleChange.moves(from: old, to: fresh.policy, ring, at: now)
            if !moves.isEmpty { schedules.append(ZoneSchedule(zone: ring.zone, moves: moves)) }
            if moves.contains(where: { Self.isRollSoon($0, now) }) { rolling.append(ring.zone) }
        }
    }

    /// True for the first step of a roll, or of the way to insecure, that comes soon and did not before.
    private static func isRollSoon(_ move: StepMove, _ now: Instant) -> Bool {
        let soon = now + ReloadLimits.notice
        guard move.phase == .generate || move.phase == .withdrawDS, let to = move.to, to <= soon else {
            return false
        }
        return move.from.map { $0 > soon } ?? true
    }

    // MARK: - Outcome

    /// What is to say of the reload.
    func report(at now: Instant) -> ReloadReport {
        ReloadReport(
            time: now,
            added: zones.filter { $0.slot == nil }.map(\.configuration.name),
            removed: gone.map(\.zone),
            changed: zones.filter(\.isChanged).map(\.configuration.name),
            schedules: schedules,
            omitted: omitted,
            problems: problems,
            doubts: doubts
        )
    }

    private var doubts: [ReloadDoubt] {
        var doubts: [ReloadDoubt] = []
        let changed = zones.count { $0.isChanged } + gone.count
        if changed > ReloadLimits.zones, changed * ReloadLimits.share >= count {
            doubts.append(.manyZones(changed, of: count))
        }
        if omitted > 0 { doubts.append(.unseenZones(omitted)) }
        if !rolling.isEmpty {
            doubts.append(
                .rollsSoon(Array(rolling.prefix(3)), count: rolling.count, within: ReloadLimits.notice)
            )
        }
        return doubts
    }
}
