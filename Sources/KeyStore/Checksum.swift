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
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(octets.count * 2)
        for octet in octets { text += [digits[Int(octet >> 4)], digits[Int(octet & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
