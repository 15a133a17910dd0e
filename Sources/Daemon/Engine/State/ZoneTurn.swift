import DNSCore
import DNSSECModel
import JSON
import KeyStore
import Publishing
import Timeline

/// What a turn knows of the world outside.
struct TurnFacts {
    let now: Instant
    /// Why the clock cannot be trusted; nil if it can.
    let clockFault: ClockFault?
    /// How strictly the zone file is read.
    let rules: ZoneRules
    /// True if the output, the zone file or what it includes is not what it was when the zone was signed last.
    let areFilesTouched: Bool
    /// True if a program wants to know of each publication.
    let hasPublishedHook: Bool
}

/// Something to be done for a zone.
///
/// Each may be done again without harm. What comes of it goes into the state before the next turn.
enum ZoneEffect: Hashable {
    /// What was decided goes to the disk, before anything else is done.
    case save
    /// The pairs of keys are made; the first ones of a zone only for a zone file that can be published.
    case makeKeys([ManagedKey.ID], areFirst: Bool)
    /// The zone file is read, and what is wrong with it is told.
    case checkZoneFile
    /// Nothing is published, and that is an error.
    case refuse(PublishingRefusal)
    /// The zone is signed and written.
    case publish(SigningPlan)
    /// The program that wants to know of a publication is called.
    case callPublished(serial: UInt32)
    /// The publication goes into the ring.
    case recordPublication
    /// The journal is looked into for what the parent was asked for.
    case recallRequests
    /// The parent is asked, by a hook or a person.
    case askParent(ParentRequest)
}

/// A turn: what follows from all that is known of a zone, `(state, facts) -> (state, effects)`.
///
/// No file, no clock, no log: the same state and facts give the same turn. The engine does the first effect that is
/// something, puts what came of it into the state, and takes the next turn, until there is nothing to do.
struct ZoneTurn {
    /// What is known after the decision.
    private(set) var state: ZoneState
    /// What is to be done, in order.
    private(set) var effects: [ZoneEffect] = []

    private let facts: TurnFacts

    /// Decides.
    init(_ state: ZoneState, _ facts: TurnFacts) {
        (self.state, self.facts) = (state, facts)
        let actions = decide()
        if !actions.isEmpty { effects.append(.save) }
        orderKeys(actions)
        orderPublishing()
        let calls = orderFinish()
        if !calls { orderRequest(actions) }
    }

    // MARK: - Deciding

    /// Lets the keys take their steps; what is to be done for them.
    private mutating func decide() -> [Action] {
        let now = facts.now
        state.policies.retryRejected(state.ring, at: now)
        guard let ring = state.ring, let policy = state.policy, facts.clockFault == nil else { return [] }
        let decision =
            state.settled?.decision(about: ring, policy, at: now) ?? Timeline.advance(policy, ring, at: now)
        note(decision.conflict ?? Timeline.parentConflict(of: policy, with: ring))
        let kept = decision.conflict == nil ? state.policies.kept(in: decision.ring) : decision.ring
        let after = state.publisher.keepingRules(kept)
        if after != ring { state.ledger.commit(after, JournalNote(.decision), policy: policy, at: now) }
        state.ledger.remember(decision.holds)
        state.outlook = Outlook(decision)
        state.settled = SettledDecision(decision, leadingTo: after, policy, at: now)
        clearIdle(decision.actions)
        return decision.actions
    }

    private mutating func note(_ conflict: PolicyConflict?) {
        let known = state.troubles[.policy]?.trouble
        if let conflict {
            if known != .conflict(conflict) {
                state.troubles.note(.policy, .conflict(conflict), at: facts.now)
            }
        } else if state.policies.rejected == nil, known?.isConflict ?? false {
            state.troubles.clear(.policy, at: facts.now)
        }
    }

    /// What is not to be done any more is no trouble any more.
    private mutating func clearIdle(_ actions: [Action]) {
        if actions.change == nil { state.troubles.clear(.parent, at: facts.now) }
        if actions.missingKeys.isEmpty { state.troubles.clear(.keys, at: facts.now) }
    }

    // MARK: - What is to be done

    private mutating func orderKeys(_ actions: [Action]) {
        let missing = actions.missingKeys
        guard let ring = state.ring, !missing.isEmpty, mayTry(.keys) else { return }
        let areFirst = ring.publication == nil && !ring.keys.contains { $0.material != nil }
        effects.append(.makeKeys(missing, areFirst: areFirst))
    }

    /// The zone is signed and written where zone file, plan, policy, time or a lost output ask for it.
    private mutating func orderPublishing() {
        guard mayTry(.signing) else { return }
        if let effect = publishing { return effects.append(effect) }
        state.troubles.clear(.signing, at: facts.now)
    }

    private var publishing: ZoneEffect? {
        guard let ring = state.ring, let policy = state.policy, state.hook?.event != .published,
            let plan = facts.clockFault == nil ? ring.plan : ring.publication?.plan
        else { return nil }
        // Without keys a zone is published only if the policy wants none: then it is insecure on purpose.
        if plan.dnskeys.isEmpty, !policy.effective(at: facts.now).keys.isEmpty {
            guard ring.publication?.plan.dnskeys.isEmpty ?? true else { return .refuse(.wouldBeUnsigned) }
            return state.publisher.signed == nil ? .checkZoneFile : nil
        }
        return state.publisher.isCurrent(plan, policy, facts) ? nil : .publish(plan)
    }

    /// Calls the hook for a zone that was written, or records the publication where there is nothing to call.
    ///
    /// - Returns: True if a hook is called: one at a time.
    private mutating func orderFinish() -> Bool {
        guard let written = state.publisher.unrecorded, state.hook == nil, mayTry(.publication) else {
            return false
        }
        let calls = facts.hasPublishedHook && written.serial != state.ring?.publication?.serial
        effects.append(calls ? .callPublished(serial: written.serial) : .recordPublication)
        return calls
    }

    /// Asks for DS records to come or to go, once for each change.
    private mutating func orderRequest(_ actions: [Action]) {
        guard state.hook == nil, mayTry(.parent), let (add, remove) = actions.change else { return }
        if state.parent.mustRecall {
            effects.append(.recallRequests)
        } else if let request = state.parent.request(add: add, remove: remove) {
            effects.append(.askParent(request))
        }
    }

    private func mayTry(_ stage: ZoneStage) -> Bool { state.troubles.mayTry(stage, at: facts.now) }
}

extension [Action] {
    /// The keys whose pairs are to be made.
    fileprivate var missingKeys: [ManagedKey.ID] {
        compactMap { if case .generateKey(let id) = $0 { id } else { nil } }
    }

    /// The DS records that are to come and to go; nil if none are.
    fileprivate var change: (add: [ManagedKey.ID], remove: [ManagedKey.ID])? {
        for case .changeDS(let add, let remove) in self { return (add, remove) }
        return nil
    }
}
