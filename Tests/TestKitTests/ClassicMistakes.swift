import TestKit

let zskMistakes = [
    ClassicMistake("a ZSK signs before its DNSKEY is everywhere", .dataSignerNotInDNSKEY) { error in
        ResolverModel(
            child: [
                child(0, ["k", "z1"], signedBy: ["k"], dataBy: ["z1"]),
                child(day, ["k", "z1", "z2"], signedBy: ["k"], dataBy: ["z1"]),
                child(
                    day + Usual.delay + Usual.keyTTL - error,
                    ["k", "z1", "z2"],
                    signedBy: ["k"],
                    dataBy: ["z2"]
                ),
            ],
            parent: [parent(0, ["k"])]
        )
    },
    ClassicMistake("the old ZSK goes while its signatures are cached", .dataSignerNotInDNSKEY) { error in
        ResolverModel(
            child: [
                child(0, ["k", "z1", "z2"], signedBy: ["k"], dataBy: ["z1"]),
                child(day, ["k", "z1", "z2"], signedBy: ["k"], dataBy: ["z2"]),
                child(
                    day + Usual.delay + Usual.dataTTL - error,
                    ["k", "z2"],
                    signedBy: ["k"],
                    dataBy: ["z2"]
                ),
            ],
            parent: [parent(0, ["k"])]
        )
    },
    ClassicMistake("the old ZSK goes while some data is not yet signed anew", .dataSignerNotInDNSKEY) {
        error in
        var mixed = child(day, ["k", "z1", "z2"], signedBy: ["k"], dataBy: ["z2"])
        mixed.dataSigners = [["z1"], ["z2"]]
        let last = 3 * day
        return ResolverModel(
            child: [
                child(0, ["k", "z1", "z2"], signedBy: ["k"], dataBy: ["z1"]), mixed,
                child(last, ["k", "z1", "z2"], signedBy: ["k"], dataBy: ["z2"]),
                child(
                    last + Usual.delay + Usual.dataTTL - error,
                    ["k", "z2"],
                    signedBy: ["k"],
                    dataBy: ["z2"]
                ),
            ],
            parent: [parent(0, ["k"])]
        )
    },
    ClassicMistake("a lowered DNSKEY TTL is relied on too early", .dataSignerNotInDNSKEY) { error in
        ResolverModel(
            child: [
                child(0, ["k", "z1"], signedBy: ["k"], dataBy: ["z1"], keyTTL: 2 * day),
                child(day, ["k", "z1", "z2"], signedBy: ["k"], dataBy: ["z1"], keyTTL: 60),
                child(
                    day + Usual.delay + 2 * day - error,
                    ["k", "z1", "z2"],
                    signedBy: ["k"],
                    dataBy: ["z2"],
                    keyTTL: 60
                ),
            ],
            parent: [parent(0, ["k"])]
        )
    },
    ClassicMistake("a slow secondary is forgotten", .dataSignerNotInDNSKEY) { error in
        ResolverModel(
            child: [
                child(0, ["k", "z1"], signedBy: ["k"], dataBy: ["z1"]),
                child(day, ["k", "z1", "z2"], signedBy: ["k"], dataBy: ["z1"], delay: 3 * day),
                child(
                    day + 3 * day + Usual.keyTTL - error,
                    ["k", "z1", "z2"],
                    signedBy: ["k"],
                    dataBy: ["z2"]
                ),
            ],
            parent: [parent(0, ["k"])]
        )
    },
    ClassicMistake("a double signature ends while one-key DNSKEY sets are cached", .dataSignerNotInDNSKEY) {
        error in
        ResolverModel(
            child: [
                child(0, ["k", "z1"], signedBy: ["k"], dataBy: ["z1"]),
                child(day, ["k", "z1", "z2"], signedBy: ["k"], dataBy: ["z1", "z2"]),
                child(
                    day + Usual.delay + Usual.dataTTL - error,
                    ["k", "z2"],
                    signedBy: ["k"],
                    dataBy: ["z2"]
                ),
            ],
            parent: [parent(0, ["k"])]
        )
    },
    ClassicMistake("a ZSK that signs is revoked", .dataSignerRevoked) { error in
        ResolverModel(
            child: [
                child(0, ["k", "z1", "z2"], signedBy: ["k"], dataBy: ["z1"]),
                child(day, ["k", "z1", "z2"], signedBy: ["k"], dataBy: ["z2"]),
                child(
                    day + Usual.delay + Usual.dataTTL - error,
                    ["k", "z1", "z2"],
                    revoked: ["z1"],
                    signedBy: ["k"],
                    dataBy: ["z2"]
                ),
            ],
            parent: [parent(0, ["k"])]
        )
    },
    ClassicMistake("data is signed anew when caches outlive the old signatures", .dataSignaturesExpired) {
        error in
        let latest = 14 * day + 1 - Usual.dataTTL - Usual.delay
        return ResolverModel(
            child: [
                child(0, ["k", "z"], signedBy: ["k"], dataBy: ["z"], dataExpiration: 14 * day),
                child(latest + error, ["k", "z"], signedBy: ["k"], dataBy: ["z"]),
            ],
            parent: [parent(0, ["k"])]
        )
    },
]

let kskMistakes = [
    ClassicMistake("the DS changes before the new KSK is everywhere", .dsMatchesNoKey) { error in
        ResolverModel(
            child: [
                child(0, ["k1", "z"], signedBy: ["k1"], dataBy: ["z"]),
                child(day, ["k1", "k2", "z"], signedBy: ["k1", "k2"], dataBy: ["z"]),
            ],
            parent: [
                parent(0, ["k1"]), parent(day + Usual.delay + Usual.keyTTL - error, ["k2"]),
            ]
        )
    },
    ClassicMistake("the old KSK goes while its DS is cached", .dsMatchesNoKey) { error in
        ResolverModel(
            child: [
                child(0, ["k1", "k2", "z"], signedBy: ["k1", "k2"], dataBy: ["z"]),
                child(
                    day + Usual.parentDelay + Usual.dsTTL - error,
                    ["k2", "z"],
                    signedBy: ["k2"],
                    dataBy: ["z"]
                ),
            ],
            parent: [parent(0, ["k1"]), parent(day, ["k2"])]
        )
    },
    ClassicMistake("the old KSK stops signing while its DS is cached", .dsKeyDoesNotSign) { error in
        ResolverModel(
            child: [
                child(0, ["k1", "k2", "z"], signedBy: ["k1", "k2"], dataBy: ["z"]),
                child(
                    day + Usual.parentDelay + Usual.dsTTL - error,
                    ["k1", "k2", "z"],
                    signedBy: ["k2"],
                    dataBy: ["z"]
                ),
            ],
            parent: [parent(0, ["k1"]), parent(day, ["k2"])]
        )
    },
    ClassicMistake("the old KSK is revoked while its DS is cached", .dsMatchesOnlyRevokedKeys) { error in
        ResolverModel(
            child: [
                child(0, ["k1", "k2", "z"], signedBy: ["k1", "k2"], dataBy: ["z"]),
                child(
                    day + Usual.parentDelay + Usual.dsTTL - error,
                    ["k1", "k2", "z"],
                    revoked: ["k1"],
                    signedBy: ["k1", "k2"],
                    dataBy: ["z"]
                ),
            ],
            parent: [parent(0, ["k1"]), parent(day, ["k2"])]
        )
    },
    ClassicMistake("the KSK is exchanged before the second DS is everywhere", .dsMatchesNoKey) { error in
        ResolverModel(
            child: [
                child(0, ["k1", "z"], signedBy: ["k1"], dataBy: ["z"]),
                child(
                    day + Usual.parentDelay + Usual.dsTTL - error,
                    ["k2", "z"],
                    signedBy: ["k2"],
                    dataBy: ["z"]
                ),
            ],
            parent: [parent(0, ["k1"]), parent(day, ["k1", "k2"])]
        )
    },
    ClassicMistake("the old DS goes before the exchanged KSK is everywhere", .dsMatchesNoKey) { error in
        ResolverModel(
            child: [
                child(0, ["k1", "z"], signedBy: ["k1"], dataBy: ["z"]),
                child(day, ["k2", "z"], signedBy: ["k2"], dataBy: ["z"]),
            ],
            parent: [
                parent(0, ["k1", "k2"]), parent(day + Usual.delay + Usual.keyTTL - error, ["k2"]),
            ]
        )
    },
    ClassicMistake("the DNSKEY signatures expire in caches", .keySignaturesExpired) { error in
        let latest = 14 * day + 1 - Usual.keyTTL - Usual.delay
        return ResolverModel(
            child: [
                child(0, ["k", "z"], signedBy: ["k"], dataBy: ["z"], keyExpiration: 14 * day),
                child(latest + error, ["k", "z"], signedBy: ["k"], dataBy: ["z"]),
            ],
            parent: [parent(0, ["k"])]
        )
    },
]

let firstAndLastMistakes = [
    ClassicMistake("the DS comes while the absence of DNSKEY is cached", .noDNSKEY) { error in
        ResolverModel(
            child: [
                unsigned(0, dataTTL: minute, negativeTTL: hour),
                child(day, ["c"], signedBy: ["c"], dataBy: ["c"]),
            ],
            parent: [parent(0, []), parent(day + Usual.delay + hour - error, ["c"])]
        )
    },
    ClassicMistake("the DS comes while unsigned data is cached", .dataUnsigned) { error in
        ResolverModel(
            child: [unsigned(0), child(day, ["c"], signedBy: ["c"], dataBy: ["c"])],
            parent: [parent(0, []), parent(day + Usual.delay + Usual.dataTTL - error, ["c"])]
        )
    },
    ClassicMistake("the DNSKEY RRset goes while the DS is cached", .noDNSKEY) { error in
        ResolverModel(
            child: [
                child(0, ["c"], signedBy: ["c"], dataBy: ["c"]),
                unsigned(day + Usual.parentDelay + Usual.dsTTL - error),
            ],
            parent: [parent(0, ["c"]), parent(day, [])]
        )
    },
    ClassicMistake("the signatures go while the DS is cached", .dataUnsigned) { error in
        ResolverModel(
            child: [
                child(0, ["c"], signedBy: ["c"], dataBy: ["c"]),
                child(
                    day + Usual.parentDelay + Usual.dsTTL - error,
                    ["c"],
                    signedBy: ["c"],
                    dataBy: []
                ),
            ],
            parent: [parent(0, ["c"]), parent(day, [])]
        )
    },
]
