import DNSSECModel
import PolicyFile
import SystemIO

/// The policy of a zone as its file has it, or what is wrong with it.
struct PolicyChoice {
    /// The policy; nil where there is none to work by.
    var policy: DNSSECPolicy?
    /// What is wrong.
    var trouble: ZoneTrouble?
    /// Warnings of the timing lint.
    var warnings: [PolicyDiagnostic] = []

    /// Reads the policy of a zone.
    init(_ zone: ZoneConfiguration, in configuration: DaemonConfiguration) {
        let path = configuration.policyFile(zone.policy)
        do throws(SystemError) {
            let octets = try FileSystem.read(path)
            let reading = PolicyFile.read(octets: octets.span, file: path, name: zone.policy)
            let findings = reading.complaints()
            let errors = findings.filter { $0.severity == .error }
            warnings = findings.filter { $0.severity == .warning }
            policy = errors.isEmpty ? reading.policy : nil
            if !errors.isEmpty { trouble = .policy(errors) }
        } catch {
            trouble = .policyUnreadable(error)
        }
        if trouble == nil, policy?.parent.ds == .hook {
            if zone.hooks.dsSubmit == nil {
                trouble = .hookMissing(.dsSubmit)
            } else if zone.hooks.dsWithdraw == nil {
                trouble = .hookMissing(.dsWithdraw)
            }
        }
    }
}
