public import DNSSECModel

/// What a proof takes for granted about resolvers.
public struct ProofAssumptions: Hashable, Sendable {
    /// How long a validator that follows RFC 5011 may be switched off, once in its life.
    ///
    /// None unless given: RFC 7583's Itrp has no room for it. A zone whose keys are published longer before their use
    /// can be proven for more.
    public var offline: Interval

    /// Validators that are always on unless given.
    public init(offline: Interval = .zero) { self.offline = offline }
}

/// The proof that no resolver can ever hold something of a zone that does not validate; or how one can.
///
/// It walks a history of what servers showed and will show, and forms at every moment every combination of versions
/// that some cache can hold, and every state that some validator of RFC 5011 can be in. It knows nothing of key states,
/// rules and waits: what it finds is found by other means than those that made the plan.
public struct Proof: Hashable, Sendable {
    /// How a resolver comes to hold something bogus, told as briefly as can be; nil = it cannot.
    public let counterExample: CounterExample?
    /// The moments at which something new could be held.
    public let instants: Int
    /// The combinations that were judged.
    public let combinations: Int
    /// What was taken for granted.
    public let assumptions: ProofAssumptions
    /// True if validators that follow RFC 5011 were looked at.
    public let hasAnchors: Bool

    /// True if no resolver can hold anything that does not validate.
    public var holds: Bool { counterExample == nil }

    /// Looks at a history from a moment on.
    public init(
        of history: WorldHistory,
        from start: Instant,
        assumptions: ProofAssumptions = ProofAssumptions()
    ) {
        var anchors = AnchorWalk(history, from: start, assumptions: assumptions)
        anchors.walk()
        var walk = CacheWalk(history, from: start, anchorsEnd: anchors.end)
        walk.walk()
        let expiry = SignatureWalk(history, from: start)
        // Fewer steps are not always the better story of two different faults: the one that happens first is.
        counterExample = [walk.shortest, anchors.shortest, expiry.shortest]
            .compactMap { $0 }
            .min { $0.at < $1.at }
        instants = walk.instants + anchors.instants
        combinations = walk.combinations + anchors.combinations + expiry.combinations
        self.assumptions = assumptions
        hasAnchors = !history.anchors.isEmpty
    }
}

extension Proof {
    /// For how many days validators that follow RFC 5011 may be off before one of them is lost.
    ///
    /// - Parameters:
    ///   - history: A history that is proven for validators that are always on.
    ///   - start: The first moment that is looked at.
    /// - Returns: Whole days; `nil` if no validator follows RFC 5011, or where they may be off for a year.
    public static func longestOffline(of history: WorldHistory, from start: Instant) -> Interval? {
        func isLost(after days: Int64) -> Bool {
            let assumptions = ProofAssumptions(offline: .days(days))
            var walk = AnchorWalk(history, from: start, assumptions: assumptions)
            walk.walk()
            return walk.shortest != nil
        }
        var (safe, lost): (Int64, Int64) = (0, 366)
        guard !history.anchors.isEmpty, isLost(after: lost) else { return nil }
        while safe + 1 < lost {
            let middle = (safe + lost) / 2
            if isLost(after: middle) { lost = middle } else { safe = middle }
        }
        return .days(safe)
    }
}

extension CounterExample {
    /// True if nothing is wrong with a plan, only with how long signatures are valid.
    public var isAboutValidity: Bool {
        if case .signatureExpires = fault { true } else { false }
    }
}

extension Timeline {
    /// Proves the first days of a zone under a policy, and one roll of each role.
    ///
    /// - Parameters:
    ///   - policy: The policy.
    ///   - start: When the zone begins; a policy with dates begins at its first one.
    ///   - forecast: What is taken for granted about the zone and its parent.
    /// - Returns: The proof, or a counter-example.
    public static func proveOneRoll(
        of policy: DNSSECPolicy,
        from start: Instant,
        forecast: ForecastAssumptions = ForecastAssumptions()
    ) -> Proof {
        let begin = policy.beginning ?? start
        var ring = KeyRing(zone: Name.root)
        for key in policy.keys where key.calendar == nil && key.known.isEmpty {
            ring.rollRequests.append(RollRequest(role: key.role, start: begin))
        }
        return prove(policy, ring, from: begin, until: begin + .days(400), forecast: forecast)
    }

    /// Proves what a ring will do under a policy: forecasts it and looks at every moment of it.
    ///
    /// - Parameters:
    ///   - policy: What the keys follow.
    ///   - ring: The keys as they are; what caches may hold of the past is read off them.
    ///   - start: The first moment.
    ///   - end: The last moment of the forecast; what it leaves in caches is looked at, too.
    ///   - forecast: What is taken for granted about the zone and its parent.
    ///   - assumptions: What is taken for granted about resolvers.
    /// - Returns: The proof, or a counter-example.
    public static func prove(
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        from start: Instant,
        until end: Instant,
        forecast: ForecastAssumptions = ForecastAssumptions(),
        assumptions: ProofAssumptions = ProofAssumptions()
    ) -> Proof {
        let future = Forecast(policy, ring, from: start, until: end, assumptions: forecast)
        let history = WorldHistory(policy, ring, future, from: start, assumptions: forecast)
        return Proof(of: history, from: start, assumptions: assumptions)
    }
}
