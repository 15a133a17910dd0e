public import DNSSECModel
public import PolicyFile
import Timeline

extension PolicyReading {
    /// All that is to say of a policy file: its faults and, if it has none, rolls that never come or cannot be proven.
    ///
    /// - Parameters:
    ///   - zone: What is known of a zone that uses the policy, or nil.
    ///   - assumedTTL: The largest TTL that the lint takes for granted where neither the policy nor a zone tells.
    /// - Returns: Errors and warnings, each at its place in the file.
    public func complaints(
        zone: ZoneFacts? = nil,
        assumedTTL: Interval = DNSSECPolicy.Default.zoneTTL
    ) -> [PolicyDiagnostic] {
        let found = faults(zone: zone, assumedTTL: assumedTTL)
        guard let policy, !found.contains(where: { $0.severity == .error }) else { return found }
        var assumptions = ForecastAssumptions()
        assumptions.zoneTTL = zone?.maximumTTL ?? assumptions.zoneTTL
        assumptions.isZoneRead = zone != nil
        return found + placed(Timeline.rollFindings(policy, assumptions: assumptions))
    }

    /// Why the policy does not fit the keys of a zone: an error, but a warning if the zone follows it, or one like it, already.
    ///
    /// - Parameters:
    ///   - ring: The zone's keys.
    ///   - now: The moment.
    /// - Returns: At most one complaint, at its place in the file.
    public func complaints(about ring: KeyRing, at now: Instant) -> [PolicyDiagnostic] {
        guard let policy, let conflict = Timeline.conflict(of: policy, with: ring, at: now) else { return [] }
        let before = ring.policy.flatMap { PolicyFile.read($0, file: "\($0.name).yaml").policy }
        let isNew = Timeline.newConflict(of: policy, after: before, with: ring, at: now) != nil
        let severity = isNew || ring.publication == nil ? DiagnosticSeverity.error : .warning
        switch conflict {
        case .dsWithoutParent(let role):
            let path = PolicyKeyPath("parent", "ds")
            return placed([PolicyFinding(severity, path, .dsWithoutParent(role, ring.zone))])
        case .insecureWithAnchors(let role):
            return placed([PolicyFinding(severity, PolicyKeyPath("keys"), .insecureWithAnchors(role))])
        }
    }

    /// What does not read, what the lint finds, and dates that cannot be kept: a policy without errors among them has a
    /// plan, which tells the rest.
    ///
    /// - Parameters:
    ///   - zone: What is known of a zone that uses the policy, or nil.
    ///   - assumedTTL: The largest TTL that the lint takes for granted where neither the policy nor a zone tells.
    /// - Returns: Errors and warnings, each at its place in the file.
    public func faults(
        zone: ZoneFacts? = nil,
        assumedTTL: Interval = DNSSECPolicy.Default.zoneTTL
    ) -> [PolicyDiagnostic] {
        let dates = policy.map { placed(Timeline.dateFindings($0)) } ?? []
        return diagnostics + findings(zone: zone, assumedTTL: assumedTTL) + dates
    }
}
