import ControlProtocol
import DNSSECModel
import Timeline

extension EventText {
    /// The facts behind the words of `because`, in the same order of cases.
    static func reason(_ event: TimelineEvent, _ policy: DNSSECPolicy, _ order: RollRequest?) -> PlanReason {
        switch event.reason {
        case _ where event.phase == .dsSeen || event.phase == .dsGone: PlanReason(.parent)
        case .ordered(let order): PlanReason(ordered: order)
        case _ where event.phase == .generate && order?.user != nil: PlanReason(ordered: order)
        case nil where event.phase == .sign && order?.user != nil: PlanReason(ordered: order)
        case .time(_, let since, let interval, let formula):
            PlanReason(.time, since: since, interval: interval, formula: formula)
        case .policy where event.phase == .retire: plainReason(event)
        case .policy: policyReason(event, policy)
        case .chainOfTrust(let rule): PlanReason(.chainOfTrust, rule: rule)
        case .observation(let awaited): PlanReason(.observation, awaits: awaited)
        case .manual(let until, _, let user): PlanReason(.manual, until: until, user: user)
        case .gate(.approval): PlanReason(.approval)
        case .gate(.window): PlanReason(.window)
        case .gate(.condition(let condition)): PlanReason(.condition, condition: condition)
        case .queued: PlanReason(.queued)
        case nil: plainReason(event)
        }
    }

    private static func policyReason(_ event: TimelineEvent, _ policy: DNSSECPolicy) -> PlanReason {
        guard let lifetime = lifetime(behind: event, policy) else {
            let slot = slot(of: event, policy)
            return PlanReason(.calendar, since: slot?.period, slot: slot?.number)
        }
        return PlanReason(event.phase == .sign ? .lifetime : .preparation, interval: lifetime)
    }

    /// The lifetime that ends with a step; nil where something else has set its moment.
    static func lifetime(behind event: TimelineEvent, _ policy: DNSSECPolicy) -> Interval? {
        guard event.phase == .generate || event.phase == .sign, event.predecessor != nil else { return nil }
        return policy.effective(at: event.at).keys.first { $0.role == event.role }?.lifetime
    }

    /// The slot of the policy's calendar that begins with a step, or nil.
    static func slot(of event: TimelineEvent, _ policy: DNSSECPolicy) -> SlotCalendar.Slot? {
        guard let calendar = policy.calendar else { return nil }
        let slot = calendar.slot(at: event.at)
        return calendar.edit(onDayOf: slot.start) == event.at ? slot : nil
    }

    private static func plainReason(_ event: TimelineEvent) -> PlanReason {
        switch event.phase {
        case .generate: PlanReason(event.predecessor == nil ? .newRole : .successor)
        case .retire: PlanReason(.relieved)
        case .dsSeen, .dsGone: PlanReason(.parent)
        case .publish, .sign, .submitDS, .withdrawDS, .revoke, .remove: PlanReason(.free)
        }
    }
}

extension PlanReason {
    /// A person's order.
    fileprivate init(ordered order: RollRequest?) {
        self.init(.ordered, since: order?.at, user: order?.user, text: order?.reason)
    }
}
