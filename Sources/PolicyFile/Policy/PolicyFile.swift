// YAML in, nouns out: the policy language and the configuration of the daemon.
//
// A file goes through four shapes, and each step has one kind of fault to report:
//
//     octets -> SourceText -> YAMLNode -> PolicySpec -> DNSSECPolicy -> PolicyFinding
//               no text       no YAML     no policy     (cannot fail)   a policy that does not work
//
// Each shape knows line and column of what it holds, so that every complaint has a place. Reading goes on after a wrong
// value, for one run should show all that is wrong; but one error is enough to give no policy at all.
//
// What is not here: defaults (`DNSSECPolicy.Default`), the timing lint (`PolicyCheck`), and any reading of clocks or files
// but those that say what a time zone is (`TimeZoneSource`).

public import DNSSECModel

/// What reading a policy file has brought.
public struct PolicyReading: Sendable {
    /// The policy; nil if there is an error.
    public var policy: DNSSECPolicy?
    /// All complaints, in the order of the file.
    public var diagnostics: [PolicyDiagnostic]
    /// The policy as a ring keeps it; nil if there is an error.
    public var kept: KeptPolicy?
    /// Where each value that the file has stands.
    var positions: [PolicyKeyPath: SourcePosition]

    /// The place of a value, or of the nearest thing around it that the file has.
    public func position(of path: PolicyKeyPath) -> SourcePosition? {
        positions[path] ?? path.parent.flatMap { position(of: $0) }
    }

    /// The findings of the timing lint, each at its place in the file; empty without a policy.
    ///
    /// - Parameters:
    ///   - zone: What is known of a zone that uses the policy, or nil.
    ///   - assumedTTL: The largest TTL that is taken for granted where neither the policy nor a zone tells.
    /// - Returns: Errors and warnings, in the order of the policy's parts.
    public func findings(
        zone: ZoneFacts? = nil,
        assumedTTL: Interval = DNSSECPolicy.Default.zoneTTL
    ) -> [PolicyDiagnostic] {
        guard let policy else { return [] }
        return placed(PolicyCheck.findings(policy, zone: zone, assumedTTL: assumedTTL))
    }

    /// Findings of anybody about the policy, each at its place in the file.
    public func placed(_ findings: [PolicyFinding]) -> [PolicyDiagnostic] {
        findings.compactMap { finding in
            position(of: finding.path).map {
                PolicyDiagnostic(position: $0, severity: finding.severity, problem: .finding(finding.problem))
            }
        }
    }
}

/// The policy language, version 1.
public enum PolicyFile {
    /// The largest policy: hundreds of times the longest that makes sense.
    public static let maximumOctets = 262_144

    /// Reads a policy.
    ///
    /// - Parameters:
    ///   - octets: The content of the file.
    ///   - file: What the user calls the file, for positions.
    ///   - name: The name of the policy.
    ///   - timeZones: What time zones are called and mean on this machine.
    /// - Returns: The policy, or what is wrong with it.
    public static func read(
        octets: Span<UInt8>,
        file: String,
        name: String,
        timeZones: TimeZoneSource = .system
    ) -> PolicyReading {
        let log = ReadingLog(file: file)
        do throws(YAMLFault) {
            let root = try YAMLReader.tree(octets, limit: maximumOctets)
            return reading(root, name, timeZones, log)
        } catch {
            log.report(error.problem, at: error.mark)
            return PolicyReading(policy: nil, diagnostics: log.inOrder, positions: [:])
        }
    }

    /// Reads a policy that a ring has kept.
    ///
    /// - Parameters:
    ///   - kept: The policy.
    ///   - file: What the user calls the place, for positions: they all are its first line.
    ///   - timeZones: What time zones are called and mean on this machine.
    /// - Returns: The policy, or what is wrong with it.
    public static func read(
        _ kept: KeptPolicy,
        file: String,
        timeZones: TimeZoneSource = .system
    ) -> PolicyReading {
        reading(YAMLNode(kept.content), kept.name, timeZones, ReadingLog(file: file))
    }

    private static func reading(
        _ root: YAMLNode,
        _ name: String,
        _ zones: TimeZoneSource,
        _ log: ReadingLog
    ) -> PolicyReading {
        let spec = PolicySpec.file(root, zones: zones, log: log)
        let policy = log.diagnostics.isEmpty ? spec.map { PolicySpec.policy($0, name: name) } : nil
        return PolicyReading(
            policy: policy,
            diagnostics: log.inOrder,
            kept: policy.map { _ in KeptPolicy(name: name, content: root.content) },
            positions: log.positions
        )
    }
}
