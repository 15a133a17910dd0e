import DNSCore
import DNSSECCrypto

/// The octets of base64 text; white space is skipped.
func base64(_ text: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var octets: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for character in text.utf8 {
        guard let value = alphabet.firstIndex(of: character) else { continue }
        bits = bits << 6 | UInt32(value)
        count += 6
        if count >= 8 {
            count -= 8
            octets.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
    }
    return octets
}

/// The octets of hexadecimal text; white space is skipped.
func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// The numbers of a private key from the values of its file, in base64.
func material(_ values: [PrivateComponent: String]) -> PrivateKeyMaterial {
    var material = PrivateKeyMaterial()
    for (component, text) in values {
        material[component] = SecretOctets(copying: base64(text).span)
    }
    return material
}

/// One record and the fields of the RRSIG over it: enough to build what is signed (RFC 4034 3.1.8.1).
struct SignedRecord {
    var owner: Name
    var type: RRType
    var rdata: [UInt8]
    var algorithm: SecurityAlgorithm
    var expiration: UInt32
    var inception: UInt32
    var keyTag: UInt16
    var signer: Name
    var ttl: UInt32 = 3600

    /// What is signed: the RRSIG RDATA without its signature, then the record in canonical form.
    var octets: [UInt8] {
        var octets = big(type.rawValue) + [algorithm.rawValue, UInt8(owner.labelCount)] + big(ttl)
        octets += big(expiration) + big(inception) + big(keyTag) + signer.lowercased.octets
        octets += owner.lowercased.octets + big(type.rawValue) + [0, 1] + big(ttl)
        return octets + big(UInt16(rdata.count)) + rdata
    }
}

func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

func big(_ value: UInt32) -> [UInt8] { big(UInt16(value >> 16)) + big(UInt16(value & 0xFFFF)) }

extension VerificationContext {
    /// Verifies arrays.
    func verifies(_ signature: [UInt8], over octets: [UInt8]) -> Bool {
        verify(signature: signature.span, over: octets.span)
    }
}

extension SigningKey {
    /// One signature as an array.
    func signature(over octets: [UInt8]) throws -> [UInt8] {
        var signature: [UInt8] = []
        try sign(octets.span, into: &signature)
        return signature
    }
}

extension SecretOctets {
    /// The octets as an array.
    var array: [UInt8] {
        let span = self.span
        return span.indices.map { span[$0] }
    }
}
