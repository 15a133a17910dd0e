import DNSSECCrypto
public import DNSSECModel
import JSON
import SystemIO

/// The key ring of a zone as a file.
///
/// The file is JSON for people to read and for nobody to write: it says so, carries its version, and ends with the
/// SHA-256 of every octet before the line of the checksum (`head -n -2 FILE | sha256sum`). A file that is cut,
/// changed, of another version, or has a member too many or too few is refused. It is never taken for that of a new
/// zone: a zone whose keys are forgotten gets new ones, and goes bogus.
public enum StateFile {
    /// The version that is written and the only one that is read.
    public static let version: Int64 = 1
    /// Permission bits of a state file.
    public static let mode: UInt32 = 0o600

    static let format = "keyturn-state"
    static let note =
        "Written by keyturn. Do not edit: a changed file is refused. Use the keyturn command to change a zone's keys."

    /// Reads the ring in a file.
    public static func load(_ path: String) throws(StateFileError) -> KeyRing { try content(path).ring }

    /// Reads a file.
    public static func content(_ path: String) throws(StateFileError) -> StateContent {
        let octets: [UInt8]
        do throws(SystemError) {
            octets = try FileSystem.read(path)
        } catch {
            throw StateFileError(path: path, problem: .system(error))
        }
        do throws(StateProblem) {
            return try content(of: octets.span)
        } catch {
            throw StateFileError(path: path, problem: error)
        }
    }

    /// Puts a ring in the place of a file; when this returns, it is on the disk.
    ///
    /// - Parameters:
    ///   - ring: The ring.
    ///   - path: The file.
    ///   - head: The end of the zone's journal, which the file remembers; nil if it is not known.
    /// - Throws: A problem of the file, which is as it was then.
    public static func save(_ ring: KeyRing, to path: String, after head: JournalHead? = nil)
        throws(StateFileError)
    {
        let octets: [UInt8]
        do throws(StateProblem) {
            octets = try StateFile.octets(of: ring, after: head)
        } catch {
            throw StateFileError(path: path, problem: error)
        }
        do throws(SystemError) {
            try AtomicFile.replace(path, with: octets.span, mode: mode)
        } catch {
            throw StateFileError(path: path, problem: .system(error))
        }
    }

    /// The octets of a ring's file.
    ///
    /// What is written is read again as a ring and compared, so that nothing is saved that could not be loaded.
    public static func octets(of ring: KeyRing, after head: JournalHead? = nil) throws(StateProblem)
        -> [UInt8]
    {
        let content = StateContent(ring: ring, head: head)
        let document = content.document
        guard document.isReadable, (try? StateContent(document, isSealed: false)) == content else {
            throw .notRepresentable
        }
        var octets = document.prettyOctets
        octets.removeLast("\n}".utf8.count)
        octets += ",\n".utf8
        octets += tail(try checksum(of: octets.span)).utf8
        return octets
    }

    /// The ring in a file's octets.
    public static func ring(from octets: Span<UInt8>) throws(StateProblem) -> KeyRing {
        try content(of: octets).ring
    }

    /// What a file's octets say.
    static func content(of octets: Span<UInt8>) throws(StateProblem) -> StateContent {
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: octets)
        } catch {
            throw .notJSON(error)
        }
        // A file of another version may have another kind of checksum, so its version is looked at first.
        if case .integer(let found)? = document["version"], found != version {
            throw .unsupportedVersion(found)
        }
        try verifyChecksum(of: octets)
        do throws(JSONShapeError) {
            return try StateContent(document)
        } catch {
            throw .shape(error)
        }
    }

    // MARK: - Checksum

    /// The last two lines of a file.
    private static func tail(_ checksum: Checksum) -> String {
        "  \"sha256\": \"\(checksum.text)\"\n}\n"
    }

    private static func checksum(of octets: Span<UInt8>) throws(StateProblem) -> Checksum {
        do throws(CryptoError) {
            return try Checksum(of: octets)
        } catch {
            throw .digest(error)
        }
    }

    private static func verifyChecksum(of octets: Span<UInt8>) throws(StateProblem) {
        let count = octets.count - tail(.zero).utf8.count
        guard count > 0 else { throw .checksum }
        let expected = tail(try checksum(of: octets.extracting(first: count)))
        for (index, octet) in expected.utf8.enumerated() where octets[count + index] != octet {
            throw .checksum
        }
    }
}

/// What a state file says: a zone's keys, and where its journal was.
public struct StateContent: Hashable, Sendable {
    /// The keys.
    public var ring: KeyRing
    /// The end of the journal when the file was written; nil in files of versions that did not note it.
    public var head: JournalHead?

    /// A ring with the journal before it.
    public init(ring: KeyRing, head: JournalHead?) { (self.ring, self.head) = (ring, head) }

    fileprivate var document: JSONValue {
        var members: [JSONValue.Member] = [
            .init("note", .string(StateFile.note)), .init("format", .string(StateFile.format)),
            .init("version", .integer(StateFile.version)), .init("ring", RingFormat.value(of: ring)),
        ]
        if let head {
            members.append(
                .init("journal", ["lines": .integer(Int64(head.lines)), "sha256": .string(head.checksum)])
            )
        }
        return .object(members)
    }

    /// Reads a document; `isSealed` is false before the checksum is there.
    fileprivate init(_ document: JSONValue, isSealed: Bool = true) throws(JSONShapeError) {
        var members = try JSONReader(document).members()
        try members.take("note").expect(.string(StateFile.note))
        try members.take("format").expect(.string(StateFile.format))
        try members.take("version").expect(.integer(StateFile.version))
        ring = try RingFormat.ring(from: try members.take("ring"))
        if var journal = try members.takeIfPresent("journal")?.members() {
            let lines = Int(try journal.take("lines").integer(in: 0...Int64(Int32.max)))
            head = JournalHead(lines: lines, checksum: try journal.take("sha256").string())
            try journal.finish()
        }
        if isSealed { _ = try members.take("sha256").string() }
        try members.finish()
    }
}
