// Large files are read in segments, several at once.

/// When to try to read a file in segments.
///
/// A segment begins where a line begins with an owner, and is read as if nothing but the file's state at the first
/// segment mattered: origin, `$TTL`, no open parenthesis. That is true of a segment if it was true of all before
/// and none of them had a directive, an error or a warning, or ended within an entry. The first one that did is
/// read again by the serial reader, which then goes on for a while before segments are tried again. So every file is
/// read as if it had been read from top to bottom.
struct SegmentCourse {
    /// Octets, roughly, that one thread reads at once; files of at most twice this size are read by one thread.
    static let usualOctets = 1 << 19

    /// Where in the file segments are tried next.
    private(set) var position: Int
    private var stretch: Int

    /// The course through a file.
    init(fileOctets: Int, segmentOctets: Int) {
        position = fileOctets <= 2 * segmentOctets ? .max : 0
        stretch = segmentOctets
    }

    /// Has the serial reader go on from `position`, each time farther.
    mutating func goOnSerially(from position: Int) {
        self.position = position + stretch
        stretch *= 2
    }
}

/// What one thread has read of a segment.
struct SegmentReading: Sendable {
    var builder: ZoneBuilder
    /// Line breaks in the segment.
    var lines: Int
    /// Offset behind the segment.
    var end: Int
    var lastTTL: UInt32?
    var lastOwner: [UInt8]
    /// False if the serial reader has to look at it.
    var isPlain: Bool
}

extension ZoneFileParser {
    /// Reads as much of the rest of a file as consists of plain segments.
    ///
    /// Gives false if the scanner does not stand at the start of an entry with an owner.
    mutating func readSegments(_ scanner: inout FieldScanner, _ course: inout SegmentCourse) -> Bool {
        let octets = scanner.octets
        let start = scanner.position
        guard apex != nil, scanner.column == 1, Self.beginsEntry(octets[start]) else { return false }
        let size = segmentOctets
        let count = (octets.count - start + size - 1) / size
        // It has no source of files, which alone is not Sendable.
        nonisolated(unsafe) let template = ZoneFileParser(segmentOf: self)
        var (position, line) = (start, scanner.line)
        unsafe octets.withUnsafeBufferPointer { buffer in
            nonisolated(unsafe) let buffer = unsafe buffer
            OrderedWork.run(count: count, threads: threads) { piece in
                let octets = unsafe Span(_unsafeElements: buffer)
                let first = Self.entryStart(octets, from: start + piece * size, start)
                let end = Self.entryStart(octets, from: start + (piece + 1) * size, start)
                var parser = unsafe template
                return parser.readSegment(octets.extracting(first..<end), end: end)
            } take: { _, reading in
                guard absorb(reading, line: line) else { return false }
                position = reading.end
                line += reading.lines
                passed(position)
                return true
            }
        }
        scanner.skip(to: position, line: line)
        if position < octets.count { course.goOnSerially(from: position) }
        return true
    }

    /// True for an octet with which only an entry with an owner begins.
    private static func beginsEntry(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x09, 0x0A, 0x0D, 0x20, 0x22, 0x24, 0x28, 0x29, 0x3B: false
        default: true
        }
    }

    /// Offset of the first line at or behind `position` that begins with an owner, or the end of the file.
    private static func entryStart(_ octets: Span<UInt8>, from position: Int, _ first: Int) -> Int {
        guard position > first else { return first }
        var position = position - 1
        while position < octets.count - 1 {
            if octets[position] == 0x0A, beginsEntry(octets[position + 1]) { return position + 1 }
            position += 1
        }
        return octets.count
    }

    /// Reads a segment to its end or to the first thing that is not plain.
    private mutating func readSegment(_ octets: Span<UInt8>, end: Int) -> SegmentReading {
        builder.arena.reserveCapacity(octets.count)
        // Its own copies: threads that count the references to one array wait for each other.
        (apex, origin) = (apex?.map(\.self), origin?.map(\.self))
        var scanner = FieldScanner(octets)
        readEntries(&scanner)
        builder.removeEmptyOwner()
        builder.noteSlots()
        return SegmentReading(
            builder: builder,
            lines: scanner.line - 1,
            end: end,
            lastTTL: lastTTL,
            lastOwner: owner.wire,
            isPlain: !isStopped
        )
    }

    /// Takes a segment over that begins at `line`; false if it is not plain or there is no room.
    private mutating func absorb(_ reading: consuming SegmentReading, line: Int) -> Bool {
        guard reading.isPlain, builder.append(reading.builder, firstMark: places.mark(of: line)) else {
            return false
        }
        lastTTL = reading.lastTTL ?? lastTTL
        owner.begin()
        owner.wire = reading.lastOwner
        owner.isUsable = true
        return true
    }
}
