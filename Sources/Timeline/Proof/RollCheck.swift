public import DNSSECModel

/// What keeps a role's keys from rolling, found by leaving it out.
extension Timeline {
    /// One roll of each key of a policy, proven in both halves: what can break at some resolver, and what never comes.
    ///
    /// The policy is carried out in virtual time from its first date on, as if people agreed at once. Keys without a
    /// calendar are asked to roll twice, those of each revision too.
    ///
    /// - Parameters:
    ///   - policy: A policy that reads without errors.
    ///   - assumptions: What is taken for granted about the zone and its parent.
    /// - Returns: Errors, in the order of the policy's keys; none if each roll comes, and none breaks.
    public static func rollFindings(
        _ policy: DNSSECPolicy,
        assumptions: ForecastAssumptions = ForecastAssumptions()
    ) -> [PolicyFinding] {
        guard !policy.allKeys.isEmpty else { return [] }
        let check = RollCheck(policy, assumptions)
        return check.stallFindings + check.breakFindings
    }
}

/// A policy's rolls, carried out.
private struct RollCheck {
    private let policy: DNSSECPolicy
    private let assumptions: ForecastAssumptions
    private let start: Instant
    private let end: Instant
    private let ring: KeyRing
    private let forecast: Forecast

    /// Where a policy has no dates, it begins here: the same policy has the same findings every day.
    private static let usualStart = Instant(secondsSinceEpoch: 1_767_225_600)

    init(_ policy: DNSSECPolicy, _ assumptions: ForecastAssumptions) {
        self.policy = policy
        self.assumptions = assumptions
        // Early enough for the keys of the time before a revision to be at work.
        let settled = policy.revisions.map { $0.from - .days(400) }.min() ?? Self.usualStart
        start = policy.beginning ?? min(settled, Self.usualStart)
        let patience = policy.patience(assumptions)
        (ring, end) = Self.rehearsal(policy, from: start, patience)
        forecast = Forecast(policy, ring, from: start, until: end, assumptions: assumptions)
    }

    /// A ring that is asked to roll each key twice, and when all of that should be over.
    private static func rehearsal(_ policy: DNSSECPolicy, from start: Instant, _ patience: Interval) -> (
        KeyRing, Instant
    ) {
        var ring = KeyRing(zone: Name.root)
        let changes = [(start, policy.keys)] + policy.revisions.map { ($0.from, $0.keys) }
        for (from, keys) in changes {
            for key in keys where key.calendar?.every == nil && key.known.isEmpty {
                let second = from + patience
                ring.rollRequests += [from, second].map { RollRequest(role: key.role, start: $0) }
            }
        }
        let months = policy.allKeys.compactMap { $0.calendar?.every }.max() ?? 0
        let dates =
            policy.allKeys.flatMap(\.known).flatMap { $0.dates.values } + policy.revisions.map(\.from)
            + policy.postponements.map(\.until)
        let last = max(start, dates.max() ?? start)
        // Nobody looks further ahead than a key's longest lifetime.
        return (ring, min(last + 3 * patience + .days(62 * Int64(months)), last + .days(36_500)))
    }

    // MARK: - What never comes

    var stallFindings: [PolicyFinding] {
        let liveness = liveness(of: policy)
        var told: Set<KeyRole> = []
        return liveness.stalls.compactMap { stall in
            guard told.insert(stall.role).inserted else { return nil }
            if stall.kind == .staysSecure {
                return PolicyFinding(.error, pathWithoutKeys(at: stall.due), .insecureWithAnchors(stall.role))
            }
            let problem = PolicyFinding.Problem.neverRolls(
                stall.role,
                cause(of: stall),
                due: stall.due,
                waiting: stall.hold?.phase
            )
            return PolicyFinding(.error, path(of: stall.role), problem)
        }
    }

    private func liveness(of policy: DNSSECPolicy) -> Liveness {
        let forecast =
            policy == self.policy
            ? self.forecast : Forecast(policy, ring, from: start, until: end, assumptions: assumptions)
        let patience = policy.patience(assumptions)
        return Liveness(of: forecast, policy, from: start, patience: patience)
    }

    /// What stalls a role: the first thing without which it does not.
    private func cause(of stall: Stall) -> StallCause? {
        StallCause.allCases.first { cause in
            guard let other = policy.without(cause) else { return false }
            return !liveness(of: other).stalls.contains { $0.role == stall.role }
        }
    }

    /// The entry of a role that stands last in the policy.
    private func path(of role: KeyRole) -> PolicyKeyPath {
        if let index = policy.keys.lastIndex(where: { $0.role == role }) {
            return PolicyKeyPath("keys").appending(index)
        }
        for (number, revision) in policy.revisions.enumerated() {
            guard let index = revision.keys.lastIndex(where: { $0.role == role }) else { continue }
            return PolicyKeyPath("revisions").appending(number).appending("keys").appending(index)
        }
        return PolicyKeyPath("keys")
    }

    /// The revision that begins at a moment.
    private func pathWithoutKeys(at moment: Instant) -> PolicyKeyPath {
        let number = policy.revisions.lastIndex { $0.from <= moment }
        return number.map { PolicyKeyPath("revisions").appending($0).appending("keys") }
            ?? PolicyKeyPath("keys")
    }

    // MARK: - What can break

    var breakFindings: [PolicyFinding] {
        var history = WorldHistory(policy, ring, forecast, from: start, assumptions: assumptions)
        // The lint has said that by force no roll can be proven; whatever else can break is found all the same.
        history.addHoldDown = policy.forcedHoldDown ?? history.addHoldDown
        // Signatures that are short for their TTL are found by the lint, which says what to change.
        guard let example = Proof(of: history, from: start).counterExample, !example.isAboutValidity else {
            return []
        }
        let problem = PolicyFinding.Problem.rollCanBreak(at: example.at, fault: example.fault)
        return [PolicyFinding(.error, PolicyKeyPath("keys"), problem)]
    }
}

extension DNSSECPolicy {
    /// The policy without something that may keep keys from rolling; nil if it has nothing of the kind.
    fileprivate func without(_ cause: StallCause) -> DNSSECPolicy? {
        var other = self
        switch cause {
        case .windows: other.dropWindows()
        case .slots: other.changeKeys { $0.calendar?.rules = [:] }
        case .slotsAndWindows:
            other.dropWindows()
            other.changeKeys { $0.calendar?.rules = [:] }
        case .conditions:
            for index in other.gates.indices { other.gates[index].conditions = [] }
        case .approvals:
            for index in other.gates.indices { other.gates[index].approval = nil }
        case .anchors:
            guard allKeys.contains(where: { $0.rfc5011 != nil }) else { return nil }
            other.changeKeys { if $0.role.signsKeys { $0.rfc5011 = $0.rfc5011 ?? RFC5011Policy() } }
        case .standby: other.changeKeys { $0.standby = 0 }
        case .method: other.changeKeys { if $0.role == .ksk { $0.roll = .doubleSignature } }
        }
        return other == self ? nil : other
    }

    private mutating func dropWindows() {
        for index in gates.indices { gates[index].windows = [] }
    }

    private mutating func changeKeys(_ change: (inout KeyPolicy) -> Void) {
        for index in keys.indices { change(&keys[index]) }
        for revision in revisions.indices {
            for index in revisions[revision].keys.indices { change(&revisions[revision].keys[index]) }
        }
    }
}
