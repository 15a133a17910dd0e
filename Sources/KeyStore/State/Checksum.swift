import DNSSECCrypto

/// A SHA-256 digest as text: 64 hexadecimal digits in lower case, as sha256sum(1) prints it.
struct Checksum: Hashable, Sendable {
    /// What stands where there is nothing to digest.
    static let zero = Checksum(text: String(repeating: "0", count: 64))

    let text: String

    /// A digest that was written down.
    init(text: String) {
        self.text = text
    }

    /// The digest of some octets.
    init(of octets: Span<UInt8>) throws(CryptoError) {
        text = Checksum.hexadecimal(try SHA256.hash(octets))
    }

    private static func hexadecimal(_ octets: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(octets.count * 2)
        for octet in octets {
            text.append(digit(octet >> 4))
            text.append(digit(octet & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x61 - 10 + value }
}
