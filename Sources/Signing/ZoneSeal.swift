internal import DNSSECCrypto

/// The last line of a zone file that keyturn wrote: a comment with the SHA-256 of all before it, and whether the zone had
/// been verified.
///
/// It tells that the file still is, octet by octet, what keyturn wrote then, so that its signatures can be taken over; if
/// the zone was verified, too, they need not be verified once more. It guards against damage and hand edits, not against
/// somebody who may write the file: who may do that can put any zone there.
public struct ZoneSeal {
    /// What keyturn knew of the zone when it wrote the file.
    public enum Kind: Hashable, Sendable, CaseIterable {
        /// The whole zone had been verified.
        case verified
        /// The zone was written as it was signed, and nobody has verified it.
        case written

        fileprivate var prefix: [UInt8] {
            switch self {
            case .verified: Array("; verified by keyturn, SHA-256 of all above: ".utf8)
            case .written: Array("; written by keyturn, not verified, SHA-256 of all above: ".utf8)
            }
        }

        /// Octets of the line.
        fileprivate var lineOctets: Int { prefix.count + 64 + 1 }
    }

    /// What the seal says.
    public let kind: Kind
    private let digest: SHA256Stream

    /// The seal of an empty file.
    public init(_ kind: Kind) throws(SigningError) {
        self.kind = kind
        digest = try Self.crypto { () throws(CryptoError) in try SHA256Stream() }
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
        var line = kind.prefix
        for octet in hash {
            line.append(Self.digit(octet >> 4))
            line.append(Self.digit(octet & 15))
        }
        line.append(0x0A)
        return line
    }

    /// The kind of the seal that closes a file; nil if there is none, or the file is not what it was sealed as.
    public static func kind(closing file: Span<UInt8>) throws(SigningError) -> Kind? {
        for kind in Kind.allCases {
            let end = file.count - kind.lineOctets
            guard end >= 0, begins(file, at: end, with: kind.prefix) else { continue }
            let seal = try ZoneSeal(kind)
            try seal.add(file.extracting(0..<end))
            return begins(file, at: end, with: try seal.line()) ? kind : nil
        }
        return nil
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
