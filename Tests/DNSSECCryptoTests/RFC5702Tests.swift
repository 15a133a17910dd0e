import DNSCore
import DNSSECCrypto
import Testing

/// The examples of RFC 5702 6: PKCS #1 v1.5 is deterministic, so signatures are compared octet by octet.
struct RFC5702Tests {
    static let rsaSHA256: [PrivateComponent: String] = [
        .modulus: "wVwaxrHF2CK64aYKRUibLiH30KpPuPBjel7E8ZydQW1HYWHfoGmidzC2RnhwCC293hCzw+TFR2nqn8OVSY5t2Q==",
        .publicExponent: "AQAB",
        .privateExponent:
            "UR44xX6zB3eaeyvTRzmskHADrPCmPWnr8dxsNwiDGHzrMKLN+i/HAam+97HxIKVWNDH2ba9Mf1SA8xu9dcHZAQ==",
        .prime1: "4c8IvFu1AVXGWeFLLFh5vs7fbdzdC6U82fduE6KkSWk=",
        .prime2: "2zZpBE8ZXVnL74QjG4zINlDfH+EOEtjJJ3RtaYDugvE=",
        .exponent1: "G2xAPFfK0KGxGANDVNxd1K1c9wOmmJ51mGbzKFFNMFk=",
        .exponent2: "GYxP1Pa7CAwtHm8SAGX594qZVofOMhgd6YFCNyeVpKE=",
        .coefficient: "icQdNRjlZGPmuJm2TIadubcO8X7V4y07aVhX464tx8Q=",
    ]

    static let rsaSHA512: [PrivateComponent: String] = [
        .modulus: """
        0eg1M5b563zoq4k5ZEOnWmd2/BvpjzedJVdfIsDcMuuhE5SQ3pfQ7qmdaeMlC6Nf8DKGoUPGPXe06cP27/WRODtxXquSUytkO0kJDk
        8KX8PtA0+yBWwy7UnZDyCkynO00Uuk8HPVtZeMO1pHtlAGVnc8VjXZlNKdyit99waaE4s=
        """,
        .publicExponent: "AQAB",
        .privateExponent: """
        rFS1IPbJllFFgFc33B5DDlC1egO8e81P4fFadODbp56V7sphKa6AZQCx8NYAew6VXFFPAKTw41QdHnK5kIYOwxvfFDjDcUGza88qbj
        yrDPSJenkeZbISMUSSqy7AMFzEolkk6WSn6k3thUVRgSlqDoOV3SEIAsrB043XzGrKIVE=
        """,
        .prime1: "8mbtsu9Tl9v7tKSHdCIeprLIQXQLzxlSZun5T1n/OjvXSUtvD7xnZJ+LHqaBj1dIgMbCq2U8O04QVcK3TS9GiQ==",
        .prime2: "3a6gkfs74d0Jb7yL4j4adAif4fcp7ZrGt7G5NRVDDY/Mv4TERAKMa0TKN3okKE0A7X+Rv2K84mhT4QLDlllEcw==",
        .exponent1:
            "v3D5A9uuCn5rgVR7wgV8ba0/KSpsdSiLgsoA42GxiB1gvvs7gJMMmVTDu/ZG1p1ZnpLbhh/S/Qd/MSwyNlxC+Q==",
        .exponent2:
            "m+ezf9dsDvYQK+gzjOLWYeKq5xWYBEYFGa3BLocMiF4oxkzOZ3JPZSWU/h1Fjp5RV7aPP0Vmx+hNjYMPIQ8Y5w==",
        .coefficient:
            "Je5YhYpUron/WdOXjxNAxDubAp3i5X7UOUfhJcyIggqwY86IE0Q/Bk0Dw4SC9zxnsimmdBXW2Izd8Lwuk8FQcQ==",
    ]

    static func record(_ algorithm: SecurityAlgorithm, keyTag: UInt16) throws -> SignedRecord {
        SignedRecord(
            owner: try Name("www.example.net."),
            type: .a,
            rdata: [192, 0, 2, 91],
            algorithm: algorithm,
            expiration: 1_893_456_000,
            inception: 946_684_800,
            keyTag: keyTag,
            signer: try Name("example.net.")
        )
    }

    @Test func `section 6.1: RSA with SHA-256`() throws {
        let key = try SigningKey(algorithm: .rsaSHA256, material: material(Self.rsaSHA256))
        let dnskey = key.dnskey(flags: 256)
        #expect(
            key.publicKey
                == base64(
                    """
                    AwEAAcFcGsaxxdgiuuGmCkVImy4h99CqT7jwY3pexPGcnUFtR2Fh36BponcwtkZ4cAgtvd4Qs8PkxUdp6p/DlUmObdk=
                    """
                )
        )
        #expect(dnskey.keyTag == 9033)
        let signature = base64(
            "kRCOH6u7l0QGy9qpC9l1sLncJcOKFLJ7GhiUOibu4teYp5VE9RncriShZNz85mwlMgNEacFYK/lPtPiVYP4bwg=="
        )
        let record = try Self.record(.rsaSHA256, keyTag: 9033)
        #expect(try key.signature(over: record.octets) == signature)
        #expect(try VerificationContext(PublicKey(dnskey)).verifies(signature, over: record.octets))
    }

    @Test func `section 6.2: RSA with SHA-512`() throws {
        let key = try SigningKey(algorithm: .rsaSHA512, material: material(Self.rsaSHA512))
        let dnskey = key.dnskey(flags: 256)
        #expect(
            key.publicKey
                == base64(
                    """
                    AwEAAdHoNTOW+et86KuJOWRDp1pndvwb6Y83nSVXXyLA3DLroROUkN6X0O6pnWnjJQujX/AyhqFD
                    xj13tOnD9u/1kTg7cV6rklMrZDtJCQ5PCl/D7QNPsgVsMu1J2Q8gpMpztNFLpPBz1bWXjDtaR7ZQBlZ3PFY12ZTSncorffcGmhOL
                    """
                )
        )
        #expect(dnskey.keyTag == 3740)
        let signature = base64(
            """
            tsb4wnjRUDnB1BUi+t6TMTXThjVnG+eCkWqjvvjhzQL1d0YRoOe0CbxrVDYd0xDtsuJRaeUw1ep94PzEWzr0iGYgZBWm/zpq+9fO
            uagYJRfDqfReKBzMweOLDiNa8iP5g9vMhpuv6OPlvpXwm9Sa9ZXIbNl1MBGk0fthPgxdDLw=
            """
        )
        let record = try Self.record(.rsaSHA512, keyTag: 3740)
        #expect(try key.signature(over: record.octets) == signature)
        #expect(try VerificationContext(PublicKey(dnskey)).verifies(signature, over: record.octets))
    }
}
