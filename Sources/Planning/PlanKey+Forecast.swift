import ControlProtocol
import DNSSECModel
import Timeline
import Wording

extension PlanKey {
    /// The keys of a forecast that live or come, each as it stands before the steps that are told.
    ///
    /// - Parameters:
    ///   - forecast: The steps of all keys.
    ///   - start: The ring that it began with.
    ///   - events: The steps that are over when the plan begins, the first ones of the forecast.
    /// - Returns: The keys in order of their numbers.
    static func all(in forecast: Forecast, from start: KeyRing, after events: [TimelineEvent]) -> [PlanKey] {
        let tags = Dictionary(forecast.events.compactMap { event in event.tag.map { (event.key, $0) } }) {
            first,
            _ in first
        }
        let moving = Set(forecast.events.dropFirst(events.count).map(\.key))
        let names = KeyNames(forecast.ring, events: forecast.events).references
        let past = Dictionary(grouping: events, by: \.key)
        return forecast.ring.keys.compactMap { key in
            let old = start[key.id]
            var states = old.map { PlanKeyState.all(of: $0) } ?? []
            for event in past[key.id] ?? [] { PlanKeyState.apply(event.phase, to: &states) }
            guard !states.isEmpty || moving.contains(key.id) else { return nil }
            return PlanKey(
                number: key.id.rawValue,
                role: key.role,
                algorithm: key.algorithm,
                tag: old?.material?.tag ?? tags[key.id],
                name: key.name,
                ordinal: names[key.id]?.number,
                states: states
            )
        }
    }
}

extension PlanKeyState {
    /// The facts about a key.
    fileprivate static func all(of key: ManagedKey) -> Set<PlanKeyState> {
        var states: Set<PlanKeyState> = []
        guard !key.isGone else { return states }
        if key.isInForce(.generate) { states.insert(.made) }
        if key.isShown { states.insert(.published) }
        if key.isInForce(.sign) { states.insert(.signing) }
        if key.isInForce(.retire) { states.insert(.retired) }
        if key.isShown, key.isInForce(.revoke) { states.insert(.revoked) }
        if key.isInForce(.submitDS) { states.insert(key.isInForce(.dsSeen) ? .ds : .dsAsked) }
        if key.isInForce(.withdrawDS), !key.isInForce(.dsGone) { states.insert(.dsLeaving) }
        return states
    }

    /// What a step changes.
    fileprivate static func apply(_ phase: KeyStep, to states: inout Set<PlanKeyState>) {
        switch phase {
        case .generate: states.insert(.made)
        case .publish: states.insert(.published)
        case .sign: states.insert(.signing)
        case .retire: states.insert(.retired)
        case .revoke: states.insert(.revoked)
        case .remove: states = []
        case .submitDS: states.insert(.dsAsked)
        case .dsSeen:
            states.remove(.dsAsked)
            states.insert(.ds)
        case .withdrawDS: states.insert(.dsLeaving)
        case .dsGone: states.subtract([.dsAsked, .ds, .dsLeaving])
        }
    }
}
