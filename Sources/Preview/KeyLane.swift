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
    /// True where it was so before the plan begins.
    var beganBefore = false
    /// True where it is so when the plan ends.
    var goesOn = false
}

/// The life of one key within a plan.
struct KeyLane: Hashable, Sendable {
    var key: PlanKey
    var spans: [LaneSpan<LaneStage>]
    var delegation: [LaneSpan<DelegationStage>]

    /// True where there is nothing to draw.
    var isEmpty: Bool { spans.isEmpty && delegation.isEmpty }

    /// The lanes of a plan: KSKs, ZSKs, CSKs, each in order of their numbers.
    static func all(of document: PlanDocument) -> [KeyLane] {
        document.keys.map { key in
            LaneBuilder(key, document).lane
        }
        .filter { !$0.isEmpty }
        .sorted { ($0.key.role, $0.key.number) < ($1.key.role, $1.key.number) }
    }
}

/// Walks the steps of a key.
private struct LaneBuilder {
    let lane: KeyLane

    init(_ key: PlanKey, _ document: PlanDocument) {
        var life = SpanTrail<LaneStage>(document, Self.stage(key.states))
        var delegation = SpanTrail<DelegationStage>(document, Self.delegation(key.states))
        let events = document.events.filter { $0.key == key.number }
        for (index, event) in events.enumerated() {
            switch event.phase {
            case .generate: life.turn(.made, at: event.time)
            case .publish:
                life.turn(.published, at: event.time)
                let next = events[(index + 1)...].first { [.sign, .retire, .remove].contains($0.phase) }
                if let ready = event.ready, ready < next?.time ?? document.until {
                    life.turn(.standby, at: max(ready, event.time))
                }
            case .sign: life.turn(.signing, at: event.time)
            case .retire: life.turn(.retired, at: event.time)
            case .revoke: life.turn(.revoked, at: event.time)
            case .remove: life.turn(nil, at: event.time)
            case .submitDS: delegation.turn(.asked, at: event.time)
            case .dsSeen: delegation.turn(.shown, at: event.time)
            case .withdrawDS: delegation.turn(.leaving, at: event.time)
            case .dsGone: delegation.turn(nil, at: event.time)
            }
        }
        lane = KeyLane(key: key, spans: life.finished, delegation: delegation.finished)
    }

    private static func stage(_ states: Set<PlanKeyState>) -> LaneStage? {
        if states.contains(.revoked) { return .revoked }
        if states.contains(.retired) { return states.contains(.published) ? .retired : nil }
        if states.contains(.signing) { return .signing }
        if states.contains(.published) { return .published }
        return states.contains(.made) ? .made : nil
    }

    private static func delegation(_ states: Set<PlanKeyState>) -> DelegationStage? {
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
