/// Remembers where each record of a zone stood, in four octets a record.
///
/// A mark is a line number that counts on through all files in the order of reading. The list of segments tells
/// which file and line it is: a segment begins where a file begins and where one goes on behind `$INCLUDE`.
struct ZoneFilePlaces {
    /// One reading of one file.
    struct FileUse {
        var path: String
        /// The use, line and column of the `$INCLUDE`; nil for the main file.
        var includedFrom: (use: Int, line: Int, column: Int)?
        /// How many files are around this one.
        var depth: Int
    }

    private struct Segment {
        /// The mark of the line `firstLine`.
        var firstMark: Int
        var firstLine: Int
        var use: Int
    }

    private(set) var uses: [FileUse] = []
    /// The file that is read now.
    private(set) var current = -1
    private var segments: [Segment] = []
    private var offset = 0

    /// The file that is read now begins; `line` and `column` are those of its `$INCLUDE`.
    mutating func enter(_ path: String, line: Int, column: Int) {
        guard current >= 0 else {
            uses.append(FileUse(path: path, includedFrom: nil, depth: 0))
            current = 0
            beginSegment(firstLine: 1, firstMark: 1)
            return
        }
        let next = nextMark(behind: line)
        let depth = uses[current].depth + 1
        uses.append(FileUse(path: path, includedFrom: (current, line, column), depth: depth))
        current = uses.count - 1
        beginSegment(firstLine: 1, firstMark: next)
    }

    /// The file that is read now ended at `line`; the file around it goes on.
    mutating func leave(at line: Int) {
        guard let around = uses[current].includedFrom else { return }
        let next = nextMark(behind: line)
        current = around.use
        beginSegment(firstLine: around.line, firstMark: next)
    }

    /// The mark of a line of the present file; lines beyond 2^32 share the last one.
    func mark(of line: Int) -> UInt32 { UInt32(clamping: line + offset) }

    /// Where the line with this mark is.
    func position(of mark: UInt32) -> (position: SourcePosition, use: Int) {
        var low = 0
        var high = segments.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if segments[middle].firstMark <= Int(mark) { low = middle } else { high = middle }
        }
        let segment = segments[low]
        let line = Int(mark) - segment.firstMark + segment.firstLine
        return (SourcePosition(file: uses[segment.use].path, line: line, column: 1), segment.use)
    }

    /// The `$INCLUDE` lines that led to a file, innermost first.
    func includers(of use: Int) -> [SourcePosition] {
        var chain: [SourcePosition] = []
        var next = uses.indices.contains(use) ? uses[use].includedFrom : nil
        while let place = next {
            chain.append(SourcePosition(file: uses[place.use].path, line: place.line, column: place.column))
            next = uses[place.use].includedFrom
        }
        return chain
    }

    /// True if a file is being read now, itself or around the present one.
    func isOpen(_ path: String) -> Bool {
        var use = current
        while use >= 0 {
            if uses[use].path == path { return true }
            use = uses[use].includedFrom?.use ?? -1
        }
        return false
    }

    private func nextMark(behind line: Int) -> Int { line + offset + 1 }

    private mutating func beginSegment(firstLine: Int, firstMark: Int) {
        offset = firstMark - firstLine
        segments.append(Segment(firstMark: firstMark, firstLine: firstLine, use: current))
    }
}
