public import ControlProtocol
import DNSSECModel

// What log and journal say, in English. Both print the same fact: what the journal keeps as its payload.

extension StepRecord {
    /// The step as the journal's line says it; the reason stands beside it.
    public var journalLine: String { step.change() }

    /// Why the step was taken: the order, or else what it waited for.
    public var because: String { order ?? step.because() }

    /// The step as the log says it, with its reason.
    public var logLine: String {
        "\(step.change()): \(because)" + (late.map { "; late by \($0)" } ?? "")
    }
}

extension [RecordChange] {
    /// What changed, in a sentence.
    public var sentence: String {
        map { "\($0.record.rawValue) of \(KeyName($0.key).text()) is \($0.state.rawValue)" }
            .joined(separator: ", ")
    }
}

extension KeyReference {
    /// Said once the key pair is there.
    public var madeSentence: String { "\(KeyName(self).text()) was made" }
}
