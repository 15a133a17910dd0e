public import ControlProtocol
public import DNSSECModel
public import Timeline
import Wording

extension PlanProof {
    /// The proof of a forecast, in words.
    ///
    /// - Parameters:
    ///   - forecast: The forecast.
    ///   - ring: The keys that it began with.
    ///   - from: The first moment of the forecast.
    ///   - policy: The policy that was followed.
    ///   - assumptions: What was taken for granted about the world.
    ///   - offline: How long validators that follow RFC 5011 may have been off.
    public init(
        of forecast: Forecast,
        _ ring: KeyRing,
        from: Instant,
        policy: DNSSECPolicy,
        assumptions: ForecastAssumptions,
        offline: Interval = .zero
    ) {
        let history = WorldHistory(policy, ring, forecast, from: from, assumptions: assumptions)
        let proof = Proof(of: history, from: from, assumptions: ProofAssumptions(offline: offline))
        let longest = proof.holds ? Proof.longestOffline(of: history, from: from) : nil
        let names = KeyNames(forecast.ring, events: forecast.events)
        let liveness = Liveness(beyond: forecast, policy, from: from, assumptions: assumptions)
        let safety =
            proof.sentence
            + (longest.map { " Such a validator may be off for \($0.days) days, not for more." } ?? "")
        let going = liveness.sentence { names[$0] }
        self.init(
            sentence: !liveness.holds ? "\(going) \(safety)" : proof.holds ? "\(safety) \(going)" : safety,
            story: (proof.counterExample?.lines { names[$0] } ?? []).map {
                Line(time: $0.time, isJustBefore: $0.isJustBefore, text: $0.text)
            }
                + liveness.stalls.map { stall in
                    Line(time: stall.due, isJustBefore: false, text: stall.text { names[$0] })
                },
            moments: proof.instants,
            combinations: proof.combinations,
            offline: proof.hasAnchors ? offline : nil
        )
    }
}

extension Interval {
    /// Whole days.
    fileprivate var days: Int64 { seconds / 86400 }
}
