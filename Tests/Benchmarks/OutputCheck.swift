import Glibc
import TestKit

/// Whether what was timed is right.
struct OutputCheck {
    /// One question and its answer.
    struct Finding: Equatable {
        let text: String
        let isGood: Bool
        /// A fault of ours ends the benchmark as failed; a peer's is only told.
        let isOurs: Bool
    }

    let stage: Stage

    /// Every output: verifiers of other houses on ours, Knot's on the peers', and ours against one made by one thread.
    func findings(_ contestants: [Contestant]) throws(BenchmarkError) -> [Finding] {
        var findings: [Finding] = []
        for contestant in contestants {
            guard let output = contestant.output else { continue }
            if contestant.isPeer {
                guard stage.subject.names <= 10_000 else { continue }
                findings += verdicts(on: contestant, output, by: ["kzonecheck"])
            } else {
                findings += verdicts(on: contestant, output, by: verifiers)
                findings.append(try comparison(contestant, output))
            }
        }
        return findings
    }

    /// The slower ones only where it does not take long.
    private var verifiers: [String] {
        stage.subject.names <= 10_000 ? ["kzonecheck", "ldns-verify-zone", "dnssec-verify"] : ["kzonecheck"]
    }

    private func verdicts(on contestant: Contestant, _ output: String, by tools: [String]) -> [Finding] {
        let all = Contests.verifying(stage, signed: output).filter(\.isPeer)
        return all.filter { tools.contains($0.name) }.map { tool in
            let isGood = (try? MeasuredRun(tool, in: stage.folder)) != nil
            return Finding(
                text: "\(contestant.name): \(tool.name) \(isGood ? "accepts it" : "refuses it")",
                isGood: isGood,
                isOurs: !contestant.isPeer
            )
        }
    }

    private func comparison(_ contestant: Contestant, _ output: String) throws(BenchmarkError) -> Finding {
        let single = "\(stage.folder)/single.signed"
        TextFile.remove(single)
        _ = try MeasuredRun(
            stage.keyturnWords(zone: stage.zone, output: single, threads: 1) + ["--no-verify"],
            in: stage.folder
        )
        let difference = try Self.firstDifference(
            output,
            single,
            leavesOutSignatures: !stage.subject.algorithm.isDeterministic
        )
        return Finding(
            text: "\(contestant.name): "
                + (difference.map { "differs from that of one thread in record \($0)" }
                    ?? "the same records as by one thread"),
            isGood: difference == nil,
            isOurs: true
        )
    }

    /// The number of the first record in which two signed zones differ, or nil.
    ///
    /// The writer's order is fixed, so that lines can be held against each other one by one.
    static func firstDifference(
        _ first: String,
        _ second: String,
        leavesOutSignatures: Bool
    ) throws(BenchmarkError) -> Int? {
        let (left, right) = (try LineReader(first), try LineReader(second))
        var number = 0
        while true {
            number += 1
            guard let one = record(left) else { return record(right) == nil ? nil : number }
            guard let two = record(right) else { return number }
            if one == two { continue }
            guard leavesOutSignatures, isSame(one, two) else { return number }
        }
    }

    /// The next line that is no comment: a verified file ends with a seal of its own.
    private static func record(_ reader: LineReader) -> String? {
        while let line = reader.line() {
            if !line.hasPrefix(";") { return line }
        }
        return nil
    }

    /// Compares signatures without their last field, which is another with each ECDSA signature.
    private static func isSame(_ one: String, _ two: String) -> Bool {
        guard one.contains(" IN RRSIG "), let end = one.lastIndex(of: " "), let other = two.lastIndex(of: " ")
        else { return false }
        return one[..<end] == two[..<other]
    }
}
