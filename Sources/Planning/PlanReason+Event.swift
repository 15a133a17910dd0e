public import ControlProtocol
public import DNSSECModel
public import Timeline
public import Wording

extension PlanEvent {
    /// The facts of a step: forecast, journal and log all tell of it from here.
    ///
    /// - Parameters:
    ///   - event: The step.
    ///   - ring: A ring that has the step's key and its predecessor.
    ///   - policy: The policy that the step follows.
    ///   - events: All steps that are told together, so that one can speak of the other.
    public init(
        _ event: TimelineEvent,
        in ring: KeyRing,
        policy: DNSSECPolicy,
        among events: [TimelineEvent] = []
    ) {
        self.init(event, as: StepTelling(ring, policy: policy, among: events))
    }

    /// The facts of all steps of a forecast.
    public static func all(of forecast: Forecast, policy: DNSSECPolicy) -> [PlanEvent] {
        let telling = StepTelling(forecast.ring, policy: policy, among: forecast.events)
        return forecast.events.map { PlanEvent($0, as: telling) }
    }

    /// The facts of one of the steps that are told together.
    init(_ event: TimelineEvent, as telling: StepTelling) {
        let subject =
            telling.reference(to: event.key) ?? KeyReference(role: event.role, id: event.key.rawValue)
        self.init(
            time: event.at,
            phase: event.phase,
            subject: subject,
            algorithm: event.algorithm,
            tag: event.tag,
            actor: PlanActor(event.actor),
            dnskeyOctets: event.dnskeyOctets,
            follows: event.predecessor.flatMap { telling.reference(to: $0) },
            relieves: telling.relieves(event),
            spread: event.spread,
            reason: PlanReason(event, telling)
        )
    }
}

extension PlanReason {
    /// Why a step comes then and not earlier.
    fileprivate init(_ event: TimelineEvent, _ telling: StepTelling) {
        let (ring, policy) = (telling.ring, telling.policy)
        let order = ring[event.key]?.order.flatMap { $0.user == nil ? nil : $0 }
        switch event.reason {
        case _ where event.phase == .dsSeen || event.phase == .dsGone: self.init(.parent)
        case .ordered(let order): self.init(order)
        case _ where event.phase == .generate && order != nil:
            self.init(order ?? RollRequest(role: event.role, start: event.at))
        case _ where telling.isSpare(event): self.init(.standby)
        case .time(_, let since, let interval, let formula):
            let policy = policy.effective(at: event.at)
            let summands = telling.search.summands(formula, interval, event.role, policy)
            self.init(.time, since: since, interval: interval, formula: formula, summands: summands)
        case .policy where event.phase == .retire: self.init(unhindered: event, in: ring, policy)
        case .policy: self.init(scheduled: event, in: ring, policy)
        case .chainOfTrust(let rule): self.init(.chainOfTrust, rule: rule)
        case .observation(let awaited): self.init(.observation, awaits: awaited)
        case .manual(let until, _, let user): self.init(.manual, until: until, user: user)
        case .gate(.approval): self.init(.approval)
        case .gate(.window): self.init(.window)
        case .gate(.condition(let condition)): self.init(.condition, condition: condition)
        case .queued: self.init(.queued)
        case nil: self.init(unhindered: event, in: ring, policy)
        }
    }

    /// Of a roll that a person ordered.
    private init(_ order: RollRequest) {
        self.init(.ordered, since: order.at, user: order.user, text: order.reason)
    }

    /// Of a step that the policy has set.
    private init(scheduled event: TimelineEvent, in ring: KeyRing, _ policy: DNSSECPolicy) {
        guard let lifetime = Self.lifetime(behind: event, in: ring, policy) else {
            let slot = Self.slot(of: event, policy)
            self.init(.calendar, since: slot?.period, slot: slot?.number)
            return
        }
        self.init(
            event.phase == .sign ? .lifetime : .preparation,
            interval: lifetime.length,
            months: lifetime.span?.months
        )
    }

    /// Of a step that nothing held up.
    private init(unhindered event: TimelineEvent, in ring: KeyRing, _ policy: DNSSECPolicy) {
        switch event.phase {
        case .generate where event.predecessor == nil: self.init(.newRole, policy: policy.name)
        case .generate where Self.isResized(event, in: ring): self.init(.size, bits: ring[event.key]?.bits)
        case .generate: self.init(.successor)
        case .retire: self.init(.relieved)
        case .dsSeen, .dsGone: self.init(.parent)
        case .publish, .sign, .submitDS, .withdrawDS, .revoke, .remove: self.init(.free)
        }
    }

    /// True if the key of a step has another size than the one that it follows.
    private static func isResized(_ event: TimelineEvent, in ring: KeyRing) -> Bool {
        guard let bits = ring[event.key]?.bits, let old = event.predecessor.flatMap({ ring[$0] })?.bits
        else { return false }
        return bits != old
    }

    /// The lifetime that ends with a step, and the months that it was if no jitter took anything off them; `nil` if
    /// something else has set the step's moment.
    private static func lifetime(
        behind event: TimelineEvent,
        in ring: KeyRing,
        _ policy: DNSSECPolicy
    ) -> (length: Interval, span: CalendarSpan?)? {
        guard event.phase == .generate || event.phase == .sign, let predecessor = event.predecessor,
            let keyPolicy = policy.effective(at: event.at).keys.first(where: { $0.role == event.role }),
            let lifetime = keyPolicy.lifetime
        else { return nil }
        guard let span = keyPolicy.lifetimeSpan, let start = ring[predecessor]?.activated,
            let end = keyPolicy.lifetimeEnd(from: start)
        else { return (lifetime, nil) }
        return (end - start, span.shortest == lifetime ? span : nil)
    }

    /// The slot of the policy's calendar that begins with a step, or nil.
    private static func slot(of event: TimelineEvent, _ policy: DNSSECPolicy) -> SlotCalendar.Slot? {
        guard let calendar = policy.calendar else { return nil }
        let slot = calendar.slot(at: event.at)
        return calendar.edit(onDayOf: slot.start) == event.at ? slot : nil
    }
}

extension KeyNames {
    /// The names of a ring's keys, some of which exist in a forecast alone.
    public init(_ ring: KeyRing, events: [TimelineEvent]) {
        let made = events.filter { $0.tag != nil }.map(\.key)
        self.init(ring, unmade: Set(events.filter { $0.tag == nil }.map(\.key)).subtracting(made))
    }
}
