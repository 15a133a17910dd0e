import DNSSECCrypto
import DNSSECModel
import PolicyFile
import Publishing
import Synchronization
import SystemIO

/// A policy that any number of zones share.
final class SharedPolicy: Sendable {
    /// The policy.
    let policy: DNSSECPolicy
    /// SHA-256 of its file's octets; `nil` if the policy says more than its file does, because hours count by a time zone
    /// of the machine.
    let digest: [UInt8]?
    /// The policy as rings keep it; nil for one that comes from a ring.
    let kept: KeptPolicy?
    /// Recent rules that it breaks: whether they count, each zone knows for itself.
    let breaches: [PolicyBreach]

    /// The policy of a file.
    init(_ policy: DNSSECPolicy, octets: Span<UInt8>, kept: KeptPolicy?, breaches: [PolicyBreach] = []) {
        self.policy = policy
        digest = policy.gates.isEmpty ? try? SHA256.hash(octets) : nil
        (self.kept, self.breaches) = (kept, breaches)
    }

    /// A policy that a ring has kept.
    init(recalled policy: DNSSECPolicy) {
        (self.policy, digest, kept, breaches) = (policy, nil, nil, [])
    }
}

/// A recent rule that a policy breaks, and the complaint about it.
struct PolicyBreach: Hashable, Sendable {
    let rule: RecentRule
    let complaint: PolicyDiagnostic
}

/// The policies that rings have kept, understood: most zones of a daemon keep the same few.
final class RecalledPolicies: Sendable {
    /// No daemon has more policies that are in use and have no file.
    private static let limit = 1000

    private struct Content {
        var policies: [KeptPolicy: SharedPolicy] = [:]
    }

    private let content = Mutex(Content())

    init() {}

    /// What a ring has kept; nil if this version cannot read it any more.
    func policy(_ kept: KeptPolicy) -> SharedPolicy? {
        if let known = content.withLock({ $0.policies[kept] }) { return known }
        guard let policy = PolicyFile.read(kept, file: "\(kept.name).yaml").policy else { return nil }
        return content.withLock { content in
            if content.policies.count >= Self.limit { content.policies = [:] }
            let shared = content.policies[kept] ?? SharedPolicy(recalled: policy)
            content.policies[kept] = shared
            return shared
        }
    }
}

/// The policy of a zone as its file has it, or what is wrong with it.
struct PolicyChoice {
    /// The policy; `nil` if there is none to work by.
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
        let errors = findings.filter { $0.severity == .error && $0.recentRule == nil }
        let breaches = findings.compactMap { complaint in
            complaint.recentRule.map { PolicyBreach(rule: $0, complaint: complaint) }
        }
        warnings += findings.filter { $0.severity == .warning }
        guard errors.isEmpty, let policy = reading.policy else { return Entry(trouble: .policy(errors)) }
        // Where only its words were changed, its zones have nothing to do.
        if let same = old.first(where: { $0.policy == policy && $0.breaches == breaches && $0.kept != nil }) {
            return Entry(shared: same)
        }
        return Entry(
            shared: SharedPolicy(policy, octets: octets.span, kept: reading.kept, breaches: breaches)
        )
    }
}
