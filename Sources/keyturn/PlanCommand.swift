import ArgumentParser
import ControlProtocol
import DNSSECModel
import Daemon
import Timeline

/// `keyturn plan`: every step to come, with its reason.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show every step of the keys to come, with its reason.",
        discussion: """
            With ZONE the daemon tells what it will do with the keys that the zone has. With --policy it is the life \
            of a new zone under the policy, from its first key on, and no daemon is asked. Nothing is changed in \
            either case.

            What only the world decides is assumed, and printed above the table: --assume \
            ds-delay=2d,zone-ttl=1d,negative-ttl=1h. With --zone the TTLs are those of the file.

            Example: keyturn plan --policy default.yaml --zone example.zone --origin example. --for 1w
            """
    )

    /// How the plan is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
    }

    @Argument(help: ArgumentHelp("A zone of the daemon.", valueName: "zone"), transform: Typed.zoneName)
    var zoneName: Name?

    @Option(help: ArgumentHelp("A policy file: plan a new zone.", valueName: "file"), completion: .file())
    var policy: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The first moment; now unless given.", valueName: "time"),
        transform: Typed.time
    )
    var from: Instant?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The last moment; a year after the first unless given.", valueName: "time"),
        transform: Typed.time
    )
    var until: Instant?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("How long from the first moment, in place of --until.", valueName: "duration"),
        transform: Typed.duration
    )
    var length: Interval?

    @Option(
        help: ArgumentHelp("With --policy: a zone file, for its TTLs and its name.", valueName: "file"),
        completion: .file()
    )
    var zone: String?

    @OptionGroup var origin: OriginOption

    @Option(
        help: ArgumentHelp(
            "With --policy: what to take for granted: ds-delay, zone-ttl, negative-ttl.",
            valueName: "name=duration,..."
        ),
        transform: PlanAssumptions.init(text:)
    )
    var assume = PlanAssumptions()

    @Option(help: "table or json.")
    var format = Format.table

    @OptionGroup var json: JSONOption

    @Flag(name: .shortAndLong, help: "Print formulas, too.")
    var verbose = false

    @OptionGroup var socket: SocketOptions

    func validate() throws {
        guard (zoneName == nil) != (policy == nil) else {
            throw ValidationError("expected either a zone of the daemon or --policy FILE")
        }
        if zoneName != nil, zone != nil || origin.origin != nil || !assume.isEmpty {
            throw ValidationError(
                "--zone, --origin and --assume go with --policy; the daemon knows its zones"
            )
        }
        if until != nil, length != nil { throw ValidationError("expected --until or --for, not both") }
        if let until, until < from ?? Start.now {
            throw ValidationError("--until is before the first moment")
        }
    }

    func run() throws {
        try perform {
            let isJSON = json.json || format == .json
            let (document, notes) = try plan()
            if isJSON { return try Terminal.print(document.json.pretty) }
            for line in notes + PlanTable(document, isVerbose: verbose).lines { try Terminal.print(line) }
        }
    }

    /// The plan, and what is to say above it.
    private func plan() throws -> (PlanDocument, [String]) {
        let start = from ?? Start.now
        let end = length.map { start + $0 } ?? until
        if let zoneName {
            return (try OnlineCommands.plan(zone: zoneName, from: from, until: end, socket: socket), [])
        }
        let zone = try self.zone.map { path throws(ToolFailure) in
            try InputFile.usableZone(path, origin: origin.origin)
        }
        guard let path = policy else { throw ValidationError("expected --policy FILE") }
        let policy = try InputFile.usablePolicy(path, zone: zone)
        let name = try zone?.origin ?? origin.origin ?? Name(absolute: "example")
        let assumptions = assume.assumptions(zone: zone)
        let last = end ?? start + PlanCommand.usualLength
        let forecast = Forecast(
            policy,
            KeyRing(zone: name),
            from: start,
            until: last,
            assumptions: assumptions
        )
        let document = PlanDocument(forecast: forecast, zone: name, from: start, until: last, policy: policy)
        let cut =
            forecast.reached < last
            ? [
                "Only the first \(forecast.events.count) steps, until \(forecast.reached); ask for a shorter time."
            ] : []
        return (document, PlanAssumptions.notes(assumptions, policy) + cut)
    }

    /// A year shows every roll of the usual lifetimes.
    private static let usualLength = Interval.days(365)
}

/// What a person wants to be taken for granted.
struct PlanAssumptions: Hashable {
    private var dsDelay: Interval?
    private var zoneTTL: Interval?
    private var negativeTTL: Interval?

    init() {}

    /// Reads `ds-delay=2d,zone-ttl=1d`.
    init(text: String) throws {
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, let path = Self.path(pair[0]) else {
                throw ValidationError(
                    "`\(part)` is no assumption; expected ds-delay=, zone-ttl= or negative-ttl= with a duration"
                )
            }
            self[keyPath: path] = try Typed.duration(pair[1])
        }
    }

    private static func path(_ name: String) -> WritableKeyPath<PlanAssumptions, Interval?>? {
        switch name {
        case "ds-delay": \.dsDelay
        case "zone-ttl": \.zoneTTL
        case "negative-ttl": \.negativeTTL
        default: nil
        }
    }

    var isEmpty: Bool { self == PlanAssumptions() }

    /// What was typed, else what the zone says, else the usual.
    func assumptions(zone: Zone?) -> ForecastAssumptions {
        let usual = ForecastAssumptions()
        return ForecastAssumptions(
            dsDelay: dsDelay ?? usual.dsDelay,
            zoneTTL: zoneTTL ?? zone.flatMap { ZoneFacts($0)?.maximumTTL } ?? usual.zoneTTL,
            negativeTTL: negativeTTL ?? zone.flatMap { ZoneApex($0).negativeTTL } ?? usual.negativeTTL
        )
    }

    /// The assumptions that matter under a policy, for people.
    static func notes(_ assumptions: ForecastAssumptions, _ policy: DNSSECPolicy) -> [String] {
        var parts: [String] = []
        if policy.parent.ds != .none {
            parts.append("a DS changes at the parent \(assumptions.dsDelay) after it was asked")
        }
        if policy.ttl.zoneMaximum == nil { parts.append("largest TTL of the zone \(assumptions.zoneTTL)") }
        parts.append("negative answers are kept \(assumptions.negativeTTL)")
        return Prose.wrapped("Assumed: \(parts.joined(separator: ", ")).", indentation: "")
    }
}
