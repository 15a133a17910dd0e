public import DNSSECModel
public import PolicyFile
import Timeline

extension PolicyReading {
    /// All that is to say of a policy file: what does not read, what the lint finds, and dates that cannot be kept.
    ///
    /// - Parameter zone: What is known of a zone that uses the policy, or nil.
    /// - Returns: Errors and warnings, each at its place in the file.
    public func complaints(zone: ZoneFacts? = nil) -> [PolicyDiagnostic] {
        let dates = policy.map { placed(Timeline.dateFindings($0)) } ?? []
        return diagnostics + findings(zone: zone) + dates
    }
}
