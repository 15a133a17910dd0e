import ControlProtocol
import DNSSECModel

/// What a key is doing, as the drawing has it.
enum LaneStage: String, Hashable, Sendable, CaseIterable {
    /// The key pair exists; the zone does not show it.
    case made
    /// In the DNSKEY RRset; caches and validators are learning it.
    case published
    /// In the DNSKEY RRset, known everywhere, ready to take over.
    case standby
    /// At work.
    case signing
    /// In the DNSKEY RRset, its work over.
    case retired
    /// In the DNSKEY RRset with the REVOKE bit.
    case revoked
}

/// What the parent shows of a key.
enum DelegationStage: String, Hashable, Sendable, CaseIterable {
    /// It was asked for the DS.
    case asked
    /// It shows the DS.
    case shown
    /// It was asked to drop the DS.
    case leaving
}

/// A stretch of time in which one thing is so.
struct LaneSpan<Stage: Hashable & Sendable>: Hashable, Sendable {
    var stage: Stage
    var from: Instant
    var until: Instant
    /// True if it was so before the plan begins.
    var beganBefore = false
    /// True if it is so when the plan ends.
    var goesOn = false
}

/// The life of one key within a plan.
struct KeyLane: Hashable, Sendable {
    var key: PlanKey
    var spans: [LaneSpan<LaneStage>]
    var delegation: [LaneSpan<DelegationStage>]

    /// True if there is nothing to draw.
    var isEmpty: Bool { spans.isEmpty && delegation.isEmpty }

    /// The lanes of a plan: KSKs, ZSKs, CSKs, each in order of their numbers.
    static func all(of document: PlanDocument) -> [KeyLane] {
        document.keys.map { KeyLane($0, document) }
            .filter { !$0.isEmpty }
            .sorted { ($0.key.role, $0.key.number) < ($1.key.role, $1.key.number) }
    }
}

extension KeyLane {
    /// The lane of a key: its steps, walked through.
    fileprivate init(_ key: PlanKey, _ document: PlanDocument) {
        var facts = KeyFacts(key.states)
        var life = SpanTrail(document, facts.stage)
        var delegation = SpanTrail(document, facts.delegationStage)
        let events = document.events.filter { $0.key == key.number }
        for (index, event) in events.enumerated() {
            facts.take(event.phase)
            let next = events[(index + 1)...].first { [.sign, .retire, .revoke, .remove].contains($0.phase) }
            life.turn(facts.stage, at: event.time)
            delegation.turn(facts.delegationStage, at: event.time)
            if event.phase == .publish, let ready = event.ready, ready < next?.time ?? document.until {
                facts.isReady = true
                life.turn(facts.stage, at: max(ready, event.time))
            }
        }
        self.init(key: key, spans: life.finished, delegation: delegation.finished)
    }
}

/// The facts about a key, which come and go independently: in a roll of the algorithm a key signs before it is
/// published.
private struct KeyFacts {
    private var states: Set<PlanKeyState>
    var isReady = false

    init(_ states: Set<PlanKeyState>) { self.states = states }

    mutating func take(_ phase: KeyStep) {
        switch phase {
        case .generate: states.insert(.made)
        case .publish: states.insert(.published)
        case .sign: states = states.union([.signing]).subtracting([.retired])
        case .retire: states.insert(.retired)
        case .revoke: states.insert(.revoked)
        case .remove: states.subtract([.made, .published, .signing, .retired, .revoked])
        case .submitDS: states = states.union([.dsAsked]).subtracting([.dsLeaving])
        case .dsSeen: states = states.union([.ds]).subtracting([.dsAsked])
        case .withdrawDS: states.insert(.dsLeaving)
        case .dsGone: states.subtract([.dsAsked, .ds, .dsLeaving])
        }
    }

    var stage: LaneStage? {
        if states.contains(.revoked) { return .revoked }
        if states.contains(.retired) {
            return states.isDisjoint(with: [.published, .signing]) ? nil : .retired
        }
        if states.contains(.signing) { return .signing }
        if states.contains(.published) { return isReady ? .standby : .published }
        return states.contains(.made) ? .made : nil
    }

    var delegationStage: DelegationStage? {
        if states.contains(.dsLeaving) { return .leaving }
        if states.contains(.ds) { return .shown }
        return states.contains(.dsAsked) ? .asked : nil
    }
}

/// A stage that changes at moments, and the spans that come of it.
private struct SpanTrail<Stage: Hashable & Sendable> {
    private let end: Instant
    private var current: LaneSpan<Stage>?
    private var spans: [LaneSpan<Stage>] = []

    init(_ document: PlanDocument, _ stage: Stage?) {
        end = document.until
        current = stage.map {
            LaneSpan(stage: $0, from: document.from, until: document.until, beganBefore: true)
        }
    }

    mutating func turn(_ stage: Stage?, at time: Instant) {
        guard stage != current?.stage else { return }
        if var old = current {
            old.until = time
            if old.until > old.from { spans.append(old) }
        }
        current = stage.map { LaneSpan(stage: $0, from: time, until: end) }
    }

    /// The spans; one that has not ended goes on.
    var finished: [LaneSpan<Stage>] {
        guard var last = current, last.from <= end else { return spans }
        last.goesOn = true
        return spans + [last]
    }
}
