import DNSCore

/// A trust anchor of the DNS root: its key, tags and digests are public facts (RFC 9718).
struct RootAnchor: Sendable {
    var name: String
    var keyTag: UInt16
    var revokedTag: UInt16
    var publicKey: String
    var digests: [DigestType: String]

    var key: DNSKEYRecord {
        DNSKEYRecord(flags: 257, algorithm: .rsaSHA256, publicKey: base64(publicKey))
    }

    static let all = [
        RootAnchor(
            name: "KSK-2010",
            keyTag: 19036,
            revokedTag: 19164,
            publicKey: """
                AwEAAagAIKlVZrpC6Ia7gEzahOR+9W29euxhJhVVLOyQbSEW0O8gcCjFFVQUTf6v58fLjwBd0YI0EzrAcQqBGCzh/R
                StIoO8g0NfnfL2MTJRkxoXbfDaUeVPQuYEhg37NZWAJQ9VnMVDxP/VHL496M/QZxkjf5/Efucp2gaDX6RS6CXpoY68
                LsvPVjR0ZSwzz1apAzvN9dlzEheX7ICJBBtuA6G3LQpzW5hOA2hzCTMjJPJ8LbqF6dsV6DoBQzgul0sGIcGOYl7OyQ
                dXfZ57relSQageu+ipAdTTJ25AsRTAoub8ONGcLmqrAmRLKBP1dfwhYB4N7knNnulqQxA+Uk1ihz0=
                """,
            digests: [
                .sha1: "B256BD09DC8DD59F0E0F0D8541B8328DD986DF6E",
                .sha256: "49AAC11D7B6F6446702E54A1607371607A1A41855200FD2CE1CDDE32F24E8FB5",
                .sha384: """
                F52AC67A55659153641967305EAD97A388B642495CC991F1AEA6B93327D0E159EB1E5C8813F14C3C5569DE4D681697E3
                """,
            ]
        ),
        RootAnchor(
            name: "KSK-2017",
            keyTag: 20326,
            revokedTag: 20454,
            publicKey: """
                AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq7HrxRixHlFlExOLAJr5emLvN7S
                WXgnLh4+B5xQlNVz8Og8kvArMtNROxVQuCaSnIDdD5LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8efS3
                rCj/EWgvIWgb9tarpVUDK/b58Da+sqqls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLYA4/ilB
                mSVIzuDWfdRUfhHdY6+cn8HFRm+2hM8AnXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU=
                """,
            digests: [
                .sha1: "AE1EA5B974D4C858B740BD03E3CED7EBFCBD1724",
                .sha256: "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
                .sha384: """
                538F47BA9BB88908E1DC335D6DFD51CA66B4D824192E6E6E210AE8CC18ECE46A0F62B9F0D2F88DFC87D4BB8B8AED21CB
                """,
            ]
        ),
        RootAnchor(
            name: "KSK-2024",
            keyTag: 38696,
            revokedTag: 38824,
            publicKey: """
                AwEAAa96jeuknZlaeSrvyAJj6ZHv28hhOKkx3rLGXVaC6rXTsDc449/cidltpkyGwCJNnOAlFNKF2jBosZBU5eeHsp
                aQWOmOElZsjICMQMC3aeHbGiShvZsx4wMYSjH8e7Vrhbu6irwCzVBApESjbUdpWWmEnhathWu1jo+siFUiRAAxm9qy
                JNg/wOZqqzL/dL/q8PkcRU5oUKEpUge71M3ej2/7CPqpdVwuMoTvoB+ZOT4YeGyxMvHmbrxlFzGOHOijtzN+u1TQNa
                tX2XBuzZNQ1K+s2CXkPIZo7s6JgZyvaBevYtxPvYLw4z9mR7K2vaF18UYH9Z9GNUUeayffKC73PYc=
                """,
            digests: [
                .sha1: "9ED8323E83071BB73E3E41303055A10AAA293619",
                .sha256: "683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
                .sha384: """
                23DB1C475F60AFF0F4E11EC8474FFF4205CB8EE1AAA28E47137C9AF8C3529444164D26902D2BB2FD12A3A94BEACBB171
                """,
            ]
        ),
    ]
}
