// Fields that several types share.
extension RRTypeTable {
    static let signature: [RDATAField] = [
        .init(.number(.type), "type covered"), .init(.number(.algorithm), "algorithm"),
        .init(.number(.octet), "labels"), .init(.number(.interval), "original TTL"),
        .init(.number(.signatureTime), "expiration"), .init(.number(.signatureTime), "inception"),
        .init(.number(.short), "key tag"), .init(.name, "signer's name"),
        .init(.octets(.base64), "signature"),
    ]

    static let publicKey: [RDATAField] = [
        .init(.number(.short), "flags"), .init(.number(.octet), "protocol"),
        .init(.number(.algorithm), "algorithm"), .init(.octets(.base64), "public key"),
    ]

    static let delegationSigner: [RDATAField] = [
        .init(.number(.short), "key tag"), .init(.number(.algorithm), "algorithm"),
        .init(.number(.octet), "digest type"), .init(.octets(.dsDigest), "digest"),
    ]

    static let certificateAssociation: [RDATAField] = [
        .init(.number(.octet), "certificate usage"), .init(.number(.octet), "selector"),
        .init(.number(.octet), "matching type"), .init(.octets(.hex), "certificate association data"),
    ]

    static let service: [RDATAField] = [
        .init(.number(.short), "priority"), .init(.name, "target"),
        .init(.special(.serviceParameters), "service parameter"),
    ]
}
