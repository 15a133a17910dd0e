import Glibc

/// Signs and verifies a zone of delegations with keyturn and with other signers, several times in turn, and prints the
/// medians: compare the ratios, since the speed of a machine drifts.
@main
struct Benchmark {
    var names = 100_000
    var runs = 3
    var keyturn = ".build/release/keyturn"

    static func main() {
        do {
            try Benchmark(Array(CommandLine.arguments.dropFirst())).run()
        } catch let error as BenchmarkError {
            print("keyturn-bench: \(error.text)")
            exit(1)
        } catch {
            print("keyturn-bench: \(error)")
            exit(1)
        }
    }

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard let value = rest.popFirst() else { throw BenchmarkError(text: "\(word) needs a value") }
            switch word {
            case "--names": names = Int(value) ?? 0
            case "--runs": runs = Int(value) ?? 0
            case "--keyturn": keyturn = value
            default: throw BenchmarkError(text: "unknown: \(word); expected --names, --runs or --keyturn")
            }
        }
        guard names > 0, runs > 0 else { throw BenchmarkError(text: "a number above 0 is needed") }
    }

    private func run() throws {
        let folder = try Self.makeFolder()
        defer { _ = try? MeasuredRun(["rm", "-rf", folder], in: "/tmp") }
        let speed = try Self.signaturesPerSecond(folder)
        print("\(names) delegations, ECDSA P-256, median of \(runs); two threads where a tool has them.")
        print("libcrypto alone makes \(speed) signatures a second on two cores.")
        for denial in Denial.allCases {
            let place = "\(folder)/\(denial)"
            guard unsafe mkdir(place, 0o700) == 0 else { throw BenchmarkError(text: "cannot make \(place)") }
            var zone = DelegationZone(names: names)
            try zone.write(to: "\(place)/zone")
            try compare(Contest(keyturn: keyturn, folder: place, denial: denial), floorSpeed: speed)
        }
    }

    private func compare(_ contest: Contest, floorSpeed: Int) throws {
        let contestants = contest.contestants
        var signing: [[MeasuredRun]] = contestants.map { _ in [] }
        var verifying = signing
        for contestant in contestants { try contestant.prepare() }
        for _ in 0..<runs {
            for (index, contestant) in contestants.enumerated() {
                // A signer that found its last output would keep the signatures in it.
                _ = unsafe unlink(contestant.output)
                signing[index].append(try MeasuredRun(contestant.sign, in: contest.folder))
                verifying[index].append(try MeasuredRun(contestant.verify, in: contest.folder))
            }
        }
        let signatures = try TextFile.count(linesWith: " IN RRSIG ", in: contestants[0].output)
        let floor = Double(signatures) / Double(max(1, floorSpeed))
        print(
            "\n\(contest.denial.rawValue): \(signatures) signatures, \(Self.text(floor)) of bare cryptography"
        )
        print(Self.row("", "sign", "memory", "/ floor", "verify", "memory"))
        for (index, contestant) in contestants.enumerated() {
            let (sign, verify) = (Self.median(signing[index]), Self.median(verifying[index]))
            let ratio = String(Int(sign.seconds / floor * 10 + 0.5))
            print(
                Self.row(
                    contestant.name,
                    Self.text(sign.seconds),
                    "\(sign.mebibytes) MiB",
                    "\(ratio.dropLast().isEmpty ? "0" : ratio.dropLast()).\(ratio.suffix(1))",
                    Self.text(verify.seconds),
                    "\(verify.mebibytes) MiB"
                )
            )
        }
    }

    // MARK: - Measures

    private static func makeFolder() throws -> String {
        let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/keyturn-bench-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        guard let made else { throw BenchmarkError(text: "no folder in \(base)") }
        return made
    }

    /// What `openssl speed` says of two processes.
    private static func signaturesPerSecond(_ folder: String) throws -> Int {
        _ = try MeasuredRun(["openssl", "speed", "-seconds", "3", "-multi", "2", "ecdsap256"], in: folder)
        let lines = try TextFile.read("\(folder)/log").split(separator: "\n")
        guard let words = lines.last(where: { $0.contains("nistp256") })?.split(separator: " "),
            words.count > 2,
            let speed = Double(words[words.count - 2])
        else { throw BenchmarkError(text: "openssl speed says nothing of P-256") }
        return Int(speed)
    }

    private static func median(_ runs: [MeasuredRun]) -> MeasuredRun {
        runs.sorted { $0.seconds < $1.seconds }[runs.count / 2]
    }

    private static func text(_ seconds: Double) -> String {
        let hundredths = Int(seconds * 100 + 0.5)
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) s"
    }

    private static func row(_ cells: String...) -> String {
        cells.enumerated().map { index, cell in
            let space = String(repeating: " ", count: max(0, 10 - cell.count))
            return index == 0 ? cell + space : space + cell
        }.joined()
    }
}
