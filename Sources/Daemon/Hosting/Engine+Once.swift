import ControlProtocol
public import DNSSECModel
import KeyStore
import PolicyFile
import Publishing
import Signing
import Synchronization
import SystemIO
import Timeline
import Wording

// Runs that end: `keyturnd --once` and `--check`; and the line for `systemctl status`.
extension Engine {
    /// Does all that is due now, for every zone.
    ///
    /// Give the engine hooks that block, so that what follows from them is done too.
    /// - Returns: 0, or the exit status for the first thing that failed.
    public func runOnce(_ reading: ClockReading) -> Int32 {
        runDue(reading)
        saveIndex()
        if clockFault != nil { return 74 }
        for slot in contents.withLock({ $0.slots }) {
            let first = slot.troubles.filter { !$0.value.trouble.isExcused }.min { $0.key < $1.key }
            if let first { return first.value.trouble.exit }
        }
        return 0
    }

    /// `3 zones, next key action example. ZSK 12345, sign in 2h`.
    public func statusLine(at now: Instant) -> String {
        let (count, failures, next) = contents.withLock { contents in
            (contents.slots.count, contents.book.failures, contents.book.nextKeyStep)
        }
        var line = count == 1 ? "1 zone" : "\(count) zones"
        if failures > 0 { line += ", \(failures) with errors" }
        if let fault = clockFault { line += ", \(fault)" }
        guard let next, let action = next.summary(now, nil).next, let at = action.at else { return line }
        return line + ", next key action \(next.zone) \(action.short) \(at.distance(from: now))"
    }

    /// Reads configuration, policies and zone files, and does nothing.
    ///
    /// - Returns: Each complaint, and the exit status: 0, or that for the first error.
    public static func check(configurationFile: String) -> (complaints: [String], exit: Int32) {
        var complaints: [String] = []
        let configuration: DaemonConfiguration
        let log = DaemonLog(threshold: .error) { _, _ in }
        do throws(EngineError) {
            configuration = try read(configurationFile, log: log)
        } catch {
            return (error.description.split(whereSeparator: \.isNewline).map(String.init), error.exit)
        }
        var troubles: [ZoneTrouble] = []
        var policies = LoadedPolicies(configuration)
        for zone in configuration.zones {
            let (warnings, faults) = judgement(of: zone, policies.choice(for: zone), configuration)
            complaints += warnings
            troubles += faults
        }
        var told: Set<String> = []
        complaints = policies.warnings.map(\.description) + complaints
        complaints += troubles.map(\.description).filter { told.insert($0).inserted }
        return (complaints, troubles.first?.exit ?? 0)
    }

    /// What is to say of a zone and its policy, and what keeps the zone from being signed.
    private static func judgement(
        of zone: ZoneConfiguration,
        _ policy: PolicyChoice,
        _ configuration: DaemonConfiguration
    ) -> (warnings: [String], troubles: [ZoneTrouble]) {
        let folder = StateFolder(path: configuration.state)
        let (ring, keys) = KeyKnowledge.state(
            folder,
            of: zone.name,
            policy: policy.policy,
            at: ClockReading.now.wall
        )
        let standing = RuleStanding(ring)
        let conflicts = ring.map { misfits(policy, configuration.policyFile(zone.policy), $0) } ?? []
        let breaches = (policy.shared?.breaches ?? []).map { $0.complaint.judged(by: standing) }
        let includes = IncludeRule.daemon(zone, state: configuration.state, ring)
        let read = ZoneInput(file: zone.file, origin: zone.name, rules: zone.rules, includes: includes)
        let input = read.reading.complaints(keys).map { $0.judged(by: standing) }
        let counted = (breaches + conflicts).filter { $0.severity == .error }
        let errors = input.filter { $0.severity == .error }
        return (
            (breaches + conflicts).filter { $0.severity == .warning }.map(\.description)
                + input.filter { $0.severity == .warning }.map(\.description)
                + read.includeWarnings.map { "\(zone.file): \($0)" }
                + serialWarning(of: read, zone, policy.policy, ring),
            [
                policy.trouble, counted.isEmpty ? nil : .policy(counted),
                errors.isEmpty ? nil : .zoneFile(errors),
            ].compactMap(\.self)
        )
    }
}

extension Engine {
    /// What the policy makes of the zone's serial, at most one line.
    private static func serialWarning(
        of input: ZoneInput,
        _ zone: ZoneConfiguration,
        _ policy: DNSSECPolicy?,
        _ ring: KeyRing?
    ) -> [String] {
        guard let content = input.usableZone, let policy else { return [] }
        let warning = SigningWarning.ofSerial(
            of: content,
            policy,
            published: ring?.publication,
            output: zone.output,
            at: ClockReading.now.wall
        )
        return warning.map { ["\(zone.file): warning: \($0)"] } ?? []
    }

    /// Why a policy does not fit the keys that a zone has, with the place in its file.
    private static func misfits(_ choice: PolicyChoice, _ path: String, _ ring: KeyRing) -> [PolicyDiagnostic]
    {
        let now = ClockReading.now.wall
        guard let policy = choice.policy, Timeline.conflict(of: policy, with: ring, at: now) != nil,
            let octets = try? FileSystem.read(path)
        else { return [] }
        let reading = PolicyFile.read(octets: octets.span, file: path, name: policy.name)
        return reading.complaints(about: ring, at: now)
    }
}

extension ZoneTrouble {
    /// The exit status of sysexits.h that fits.
    public var exit: Int32 {
        switch self {
        case .policyExcused, .zoneExcused: 0
        case .policyKept(let cause): cause.exit
        case .policyUnreadable, .policy, .conflict, .hookMissing: 78
        case .zoneFile, .guarded, .keys, .key, .outputOfUnknownKeys, .stateBehind, .privateKeys,
            .namedKeyMissing:
            65
        case .generation: 70
        case .refused(let refusal): refusal.exit
        case .state, .journal, .clock, .hook: 74
        case .system: 73
        }
    }
}
