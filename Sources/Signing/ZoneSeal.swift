internal import DNSSECCrypto

/// The last line of a zone file that was verified before it was published: a comment with the SHA-256 of all before it.
///
/// It tells that the file still is, octet by octet, what was verified then, so that a signature that is taken over from
/// it need not be verified once more. It guards against damage and hand edits, not against somebody who may write the
/// file: who may do that can put any zone there.
public struct ZoneSeal {
    private static let prefix = Array("; verified by keyturn, SHA-256 of all above: ".utf8)
    /// Octets of the line.
    private static let lineOctets = prefix.count + 64 + 1

    private let digest: DigestStream

    /// The seal of an empty file.
    public init() throws(SigningError) {
        digest = try Self.crypto { () throws(CryptoError) in try DigestStream(.sha256) }
    }

    /// Takes the next octets of the file into account.
    public func add(_ octets: Span<UInt8>) throws(SigningError) {
        do throws(CryptoError) {
            try digest.add(octets)
        } catch {
            throw .crypto(error)
        }
    }

    /// The line that closes the file.
    public func line() throws(SigningError) -> [UInt8] {
        let hash = try Self.crypto { () throws(CryptoError) in try digest.finish() }
        var line = Self.prefix
        for octet in hash {
            line.append(Self.digit(octet >> 4))
            line.append(Self.digit(octet & 15))
        }
        line.append(0x0A)
        return line
    }

    /// True where the octets are those of a file with its seal.
    public static func isUnbroken(_ file: Span<UInt8>) throws(SigningError) -> Bool {
        let end = file.count - lineOctets
        guard end >= 0, begins(file, at: end, with: prefix) else { return false }
        let seal = try ZoneSeal()
        try seal.add(file.extracting(0..<end))
        return begins(file, at: end, with: try seal.line())
    }

    private static func begins(_ file: Span<UInt8>, at start: Int, with text: [UInt8]) -> Bool {
        text.indices.allSatisfy { file[start + $0] == text[$0] }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

    private static func crypto<Result>(_ body: () throws(CryptoError) -> Result) throws(SigningError)
        -> Result
    {
        do throws(CryptoError) {
            return try body()
        } catch {
            throw .crypto(error)
        }
    }
}
