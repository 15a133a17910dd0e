public import ControlProtocol
public import DNSSECModel

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

extension AwaitedObservation {
    /// What a person has seen at the parent, and since when.
    public func noted(of key: KeyReference?, _ since: Instant) -> String {
        let ds = key.map { "the DS of \(KeyName($0).text())" } ?? "the DS"
        return switch self {
        case .dsGone: "none of the parent's servers shows \(ds) since \(since)"
        case .dsSeen, .keyGenerated, .zonePublished: "all the parent's servers show \(ds) since \(since)"
        }
    }
}
