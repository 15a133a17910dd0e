import DNSSECModel
import Wording

/// What the log was told last, so that it is told once.
struct ToldLines {
    /// The fingerprint of the last line about the next step; 0 for none.
    private(set) var announcement: UInt64 = 0
    private var life = SignatureLife.sound

    /// Takes over what was told before the zone went to rest.
    mutating func recall(announcement old: UInt64) { announcement = old }

    /// True if this line about the next step is new.
    mutating func isNews(_ line: String) -> Bool {
        let print = Fingerprint(line).value
        defer { announcement = print }
        return print != announcement
    }

    /// What is to be said of signatures that run out: once for each growth of the worry, and of its end.
    mutating func line(on life: SignatureLife, end: Instant?, isTrusted: Bool, at now: Instant) -> LogLine? {
        defer { self.life = life }
        if let end, life > self.life {
            let text = life.sentence(end: end, isTrusted: isTrusted, now: now)
            return LogLine(threshold: life == .half ? .warning : .error, text: text)
        }
        guard life == .sound, self.life > .sound else { return nil }
        return LogLine(threshold: .notice, text: "the signatures are made anew in time again")
    }
}
