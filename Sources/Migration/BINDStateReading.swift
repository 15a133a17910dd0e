import DNSSECModel
import KeyStore

/// A `.state` file as it was read, with the places of its fields.
public struct BINDStateReading: Hashable, Sendable {
    /// A field that keyturn has no use for.
    public struct UnknownField: Hashable, Sendable {
        /// Its line, from 1.
        public let line: Int
        /// Its tag.
        public let tag: String
    }

    /// The file's path.
    public let file: String
    /// What it says.
    public let content: BINDStateFile
    /// The line of each field, by its tag.
    let lines: [String: Int]
    /// Fields of other versions of BIND.
    public let unknownFields: [UnknownField]

    /// Reads a file's text; `file` is its path, for errors.
    public init(_ text: Span<UInt8>, file: String) throws(BINDImportFault) {
        var reader = Reader(file: file)
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != 0x0A { end += 1 }
            var line: [UInt8] = []
            for index in start..<end { line.append(text[index]) }
            try reader.read(line)
            start = end + 1
        }
        self.file = file
        content = reader.content
        lines = reader.lines
        unknownFields = reader.unknown
    }

    /// A fault in the line of a field, or in the whole file where it has no such field.
    func fault(_ tag: String, _ problem: BINDImportProblem) -> BINDImportFault {
        BINDImportFault(file: file, line: lines[tag] ?? 0, column: lines[tag] == nil ? 0 : 1, problem)
    }

    private struct Reader {
        let file: String
        var line = 0
        var content = BINDStateFile()
        var lines: [String: Int] = [:]
        var unknown: [UnknownField] = []

        init(file: String) { self.file = file }

        /// Reads `Tag: value (comment)`.
        mutating func read(_ octets: [UInt8]) throws(BINDImportFault) {
            line += 1
            var words: [(text: String, column: Int)] = []
            var word: [UInt8] = []
            for (index, octet) in octets.enumerated() {
                if octet == 0x20 || octet == 0x09 || octet == 0x0D {
                    if !word.isEmpty { words.append((Self.string(word), index - word.count + 1)) }
                    word = []
                } else {
                    word.append(octet)
                }
            }
            if !word.isEmpty { words.append((Self.string(word), octets.count - word.count + 1)) }
            guard let first = words.first, !Self.isComment(octets) else { return }
            guard first.text.hasSuffix(":"), words.count > 1 else {
                throw fault(first.column, .notAField)
            }
            try store(String(first.text.dropLast()), words[1])
        }

        private static func string(_ octets: [UInt8]) -> String { String(decoding: octets, as: UTF8.self) }

        private static func isComment(_ octets: [UInt8]) -> Bool {
            octets.first { $0 != 0x20 && $0 != 0x09 } == 0x3B
        }

        private func fault(_ column: Int, _ problem: BINDImportProblem) -> BINDImportFault {
            BINDImportFault(file: file, line: line, column: column, problem)
        }

        private mutating func store(_ tag: String, _ value: (text: String, column: Int))
            throws(BINDImportFault)
        {
            if let first = lines[tag] { throw fault(1, .repeatedField(firstLine: first)) }
            if let number = BINDStateFile.Number(rawValue: tag) {
                guard let count = UInt32(value.text) else { throw fault(value.column, .badNumber) }
                content.numbers[number] = count
            } else if let flag = BINDStateFile.Flag(rawValue: tag) {
                guard value.text == "yes" || value.text == "no" else { throw fault(value.column, .badFlag) }
                content.flags[flag] = value.text == "yes"
            } else if let moment = BINDStateFile.Moment(rawValue: tag) {
                guard let time = BINDKeyTimes.instant(value.text) else { throw fault(value.column, .badTime) }
                content.times[moment] = time
            } else if let state = BINDStateFile.State(rawValue: tag) {
                guard let word = RecordState(rawValue: value.text) else {
                    throw fault(value.column, .badState)
                }
                content.states[state] = word
            } else {
                unknown.append(UnknownField(line: line, tag: tag))
            }
            lines[tag] = line
        }
    }
}
