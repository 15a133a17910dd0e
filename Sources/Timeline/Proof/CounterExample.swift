public import DNSSECModel

/// What a resolver did, step by step, until it held something that does not validate.
public struct CounterExample: Hashable, Sendable {
    /// An RRset that a resolver fetched.
    public struct Fetched: Hashable, Sendable {
        /// Which.
        public var kind: ChainPart
        /// The keys in it or, for data, none.
        public var keys: Set<ManagedKey.ID>
        /// Those of them with the REVOKE bit.
        public var revoked: Set<ManagedKey.ID>
        /// The keys that signed it; for a DS RRset none that concerns the zone.
        public var signers: Set<ManagedKey.ID>
        /// When a server showed it first.
        public var shownFrom: Instant
        /// When no server shows it any more; nil = there is no end in sight.
        public var shownUntil: Instant?
        /// When the resolver drops it.
        public var keptUntil: Instant

        /// When a server showed it first; `nil` if it has been shown for as long as is known.
        public var firstShown: Instant? { shownFrom > .always ? shownFrom : nil }
    }

    /// What happens to a resolver.
    public enum Event: Hashable, Sendable {
        /// It fetches an RRset.
        case fetches(Fetched)
        /// It starts with these trust anchors.
        case starts(Set<ManagedKey.ID>)
        /// It asks, and is not shown a key yet.
        case missesKey(ManagedKey.ID)
        /// It sees a key for the first time and trusts it from its first question after that moment.
        case seesKey(ManagedKey.ID, heldDownUntil: Instant)
        /// It asks, and a key's hold-down has not passed yet.
        case asksTooEarly(ManagedKey.ID)
        /// It asks and gets no answer; its next question is at that moment.
        case asksInVain(again: Instant)
        /// It is switched off until that moment.
        case isOff(until: Instant)
        /// It sees that a key was revoked, and trusts it no more.
        case seesRevocation(ManagedKey.ID)
        /// It asks, and is not shown the revocation of a key yet.
        case missesRevocation(ManagedKey.ID)
        /// A signature with so little left that it will be made anew is still shown.
        case signatureShown(ChainPart, expires: Instant)
    }

    /// A moment of the story.
    public struct Step: Hashable, Sendable {
        /// When.
        public var at: Instant
        /// True if it happens just before that moment, not in it.
        public var isJustBefore: Bool
        /// What.
        public var event: Event
    }

    /// The story in order of time.
    public let steps: [Step]
    /// When the resolver finds that something does not validate.
    public let at: Instant
    /// What it finds.
    public let fault: ProofFault

    /// A story and its end; steps are put in order.
    init(steps: [Step], at: Instant, fault: ProofFault) {
        self.steps = steps.enumerated()
            .sorted {
                ($0.element.at, $0.element.isJustBefore ? 0 : 1, $0.offset)
                    < ($1.element.at, $1.element.isJustBefore ? 0 : 1, $1.offset)
            }
            .map(\.element)
        self.at = at
        self.fault = fault
    }

    /// From the first step to the end.
    public var length: Interval { steps.first.map { at - $0.at } ?? .zero }

    /// True if this one is told sooner than another: fewer steps, then less time, then earlier.
    func isShorter(than other: CounterExample?) -> Bool {
        guard let other else { return true }
        return (steps.count, length, at) < (other.steps.count, other.length, other.at)
    }
}

extension CounterExample.Step {
    init<Content>(
        _ kind: ChainPart,
        _ showing: ServedVersion<Content>,
        at now: Instant,
        keys: Set<ManagedKey.ID> = [],
        revoked: Set<ManagedKey.ID> = [],
        signers: Set<ManagedKey.ID> = []
    ) {
        let fetched = CounterExample.Fetched(
            kind: kind,
            keys: keys,
            revoked: revoked,
            signers: signers,
            shownFrom: showing.from,
            shownUntil: showing.until < .never ? showing.until : nil,
            keptUntil: showing.lastFetch(upTo: now) + showing.ttl
        )
        self.init(
            at: showing.lastFetch(upTo: now),
            isJustBefore: showing.until <= now,
            event: .fetches(fetched)
        )
    }

    /// The fetching of a DS RRset as late as possible.
    static func ds(_ showing: ServedVersion<Set<ManagedKey.ID>>, at now: Instant) -> Self {
        Self(.ds, showing, at: now, keys: showing.content)
    }

    /// The fetching of a DNSKEY RRset as late as possible.
    static func dnskey(_ showing: ServedVersion<ShownKeys>, at now: Instant) -> Self {
        let shown = showing.content
        return Self(
            .dnskey,
            showing,
            at: now,
            keys: shown.plain.union(shown.revoked),
            revoked: shown.revoked,
            signers: shown.signers
        )
    }

    /// The fetching of data as late as possible.
    static func data(_ showing: ServedVersion<Set<ManagedKey.ID>>, at now: Instant) -> Self {
        Self(.data, showing, at: now, signers: showing.content)
    }
}
