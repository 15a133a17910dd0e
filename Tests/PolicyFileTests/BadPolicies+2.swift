import DNSSECModel
import PolicyFile

extension BadFile {
    static let policies2: [BadFile] = [
        BadFile(
            "future-version",
            [
                Fault(1, 10, .unsupportedVersion("2"))
            ]
        ),
        BadFile(
            "missing-keys",
            [
                Fault(1, 1, .missingKey("keys"))
            ]
        ),
        BadFile(
            "keys-without-entries",
            [
                Fault(2, 7, .emptyList)
            ]
        ),
        BadFile(
            "keys-as-mapping",
            [
                Fault(3, 3, .wrongShape(found: .mapping, wanted: .list))
            ]
        ),
        BadFile(
            "missing-role",
            [
                Fault(3, 5, .missingKey("role"))
            ]
        ),
        BadFile(
            "missing-algorithm",
            [
                Fault(3, 5, .missingKey("algorithm"))
            ]
        ),
        BadFile(
            "unknown-role",
            [
                Fault(3, 11, .unknownWord("ksk2", suggestion: "ksk", known: ["ksk", "zsk", "csk"]))
            ]
        ),
        BadFile(
            "unknown-algorithm",
            [
                Fault(
                    4,
                    16,
                    .unknownWord(
                        "ecdsa256",
                        suggestion: nil,
                        known: [
                            "rsasha256", "rsasha512", "ecdsap256sha256", "ecdsap384sha384", "ed25519",
                            "ed448",
                        ]
                    )
                )
            ]
        ),
        BadFile(
            "misspelt-algorithm",
            [
                Fault(
                    4,
                    16,
                    .unknownWord(
                        "ed25591",
                        suggestion: "ed25519",
                        known: [
                            "rsasha256", "rsasha512", "ecdsap256sha256", "ecdsap384sha384", "ed25519",
                            "ed448",
                        ]
                    )
                )
            ]
        ),
        BadFile(
            "sha1-algorithm",
            [
                Fault(4, 16, .forbiddenAlgorithm(.rsaSHA1))
            ]
        ),
        BadFile(
            "sha1-algorithm-number",
            [
                Fault(4, 16, .forbiddenAlgorithm(.rsaSHA1NSEC3))
            ]
        ),
        BadFile(
            "unsupported-algorithm",
            [
                Fault(4, 16, .unsupportedAlgorithm(SecurityAlgorithm(rawValue: 17)))
            ]
        ),
        BadFile(
            "bits-without-rsa",
            [
                Fault(5, 5, .bitsWithoutRSA(.ed25519))
            ]
        ),
        BadFile(
            "bits-too-small",
            [
                Fault(5, 11, .badNumber("512", from: 1024, to: 4096))
            ]
        ),
        BadFile(
            "zero-lifetime",
            [
                Fault(5, 15, .zeroLifetime)
            ]
        ),
        BadFile(
            "jitter-without-lifetime",
            [
                Fault(6, 5, .jitterWithoutLifetime)
            ]
        ),
        BadFile(
            "jitter-of-a-lifetime",
            [
                Fault(
                    6,
                    22,
                    .intervalOutOfRange(.days(90), from: .zero, to: .days(90) - .seconds(1))
                )
            ]
        ),
        BadFile(
            "lifetime-in-years-and-days",
            [
                Fault(5, 15, .badLifetimeSpan("1y30d"))
            ]
        ),
        BadFile(
            "lifetime-of-too-many-years",
            [
                Fault(5, 15, .badLifetimeSpan("P101Y"))
            ]
        ),
        BadFile(
            "spread-in-months",
            [
                Fault(6, 13, .badInterval("1mo", .malformed))
            ]
        ),
        BadFile(
            "misspelt-unlimited",
            [
                Fault(
                    5,
                    15,
                    .unknownWord("unlimitted", suggestion: "unlimited", known: ["unlimited", "30d"])
                )
            ]
        ),
        BadFile(
            "interval-without-unit",
            [
                Fault(2, 16, .badInterval("1 hour", .malformed))
            ]
        ),
        BadFile(
            "negative-interval",
            [
                Fault(2, 16, .badInterval("-1h", .malformed))
            ]
        ),
        BadFile(
            "ttl-out-of-range",
            [
                Fault(2, 12, .intervalOutOfRange(.days(30_000), from: .zero, to: .seconds(2_147_483_647)))
            ]
        ),
        BadFile(
            "interval-beyond-all",
            [
                Fault(2, 25, .badInterval("40000d", .outOfRange))
            ]
        ),
        BadFile(
            "nothing-after-colon",
            [
                Fault(3, 11, .wrongShape(found: .nothing, wanted: .text))
            ]
        ),
        BadFile(
            "list-for-a-value",
            [
                Fault(2, 9, .wrongShape(found: .list, wanted: .text))
            ]
        ),
        BadFile(
            "unknown-serial",
            [
                Fault(
                    2,
                    9,
                    .unknownWord(
                        "unixtme",
                        suggestion: "unixtime",
                        known: ["keep", "counter", "unixtime", "datecounter"]
                    )
                )
            ]
        ),
    ]
}
