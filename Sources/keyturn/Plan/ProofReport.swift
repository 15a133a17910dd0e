import ControlProtocol
import DNSSECModel
import Wording

/// Tells of a proof below a plan, or beside it where the plan is for programs.
struct ProofReport {
    var proof: PlanProof

    /// The sentence and, where a resolver can hold something bogus, the story.
    var lines: [String] {
        Prose.wrapped(proof.sentence, indentation: "")
            + proof.story.flatMap { line in
                let text = Prose.wrapped(line.text, indentation: Self.indentation)
                let time = "  \(line.isJustBefore ? "before" : "      ") \(line.time)  "
                return text.enumerated().map { index, words in
                    index == 0 ? time + words.dropFirst(Self.indentation.utf8.count) : words
                }
            }
    }

    /// As wide as a moment with what stands before and behind it.
    private static let indentation = String(repeating: " ", count: 31)

    /// Prints it where the format leaves it to us; fails where the proof does not hold.
    func finish(_ format: PlanFormat) throws(ToolFailure) {
        switch format {
        case .json: break
        case .table: for line in [""] + lines { try Terminal.print(line) }
        case .csv, .ics, .html, .svg: for line in lines { Terminal.complain(line) }
        }
        if !proof.holds { throw ToolFailure(.no, []) }
    }
}
