import ArgumentParser
import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import Planning
import Simulation
import SystemIO
import Timeline
import Wording

/// `keyturn simulate`: the plan carried out in virtual time.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Carry a plan out in virtual time: real keys, the signed zone of each step on the disk.",
        discussion: """
            The life of a new zone under the policy, from its first key on, or from the first date that the policy gives \
            a key; no daemon is asked. For each step, and \
            whenever signatures are due, the folder gets NNNN-TIME.zone, the whole zone, signed and verified, and \
            NNNN-TIME.ds with the DS RRset that the parent shows then; keys/ has the key files, index.json the list of \
            steps. A key of which the policy knows the public part only is stood in for by another of its size.

            Example: keyturn simulate --policy default.yaml --zone example.zone --from 2026-01-01 --until 2027-01-01 \
            --output rehearsal
            """
    )

    @Option(help: ArgumentHelp("The policy to follow.", valueName: "file"), completion: .file())
    var policy: String

    @Option(
        help: ArgumentHelp("The unsigned zone file; - is standard input.", valueName: "file"),
        completion: .file()
    )
    var zone: String

    @OptionGroup var origin: OriginOption

    @OptionGroup var limit: LimitOption

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The first moment; unless given, the policy's first date of a key, or now.",
            valueName: "time"
        ),
        transform: Typed.time
    )
    var from: Instant?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The last moment.", valueName: "time"),
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
        help: ArgumentHelp(
            "The folder for zones, DS, keys and index; it must be empty, or is made.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var output: String

    @Option(
        help: ArgumentHelp(
            "What to take for granted: ds-delay, zone-ttl, negative-ttl; the TTLs are the zone's unless given.",
            valueName: "name=duration,..."
        ),
        transform: PlanAssumptions.init(text:)
    )
    var assume = PlanAssumptions()

    @Option(
        help: ArgumentHelp(
            "How many threads sign and verify; one for each processor unless given.",
            valueName: "number"
        ),
        transform: Typed.threads
    )
    var threads: Int?

    @OptionGroup var json: JSONOption

    func validate() throws {
        guard (until == nil) != (length == nil) else {
            throw ValidationError("expected either --until or --for")
        }
        if let from, let until, until < from {
            throw ValidationError("--until is before the first moment")
        }
    }

    func run() throws {
        try perform {
            var progress = Progress()
            progress.begin("reading \(zone)")
            let zone = try InputFile.usableZone(self.zone, origin: origin.origin, rules: origin.rules(limit))
            let policy = try InputFile.usablePolicy(self.policy, zone: zone)
            let start = from ?? policy.beginning ?? Start.now
            if let until, until < start {
                throw ToolFailure(.usage, "--until is before the first moment, \(start)")
            }
            let order = SimulationOrder(
                policy: policy,
                zone: zone,
                from: start,
                until: until ?? start + (length ?? .zero),
                assumptions: assume.assumptions(zone: zone),
                folder: output,
                threads: threads ?? Processors.count
            )
            var told = WallClock.monotonic().seconds
            let outcome = try SimulationOutcome(carryingOut: order) { stage in
                // Small zones take no time at all: not a line for each.
                let now = WallClock.monotonic().seconds
                guard now - told >= 2 else { return }
                told = now
                progress.begin(stage)
            }
            try outcome.print(asJSON: json.json)
        }
    }
}

/// What a simulation brought, for people and programs.
struct SimulationOutcome {
    private let order: SimulationOrder
    private let run: SimulationRun
    private let steps: [SimulationStep]

    /// Makes the keys, signs and writes.
    init(carryingOut order: SimulationOrder, progress: (String) -> Void) throws(ToolFailure) {
        self.order = order
        do throws(SimulationError) {
            progress("planning and making keys")
            let run = try SimulationRun(order)
            let words = Self.words(run, order)
            steps = try run.write(
                describing: { words[$0] ?? .null },
                progress: { step, time in progress("step \(step), \(time)") }
            )
            self.run = run
        } catch {
            throw ToolFailure(error, policy: order.policy)
        }
    }

    /// Each step of a key as `plan` has it.
    private static func words(_ run: SimulationRun, _ order: SimulationOrder) -> [TimelineEvent: JSONValue] {
        let document = PlanDocument(
            forecast: run.forecast,
            zone: order.zone.origin,
            from: order.beginning,
            until: order.until,
            policy: order.policy
        )
        guard case .array(let words)? = document.json["events"] else { return [:] }
        return Dictionary(zip(run.forecast.events, words)) { first, _ in first }
    }

    func print(asJSON: Bool) throws(ToolFailure) {
        if asJSON { return try Terminal.print(json.pretty) }
        for line in lines { try Terminal.print(line) }
    }

    private var end: Instant { min(order.until, run.forecast.reached) }

    private var keys: [SimulatedKey] {
        var seen: Set<ManagedKey.ID> = []
        return steps.flatMap(\.keys).filter { seen.insert($0.id).inserted }
    }

    private var renewals: Int { steps.count(where: \.events.isEmpty) }

    // MARK: - For people

    private var lines: [String] {
        let head =
            "\(order.zone.origin) from \(order.from) until \(end): \(Prose.count(steps.count, "step", "steps"))"
        var facts = Columns()
        facts.append("  folder", order.folder)
        facts.append("  keys", "\(keys.count) made, in \(order.folder)/keys")
        facts.append("  renewals", "\(Prose.count(renewals, "step renews", "steps renew")) signatures only")
        let largest = steps.map(\.dnskeyOctets).max() ?? 0
        facts.append("  DNSKEY answer", "\(largest) octets at most")
        for key in keys {
            guard let other = key.standsInFor else { continue }
            let name = KeyName(KeyReference(role: key.role, tag: key.record.keyTag)).text()
            facts.append("  stands in", "\(name) for \(other), which has no private key here")
        }
        let cut =
            end < order.until ? ["The plan was followed until \(end) only: there are too many steps."] : []
        return [Terminal.styled(head, .bold, on: .output)] + facts.lines + cut
    }

    // MARK: - For programs

    private var json: JSONValue {
        [
            "zone": .string(order.zone.origin.description), "from": .time(order.from), "until": .time(end),
            "folder": .string(order.folder), "index": .string("\(order.folder)/index.json"),
            "steps": .count(steps.count), "renewals": .count(renewals), "keys": .count(keys.count),
        ]
    }
}

extension ToolFailure {
    /// Why a simulation ended.
    fileprivate init(_ error: SimulationError, policy: DNSSECPolicy) {
        switch error {
        case .notEmpty(let folder):
            self.init(
                .noOutput,
                [Diagnostic(.error, file: folder, "this folder is not empty; expected an empty one, or none")]
            )
        case .system(let cause): self = .unwritable(cause.path, cause)
        case .key(let cause):
            if case .system(let reason) = cause.problem {
                self = .unwritable(cause.file, reason)
            } else {
                self.init(.inputOutput, [Diagnostic(cause)])
            }
        case .refused(let refusal, _): self.init(ExitStatus(refusal), "\(error)")
        case .tooShort: self.init(.badConfiguration, "\(policy.name): \(error)")
        case .crypto: self.init(.fault, "\(error)")
        }
    }
}
