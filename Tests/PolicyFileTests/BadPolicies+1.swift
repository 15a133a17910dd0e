import DNSSECModel
import PolicyFile

extension BadFile {
    static let policies1: [BadFile] = [
        BadFile(
            "alias",
            [
                Fault(4, 9, .alias)
            ]
        ),
        BadFile(
            "anchor",
            [
                Fault(2, 14, .anchor)
            ]
        ),
        BadFile(
            "tag",
            [
                Fault(2, 14, .tag)
            ]
        ),
        BadFile(
            "second-document",
            [
                Fault(4, 1, .secondDocument)
            ]
        ),
        BadFile(
            "empty",
            [
                Fault(1, 1, .emptyDocument)
            ]
        ),
        BadFile(
            "null-document",
            [
                Fault(1, 1, .emptyDocument)
            ]
        ),
        BadFile(
            "text-document",
            [
                Fault(1, 1, .wrongShape(found: .text, wanted: .mapping))
            ]
        ),
        BadFile(
            "list-document",
            [
                Fault(1, 1, .wrongShape(found: .list, wanted: .mapping))
            ]
        ),
        BadFile(
            "tab-indentation",
            [
                Fault(3, 1, .tabIndentation)
            ]
        ),
        BadFile(
            "control-character",
            [
                Fault(2, 15, .controlCharacter(7))
            ]
        ),
        BadFile(
            "escaped-control-character",
            [
                Fault(2, 14, .controlCharacter(0))
            ]
        ),
        BadFile(
            "unicode-line-separator",
            [
                Fault(2, 15, .controlCharacter(0x2028))
            ]
        ),
        BadFile(
            "unclosed-quote",
            [
                Fault(4, 1, .syntax("found unexpected end of stream"))
            ]
        ),
        BadFile(
            "unclosed-brace",
            [
                Fault(3, 5, .syntax("did not find expected ',' or '}'"))
            ]
        ),
        BadFile(
            "wrong-indentation",
            [
                Fault(4, 3, .syntax("did not find expected key"))
            ]
        ),
        BadFile(
            "too-deep",
            [
                Fault(2, 29, .tooDeep(limit: 16))
            ]
        ),
        BadFile(
            "key-is-a-list",
            [
                Fault(2, 1, .keyIsNotText)
            ]
        ),
        BadFile(
            "repeated-key",
            [
                Fault(4, 1, .repeatedKey("serial", firstLine: 2))
            ]
        ),
        BadFile(
            "repeated-nested-key",
            [
                Fault(2, 16, .repeatedKey("ds", firstLine: 2))
            ]
        ),
        BadFile(
            "unknown-key",
            [
                Fault(
                    2,
                    1,
                    .unknownKey(
                        "signature",
                        suggestion: "signatures",
                        known: [
                            "version", "description", "zone", "publish-reasons", "ttl", "signatures",
                            "denial", "serial", "zonemd", "guards",
                            "propagation",
                            "safety", "calendar", "parent", "keys", "gates", "milestones", "revisions",
                            "postponements",
                        ]
                    )
                )
            ]
        ),
        BadFile(
            "unknown-key-like-nothing",
            [
                Fault(
                    2,
                    1,
                    .unknownKey(
                        "mailbox",
                        suggestion: nil,
                        known: [
                            "version", "description", "zone", "publish-reasons", "ttl", "signatures",
                            "denial", "serial", "zonemd", "guards",
                            "propagation",
                            "safety", "calendar", "parent", "keys", "gates", "milestones", "revisions",
                            "postponements",
                        ]
                    )
                )
            ]
        ),
        BadFile(
            "unknown-key-with-underscore",
            [
                Fault(
                    3,
                    3,
                    .unknownKey(
                        "dnskey_validity",
                        suggestion: "dnskey-validity",
                        known: [
                            "validity", "dnskey-validity", "refresh", "jitter", "inception-offset",
                            "dnskey-signers",
                        ]
                    )
                )
            ]
        ),
        BadFile(
            "unknown-key-of-a-key",
            [
                Fault(
                    5,
                    5,
                    .unknownKey(
                        "lifetme",
                        suggestion: "lifetime",
                        known: [
                            "role", "algorithm", "bits", "lifetime", "lifetime-jitter", "roll", "spread",
                            "rfc5011", "standby", "calendar", "known",
                        ]
                    )
                )
            ]
        ),
        BadFile(
            "merge-key",
            [
                Fault(
                    2,
                    1,
                    .unknownKey(
                        "<<",
                        suggestion: nil,
                        known: [
                            "version", "description", "zone", "publish-reasons", "ttl", "signatures",
                            "denial", "serial", "zonemd", "guards",
                            "propagation",
                            "safety", "calendar", "parent", "keys", "gates", "milestones", "revisions",
                            "postponements",
                        ]
                    )
                )
            ]
        ),
        BadFile(
            "missing-version",
            [
                Fault(1, 1, .missingKey("version"))
            ]
        ),
    ]
}
