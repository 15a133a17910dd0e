public import DNSSECModel
public import SystemIO

/// The journal of a zone: one line for each decision, for ever.
///
/// Every line holds the SHA-256 of the line before and of itself, so that no line can be changed, taken out or put
/// in without notice; only whole lines missing at the end leave no trace. The file is only ever added to. There is
/// one writer: the holder of the state folder's lock.
///
/// A crash in the middle of writing leaves a line without its end. It is found when the journal is opened next, kept
/// aside in a file of its own and reported, and the chain goes on behind the last whole line.
public struct Journal: ~Copyable {
    /// Permission bits of a journal.
    public static let mode: UInt32 = 0o600

    /// The end of a line that was never finished.
    public struct TornEnd: Hashable, Sendable {
        /// The file where it is kept.
        public let path: String
        /// Its octets.
        public let count: Int
    }

    /// The file.
    public let path: String
    /// The zone.
    public let zone: Name
    /// What was found torn when the journal was opened.
    public let tornEnd: TornEnd?
    /// The number of lines.
    public private(set) var lineCount: Int
    /// Its last line.
    public var head: JournalHead { JournalHead(lines: lineCount, checksum: previous.text) }
    private var file: AppendFile
    private var previous: Checksum

    /// Opens the journal, or begins it; its last whole line must be good.
    public init(path: String, zone: Name) throws(JournalError) {
        let end = try JournalEnd(path: path, zone: zone)
        do throws(SystemError) {
            var file = try AppendFile(path: path, mode: Journal.mode)
            let tornEnd = try Journal.keepAside(end.torn, of: path)
            if tornEnd != nil { try file.truncate(to: file.size - Int64(end.torn.count)) }
            self.path = path
            self.zone = zone
            self.tornEnd = tornEnd
            self.file = file
            lineCount = end.lineCount
            previous = end.checksum
        } catch {
            throw .system(error)
        }
    }

    /// Adds an entry of this zone; when this returns, it is on the disk.
    public mutating func append(_ entry: JournalEntry) throws(JournalError) {
        try append([entry])
    }

    /// Adds entries of this zone, with one wait for the disk; when this returns, they are on it.
    ///
    /// A crash meanwhile leaves some of them, and perhaps a torn line behind these.
    public mutating func append(_ entries: [JournalEntry]) throws(JournalError) {
        var all: [UInt8] = []
        var (count, last) = (lineCount, previous)
        for entry in entries {
            let (octets, checksum) = try line(entry, number: count + 1, after: last)
            all += octets
            (count, last) = (count + 1, checksum)
        }
        do throws(SystemError) {
            try file.append(all.span)
        } catch {
            throw .system(error)
        }
        (lineCount, previous) = (count, last)
    }

    /// A line that can be read again, and its checksum.
    private func line(_ entry: JournalEntry, number: Int, after previous: Checksum)
        throws(JournalError) -> ([UInt8], Checksum)
    {
        precondition(entry.zone == zone, "an entry of another zone")
        let line = JournalLine(number: number, entry: entry, previous: previous)
        do throws(JournalFault) {
            let octets = try line.octets()
            let checksum = try JournalLine.checksum(of: octets.span)
            return (octets, checksum)
        } catch {
            throw .badLine(path: path, line: number, fault: error)
        }
    }

    /// Gives a journal that cannot be continued another name, so that a new one can begin, and returns that name.
    public static func setAside(_ path: String) throws(SystemError) -> String {
        let other = try freeName(path + ".damaged")
        try FileSystem.rename(path, to: other)
        return other
    }

    private static func keepAside(_ torn: [UInt8], of path: String) throws(SystemError) -> TornEnd? {
        guard !torn.isEmpty else { return nil }
        let other = try freeName(path + ".torn")
        try AtomicFile.createNew(other, with: torn.span, mode: mode)
        return TornEnd(path: other, count: torn.count)
    }

    private static func freeName(_ stem: String) throws(SystemError) -> String {
        var number = 1
        while try FileSystem.exists("\(stem)-\(number)") { number += 1 }
        return "\(stem)-\(number)"
    }
}
