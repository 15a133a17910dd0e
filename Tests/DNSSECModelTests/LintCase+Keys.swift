import DNSSECModel

extension LintCase {
    /// Ipub is 5 m + 1 h + 1 h, Iret 5 m + 12 h + 1 h, with a zone TTL of 12 h.
    static let lifetimes: [LintCase] = [
        LintCase(
            "a ZSK lifetime below publication and retirement",
            [
                error(
                    key(1, "lifetime"),
                    .lifetimeBelowRoll(
                        .zsk,
                        lifetime: .hours(15),
                        publish: .minutes(125),
                        retire: .minutes(785)
                    )
                )
            ]
        ) {
            $0.ttl.zoneMaximum = .hours(12)
            $0.keys[1].lifetime = .hours(15)
        },
        LintCase(
            "a ZSK lifetime of just publication and retirement",
            [
                warning(
                    key(1, "lifetime"),
                    .shortLifetime(.zsk, lifetime: .minutes(910), least: .days(7))
                )
            ]
        ) {
            $0.ttl.zoneMaximum = .hours(12)
            $0.keys[1].lifetime = .minutes(910)
        },
        LintCase(
            "a double-signature ZSK lifetime below the double-signature interval",
            [
                error(
                    key(1, "lifetime"),
                    .lifetimeBelowRoll(.zsk, lifetime: .hours(13), publish: .zero, retire: .minutes(785))
                )
            ]
        ) {
            $0.ttl.zoneMaximum = .hours(12)
            $0.keys[1].roll = .doubleSignature
            $0.keys[1].lifetime = .hours(13)
        },
        LintCase(
            "a KSK lifetime below IpubC and Iret",
            [
                error(
                    key(0, "lifetime"),
                    .lifetimeBelowRoll(
                        .ksk,
                        lifetime: .days(1),
                        publish: .minutes(125),
                        retire: .days(1) + .hours(2)
                    )
                )
            ]
        ) { $0.keys[0].lifetime = .days(1) },
        LintCase(
            "a KSK lifetime that RFC 5011 makes too short",
            [
                error(
                    key(0, "lifetime"),
                    .lifetimeBelowRoll(
                        .ksk,
                        lifetime: .days(60),
                        publish: .days(30) + .minutes(185),
                        retire: .days(30)
                    )
                )
            ]
        ) {
            $0.parent = ParentPolicy(ds: .none, cds: false)
            $0.keys[0].rfc5011 = RFC5011Policy()
            $0.keys[0].lifetime = .days(60)
        },
        LintCase(
            "a KSK that needs a person every week",
            [
                warning(key(0, "lifetime"), .shortLifetime(.ksk, lifetime: .days(29), least: .days(30)))
            ]
        ) { $0.keys[0].lifetime = .days(29) },
        LintCase("a KSK that a hook rolls every week", []) {
            $0.keys[0].lifetime = .days(7)
            $0.parent.ds = .hook
        },
        LintCase(
            "a CSK lifetime below the longer of both intervals",
            [
                error(
                    key(0, "lifetime"),
                    .lifetimeBelowRoll(
                        .csk,
                        lifetime: .hours(27),
                        publish: .minutes(125),
                        retire: .hours(26)
                    )
                )
            ]
        ) { $0.keys = [KeyPolicy(role: .csk, algorithm: .ed25519, lifetime: .hours(27))] },
    ]

    /// Of a lifetime of ten days, 2h5m to publish and 13h5m to retire leave 9d8h50m.
    static let spreads: [LintCase] = [
        LintCase("a spread of just what a lifetime leaves", [longSpread]) {
            $0.ttl.zoneMaximum = .hours(12)
            $0.keys[1].lifetime = .days(10)
            $0.keys[1].spread = .days(9) + .minutes(530)
        },
        LintCase(
            "a spread that a lifetime does not leave",
            [
                error(
                    key(1, "spread"),
                    .spreadAboveLifetime(
                        .zsk,
                        .days(9) + .minutes(531),
                        lifetime: .days(10),
                        room: .days(9) + .minutes(530)
                    )
                )
            ]
        ) {
            $0.ttl.zoneMaximum = .hours(12)
            $0.keys[1].lifetime = .days(10)
            $0.keys[1].spread = .days(9) + .minutes(531)
        },
        LintCase("a spread as long as signatures are left alone", []) { $0.keys[1].spread = .days(7) },
        LintCase(
            "a spread longer than signatures are left alone",
            [
                warning(
                    key(1, "spread"),
                    .spreadAboveRefresh(.days(8), validity: .days(14), refresh: .days(7))
                )
            ]
        ) { $0.keys[1].spread = .days(8) },
        LintCase("a spread of a CSK", []) {
            $0.keys = [
                KeyPolicy(role: .csk, algorithm: .ed25519, roll: .prePublication, spread: .days(3))
            ]
        },
    ]

    private static let longSpread = warning(
        key(1, "spread"),
        .spreadAboveRefresh(.days(9) + .minutes(530), validity: .days(14), refresh: .days(7))
    )

    static let keys: [LintCase] = [
        LintCase("a ZSK standby without a lifetime", [warning(key(1, "standby"), .idleStandby(.zsk, 2))]) {
            $0.keys[1].lifetime = nil
            $0.keys[1].standby = 2
        },
        LintCase("a standby with a lifetime", []) { $0.keys[1].standby = 1 },
        LintCase("a standby trust anchor", []) {
            $0.keys[0].rfc5011 = RFC5011Policy()
            $0.keys[0].standby = 1
        },
        LintCase(
            "RSASHA512",
            [
                warning(key(0, "algorithm"), .algorithmNotRecommended(.rsaSHA512)),
                warning(key(1, "algorithm"), .algorithmNotRecommended(.rsaSHA512)),
            ]
        ) { setAlgorithm(.rsaSHA512, of: &$0) },
        LintCase(
            "ECDSA P-384",
            [
                warning(key(0, "algorithm"), .algorithmOptional(.ecdsaP384SHA384)),
                warning(key(1, "algorithm"), .algorithmOptional(.ecdsaP384SHA384)),
            ]
        ) { setAlgorithm(.ecdsaP384SHA384, of: &$0) },
        LintCase(
            "Ed448",
            [
                warning(key(0, "algorithm"), .algorithmOptional(.ed448)),
                warning(key(1, "algorithm"), .algorithmOptional(.ed448)),
            ]
        ) { setAlgorithm(.ed448, of: &$0) },
        LintCase("RSASHA256", []) { setAlgorithm(.rsaSHA256, of: &$0) },
        LintCase("Ed25519", []) { setAlgorithm(.ed25519, of: &$0) },
        LintCase(
            "RSA keys too short and too long",
            [
                warning(key(0, "bits"), .longRSA(4096)), warning(key(1, "bits"), .shortRSA(1024)),
            ]
        ) {
            setAlgorithm(.rsaSHA256, of: &$0)
            $0.keys[0].bits = 4096
            $0.keys[1].bits = 1024
        },
        LintCase(
            "RFC 5011 timers too short",
            [
                error(
                    key(0, "rfc5011", "add-hold-down"),
                    .shortHoldDown(.days(29), least: .days(30), isForced: false)
                ),
                error(
                    key(0, "rfc5011"),
                    .stopTooSoon(
                        .days(29) + .minutes(185),
                        least: .days(30) + .hours(1),
                        isForced: false
                    )
                ),
                warning(key(0, "rfc5011", "revoked"), .shortRevocation(.hours(2), least: .minutes(125))),
            ]
        ) { $0.keys[0].rfc5011 = RFC5011Policy(addHoldDown: .days(29), revoked: .hours(2)) },
        LintCase(
            "a hold-down that is too short by force",
            [
                warning(
                    key(0, "rfc5011", "add-hold-down"),
                    .shortHoldDown(.days(5), least: .days(30), isForced: true)
                ),
                warning(
                    key(0, "rfc5011"),
                    .stopTooSoon(.days(5) + .minutes(185), least: .days(30) + .hours(1), isForced: true)
                ),
            ]
        ) { $0.keys[0].rfc5011 = RFC5011Policy(addHoldDown: .days(5), isForced: true) },
        LintCase(
            "a hold-down that is too short, and a TTL that makes up for it",
            [
                warning(
                    key(0, "rfc5011", "add-hold-down"),
                    .shortHoldDown(.days(29), least: .days(30), isForced: true)
                )
            ]
        ) {
            $0.ttl.dnskey = .days(2)
            $0.keys[0].rfc5011 = RFC5011Policy(addHoldDown: .days(29), isForced: true)
        },
    ]

    static let parents: [LintCase] = [
        LintCase("NSEC3 as RFC 9276 wants it", zone: facts(insecureDelegations: 0), []) {
            $0.denial = .nsec3(NSEC3Policy())
        },
        LintCase(
            "iterations and salt",
            [
                warning(PolicyKeyPath("denial", "nsec3", "iterations"), .nsec3Iterations(10)),
                warning(PolicyKeyPath("denial", "nsec3", "salt"), .nsec3Salt(octets: 2)),
            ]
        ) { $0.denial = .nsec3(NSEC3Policy(iterations: 10, salt: [1, 2])) },
        LintCase(
            "opt-out in a small zone",
            zone: facts(insecureDelegations: 999),
            [
                warning(PolicyKeyPath("denial", "nsec3", "opt-out"), .optOutInSmallZone(delegations: 999))
            ]
        ) { $0.denial = .nsec3(NSEC3Policy(optOut: true)) },
        LintCase("opt-out in a large zone", zone: facts(insecureDelegations: 1000), []) {
            $0.denial = .nsec3(NSEC3Policy(optOut: true))
        },
        LintCase(
            "SHA-384 alone",
            [
                warning(PolicyKeyPath("parent", "digest"), .digestNotRecommended(.sha384))
            ]
        ) { $0.parent.digests = [.sha384] },
        LintCase("SHA-384 beside SHA-256", []) { $0.parent.digests = [.sha384, .sha256] },
        LintCase(
            "no parent, no RFC 5011, but CDS",
            [
                warning(PolicyKeyPath("parent", "ds"), .anchorsByHand(.ksk)),
                warning(PolicyKeyPath("parent", "cds"), .cdsWithoutParent),
            ]
        ) { $0.parent.ds = .none },
        LintCase("trust anchors by RFC 5011", []) {
            $0.parent = ParentPolicy(ds: .none, cds: false)
            $0.keys[0].rfc5011 = RFC5011Policy()
        },
    ]

    private static func setAlgorithm(_ algorithm: SecurityAlgorithm, of policy: inout DNSSECPolicy) {
        policy.keys = policy.keys.map {
            KeyPolicy(role: $0.role, algorithm: algorithm, lifetime: $0.lifetime)
        }
    }
}
