import DNSSECModel
import SystemIO

/// A file with DS records: `dsset-` files, what `keyturn ds` prints, lines of a parent zone.
///
/// One record a line: `[owner] [TTL] [class] DS tag algorithm digest-type digest`; comments begin with `;`.
enum DSFile {
    /// The DS records of a zone in a file; records of other zones are passed over, and none at all is an error.
    static func records(_ path: String, zone: Name) throws(ToolFailure) -> [DSRecord] {
        let file = try InputFile.open(path, expected: "a file with DS records")
        var octets: [UInt8] = []
        for index in file.octets.indices { octets.append(file.octets[index]) }
        var records: [DSRecord] = []
        var problems: [Diagnostic] = []
        let lines = octets.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let words = DSFile.words(line)
            guard let first = words.first else { continue }
            do throws(LineProblem) {
                if let record = try record(words, of: zone) { records.append(record) }
            } catch {
                let column = (error.word?.startIndex ?? first.startIndex) - line.startIndex + 1
                let position = SourcePosition(file: path, line: number + 1, column: column)
                problems.append(Diagnostic(.error, at: position, error.message))
            }
        }
        if problems.isEmpty, records.isEmpty {
            problems = [Diagnostic(.error, file: path, "no DS record of \(zone); expected at least one")]
        }
        guard problems.isEmpty else { throw ToolFailure(.badData, problems) }
        return records
    }

    private struct LineProblem: Error {
        var word: ArraySlice<UInt8>?
        var message: String
    }

    private static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.prefix { $0 != 0x3B }.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    private static func text(_ word: ArraySlice<UInt8>) -> String { String(decoding: word, as: UTF8.self) }

    private static func record(
        _ words: [ArraySlice<UInt8>],
        of zone: Name
    ) throws(LineProblem) -> DSRecord? {
        // An owner may be called DS, too: the type is the first such word behind it, or the only one.
        let isType = { (word: ArraySlice<UInt8>) in text(word).uppercased() == "DS" }
        guard let type = words.dropFirst().firstIndex(where: isType) ?? words.firstIndex(where: isType),
            type <= 3
        else {
            throw LineProblem(
                word: words.first,
                message: "no DS record; expected `OWNER IN DS TAG ALGORITHM TYPE DIGEST`"
            )
        }
        if type > 0, !isClassOrTTL(words[0]) {
            do throws(NameError) {
                guard try Name(text(words[0]), origin: .root) == zone else { return nil }
            } catch {
                throw LineProblem(
                    word: words[0],
                    message: "`\(text(words[0]))` is no name; expected the zone's"
                )
            }
        }
        for word in words[..<type].dropFirst() where !isClassOrTTL(word) {
            throw LineProblem(word: word, message: "`\(text(word))` is neither TTL nor class; expected `IN`")
        }
        var rdata: [UInt8] = []
        let data = words[(type + 1)...].map(text).joined(separator: " ")
        do throws(RDATAProblem) {
            try RDATAText.append(.ds, text: data, to: &rdata)
        } catch {
            throw LineProblem(word: words.dropFirst(type + 1).first ?? words[type], message: "\(error)")
        }
        return DSRecord(rdata: rdata.span)
    }

    private static func isClassOrTTL(_ word: ArraySlice<UInt8>) -> Bool {
        text(word).uppercased() == "IN" || word.allSatisfy { $0 &- 0x30 < 10 }
    }
}
