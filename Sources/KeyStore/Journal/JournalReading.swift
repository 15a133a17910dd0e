public import DNSSECModel
public import SystemIO

// Reading a journal, without the lock: while the daemon writes, the last line may look torn.

extension Journal {
    /// Verifies the whole chain; a journal that does not exist is sound and empty.
    public static func verify(_ path: String, zone: Name) throws(SystemError) -> JournalReport {
        try walk(path, zone: zone) { _, _ in }
    }

    /// The entries up to the first bad line, and what the reading found.
    public static func read(
        _ path: String,
        zone: Name
    ) throws(SystemError) -> (entries: [JournalEntry], report: JournalReport) {
        var entries: [JournalEntry] = []
        let report = try walk(path, zone: zone) { entry, _ in entries.append(entry) }
        return (entries, report)
    }

    /// Goes through the lines up to the first bad one, each with its checksum.
    static func walk(
        _ path: String,
        zone: Name,
        visit: (JournalEntry, String) -> Void
    ) throws(SystemError) -> JournalReport {
        guard try FileSystem.exists(path) else { return JournalReport() }
        let file = try MappedFile(path: path, access: .copied)
        let octets = file.octets
        var report = JournalReport()
        var previous = Checksum.zero
        var start = 0
        while start < octets.count {
            guard let end = lineEnd(in: octets, from: start) else {
                report.tornOctets = octets.count - start
                return report
            }
            let text = octets.extracting(start..<end)
            do throws(JournalFault) {
                let line = try JournalLine(parsing: text)
                try line.check(number: report.goodLines + 1, zone: zone, previous: previous)
                previous = try JournalLine.checksum(of: text)
                visit(line.entry, previous.text)
            } catch {
                report.fault = error
                return report
            }
            report.goodLines += 1
            start = end
        }
        return report
    }

    private static func lineEnd(in octets: Span<UInt8>, from start: Int) -> Int? {
        for index in start..<octets.count where octets[index] == 0x0A { return index + 1 }
        return nil
    }
}

extension JournalLine {
    /// Demands the right place in the right chain.
    func check(number: Int, zone: Name, previous: Checksum) throws(JournalFault) {
        guard self.previous == previous else { throw .chain }
        guard self.number == number else { throw .number(self.number) }
        guard entry.zone == zone else { throw .otherZone(entry.zone) }
    }
}

/// The end of a journal, where the next line goes.
struct JournalEnd {
    /// The number of the last whole line.
    var lineCount = 0
    /// Its checksum.
    var checksum = Checksum.zero
    /// What it says; nil in an empty journal.
    var entry: JournalEntry?
    /// What follows it.
    var torn: [UInt8] = []

    /// Looks at the last whole line, and no further back.
    init(path: String, zone: Name) throws(JournalError) {
        guard let octets = try JournalEnd.read(path) else { return }
        let count = octets.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        torn = Array(octets[count...])
        guard count > 0 else { return }
        let start = octets[..<(count - 1)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        do throws(JournalFault) {
            let text = octets.span.extracting(start..<count)
            let line = try JournalLine(parsing: text)
            guard line.entry.zone == zone else { throw .otherZone(line.entry.zone) }
            checksum = try JournalLine.checksum(of: text)
            (lineCount, entry) = (line.number, line.entry)
        } catch {
            let number = octets[..<count].count { $0 == 0x0A }
            throw .badLine(path: path, line: number, fault: error)
        }
    }

    private static func read(_ path: String) throws(JournalError) -> [UInt8]? {
        do throws(SystemError) {
            return try FileSystem.exists(path) ? try FileSystem.read(path) : nil
        } catch {
            throw .system(error)
        }
    }
}
