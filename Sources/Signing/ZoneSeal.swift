public import DNSSECCrypto

/// The last line of a zone file that keyturn wrote: a comment with the SHA-256 of all before it, whether the zone had been
/// verified, and a code that only who has the secret can make.
///
/// The digest tells that the file still is, octet by octet, what was written then: it guards against damage and hand edits.
/// The code tells that keyturn wrote it: only then are signatures taken over, or not verified once more, without a look at
/// them. Who can write the file but does not have the secret gains nothing by a digest of his own.
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
    }

    /// What the seal of a file says.
    public struct Reading: Hashable, Sendable {
        /// What keyturn knew, if it was keyturn that wrote the file.
        public let kind: Kind
        /// True if the code was made with the secret; false if anybody can have made the line.
        public let isOurs: Bool

        /// Both as they are.
        public init(_ kind: Kind, isOurs: Bool) { (self.kind, self.isOurs) = (kind, isOurs) }
    }

    private static let codePrefix = Array(", HMAC-SHA-256 of this line: ".utf8)
    /// Octets of a digest or code in hexadecimal digits.
    private static let digits = 64

    /// What the seal says.
    public let kind: Kind
    private let digest: DigestStream

    /// The seal of an empty file.
    public init(_ kind: Kind) throws(SigningError) {
        self.kind = kind
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

    /// The line that closes the file; without a key it has no code.
    public func line(key: AuthenticationKey?) throws(SigningError) -> [UInt8] {
        var line = kind.prefix
        Self.append(try Self.crypto { () throws(CryptoError) in try digest.finish() }, to: &line)
        if let key {
            line += Self.codePrefix
            Self.append(try Self.crypto { () throws(CryptoError) in try key.code(of: line.span) }, to: &line)
        }
        line.append(0x0A)
        return line
    }

    /// Reads the seal that closes a file.
    ///
    /// - Parameters:
    ///   - file: The whole file.
    ///   - key: The secret; without it no seal is ours.
    /// - Returns: What it says; nil if there is none, or the file is not what it was sealed as.
    /// - Throws: If libcrypto has no digest.
    public static func reading(closing file: Span<UInt8>, key: AuthenticationKey?) throws(SigningError)
        -> Reading?
    {
        for kind in Kind.allCases {
            for hasCode in [true, false] {
                let tail = hasCode ? codePrefix.count + digits : 0
                let end = file.count - kind.prefix.count - digits - tail - 1
                guard end >= 0, begins(file, at: end, with: kind.prefix) else { continue }
                let seal = try ZoneSeal(kind)
                try seal.add(file.extracting(0..<end))
                let plain = try seal.line(key: nil)
                guard begins(file, at: end, with: plain.dropLast()), file[file.count - 1] == 0x0A else {
                    return nil
                }
                let isOurs = hasCode ? try isCode(file, after: end, plain.dropLast(), key) : false
                return Reading(kind, isOurs: isOurs)
            }
        }
        return nil
    }

    /// True if behind the line without a code stands the one that the key makes of it.
    private static func isCode(
        _ file: Span<UInt8>,
        after end: Int,
        _ plain: ArraySlice<UInt8>,
        _ key: AuthenticationKey?
    ) throws(SigningError) -> Bool {
        guard let key else { return false }
        var line = plain + codePrefix
        append(try crypto { () throws(CryptoError) in try key.code(of: line.span) }, to: &line)
        return begins(file, at: end, with: line)
    }

    private static func begins(_ file: Span<UInt8>, at start: Int, with text: some Collection<UInt8>) -> Bool
    {
        guard start + text.count <= file.count else { return false }
        var index = start
        for octet in text {
            guard file[index] == octet else { return false }
            index += 1
        }
        return true
    }

    private static func append(_ hash: [UInt8], to line: inout some RangeReplaceableCollection<UInt8>) {
        for octet in hash {
            line.append(digit(octet >> 4))
            line.append(digit(octet & 15))
        }
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
