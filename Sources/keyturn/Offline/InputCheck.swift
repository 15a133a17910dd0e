import DNSSECModel
import JSON
import KeyStore
import PolicyFile
import Publishing
import Signing
import SystemIO
import Timeline
import Wording

/// Reads inputs and gathers all that is to say of them.
struct InputCheck {
    private(set) var diagnostics: [Diagnostic] = []
    /// The exit status; nil without errors.
    private(set) var status: ExitStatus?
    /// What nobody has looked at, a sentence each without a full stop.
    private(set) var unknown: [String] = []
    /// The limits of the zones.
    private(set) var limits = CheckedLimits()
    private var counts = (configurations: 0, policies: 0, zones: 0)
    /// Policies that the configuration names, read once.
    private var policies: [String: PolicyReading] = [:]
    /// The zone that `checkZone` read last, with its file.
    private var lastZone: (zone: Zone, file: String)?

    // MARK: - Files

    /// Reads a policy and holds it against what is known of a zone.
    mutating func checkPolicy(_ path: String, zone facts: ZoneFacts?) throws(ToolFailure) {
        counts.policies += 1
        let reading = try InputFile.policy(path)
        add(diagnostics(reading, zone: facts), .badConfiguration)
        if facts != nil { addSerial(reading.policy, published: nil, output: nil) }
    }

    /// What the policy makes of the serial of the zone that was read last.
    private mutating func addSerial(_ policy: DNSSECPolicy?, published: Publication?, output: String?) {
        guard let policy, let (zone, file) = lastZone,
            let warning = SigningWarning.ofSerial(
                of: zone,
                policy,
                published: published,
                output: output,
                at: Start.now
            )
        else { return }
        add([Diagnostic(.warning, file: file, "\(warning)")], .badData)
    }

    /// What is to say of a policy.
    private func diagnostics(
        _ reading: PolicyReading,
        zone facts: ZoneFacts?,
        _ standing: RuleStanding = RuleStanding(nil)
    ) -> [Diagnostic] {
        reading.complaints(zone: facts).map { Diagnostic($0.judged(by: standing)) }
    }

    /// Reads a zone and holds its key records against the keys in a folder, if there is one; what is known of the zone, or
    /// nil if it does not read.
    mutating func checkZone(
        _ path: String,
        origin: Name?,
        rules: ZoneRules,
        keys: String?
    ) throws(ToolFailure) -> ZoneFacts? {
        try checkZone(path, origin: origin, rules: rules) { zone throws(ToolFailure) in
            guard let keys else { return .unknown }
            let records = try KeyFolder.files(in: keys, of: zone).map(\.plainRecord)
            return .known(records, isLeavingDS: false)
        }
    }

    private mutating func checkZone(
        _ path: String,
        origin: Name?,
        rules: ZoneRules,
        _ standing: RuleStanding = RuleStanding(nil),
        includes: IncludeRule? = nil,
        _ keys: (Name) throws(ToolFailure) -> KeyKnowledge
    ) throws(ToolFailure) -> ZoneFacts? {
        counts.zones += 1
        limits.add(rules)
        let reading = try InputFile.zone(path, origin: origin, rules: rules, includes: includes)
        let usable = reading.zone ?? reading.excusable
        lastZone = usable.map { ($0, path) }
        let known = try usable.map { zone throws(ToolFailure) in try keys(zone.origin) }
        add(
            reading.complaints(known ?? .unknown, threads: Processors.count).map {
                Diagnostic($0.judged(by: standing))
            },
            .badData
        )
        return usable.flatMap { ZoneFacts($0) }
    }

    /// Reads a configuration, and all that it names.
    ///
    /// - Parameters:
    ///   - path: The configuration's file.
    ///   - user: The daemon's user; nil for the one that its unit has.
    /// - Throws: `ToolFailure` if the configuration's file cannot be read.
    mutating func checkConfiguration(_ path: String, user: String?) throws(ToolFailure) {
        counts.configurations += 1
        let file = try InputFile.open(path, expected: "the daemon's configuration")
        let reading = ConfigurationFile.read(octets: file.octets, file: path)
        add(reading.diagnostics.map { Diagnostic($0) }, .badConfiguration)
        guard let configuration = reading.configuration else { return }
        for zone in configuration.zones { check(zone, of: configuration) }
        let rights = DaemonRights(configuration, file: path, user: user)
        add(rights.complaints, .badConfiguration)
        unknown += rights.unknown
    }

    // MARK: - Zones of a configuration

    private mutating func check(_ zone: ZoneConfiguration, of configuration: DaemonConfiguration) {
        let path = configuration.policyFile(zone.policy)
        var reading: PolicyReading?
        do throws(ToolFailure) {
            reading = try policy(path)
        } catch {
            add(error, namedAt: zone.policyPosition)
        }
        let state = StateFolder(path: configuration.state)
        let (ring, keys) = KeyKnowledge.state(state, of: zone.name, policy: reading?.policy, at: Start.now)
        let standing = RuleStanding(ring)
        var facts: ZoneFacts?
        lastZone = nil
        do throws(ToolFailure) {
            facts = try checkZone(
                zone.file,
                origin: zone.name,
                rules: zone.rules,
                standing,
                includes: .daemon(zone, state: configuration.state, ring)
            ) { _ throws(ToolFailure) in keys }
        } catch {
            add(error, namedAt: zone.filePosition)
        }
        guard let reading else { return }
        add(diagnostics(reading, zone: facts, standing), .badConfiguration)
        addSerial(reading.policy, published: ring?.publication, output: zone.output)
        let conflicts = ring.map { reading.complaints(about: $0, at: Start.now) } ?? []
        add(conflicts.map { Diagnostic($0) }, .badConfiguration)
        if let policy = reading.policy { checkHooks(of: zone, policy) }
    }

    private mutating func policy(_ path: String) throws(ToolFailure) -> PolicyReading {
        if let known = policies[path] { return known }
        counts.policies += 1
        let reading = try InputFile.policy(path)
        policies[path] = reading
        return reading
    }

    /// A policy whose DS go to the parent by hook needs the hooks.
    private mutating func checkHooks(of zone: ZoneConfiguration, _ policy: DNSSECPolicy) {
        guard policy.parent.ds == .hook else { return }
        let hooks = [("ds-submit", zone.hooks.dsSubmit), ("ds-withdraw", zone.hooks.dsWithdraw)]
        for (name, hook) in hooks where hook == nil {
            let message =
                "zone \(zone.name) has no hook `\(name)`; expected one, for policy `\(policy.name)` has "
                + "`parent: { ds: hook }`"
            add([Diagnostic(.error, at: zone.position, message)], .badConfiguration)
        }
    }

    /// A file that the configuration names and that cannot be read, where it is named.
    private mutating func add(_ failure: ToolFailure, namedAt position: SourcePosition) {
        let messages = failure.diagnostics.map { diagnostic in
            let file = diagnostic.file.map { "\($0): " } ?? ""
            return Diagnostic(diagnostic.severity, at: position, file + diagnostic.message)
        }
        add(messages, .badConfiguration)
    }

    /// Adds what was not said before; a fault of configuration or policy outweighs one of a zone.
    private mutating func add(_ new: [Diagnostic], _ status: ExitStatus) {
        diagnostics = (diagnostics + new).withoutRepetition
        if !new.errors.isEmpty, self.status != .badConfiguration { self.status = status }
    }

    // MARK: - Outcome

    /// One line for people.
    var summary: String {
        let read = [
            (counts.configurations, "configuration", "configurations"),
            (counts.policies, "policy", "policies"),
            (counts.zones, "zone", "zones"),
        ]
        .filter { $0.0 > 0 }.map { Prose.count($0.0, $0.1, $0.2) }.joined(separator: ", ")
        let errors = diagnostics.errors.count
        return "\(read): \(Prose.count(errors, "error", "errors")), "
            + Prose.count(diagnostics.count - errors, "warning", "warnings")
    }

    /// `{"errors", "warnings", "configurations", "policies", "zones", "limits", "diagnostics"}`.
    ///
    /// With a configuration also `"not-looked-at"`.
    var json: JSONValue {
        let errors = diagnostics.errors.count
        var members: [JSONValue.Member] = [
            .init("errors", .count(errors)), .init("warnings", .count(diagnostics.count - errors)),
            .init("configurations", .count(counts.configurations)),
            .init("policies", .count(counts.policies)),
            .init("zones", .count(counts.zones)), .init("limits", limits.json),
            .init("diagnostics", .array(diagnostics.map(\.json))),
        ]
        if counts.configurations > 0 {
            members.append(.init("not-looked-at", .array(unknown.map { .string($0) })))
        }
        return .object(members)
    }
}
