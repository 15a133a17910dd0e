import TestKit
import Testing

@testable import KeyStore

struct KeyFileBase64Tests {
    private func encode(_ text: String, group: Int = .max) -> String {
        let octets = Array(text.utf8)
        var output: [UInt8] = []
        KeyFileBase64.append(octets.span, group: group, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private func decode(_ text: String) -> String? {
        let octets = Array(text.utf8)
        return KeyFileBase64.decode(octets.span, 0..<octets.count).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `RFC 4648 10: the test vectors`(text: String, base64: String) {
        #expect(encode(text) == base64)
        #expect(decode(base64) == text)
        #expect(decode(base64.map { "\($0) \t" }.joined()) == text)
    }

    @Test func `groups are parted by a space, and none ends the text`() {
        #expect(encode("foobar", group: 4) == "Zm9v YmFy")
        #expect(encode("foobarfoo", group: 8) == "Zm9vYmFy Zm9v")
        #expect(encode("", group: 4) == "")
    }

    @Test(arguments: [
        "", " ", "Z", "Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zh==", "Zm9=", "Zg==Zg==", "Zm9vY", "Zm-v",
        "Zm_v",
        "Zm9v=", "Zg=a", "Zm9v\n", "Zm9v.",
    ])
    func `what is not base64 is refused`(text: String) {
        #expect(decode(text) == nil)
    }

    @Test func `any octets come back`() {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for count in 1..<200 {
            let octets = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            var text: [UInt8] = []
            KeyFileBase64.append(octets.span, group: 56, to: &text)
            let decoded = KeyFileBase64.decode(text.span, 0..<text.count)
            #expect(decoded == octets, "seed \(seed)")
        }
    }
}
