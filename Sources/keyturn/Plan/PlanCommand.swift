import ArgumentParser
import ControlProtocol
import DNSSECModel
import Planning
import Preview
import SystemIO
import Timeline

/// `keyturn plan`: every step to come, with its reason.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show every step of the keys to come, with its reason.",
        discussion: """
            With ZONE the daemon tells what it will do with the keys that the zone has; with ZONE and --policy, what it \
            would do with them under that policy. With --policy alone it is the life of a new zone under the policy, \
            from its first key on, and no daemon is asked. Nothing is changed in any case.

            --prove looks for a resolver that could hold a bogus answer at any moment of the plan: in every mixture of DS \
            RRset, DNSKEY RRset and signatures that a cache can hold, and as a validator that follows RFC 5011 and was off \
            for as long as --assume offline=10d says. If it finds one, it tells its shortest story and ends with 1.

            --diff POLICY shows what would move, appear or vanish under another policy.

            With --all the daemon tells the steps of all its zones, zone by zone, of the next thirty days unless told: \
            time, zone, step. It comes as it is made, also with --json, however many zones there are; sort(1) puts it into \
            order of time.

            What only the world decides is assumed, and printed above the table: --assume \
            ds-delay=2d,zone-ttl=1d,negative-ttl=1h,approval-delay=1d. With --zone the TTLs are those of the file.

            Formats: table, json, csv (RFC 4180), ics (RFC 5545; what a person must do rings), html (one page with a \
            drawing, for the web and for print), svg (the drawing alone).

            A page for the public: keyturn plan example. --for 1100d --format html --lang zh-TW > schedule.html

            Example: keyturn plan --policy default.yaml --zone example.zone --origin example. --for 1w
            """
    )

    @Argument(
        help: ArgumentHelp("A zone of the daemon.", valueName: "zone"),
        completion: DaemonCompletion.zone,
        transform: Typed.zoneName
    )
    var zoneName: Name?

    @Flag(help: "All zones of the daemon, a line for each step; a month unless told.")
    var all = false

    @Option(
        help: ArgumentHelp(
            "A policy file: plan a new zone, or the zone under this policy.",
            valueName: "file"
        ),
        completion: .file()
    )
    var policy: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The first moment; unless given, the policy's first date, or now.",
            valueName: "time"
        ),
        transform: Typed.time
    )
    var from: Instant?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The last moment; unless given, a year after the first, or after the policy's last date.",
            valueName: "time"
        ),
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
            "What to take for granted: ds-delay, approval-delay; without ZONE also zone-ttl, negative-ttl; "
                + "with --prove also offline.",
            valueName: "name=duration,..."
        ),
        transform: PlanAssumptions.init(text:)
    )
    var assume = PlanAssumptions()

    @Option(
        help: ArgumentHelp("Show what would be different under this policy.", valueName: "policy file"),
        completion: .file()
    )
    var diff: String?

    @Flag(help: "Prove that no resolver can ever hold a bogus answer, or tell how one can.")
    var prove = false

    @Option(help: "table, json, csv, ics, html or svg.")
    var format = PlanFormat.table

    @Option(name: .customLong("lang"), help: "en or zh-TW, for table, ics, html and svg.")
    var language = LanguageOption.english

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The present moment of pages and calendars; now unless given.", valueName: "time"),
        transform: Typed.time
    )
    var at: Instant?

    @OptionGroup var json: JSONOption

    @Flag(name: .shortAndLong, help: "Print formulas, too.")
    var verbose = false

    @OptionGroup var socket: SocketOptions

    func validate() throws {
        if all { return try validateAll() }
        guard zoneName != nil || policy != nil else {
            throw ValidationError("expected a zone of the daemon, or --policy FILE, or both, or --all")
        }
        if zoneName != nil, zone != nil || origin.origin != nil || assume.isAboutZone {
            throw ValidationError(
                "--zone, --origin and TTLs go with --policy alone; the daemon knows its zones"
            )
        }
        if until != nil, length != nil { throw ValidationError("expected --until or --for, not both") }
        if let until, let from, until < from { throw ValidationError("--until is before the first moment") }
        if assume.offline != nil, !prove { throw ValidationError("--assume offline= goes with --prove") }
        if diff != nil, prove { throw ValidationError("expected --diff or --prove, not both") }
        if diff != nil, !format.isForDifferences {
            throw ValidationError("--diff goes with the formats table and json")
        }
        if language != .english, json.json || !format.isForReaders {
            throw ValidationError("--lang goes with the formats table, html and svg")
        }
    }

    /// What goes with `--all` is what the daemon can tell of every zone.
    private func validateAll() throws {
        let isPlain =
            zoneName == nil && policy == nil && zone == nil && origin.origin == nil && diff == nil && !prove
            && assume == PlanAssumptions() && language == .english && at == nil
        guard isPlain, format == .table || format == .json else {
            throw ValidationError(
                "--all goes with --from, --until, --for and --json, and with the table alone"
            )
        }
        if until != nil, length != nil { throw ValidationError("expected --until or --for, not both") }
    }

    private func planAll() throws {
        let end = length.map { (from ?? Start.now) + $0 } ?? until
        if let end, end < from ?? Start.now { throw ValidationError("--until is before the first moment") }
        let conversation = Conversation(socket: socket, isJSON: json.json || format == .json)
        let failures = try AllZonesPlan(conversation: conversation, from: from, until: end).run()
        guard failures.isEmpty else {
            throw ToolFailure(.badData, failures.map { Diagnostic(.error, $0) })
        }
    }

    func run() throws {
        try perform {
            if all { return try planAll() }
            let format = json.json ? .json : format
            let printer = PlanPrinter(
                format: format,
                language: language.language,
                isVerbose: verbose,
                now: at ?? Start.now
            )
            let document = try plan(under: policy)
            guard let diff else {
                try printer.print(document)
                if let proof = document.proof {
                    try ProofReport(proof: proof, language: language.language).finish(format)
                }
                return
            }
            // Both plans tell of the same time.
            try printer.print(
                PlanDifference(
                    from: document,
                    to: plan(under: diff, from: document.from, until: end(document))
                )
            )
        }
    }

    private func end(_ document: PlanDocument) -> Instant {
        length.map { document.from + $0 } ?? until ?? document.until
    }

    // MARK: - Plans

    /// The zone's or a new zone's plan; under the policy in a file, if there is one.
    private func plan(under path: String?, from: Instant? = nil, until: Instant? = nil) throws -> PlanDocument
    {
        let from = from ?? self.from
        guard let zoneName else { return try newZone(path, from: from, until: until) }
        let end = until ?? length.map { (from ?? Start.now) + $0 } ?? self.until
        if let end, end < from ?? Start.now { throw ValidationError("--until is before the first moment") }
        guard path != nil || prove || assume != PlanAssumptions() else {
            return try OnlineCommands.plan(.plan(zone: zoneName, from: from, until: end), socket: socket)
        }
        return try OnlineCommands.plan(
            .whatIf(
                PlanQuestion(
                    zone: zoneName,
                    from: from,
                    until: end,
                    policy: try path.map(Self.policyText),
                    dsDelay: assume.dsDelay,
                    approvalDelay: assume.approvalDelay,
                    proves: prove,
                    offline: assume.offline
                )
            ),
            socket: socket
        )
    }

    /// The text of a policy that has no error.
    private static func policyText(_ path: String) throws -> PlanQuestion.Policy {
        let policy = try InputFile.usablePolicy(path)
        let file = try InputFile.open(path, expected: "a policy file")
        var octets: [UInt8] = []
        octets.reserveCapacity(file.octets.count)
        for index in file.octets.indices { octets.append(file.octets[index]) }
        return PlanQuestion.Policy(name: policy.name, text: String(decoding: octets, as: UTF8.self))
    }

    private func newZone(_ path: String?, from: Instant?, until: Instant?) throws -> PlanDocument {
        let zone = try self.zone.map { path throws(ToolFailure) in
            try InputFile.usableZone(path, origin: origin.origin, rules: origin.lenientRules)
        }
        guard let path else { throw ValidationError("expected --policy FILE") }
        let policy = try InputFile.usablePolicy(path, zone: zone).announced(by: at ?? Start.now)
        let name = try zone?.origin ?? origin.origin ?? policy.usualZone ?? Name(absolute: "example")
        let start = from ?? policy.beginning ?? Start.now
        let end = until ?? length.map { start + $0 } ?? self.until ?? policy.usualEnd(from: start)
        guard start <= end else { throw ValidationError("--until is before the first moment") }
        let assumptions = assume.assumptions(zone: zone)
        let ring = KeyRing(zone: name)
        let beginning = min(start, policy.beginning ?? start)
        let forecast = Forecast(
            policy,
            ring,
            from: beginning,
            until: end,
            assumptions: assumptions
        )
        if forecast.reached < end {
            Terminal.complain(
                "Only the first \(forecast.events.count) steps, until \(forecast.reached); ask for a shorter time."
            )
        }
        var document = PlanDocument(
            forecast: forecast,
            zone: name,
            from: start,
            until: end,
            policy: policy,
            assumptions: assumptions
        )
        if prove {
            document.proof = PlanProof(
                of: forecast,
                ring,
                from: beginning,
                policy: policy,
                assumptions: assumptions,
                offline: assume.offline ?? .zero
            )
        }
        return document
    }
}

extension DNSSECPolicy {
    /// A year shows every roll of the usual lifetimes; where there are dates, the year after the last one.
    fileprivate func usualEnd(from start: Instant) -> Instant {
        let dates =
            allKeys.flatMap(\.known).flatMap { $0.dates.values } + revisions.map(\.from)
            + postponements.map(\.until)
        return max(start, dates.max() ?? start) + .days(365)
    }
}
