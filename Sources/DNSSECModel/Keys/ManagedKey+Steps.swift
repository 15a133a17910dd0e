// The one meaning of "the step was taken". Orders, holds, gates, the journal, the forecast and the column PHASE ask here.
extension ManagedKey {
    /// The steps of a key's own life, in their order; what happens at the parent goes on beside them.
    public static let phases: [KeyStep] = [.generate, .publish, .sign, .retire, .revoke, .remove]

    /// True if the key has a step behind it.
    ///
    /// That is so while what the step did is in force. A key on its way out has all steps of its coming behind it, whether it
    /// took them or not; one that is brought back has those before it again that were undone.
    /// - Parameter step: Any step; one at the parent counts as taken by a key that has no DS.
    /// - Returns: True if nothing of the step is left to be done.
    public func hasTaken(_ step: KeyStep) -> Bool {
        isInForce(step) || isGone || goal == .retired && step.isOfComing || ds == nil && step.isAtParent
    }

    /// True while what a step did to the key is in force; a key without a DS has never done anything at the parent.
    public func isInForce(_ step: KeyStep) -> Bool {
        switch step {
        case .generate: material != nil
        case .publish: dnskey.state.isPublished || revocation != nil
        case .sign: work?.state.isPublished ?? false
        case .submitDS: ds?.state.isPublished ?? false
        case .dsSeen: ds.map { $0.state == .omnipresent || $0.state == .rumoured && $0.seen != nil } ?? false
        case .withdrawDS: ds?.state == .unretentive
        case .dsGone: ds.map { $0.state == .unretentive && $0.seen != nil } ?? false
        case .retire: goal == .retired
        case .revoke: revocation != nil
        case .remove: goal == .retired && !isShown && wasShown
        }
    }

    /// The phase that the key is in: the last step of its life that is in force; nil until the key is made.
    public var phase: KeyStep? { Self.phases.last(where: isInForce) }

    /// When the key entered its phase, as far as is known: of keys that an earlier version began, the last change of the
    /// records that make the phase.
    public var inPhaseSince: Instant {
        if let phaseSince { return phaseSince }
        switch phase {
        case .generate: return generated ?? requested
        case .publish: return dnskey.since
        case .sign: return activated ?? work?.since ?? requested
        case .retire: return retired ?? requested
        case .revoke: return revocation?.since ?? requested
        case .remove: return removed ?? dnskey.since
        case .submitDS, .dsSeen, .withdrawDS, .dsGone, nil: return requested
        }
    }

    /// The signatures that are the work of the key's role: over the DNSKEY RRset for a KSK, over the zone for all others.
    public var work: RecordTrack? { role == .ksk ? krrsig : zrrsig }

    /// True if the key stands in the DNSKEY RRset, plain or revoked.
    public var isShown: Bool { dnskey.state.isPublished || revocation?.state.isPublished ?? false }

    /// True if the key has stood in the DNSKEY RRset at any time before.
    private var wasShown: Bool {
        dnskey.state == .unretentive || revocation != nil || activated != nil || removed != nil
    }
}

extension KeyStep {
    /// True for the steps that bring a key to its work.
    public var isOfComing: Bool {
        switch self {
        case .generate, .publish, .sign, .submitDS, .dsSeen: true
        case .withdrawDS, .dsGone, .retire, .revoke, .remove: false
        }
    }
}

extension KeyStep {
    /// True for the steps that somebody takes at the parent.
    public var isAtParent: Bool {
        switch self {
        case .submitDS, .dsSeen, .withdrawDS, .dsGone: true
        case .generate, .publish, .sign, .retire, .revoke, .remove: false
        }
    }
}

extension KeyRing {
    /// True while what a step did to a key of the ring is in force.
    public func isInForce(_ step: KeyStep, of id: ManagedKey.ID) -> Bool {
        self[id]?.isInForce(step) ?? false
    }

    /// True if a key has a step behind it; a key that the ring does not have has all.
    public func hasTaken(_ step: KeyStep, of id: ManagedKey.ID) -> Bool { self[id]?.hasTaken(step) ?? true }
}

extension KeyRing {
    /// The ring with a note of the moment at each key that is in another phase than before.
    ///
    /// - Parameters:
    ///   - before: The same ring before it changed.
    ///   - now: The moment of the change.
    /// - Returns: The noted ring.
    public func notingPhases(since before: KeyRing, at now: Instant) -> KeyRing {
        var noted = self
        for (index, key) in keys.enumerated() {
            // Keys keep their places: new ones come at the end.
            let old = index < before.keys.count ? before.keys[index] : nil
            if key.phase != old?.phase { noted.keys[index].phaseSince = now }
        }
        return noted
    }
}
