import DNSSECModel
import PolicyFile

extension BadFile {
    static let policies3: [BadFile] = [
        BadFile(
            "ds-method-without-parent",
            [
                Fault(4, 11, .methodWithoutParent(.doubleDS))
            ]
        ),
        BadFile(
            "ds-method-of-csk",
            [
                Fault(5, 11, .wrongRollMethod(.doubleRRset, .csk))
            ]
        ),
        BadFile(
            "roll-method-of-another-role",
            [
                Fault(4, 11, .wrongRollMethod(.prePublication, .ksk))
            ]
        ),
        BadFile(
            "ds-method-for-zsk",
            [
                Fault(6, 11, .wrongRollMethod(.doubleDS, .zsk))
            ]
        ),
        BadFile(
            "unknown-roll-method",
            [
                Fault(
                    5,
                    11,
                    .unknownWord(
                        "prepublication",
                        suggestion: "pre-publication",
                        known: ["pre-publication", "double-signature", "double-ds", "double-rrset"]
                    )
                )
            ]
        ),
        BadFile(
            "rfc5011-on-zsk",
            [
                Fault(6, 5, .rfc5011OnZSK)
            ]
        ),
        BadFile(
            "too-many-standby-keys",
            [
                Fault(5, 14, .badNumber("5", from: 0, to: 4))
            ]
        ),
        BadFile(
            "two-ksks",
            [
                Fault(7, 5, .repeatedRole(.ksk, firstLine: 3))
            ]
        ),
        BadFile(
            "csk-beside-zsk",
            [
                Fault(5, 5, .cskBesideOthers)
            ]
        ),
        BadFile(
            "ksk-alone",
            [
                Fault(3, 5, .missingRole(.zsk))
            ]
        ),
        BadFile(
            "mixed-algorithms",
            [
                Fault(6, 16, .mixedAlgorithms(.ecdsaP256SHA256, .ed25519))
            ]
        ),
        BadFile(
            "unforced-iterations",
            [
                Fault(4, 17, .unforcedIterations(10))
            ]
        ),
        BadFile(
            "unforced-salt",
            [
                Fault(2, 26, .unforcedSalt)
            ]
        ),
        BadFile(
            "too-many-iterations",
            [
                Fault(2, 32, .badNumber("51", from: 0, to: 50))
            ]
        ),
        BadFile(
            "odd-salt",
            [
                Fault(2, 26, .badSalt("abc"))
            ]
        ),
        BadFile(
            "unknown-denial",
            [
                Fault(2, 9, .unknownWord("nsec4", suggestion: "nsec", known: ["nsec", "nsec3"]))
            ]
        ),
        BadFile(
            "denial-without-nsec3",
            [
                Fault(2, 9, .missingKey("nsec3")),
                Fault(2, 11, .unknownKey("opt-out", suggestion: nil, known: ["nsec3"])),
            ]
        ),
        BadFile(
            "boolean-yes",
            [
                Fault(2, 16, .unknownWord("yes", suggestion: "true", known: ["true", "false"]))
            ]
        ),
        BadFile(
            "unknown-ds",
            [
                Fault(2, 15, .unknownWord("auto", suggestion: nil, known: ["manual", "hook", "none"]))
            ]
        ),
        BadFile(
            "sha1-digest",
            [
                Fault(2, 28, .forbiddenDigest(.sha1))
            ]
        ),
        BadFile(
            "repeated-digest",
            [
                Fault(2, 28, .repeatedDigest(.sha256))
            ]
        ),
        BadFile(
            "empty-digest-list",
            [
                Fault(2, 19, .emptyList)
            ]
        ),
        BadFile(
            "octet-columns",
            [
                Fault(2, 11, .unknownKey("größe", suggestion: nil, known: ["ds", "cds", "digest"])),
                Fault(2, 33, .forbiddenDigest(.sha1)),
            ]
        ),
        BadFile(
            "several-faults",
            [
                Fault(
                    2,
                    1,
                    .unknownKey(
                        "serials",
                        suggestion: "serial",
                        known: [
                            "version", "description", "zone", "publish-reasons", "ttl", "signatures",
                            "denial", "serial", "zonemd", "guards",
                            "propagation",
                            "safety", "calendar", "parent", "keys", "gates", "milestones", "revisions",
                            "postponements",
                        ]
                    )
                ),
                Fault(3, 16, .badInterval("1M1", .malformed)),
                Fault(5, 11, .unknownWord("kks", suggestion: "ksk", known: ["ksk", "zsk", "csk"])),
                Fault(6, 16, .forbiddenAlgorithm(.rsaSHA1)),
            ]
        ),
    ]
}
