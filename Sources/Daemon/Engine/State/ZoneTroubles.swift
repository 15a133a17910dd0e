import ControlProtocol
import DNSSECModel

/// A line for the log.
struct LogLine: Hashable {
    let threshold: LogThreshold
    let text: String
}

/// What a zone suffers from, stage by stage.
///
/// A value: what is to be said of a change stays in it until somebody takes the lines and writes them.
struct ZoneTroubles {
    private(set) var all: [ZoneStage: StageTrouble] = [:]
    private var lines: [LogLine] = []

    subscript(stage: ZoneStage) -> StageTrouble? { all[stage] }

    /// When the stages that fail are tried again.
    var retries: [Instant] { all.values.map(\.retry) }

    /// True unless the stage has failed just now.
    func mayTry(_ stage: ZoneStage, at now: Instant) -> Bool { all[stage].map { $0.retry <= now } ?? true }

    /// Notes a trouble; there is a line if it is new or another than before.
    mutating func note(_ stage: ZoneStage, _ trouble: ZoneTrouble, at now: Instant) {
        let old = all[stage]
        all[stage] = StageTrouble(trouble, after: old, at: now)
        if old?.trouble != trouble { lines.append(LogLine(threshold: .error, text: trouble.description)) }
    }

    /// The trouble of a stage is over.
    mutating func clear(_ stage: ZoneStage, at now: Instant) {
        guard let old = all.removeValue(forKey: stage) else { return }
        let text = "\(stage.rawValue) works again, after \(now - old.since)"
        lines.append(LogLine(threshold: .notice, text: text))
    }

    /// Lets one stage, or all of them, be tried at once: something was mended, perhaps.
    mutating func retry(_ stage: ZoneStage? = nil, at now: Instant) {
        for failing in all.keys where stage == nil || stage == failing { all[failing]?.retry = now }
    }

    /// Gives a trouble that was noted before anybody looked at a clock its time.
    mutating func date(_ stage: ZoneStage, at now: Instant) {
        if all[stage]?.since == Instant(secondsSinceEpoch: 0) { all[stage]?.since = now }
    }

    /// Takes over what a zone at rest suffers from.
    mutating func recall(_ troubles: [ZoneStage: StageTrouble]) { all = troubles }

    /// The lines that nobody has written yet.
    mutating func takeLines() -> [LogLine] {
        defer { lines = [] }
        return lines
    }
}
