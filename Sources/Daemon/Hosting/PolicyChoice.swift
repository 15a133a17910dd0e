import DNSSECCrypto
import DNSSECModel
import PolicyFile
import Publishing
import SystemIO

/// A policy that any number of zones share.
final class SharedPolicy: Sendable {
    /// The policy.
    let policy: DNSSECPolicy
    /// SHA-256 of its file's octets; nil where the policy says more than its file does, because hours count by a time zone
    /// of the machine.
    let digest: [UInt8]?

    init(_ policy: DNSSECPolicy, octets: Span<UInt8>) {
        self.policy = policy
        digest = policy.gates.isEmpty ? try? SHA256.hash(octets) : nil
    }
}

/// The policy of a zone as its file has it, or what is wrong with it.
struct PolicyChoice {
    /// The policy; nil where there is none to work by.
    var shared: SharedPolicy?
    /// What is wrong.
    var trouble: ZoneTrouble?

    var policy: DNSSECPolicy? { shared?.policy }
}

/// The policies of a configuration: each file is read once, however many zones it is for.
struct LoadedPolicies {
    private struct Entry {
        var shared: SharedPolicy?
        var trouble: ZoneTrouble?
    }

    private let configuration: DaemonConfiguration
    private let old: [SharedPolicy]
    private var entries: [String: Entry] = [:]
    /// Warnings of the timing lint, of each file once.
    private(set) var warnings: [PolicyDiagnostic] = []

    /// An empty policies; a policy that is as one in force was stays that very one.
    init(_ configuration: DaemonConfiguration, inForce old: [SharedPolicy] = []) {
        (self.configuration, self.old) = (configuration, old)
    }

    /// The policies that were read.
    var policies: [SharedPolicy] { entries.values.compactMap(\.shared) }

    /// The policy of a zone.
    mutating func choice(for zone: ZoneConfiguration) -> PolicyChoice {
        let entry = entries[zone.policy] ?? read(zone.policy)
        entries[zone.policy] = entry
        var choice = PolicyChoice(shared: entry.shared, trouble: entry.trouble)
        guard choice.trouble == nil, choice.policy?.parent.ds == .hook else { return choice }
        if zone.hooks.dsSubmit == nil {
            choice.trouble = .hookMissing(.dsSubmit)
        } else if zone.hooks.dsWithdraw == nil {
            choice.trouble = .hookMissing(.dsWithdraw)
        }
        return choice
    }

    private mutating func read(_ name: String) -> Entry {
        let path = configuration.policyFile(name)
        let octets: [UInt8]
        do throws(SystemError) {
            octets = try FileSystem.read(path)
        } catch {
            return Entry(trouble: .policyUnreadable(error))
        }
        let reading = PolicyFile.read(octets: octets.span, file: path, name: name)
        // The zones' own TTLs are known later; what is only likely stops none of them.
        let findings = reading.complaints(assumedTTL: .zero)
        let errors = findings.filter { $0.severity == .error }
        warnings += findings.filter { $0.severity == .warning }
        guard errors.isEmpty, let policy = reading.policy else { return Entry(trouble: .policy(errors)) }
        // Where only its words were changed, its zones have nothing to do.
        let same = old.first { $0.policy == policy }
        return Entry(shared: same ?? SharedPolicy(policy, octets: octets.span))
    }
}
