import ControlProtocol
import DNSSECModel
import Timeline

/// What a person can force in an emergency, and what that endangers.
///
/// Each is tried on a copy of the ring, step by step as a person would type it: what would be refused is not offered, nor
/// what a lost key would have to sign.
struct Shortcuts {
    /// First the steps of the new key, then the old one's end.
    private(set) var list: [Shortcut] = []

    /// A step of a key.
    private typealias Move = (step: KeyStep, key: ManagedKey.ID)

    private let ring: KeyRing
    private let policy: DNSSECPolicy
    private let now: Instant
    private let schedule: Forecast

    /// Looks what could be forced at a moment; nothing is.
    init(of role: KeyRole, _ ring: KeyRing, _ policy: DNSSECPolicy, at now: Instant) {
        (self.ring, self.policy, self.now) = (ring, policy, now)
        schedule = Forecast(policy, ring, from: now, until: now + .days(400))
        let mine = ring.keys.filter { $0.role == role && !$0.isGone && $0.goal != .standby }
        guard let new = mine.last(where: { $0.isUrgent && $0.goal == .active && $0.material != nil }) else {
            return
        }
        offer([[(.publish, new.id)]])
        offer([[(.sign, new.id)]])
        for old in mine where old.id != new.id && old.material != nil {
            let end: Move = (.remove, old.id)
            offer([
                [end], [(.sign, new.id), end], [(.publish, new.id), (.sign, new.id), end],
            ])
        }
    }

    /// Offers the first of some ways to the same step that would be taken now.
    private mutating func offer(_ ways: [[Move]]) {
        guard let last = ways.first?.last, let reference = ring.reference(to: last.key),
            let event = schedule.events.first(where: {
                $0.key == last.key && $0.phase == last.step && $0.at > now
            })
        else { return }
        for way in ways {
            guard let (after, commands) = tried(way) else { continue }
            list.append(
                Shortcut(
                    phase: last.step,
                    key: reference,
                    scheduled: event.at,
                    risks: Timeline.risks(from: ring, to: after, policy, at: now).map(\.status),
                    commands: commands
                )
            )
            return
        }
    }

    /// The ring after some steps and what is typed for them; nil if one of them would be refused, or nobody could sign.
    private func tried(_ way: [Move]) -> (KeyRing, [String])? {
        var after = ring
        var commands: [String] = []
        for move in way {
            guard let tag = ring[move.key]?.tag,
                let step = try? Timeline.take(move.step, of: move.key, policy, after, at: now, force: true)
            else { return nil }
            let isFree = (try? Timeline.take(move.step, of: move.key, policy, after, at: now)) != nil
            let force = isFree ? "" : " --force --reason TEXT"
            commands.append("keyturn advance \(ring.zone) \(tag) \(move.step.rawValue)\(force)")
            after = step.ring
        }
        let plan = after.plan
        let signers = plan.keySigners + plan.zoneSigners
        return signers.contains { after[$0]?.isLost ?? false } ? nil : (after, commands)
    }
}
