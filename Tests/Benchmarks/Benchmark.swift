import Glibc
import TestKit

/// Signs, verifies and reads zones with keyturn and with other programs, in turn, and prints the medians.
@main
struct Benchmark {
    let options: Options
    let folder: String

    static func main() {
        MeasuredRun.extendPath()
        do throws(BenchmarkError) {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            print("keyturn-bench: \(error.text)")
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws(BenchmarkError) {
        guard !arguments.contains("--help") else { return print(Options.help) }
        switch arguments.first {
        case "report": try Report(Array(arguments.dropFirst())).write()
        case "zone": try writeZone(Array(arguments.dropFirst()))
        case "instructions": try countInstructions(try Options(Array(arguments.dropFirst())))
        default: try measure(try Options(arguments))
        }
    }

    private static func measure(_ options: Options) throws(BenchmarkError) {
        guard !options.items.isEmpty else {
            throw BenchmarkError(text: "no item has these words; see --list")
        }
        if options.onlyLists {
            for item in options.items { print(item.name) }
            return
        }
        let folder: String
        if let named = options.folder { folder = named } else { folder = try TextFile.temporaryFolder() }
        try TextFile.makeFolder(folder)
        defer { if options.folder == nil { _ = try? MeasuredRun(["rm", "-rf", folder], in: "/tmp") } }
        let isGood = try Benchmark(options: options, folder: folder).measureAll()
        guard isGood else { throw BenchmarkError(text: "an output is not right; see above") }
    }

    /// Measures one item after the other; false if an output of ours was not right.
    private func measureAll() throws(BenchmarkError) -> Bool {
        var record = Record(machine: Machine(options, in: folder))
        var floors = FloorKeeper(options, in: folder)
        Self.say("\(record.machine.sentence)\n")
        for item in options.items {
            let outcome = try measure(item, &floors)
            Self.say(Table(outcome: outcome).text)
            record.outcomes.append(outcome)
            if let json = options.json { try TextFile.write(record.json.text() + "\n", to: json) }
        }
        return record.outcomes.allSatisfy(\.isGood)
    }

    private func measure(_ item: WorkItem, _ floors: inout FloorKeeper) throws(BenchmarkError) -> Outcome {
        guard case .zone(let subject, let work) = item else {
            return Outcome(item, floor: nil, entries: try race(contestants(item), in: folder), findings: [])
        }
        let stage = try Stage(subject, options, in: folder)
        defer { if options.folder == nil { stage.remove() } }
        let contestants = try contestants(stage, work)
        let before = try floors.before(item)
        let entries = try race(contestants, in: stage.folder)
        let after = try floors.after(item)
        var floor: Floor?
        if let before, let after {
            let count = try LineReader.count(linesWith: " IN RRSIG ", in: "\(stage.folder)/keyturn.signed")
            floor =
                work == .verify
                ? Floor(before: before.verifies, after: after.verifies, count: count)
                : Floor(before: before.signs, after: after.signs, count: count)
        }
        let isChecked = work == .sign && options.checks(item)
        let findings = isChecked ? try OutputCheck(stage: stage).findings(contestants) : []
        return Outcome(item, floor: floor, entries: entries, findings: findings)
    }

    private func contestants(_ item: WorkItem) -> [Contestant] {
        switch item {
        case .start: Contests.starting(options)
        case .prove: Contests.planning(options, proves: true)
        default: Contests.planning(options, proves: false)
        }
    }

    private func contestants(_ stage: Stage, _ work: Work) throws(BenchmarkError) -> [Contestant] {
        switch work {
        case .read: return Contests.reading(stage)
        case .resign(let change): return try Resigning(stage: stage, change: change).contestants()
        case .sign:
            try stage.makeKeys()
            return try Signers(stage: stage).all()
        case .verify:
            try stage.makeKeys()
            let signer = Signers(stage: stage).ours
            _ = try MeasuredRun(signer, in: stage.folder)
            return Contests.verifying(stage, signed: "\(stage.folder)/keyturn.signed")
        }
    }

    private func race(_ contestants: [Contestant], in folder: String) throws(BenchmarkError) -> [Entry] {
        try Race(contestants: contestants, folder: folder, runs: options.runs, patience: options.patience)
            .run()
    }

    /// Prints at once, so that a log of a long run can be followed.
    private static func say(_ text: String) {
        print(text)
        fflush(nil)
    }

    // MARK: - Without measuring

    private static func writeZone(_ arguments: [String]) throws(BenchmarkError) {
        guard arguments.count == 3, let kind = GeneratedZone.Kind(rawValue: arguments[0]) else {
            throw BenchmarkError(text: "expected: zone tld|flat|mixed NAMES FILE")
        }
        let zone = GeneratedZone(kind, names: try Options.number(arguments[1]))
        guard zone.write(to: arguments[2]) else { throw BenchmarkError(text: "cannot write \(arguments[2])") }
    }

    /// What `Tests/InstructionTests` holds against its bars.
    private static func countInstructions(_ options: Options) throws(BenchmarkError) {
        for work in InstructionCount.Work.allCases {
            guard let count = InstructionCount(of: work, keyturn: options.keyturn) else {
                throw BenchmarkError(text: "valgrind or \(options.keyturn) is missing, or does not work")
            }
            print("\(work.rawValue): \(count.text)")
        }
    }
}
