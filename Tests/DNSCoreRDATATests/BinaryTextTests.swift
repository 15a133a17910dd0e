import DNSCore
import TestKit
import Testing

@Suite
struct BinaryTextTests {
    // RFC 4648 10, base32hex without its padding.
    static let base32hexTable = [
        ("", ""), ("f", "CO"), ("fo", "CPNG"), ("foo", "CPNMU"), ("foob", "CPNMUOG"), ("fooba", "CPNMUOJ1"),
        ("foobar", "CPNMUOJ1E8"),
    ]

    // RFC 4648 10.
    static let base64Table = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test(arguments: base32hexTable)
    func `base32hex is that of RFC 4648, without padding`(plain: String, text: String) {
        var written: [UInt8] = []
        Base32HexText.append(Array(plain.utf8).span, to: &written)
        #expect(String(decoding: written, as: UTF8.self) == text)
        for form in [text, text.lowercased()] {
            #expect(base32hex(form) == Array(plain.utf8))
        }
    }

    @Test(arguments: base64Table)
    func `base64 is that of RFC 4648`(plain: String, text: String) {
        var written: [UInt8] = []
        Base64Text.append(Array(plain.utf8).span, to: &written)
        #expect(String(decoding: written, as: UTF8.self) == text)
        #expect(base64(text) == Array(plain.utf8))
    }

    @Test(arguments: ["C", "CPN", "CPNMUO", "CP", "CPNMU===", "W", "CO ", "C-"])
    func `malformed base32hex is refused`(text: String) {
        #expect(base32hex(text) == nil)
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "=", "====", "Zg==Zg==", "Zm 9v", "Zm9_"])
    func `malformed base64 is refused`(text: String) {
        #expect(base64(text) == nil)
    }

    @Test(arguments: ["0", "0g", "0 0", "000"])
    func `malformed hexadecimal is refused`(text: String) {
        #expect(hex(text) == nil)
    }

    @Test
    func `octets of any length survive all three`() {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for count in 0..<70 {
            let octets = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            var (hex, base64, base32) = ([UInt8](), [UInt8](), [UInt8]())
            HexText.append(octets.span, to: &hex)
            Base64Text.append(octets.span, to: &base64)
            Base32HexText.append(octets.span, to: &base32)
            #expect(self.hex(String(decoding: hex, as: UTF8.self)) == octets, "seed \(seed)")
            #expect(self.base64(String(decoding: base64, as: UTF8.self)) == octets, "seed \(seed)")
            #expect(base32hex(String(decoding: base32, as: UTF8.self)) == octets, "seed \(seed)")
        }
    }

    private func hex(_ text: String) -> [UInt8]? {
        var octets: [UInt8] = []
        return HexText.decode(Array(text.utf8).span, to: &octets) ? octets : nil
    }

    private func base64(_ text: String) -> [UInt8]? {
        var octets: [UInt8] = []
        return Base64Text.decode(Array(text.utf8).span, to: &octets) ? octets : nil
    }

    private func base32hex(_ text: String) -> [UInt8]? {
        var octets: [UInt8] = []
        return Base32HexText.decode(Array(text.utf8).span, to: &octets) ? octets : nil
    }
}
