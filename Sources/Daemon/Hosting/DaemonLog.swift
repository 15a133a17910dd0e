public import DNSSECModel
import Glibc
import Synchronization
import SystemIO
import Wording

/// The daemon's log: one line an event, for journald or for a terminal.
///
/// Where journald reads the lines, each begins with its level (`<3>` error to `<7>` debug); elsewhere, on a terminal or in
/// a file, with the time and the level's name. The zone
/// comes first, in brackets. A text of several lines becomes several lines of the log.
public struct DaemonLog: Sendable {
    /// The least important lines that are written: one for all copies of a log.
    public var threshold: LogThreshold {
        get { level.value.withLock { $0 } }
        nonmutating set { level.value.withLock { $0 = newValue } }
    }
    private let level: Level
    private let sink: @Sendable (LogThreshold, String) -> Void

    private final class Level: Sendable {
        let value: Mutex<LogThreshold>

        init(_ threshold: LogThreshold) { value = Mutex(threshold) }
    }

    /// A log that gives its lines, without level, to `sink`.
    public init(threshold: LogThreshold, sink: @escaping @Sendable (LogThreshold, String) -> Void) {
        level = Level(threshold)
        self.sink = sink
    }

    /// The log on standard error.
    public static func standardError(threshold: LogThreshold) -> DaemonLog {
        let isJournal = JournalStream.isStandardError
        let lock = Mutex<Void>(())
        return DaemonLog(threshold: threshold) { level, line in
            let start = isJournal ? "<\(level.priority)>" : "\(wallTime()) \(level.rawValue): "
            let octets = Array("\(start)\(line)\n".utf8)
            lock.withLock { _ in
                unsafe octets.withUnsafeBytes {
                    _ = unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
                }
            }
        }
    }

    /// Writes a line about a zone, or about the daemon itself.
    public func write(_ level: LogThreshold, zone: Name? = nil, _ text: String) {
        guard level.priority <= threshold.priority else { return }
        let prefix = zone.map { "[\($0)] " } ?? ""
        for line in text.split(whereSeparator: \.isNewline) {
            sink(level, prefix + PrintableText.escaped(String(line)))
        }
    }

    private static func wallTime() -> Instant {
        Instant(secondsSinceEpoch: WallClock.now().seconds)
    }
}

extension LogThreshold {
    /// The level of syslog.
    var priority: Int {
        switch self {
        case .error: 3
        case .warning: 4
        case .notice: 5
        case .info: 6
        case .debug: 7
        }
    }
}
