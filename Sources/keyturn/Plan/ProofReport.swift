import ControlProtocol
import DNSSECModel
import Wording

/// Tells of a proof below a plan, or beside it where the plan is for programs.
struct ProofReport {
    var proof: PlanProof
    var language = Language.english

    /// The sentence and, where a resolver can hold something bogus, the story.
    var lines: [String] {
        Prose.wrapped(proof.sentence(language), indentation: "")
            + proof.story.flatMap { line in
                let text = Prose.wrapped(line.text(language), indentation: Self.indentation)
                let time = "  \(before(line)) \(line.time)  "
                return text.enumerated().map { index, words in
                    index == 0 ? time + words.dropFirst(Self.indentation.utf8.count) : words
                }
            }
    }

    /// Six columns in front of a moment: whether it is the one just before.
    private func before(_ moment: ProofMoment) -> String {
        moment.isJustBefore ? language.say("before", "之前  ") : "      "
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
