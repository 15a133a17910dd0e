import DNSSECCrypto
import DNSSECModel
import JSON

/// A journal entry in its chain: its number, the checksum of the line before, and that of itself.
///
/// As text it is one JSON object on one line. `previous` is the SHA-256 of the whole line before, its line break
/// included (`sed -n 5p JOURNAL | sha256sum`). `sha256` is that of all octets before the comma in front of it, so
/// that the last line is protected too.
struct JournalLine: Hashable {
    let number: Int
    let entry: JournalEntry
    let previous: Checksum

    /// A line that follows another.
    init(number: Int, entry: JournalEntry, previous: Checksum) {
        self.number = number
        self.entry = entry
        self.previous = previous
    }

    /// Reads a line, its line break included, and verifies its own checksum.
    init(parsing line: Span<UInt8>) throws(JournalFault) {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: line)
        } catch {
            throw .notJSON(error)
        }
        try JournalLine.verifyChecksum(of: line)
        do throws(JSONShapeError) {
            self = try JournalLine(reading: JSONReader(document))
        } catch {
            throw .shape(error)
        }
    }

    /// `isSealed` is false before the checksum is there.
    private init(reading reader: JSONReader, isSealed: Bool = true) throws(JSONShapeError) {
        var members = try reader.members()
        number = Int(try members.take("number").integer(in: 1...Int64(Int32.max)))
        entry = try JournalEntry(taking: &members)
        previous = Checksum(text: try members.take("previous").string())
        if isSealed { _ = try members.take("sha256").string() }
        try members.finish()
    }

    /// The line's octets, its line break included: of a line that can be read again, and no other.
    func octets() throws(JournalFault) -> [UInt8] {
        let first = JSONValue.Member("number", .integer(Int64(number)))
        let last = JSONValue.Member("previous", .string(previous.text))
        let document = JSONValue.object([first] + entry.members + [last])
        guard document.isReadable,
            (try? JournalLine(reading: JSONReader(document), isSealed: false)) == self
        else { throw .notRepresentable }
        var octets = document.compactOctets
        octets.removeLast()
        return octets + JournalLine.tail(try JournalLine.checksum(of: octets.span))
    }

    /// The digest of some octets.
    static func checksum(of octets: Span<UInt8>) throws(JournalFault) -> Checksum {
        do throws(CryptoError) {
            return try Checksum(of: octets)
        } catch {
            throw .digest(error)
        }
    }

    private static func tail(_ checksum: Checksum) -> [UInt8] {
        Array(",\"sha256\":\"\(checksum.text)\"}\n".utf8)
    }

    private static func verifyChecksum(of line: Span<UInt8>) throws(JournalFault) {
        let count = line.count - tail(.zero).count
        guard count > 0 else { throw .checksum }
        let expected = tail(try checksum(of: line.extracting(first: count)))
        for index in expected.indices where expected[index] != line[count + index] { throw .checksum }
    }
}
