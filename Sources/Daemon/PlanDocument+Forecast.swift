public import ControlProtocol
public import DNSSECModel
public import Timeline

extension PlanDocument {
    /// A forecast as tool and daemon tell it.
    ///
    /// - Parameters:
    ///   - forecast: The steps.
    ///   - zone: The zone.
    ///   - from: The first moment that was looked at.
    ///   - until: The last moment that was asked for; the document names an earlier one where the forecast ends there.
    ///   - policy: The policy that was followed.
    public init(forecast: Forecast, zone: Name, from: Instant, until: Instant, policy: DNSSECPolicy) {
        self.init(
            zone: zone,
            from: from,
            until: min(until, forecast.reached),
            events: forecast.events.map { event in
                let text = EventText(event, in: forecast.ring, policy: policy, among: forecast.events)
                return PlanEvent(event, text)
            }
        )
    }
}

extension PlanEvent {
    /// A step with its words.
    public init(_ event: TimelineEvent, _ text: EventText) {
        self.init(
            time: event.at,
            phase: event.phase,
            role: event.role,
            algorithm: event.algorithm,
            tag: event.tag,
            change: text.change,
            because: text.because,
            formula: text.formula,
            actor: PlanActor(event.actor),
            dnskeyOctets: event.dnskeyOctets
        )
    }
}

extension PlanActor {
    /// The actor of a step.
    public init(_ actor: Actor) {
        self =
            switch actor {
            case .daemon: .daemon
            case .operator: .operator
            case .parent: .parent
            }
    }
}
