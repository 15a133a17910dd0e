import DNSSECModel
import PolicyFile

extension BadFile {
    static let configurations: [BadFile] = [
        BadFile(
            "missing-version",
            [
                Fault(1, 1, .missingKey("version"))
            ]
        ),
        BadFile(
            "future-version",
            [
                Fault(1, 10, .unsupportedVersion("1.1"))
            ]
        ),
        BadFile(
            "unknown-key",
            [
                Fault(
                    2,
                    1,
                    .unknownKey(
                        "zone",
                        suggestion: "zones",
                        known: [
                            "version", "state", "policies", "socket", "socket-group", "log-level", "threads",
                            "servers", "out-of-zone", "max-records-per-type", "max-types-per-name",
                            "include-root", "limits", "zones",
                        ]
                    )
                )
            ]
        ),
        BadFile(
            "unknown-zone-key",
            [
                Fault(
                    6,
                    5,
                    .unknownKey(
                        "polcy",
                        suggestion: "policy",
                        known: ["name", "file", "policy", "output", "hooks", "limits"]
                    )
                )
            ]
        ),
        BadFile(
            "unknown-hook",
            [
                Fault(
                    7,
                    7,
                    .unknownKey(
                        "publish",
                        suggestion: "published",
                        known: ["published", "ds-submit", "ds-withdraw", "time-limit"]
                    )
                )
            ]
        ),
        BadFile(
            "repeated-zone",
            [
                Fault(6, 11, .repeatedZone(.example, firstLine: 3))
            ]
        ),
        BadFile(
            "repeated-key",
            [
                Fault(3, 1, .repeatedKey("state", firstLine: 2))
            ]
        ),
        BadFile(
            "shared-output",
            [
                Fault(
                    8,
                    13,
                    .sharedOutput(Fixture.tests + "/BadConfiguration/signed/example.zone", firstLine: 5)
                )
            ]
        ),
        BadFile(
            "output-is-input",
            [
                Fault(5, 13, .outputIsInput(Fixture.tests + "/BadConfiguration/example.zone"))
            ]
        ),
        BadFile(
            "missing-name",
            [
                Fault(3, 5, .missingKey("name"))
            ]
        ),
        BadFile(
            "missing-file-and-output",
            [
                Fault(3, 5, .missingKey("file")),
                Fault(3, 5, .missingKey("output")),
            ]
        ),
        BadFile(
            "bad-zone-name",
            [
                Fault(3, 11, .badName("example..net", .emptyLabel))
            ]
        ),
        BadFile(
            "long-label",
            [
                Fault(
                    3,
                    11,
                    .badName(
                        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.",
                        .labelTooLong(octets: 64)
                    )
                )
            ]
        ),
        BadFile(
            "empty-zone-name",
            [
                Fault(3, 11, .badName("", .empty))
            ]
        ),
        BadFile(
            "policy-in-another-folder",
            [
                Fault(6, 13, .badPolicyName("../secret"))
            ]
        ),
        BadFile(
            "policy-with-extension",
            [
                Fault(6, 13, .badPolicyName("default.yaml"))
            ]
        ),
        BadFile(
            "hook-for-a-shell",
            [
                Fault(7, 18, .hookIsText("nsd-control reload"))
            ]
        ),
        BadFile(
            "empty-hook",
            [
                Fault(7, 18, .emptyList)
            ]
        ),
        BadFile(
            "hook-without-program",
            [
                Fault(7, 22, .emptyText)
            ]
        ),
        BadFile(
            "hook-with-nested-list",
            [
                Fault(7, 33, .wrongShape(found: .list, wanted: .text))
            ]
        ),
        BadFile(
            "zero-time-limit",
            [
                Fault(7, 19, .intervalOutOfRange(.zero, from: .seconds(1), to: .days(1)))
            ]
        ),
        BadFile(
            "time-limit-in-months",
            [
                Fault(7, 19, .badInterval("P1M", .monthOrYear))
            ]
        ),
        BadFile(
            "socket-path-too-long",
            [
                Fault(2, 9, .socketPathTooLong(octets: 108, limit: 107))
            ]
        ),
        BadFile(
            "unknown-log-level",
            [
                Fault(
                    2,
                    12,
                    .unknownWord(
                        "warn",
                        suggestion: nil,
                        known: ["error", "warning", "notice", "info", "debug"]
                    )
                )
            ]
        ),
        BadFile(
            "unknown-server",
            [
                Fault(2, 18, .unknownWord("nds", suggestion: "nsd", known: ["bind", "knot", "nsd"])),
                Fault(3, 14, .unknownWord("ignore", suggestion: nil, known: ["error", "warn"])),
            ]
        ),
        BadFile(
            "no-threads",
            [
                Fault(2, 10, .badNumber("0", from: 1, to: 1024))
            ]
        ),
        BadFile(
            "bad-limits",
            [
                Fault(3, 12, .badNumber("0", from: 1, to: 4_294_967_295)),
                Fault(4, 11, .badSize("2GB", from: 1, to: 1_125_899_906_842_624)),
                Fault(5, 11, .badSize("2000P", from: 1, to: 1_125_899_906_842_624)),
                Fault(
                    6,
                    3,
                    .unknownKey(
                        "generate",
                        suggestion: "generated",
                        known: ["records", "octets", "generated", "memory"]
                    )
                ),
            ]
        ),
        BadFile(
            "zones-as-mapping",
            [
                Fault(3, 3, .wrongShape(found: .mapping, wanted: .list))
            ]
        ),
        BadFile(
            "zone-as-text",
            [
                Fault(3, 5, .wrongShape(found: .text, wanted: .mapping))
            ]
        ),
        BadFile(
            "empty-state",
            [
                Fault(2, 8, .emptyText)
            ]
        ),
    ]
}

extension Name {
    static let example = Name(uncheckedWire: [7] + Array("example".utf8) + [0])
}
