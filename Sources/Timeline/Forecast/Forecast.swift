public import DNSSECModel

/// A DS that all of the parent's servers show, or no longer show.
public struct ParentChange: Hashable, Sendable {
    /// When that was seen.
    public var at: Instant
    /// The key of the DS.
    public var key: ManagedKey.ID
    /// True if it came, false if it went.
    public var comes: Bool
    /// TTL of the DS RRset.
    public var ttl: Interval

    /// All fields as they are.
    public init(at: Instant, key: ManagedKey.ID, comes: Bool, ttl: Interval) {
        self.at = at
        self.key = key
        self.comes = comes
        self.ttl = ttl
    }
}

/// The future of a key ring, step by step: `Timeline.advance` with a virtual clock.
///
/// It has no rollover logic of its own. Keys that do not exist yet get a stand-in of the right size and no tag, unless
/// somebody makes them.
public struct Forecast: Sendable {
    /// The steps in order of time.
    public private(set) var events: [TimelineEvent] = []
    /// The ring at the end.
    public private(set) var ring: KeyRing
    /// What waited at the end.
    public private(set) var holds: [Hold] = []
    /// What the zone's servers are given, in order of time.
    public private(set) var publications: [Publication] = []
    /// What all of the parent's servers show, in order of time.
    public private(set) var parentChanges: [ParentChange] = []
    /// How far it looked: the end that was asked for, or the moment at which there were too many steps.
    public private(set) var reached: Instant

    /// No forecast has many more steps: a century of usual rolls.
    public static let maximumEvents = 3000

    /// How often approvals that change nothing are repeated, to get past a refusal of the same second.
    private static let patience = 3

    /// How many keys all decisions together had to look at: what the forecast costs.
    private(set) var work = 0

    /// The ring at the present moment, without the keys that are over: these take no part, and there are ever more of them.
    private var living: KeyRing
    /// The keys that are over.
    private var over: [ManagedKey] = []
    /// The names of the keys that are over, which are not given again.
    private var usedNames: Set<String> = []
    private let policy: DNSSECPolicy
    private let assumptions: ForecastAssumptions
    private let material: (@Sendable (ManagedKey, Instant) -> KeyMaterial)?
    private var now: Instant
    private var exceptions = Exceptions()
    /// When people approve what waits for them.
    private var askedPeople: [Waiting: Instant] = [:]
    /// When people approved last, and how often that alone did not help: somebody has refused, or too few may.
    private var approvals: [Waiting: (at: Instant, failures: Int)] = [:]
    private var standIns: Set<ManagedKey.ID> = []
    private var reasons: [Waiting: HoldReason] = [:]
    private var parent: [(at: Instant, key: ManagedKey.ID, comes: Bool)] = []
    private var serial: UInt32 = 1

    private struct Waiting: Hashable {
        var key: ManagedKey.ID?
        var role: KeyRole
        var phase: KeyStep
    }

    /// Forecasts the steps of a ring from one moment to another, both included.
    ///
    /// - Parameters:
    ///   - policy: The policy that is followed.
    ///   - ring: The keys at the start.
    ///   - start: The first moment.
    ///   - end: The last moment.
    ///   - assumptions: What the world does.
    ///   - material: Makes the key pair of a key at a moment and gives its public part; nil = stand-ins without tags.
    ///   - goesOn: Asked at each moment; false ends the forecast there, for nobody waits for it any more.
    public init(
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        from start: Instant,
        until end: Instant,
        assumptions: ForecastAssumptions = ForecastAssumptions(),
        material: (@Sendable (ManagedKey, Instant) -> KeyMaterial)? = nil,
        goesOn: () -> Bool = { true }
    ) {
        self.init(policy, ring, from: start, assumptions: assumptions, material: material)
        run(until: end) { _ in !goesOn() }
    }

    private init(
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        from start: Instant,
        assumptions: ForecastAssumptions,
        material: (@Sendable (ManagedKey, Instant) -> KeyMaterial)? = nil
    ) {
        self.policy = policy
        self.ring = ring
        self.living = ring
        self.now = start
        self.reached = start
        self.assumptions = assumptions
        self.material = material
        putAside()
    }

    /// The first moment from `start` on at which a ring satisfies a condition, or nil within `limit`.
    static func firstMoment(
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        from start: Instant,
        limit: Interval,
        _ exceptions: Exceptions = Exceptions(),
        where condition: (KeyRing) -> Bool
    ) -> Instant? {
        var forecast = Forecast(policy, ring, from: start, assumptions: ForecastAssumptions())
        forecast.exceptions = exceptions
        return forecast.run(until: start + limit) { condition($0.whole) }
    }

    /// Forecasts the steps of a ring until they satisfy a condition, at the longest until `end`.
    init(
        _ policy: DNSSECPolicy,
        _ ring: KeyRing,
        from start: Instant,
        until end: Instant,
        stopping condition: ([TimelineEvent]) -> Bool
    ) {
        self.init(policy, ring, from: start, assumptions: ForecastAssumptions())
        run(until: end) { condition($0.events) }
    }

    /// The same forecast, looking further; what has too many steps already stays as it is.
    ///
    /// - Parameter end: The new last moment.
    /// - Returns: The longer forecast.
    public func continued(until end: Instant) -> Forecast {
        var longer = self
        if reached < end, events.count < Self.maximumEvents { longer.run(until: end) { _ in false } }
        return longer
    }

    // MARK: - The loop

    @discardableResult
    private mutating func run(until end: Instant, stopping condition: (Forecast) -> Bool) -> Instant? {
        reached = end
        defer { ring = whole }
        while now <= end {
            guard events.count < Self.maximumEvents else {
                reached = events.last?.at ?? now
                return nil
            }
            let wake = actOnce()
            if condition(self) { return now }
            let coming = parent.map { Optional($0.at) } + askedPeople.values.map { Optional($0) }
            let next = ([wake] + coming).compactMap { $0 }.filter { $0 > now }.min()
            guard let next, next > now else { return nil }
            now = next
        }
        return nil
    }

    /// Decides and acts until nothing is left to do at this moment; the next wake.
    private mutating func actOnce() -> Instant? {
        observeParent()
        while true {
            work += living.keys.count
            let decision = Timeline.advance(policy, living, at: now, exceptions, usedNames: usedNames)
            note(decision.ring)
            holds = decision.holds
            for hold in decision.holds {
                reasons[Waiting(key: hold.key, role: hold.role, phase: hold.phase)] = hold.reason
            }
            var acted = approve(decision.holds)
            for action in decision.actions where perform(action) { acted = true }
            if acted { continue }
            // A parent that does at once what it is asked for has done it at this moment.
            guard parent.contains(where: { $0.at <= now }) else { return decision.nextWake }
            observeParent()
        }
    }

    /// Takes over a changed ring and notes the steps that changed it.
    private mutating func note(_ changed: KeyRing) {
        for var event in Timeline.events(from: living, to: changed, at: now, policy: policy) {
            event.reason = reasons.removeValue(
                forKey: Waiting(key: event.key, role: event.role, phase: event.phase)
            )
            if event.phase == .generate, event.reason == nil {
                event.reason = reasons.removeValue(
                    forKey: Waiting(key: nil, role: event.role, phase: .generate)
                )
            }
            if standIns.contains(event.key) || changed[event.key]?.material == nil { event.tag = nil }
            events.append(event)
        }
        living = changed
        putAside()
    }

    /// Takes the keys that are over out of the ring that is advanced.
    private mutating func putAside() {
        guard living.keys.contains(where: \.isOver) else { return }
        over += living.keys.filter(\.isOver)
        usedNames.formUnion(living.keys.lazy.filter(\.isOver).compactMap(\.name))
        living.keys.removeAll(where: \.isOver)
    }

    /// The ring at the present moment with all keys.
    private var whole: KeyRing { living.with(over: over) }

    // MARK: - The world

    private mutating func perform(_ action: Action) -> Bool {
        switch action {
        case .generateKey(let id):
            guard let key = living[id] else { return false }
            let known = material == nil ? policy.knownMaterial(of: key) : nil
            if material == nil, known == nil { standIns.insert(id) }
            let made = material?(key, now) ?? known ?? .standIn(for: key)
            note(living.recording(.keyGenerated(id, made, at: now)))
        case .publish(let plan):
            // What a lost key would have to sign stays as it was published.
            guard !living.needsLostKey(plan) else { return false }
            let publication = publication(of: plan)
            publications.append(publication)
            note(living.recording(.zonePublished(publication)))
        case .changeDS(let add, let remove):
            let known = Set(parent.map(\.key))
            let delay = assumptions.dsDelay
            for (ids, comes) in [(add, true), (remove, false)] {
                for key in ids where !known.contains(key) {
                    // It was asked for at that moment already; what is overdue takes its time once more.
                    let due = (living[key]?.ds?.since ?? now) + delay
                    parent.append((due > now ? due : now + delay, key, comes))
                }
            }
            return false
        }
        return true
    }

    /// Lets people approve what waits for them, in their time; true if somebody did.
    private mutating func approve(_ holds: [Hold]) -> Bool {
        var acted = false
        for hold in holds {
            guard let key = hold.key, case .gate(.approval(_, let needed, let approvers, _)) = hold.reason
            else { continue }
            let waiting = Waiting(key: key, role: hold.role, phase: hold.phase)
            let moment = askedPeople[waiting] ?? now + assumptions.approvalDelay
            askedPeople[waiting] = moment
            guard moment <= now else { continue }
            askedPeople[waiting] = nil
            let last = approvals[waiting]
            let failures = (last?.failures ?? 0) + (last?.at == now ? 1 : 0)
            approvals[waiting] = (now, failures)
            guard failures < Self.patience else { continue }
            if last?.at == now {
                askedPeople[waiting] = now + .seconds(1)
                continue
            }
            for vote in GateVote.approvals(needed, of: approvers, hold.phase, key, at: now) {
                note(living.recording(.voted(vote)))
            }
            acted = true
        }
        return acted
    }

    private mutating func observeParent() {
        for change in parent where change.at <= now {
            parentChanges.append(
                ParentChange(at: now, key: change.key, comes: change.comes, ttl: policy.ttl.ds)
            )
            note(
                living.recording(
                    change.comes
                        ? .dsSeen(change.key, at: now, ttl: policy.ttl.ds)
                        : .dsGone(change.key, at: now, ttl: policy.ttl.ds)
                )
            )
        }
        parent.removeAll { $0.at <= now }
    }

    private mutating func publication(of plan: SigningPlan) -> Publication {
        serial &+= 1
        return Publication(
            at: now,
            serial: serial,
            plan: plan,
            dnskeyTTL: policy.ttl.dnskey,
            maximumTTL: living.publication?.maximumTTL ?? assumptions.maximumTTL(policy),
            negativeTTL: living.publication?.negativeTTL ?? assumptions.negativeTTL,
            propagation: policy.propagation.zone
        )
    }
}

extension GateVote {
    /// Approvals by the needed number of people: the named ones first, then members of the groups.
    fileprivate static func approvals(
        _ count: Int,
        of principals: [Principal],
        _ phase: KeyStep,
        _ key: ManagedKey.ID,
        at now: Instant
    ) -> [GateVote] {
        var users: [String] = []
        var groups: [String] = []
        for principal in principals {
            switch principal {
            case .user(let name): users.append(name)
            case .group(let name): groups.append(name)
            }
        }
        if !groups.isEmpty { users += (0..<count).map { "\($0 + 1) of the approvers" } }
        return users.prefix(count).map { user in
            GateVote(
                key: key,
                phase: phase,
                isApproval: true,
                user: user,
                groups: groups,
                at: now,
                reason: nil
            )
        }
    }
}

extension KeyRing {
    /// True if a key whose private part is lost would have to sign.
    fileprivate func needsLostKey(_ plan: SigningPlan) -> Bool {
        (plan.keySigners + plan.zoneSigners).contains { self[$0]?.isLost ?? false }
    }
}

extension DNSSECPolicy {
    /// The public key that the policy knows for a key by its name, or nil.
    func knownMaterial(of key: ManagedKey) -> KeyMaterial? {
        known(key)?.record.map { KeyMaterial(record: $0) }
    }
}

extension KeyMaterial {
    /// A stand-in for a key that does not exist yet: a public key of the right size.
    static func standIn(for key: ManagedKey) -> KeyMaterial {
        let octets: Int
        switch key.algorithm {
        case .ecdsaP256SHA256: octets = 64
        case .ecdsaP384SHA384: octets = 96
        case .ed25519: octets = 32
        case .ed448: octets = 57
        default: octets = (key.bits ?? DNSSECPolicy.Default.rsaBits) / 8
        }
        // RFC 3110: the length of the exponent 65537, the exponent, the modulus.
        let header: [UInt8] = key.algorithm.isRSA ? [3, 1, 0, 1] : []
        let body = [UInt8](repeating: UInt8(truncatingIfNeeded: key.id.rawValue), count: octets)
        return KeyMaterial(
            record: DNSKEYRecord(flags: key.role.flags, algorithm: key.algorithm, publicKey: header + body)
        )
    }
}
