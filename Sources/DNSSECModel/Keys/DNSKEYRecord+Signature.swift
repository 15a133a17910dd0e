extension DNSKEYRecord {
    /// Octets of a signature by the key (RFC 3110, 6605, 8080).
    public var signatureOctets: Int {
        switch algorithm {
        case .ecdsaP256SHA256, .ed25519: 64
        case .ecdsaP384SHA384: 96
        case .ed448: 114
        default: modulusOctets
        }
    }

    /// Octets of an RSA modulus (RFC 3110 2).
    private var modulusOctets: Int {
        guard let first = publicKey.first else { return 0 }
        let header = first == 0 ? 3 : 1
        guard publicKey.count > header else { return 0 }
        let exponent = first == 0 ? Int(publicKey[1]) << 8 | Int(publicKey[2]) : Int(first)
        return max(0, publicKey.count - header - exponent)
    }
}
