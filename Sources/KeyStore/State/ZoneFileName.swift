import DNSSECCrypto
public import DNSSECModel

/// The name that a zone's files have: safe for every zone, and different for different zones.
///
/// The zone in lower case without its final dot. Of the octets in its labels only letters, digits, hyphen and
/// underscore stay; others, and a hyphen at the very start, become `%` and two hexadecimal digits, so that neither
/// `/` nor `..` can come about. The root is `@`. A name that would be too long for a file system is cut, and `~` and
/// the SHA-256 of the zone's wire form take the place of the rest.
public enum ZoneFileName {
    /// Leaves room for a suffix within the 255 octets of a file name.
    private static let maximumOctets = 200
    private static let keptOctets = 120

    /// The name for a zone, without a suffix.
    public static func name(of zone: Name) -> String {
        if zone.isRoot { return "@" }
        let wire = zone.lowercased.octets
        var text: [UInt8] = []
        text.reserveCapacity(wire.count)
        var kept = 0
        var position = 0
        while wire[position] != 0 {
            if position > 0 { text.append(0x2E) }
            let end = position + Int(wire[position])
            for octet in wire[(position + 1)...end] {
                append(octet, to: &text)
                if text.count <= keptOctets { kept = text.count }
            }
            position = end + 1
        }
        if text.count <= maximumOctets { return String(decoding: text, as: UTF8.self) }
        return "\(String(decoding: text[..<kept], as: UTF8.self))~\(digest(of: wire))"
    }

    private static func append(_ octet: UInt8, to text: inout [UInt8]) {
        switch octet {
        case 0x61...0x7A, 0x30...0x39, 0x5F: text.append(octet)
        case 0x2D where !text.isEmpty: text.append(octet)
        default:
            text.append(0x25)
            let digits = String(octet, radix: 16).utf8
            if digits.count == 1 { text.append(0x30) }
            text.append(contentsOf: digits)
        }
    }

    private static func digest(of wire: [UInt8]) -> String {
        guard let checksum = try? Checksum(of: wire.span) else {
            preconditionFailure("libcrypto without SHA-256")
        }
        return checksum.text
    }
}
