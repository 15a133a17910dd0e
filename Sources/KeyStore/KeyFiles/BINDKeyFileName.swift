public import DNSSECModel

/// The name that BIND gives the two files of a key: `Kexample.+013+12345` and `.key` or `.private`.
///
/// The zone is in lower case with a final dot. Letters, digits, `-` and `_` of a label stand for themselves, every
/// other octet is `%XX`: so no name leads out of its folder. The tag of a name that keyturn makes is that of the
/// key without REVOKE, for good; dnssec-revoke gives a revoked key files of their own under its new tag, and both
/// kinds are read.
public struct BINDKeyFileName: Hashable, Sendable {
    /// The zone that the key belongs to.
    public let zone: Name
    /// The key's algorithm.
    public let algorithm: SecurityAlgorithm
    /// A tag of the key: plain, or with REVOKE set.
    public let keyTag: UInt16

    /// A name from its parts.
    public init(zone: Name, algorithm: SecurityAlgorithm, keyTag: UInt16) {
        self.zone = zone
        self.algorithm = algorithm
        self.keyTag = keyTag
    }

    /// The name of the files that a key of the zone is written to.
    public init(zone: Name, record: DNSKEYRecord) {
        self.init(zone: zone, algorithm: record.algorithm, keyTag: record.unrevoked.keyTag)
    }

    /// Reads a name without its `.key` or `.private`; `nil` if it is none of this zone.
    public init?(_ text: String, zone: Name) {
        let prefix = Self.prefix(of: zone)
        let rest = Array(text.utf8.dropFirst(prefix.utf8.count))
        guard text.hasPrefix(prefix), rest.count == 9, rest[3] == 0x2B,
            let algorithm = Self.number(rest[..<3]), let keyTag = Self.number(rest[4...]),
            let algorithm = UInt8(exactly: algorithm), let keyTag = UInt16(exactly: keyTag)
        else { return nil }
        self.init(zone: zone, algorithm: SecurityAlgorithm(rawValue: algorithm), keyTag: keyTag)
    }

    /// What all names of the zone's keys begin with, and those of no other zone: `Kexample.+`.
    public static func prefix(of zone: Name) -> String {
        var text: [UInt8] = [0x4B]
        if zone.isRoot { text.append(0x2E) }
        var labelEnd = 0
        for (position, octet) in zone.lowercased.octets.enumerated() {
            if position == labelEnd {
                if position > 0 { text.append(0x2E) }
                labelEnd = position + 1 + Int(octet)
            } else {
                append(octet, to: &text)
            }
        }
        text.append(0x2B)
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ octet: UInt8, to text: inout [UInt8]) {
        switch octet {
        case 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F:
            text.append(octet)
        default:
            let digits = Array("0123456789ABCDEF".utf8)
            text += [0x25, digits[Int(octet >> 4)], digits[Int(octet & 15)]]
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

extension BINDKeyFileName: CustomStringConvertible {
    /// The name without `.key` or `.private`.
    public var description: String {
        let algorithm = String(1000 + Int(algorithm.rawValue)).dropFirst()
        let tag = String(100_000 + Int(keyTag)).dropFirst()
        return "\(Self.prefix(of: zone))\(algorithm)+\(tag)"
    }

    /// The name of the file with the DNSKEY record.
    public var publicFile: String { "\(self).key" }

    /// The name of the file with the private key.
    public var privateFile: String { "\(self).private" }

    /// The name of the file with the states that BIND's key manager keeps.
    public var stateFile: String { "\(self).state" }
}
