public import DNSSECModel
public import SystemIO

/// How a zone's state stands to its journal: the older of two copies must not be followed.
public enum JournalStanding: Hashable, Sendable {
    /// The state is the last one of the journal; or the next one, which is not recorded there, since a crash or a version
    /// that recorded none has kept its line from being written.
    case current(isRecorded: Bool)
    /// The journal has later states: so many lines, the last of them at this moment.
    case behind(lines: Int, last: Instant)
    /// The journal knows states, and this one is none of them.
    case unknown(last: Instant)
    /// The journal had more lines when the state was saved, or other ones.
    case cut(lines: Int, expected: Int)
    /// A line of the journal is damaged, or out of its chain.
    case damaged(line: Int, JournalFault)
}

extension StateContent {
    /// How the state stands to the journal of its zone.
    ///
    /// Only the end of the journal is looked at where that tells it.
    ///
    /// - Returns: The standing, and the state as the journal's next line needs it; nil if no digest can be made of it.
    public func standing(to journal: String) throws(SystemError) -> (JournalStanding, RecordedState?) {
        let state = RecordedState(ring)
        return (try standing(to: journal, state?.digest), state)
    }

    private func standing(to journal: String, _ digest: String?) throws(SystemError) -> JournalStanding {
        if let end = try? JournalEnd(path: journal, zone: ring.zone), end.torn.isEmpty {
            let isWhole = head.map { end.lineCount >= $0.lines } ?? true
            if isWhole, let last = end.entry?.state, last.digest == digest {
                return .current(isRecorded: true)
            }
            if let head, end.lineCount == head.lines, end.checksum.text == head.checksum {
                return .current(isRecorded: false)
            }
        }
        let (lines, report) = try Journal.lines(journal, zone: ring.zone)
        if let fault = report.fault { return .damaged(line: report.goodLines + 1, fault) }
        if let head, head.lines > 0,
            lines.count < head.lines || lines[head.lines - 1].checksum != head.checksum
        {
            return .cut(lines: lines.count, expected: head.lines)
        }
        return standing(to: lines, digest)
    }

    private func standing(to lines: [Journal.Line], _ digest: String?) -> JournalStanding {
        guard let last = lines.last(where: { $0.entry.state != nil }) else {
            return .current(isRecorded: false)
        }
        guard let place = lines.lastIndex(where: { $0.entry.state?.digest == digest }) else {
            // The next line was never written if nothing has followed since the state was saved.
            let isNext =
                head.map { head in lines.dropFirst(head.lines).allSatisfy { $0.entry.state == nil } } ?? false
            return isNext ? .current(isRecorded: false) : .unknown(last: last.entry.time)
        }
        let later = lines[(place + 1)...].filter { $0.entry.state != nil && $0.entry.state?.digest != digest }
        return later.isEmpty ? .current(isRecorded: true) : .behind(lines: later.count, last: last.entry.time)
    }
}

extension Journal {
    /// A line with its checksum.
    struct Line {
        let entry: JournalEntry
        let checksum: String
    }

    /// The newest state that a journal can make, by its records alone or from a state that one of them names.
    ///
    /// - Returns: The state, and the moment of its line; nil if no chain of changes leads to the last record.
    public static func newestState(
        _ path: String,
        zone: Name,
        from known: KeyRing?
    ) throws(SystemError) -> (ring: KeyRing, time: Instant)? {
        let (lines, _) = try lines(path, zone: zone)
        var ring: KeyRing?
        var time: Instant?
        let digest = known.flatMap { StateRecord.digest(of: $0) }
        for line in lines {
            guard let record = line.entry.state else { continue }
            if record.change != nil {
                ring = record.state(after: record.base == nil ? nil : ring)
            } else if ring.flatMap({ StateRecord.digest(of: $0) }) != record.digest {
                ring = nil
            }
            if ring == nil, record.digest == digest { ring = known }
            time = line.entry.time
        }
        guard let ring, let time else { return nil }
        return (ring, time)
    }

    static func lines(_ path: String, zone: Name) throws(SystemError) -> (
        lines: [Line], report: JournalReport
    ) {
        var lines: [Line] = []
        let report = try walk(path, zone: zone) { lines.append(Line(entry: $0, checksum: $1)) }
        return (lines, report)
    }
}
