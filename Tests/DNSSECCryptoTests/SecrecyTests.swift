import DNSCore
import DNSSECCrypto
import Testing

struct SecrecyTests {
    /// A seed whose octets, digits and base64 are easy to find in any text.
    static let seed = [UInt8](repeating: 0x5A, count: 32)

    static func key() throws -> SigningKey {
        var numbers = PrivateKeyMaterial()
        numbers[.privateKey] = SecretOctets(copying: seed.span)
        return try SigningKey(algorithm: .ed25519, material: numbers)
    }

    private func texts(of value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        var nested = ""
        dump(["key": value], to: &nested)
        return [String(describing: value), String(reflecting: value), "\(value)", dumped, nested]
    }

    @Test func `printing and dumping show nothing of a private key`() throws {
        let key = try Self.key()
        let material = try key.material()
        let secret = try #require(material[.privateKey])
        let context = try SigningContext(key)
        for value in [key, material, secret, context] as [Any] {
            for text in texts(of: value) {
                for trace in ["90, 90", "0x5a", "5a5a", "5A5A", "Wlpa", "ZZ", "0x0000", "pointer", "storage"]
                {
                    #expect(!text.contains(trace), "\(text) shows \(trace)")
                }
            }
        }
    }

    @Test func `reflection finds no child of a private key`() throws {
        let key = try Self.key()
        let material = try key.material()
        #expect(Mirror(reflecting: key).children.isEmpty)
        #expect(Mirror(reflecting: material).children.isEmpty)
        #expect(Mirror(reflecting: try #require(material[.privateKey])).children.isEmpty)
        #expect(Mirror(reflecting: try SigningContext(key)).children.isEmpty)
    }

    @Test func `secret octets are what was put in`() throws {
        let octets: [UInt8] = [1, 2, 3]
        let secret = SecretOctets(copying: octets.span)
        #expect(secret.count == 3)
        #expect(secret.array == octets)
        let empty: [UInt8] = []
        #expect(SecretOctets(copying: empty.span).array == [])
    }

    @Test func `wiping empties an array`() {
        var octets = Self.seed
        SecretOctets.wipe(&octets)
        #expect(octets.isEmpty)
    }
}
