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
    public static func load(_ path: String) throws(StateFileError) -> KeyRing {
        let octets: [UInt8]
        do throws(SystemError) {
            octets = try FileSystem.read(path)
        } catch {
            throw StateFileError(path: path, problem: .system(error))
        }
        do throws(StateProblem) {
            return try ring(from: octets.span)
        } catch {
            throw StateFileError(path: path, problem: error)
        }
    }

    /// Puts a ring in the place of a file; when this returns, it is on the disk.
    public static func save(_ ring: KeyRing, to path: String) throws(StateFileError) {
        let octets: [UInt8]
        do throws(StateProblem) {
            octets = try StateFile.octets(of: ring)
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
    public static func octets(of ring: KeyRing) throws(StateProblem) -> [UInt8] {
        let document: JSONValue = [
            "note": .string(note),
            "format": .string(format),
            "version": .integer(version),
            "ring": RingFormat.value(of: ring),
        ]
        guard document.isReadable, (try? StateFile.ring(in: document, isSealed: false)) == ring else {
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
            return try ring(in: document)
        } catch {
            throw .shape(error)
        }
    }

    /// The ring in a document; `isSealed` is false before the checksum is there.
    private static func ring(in document: JSONValue, isSealed: Bool = true) throws(JSONShapeError) -> KeyRing
    {
        var members = try JSONReader(document).members()
        try members.take("note").expect(.string(note))
        try members.take("format").expect(.string(format))
        try members.take("version").expect(.integer(version))
        let ring = try RingFormat.ring(from: try members.take("ring"))
        if isSealed { _ = try members.take("sha256").string() }
        try members.finish()
        return ring
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
