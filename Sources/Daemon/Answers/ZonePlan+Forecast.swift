import ControlProtocol
import DNSSECModel
import Planning
import Timeline

extension ZonePlan {
    /// What will happen to a zone's keys: the same forecast as that of the zone alone.
    init(_ report: ZoneReport, from: Instant, until: Instant, _ effort: Effort = Effort()) {
        guard let ring = report.ring, let policy = report.policy else {
            self.init(zone: report.zone, policy: report.policyName, steps: [], error: report.unusable.message)
            return
        }
        let forecast = Forecast(policy, ring, from: from, until: until, goesOn: { effort.isWanted })
        let all = PlanEvent.all(of: forecast, policy: policy)
        self.init(zone: report.zone, policy: report.policyName, steps: all.filter { $0.time >= from })
    }
}
