import DNSSECModel

extension LintCase {
    private static let refresh = PolicyKeyPath("signatures", "refresh")
    private static let jitter = PolicyKeyPath("signatures", "jitter")
    private static let offset = PolicyKeyPath("signatures", "inception-offset")
    private static let validity = PolicyKeyPath("signatures", "validity")
    private static let keyValidity = PolicyKeyPath("signatures", "dnskey-validity")

    static let signatures: [LintCase] = [
        LintCase(
            "refresh equal to the validity",
            [error(refresh, .refreshNotBelowValidity(.zone, refresh: .days(14), validity: .days(14)))]
        ) { $0.signatures.refresh = .days(14) },
        LintCase(
            "refresh above the DNSKEY validity alone",
            [error(refresh, .refreshNotBelowValidity(.keys, refresh: .days(7), validity: .days(5)))]
        ) { $0.signatures.dnskeyValidity = .days(5) },
        LintCase(
            "jitter that leaves nothing",
            [
                error(
                    jitter,
                    .jitterLeavesNothing(.zone, jitter: .days(7), refresh: .days(7), validity: .days(14))
                )
            ]
        ) { $0.signatures.jitter = .days(7) },
        LintCase(
            "jitter that leaves nothing to DNSKEY signatures alone",
            [
                error(
                    jitter,
                    .jitterLeavesNothing(.keys, jitter: .hours(12), refresh: .days(7), validity: .hours(180))
                )
            ]
        ) { $0.signatures.dnskeyValidity = .hours(180) },
        LintCase(
            "little room between two signatures",
            [
                warning(
                    refresh,
                    .littleRoom(
                        .zone,
                        room: .seconds(3599),
                        jitter: .days(7) - .seconds(3599),
                        refresh: .days(7),
                        validity: .days(14)
                    )
                )
            ]
        ) { $0.signatures.jitter = .days(7) - .seconds(3599) },
        LintCase("an hour of room", []) { $0.signatures.jitter = .days(7) - .hours(1) },
        LintCase(
            "refresh not above propagation",
            [error(refresh, .refreshBelowPropagation(refresh: .days(7), propagation: .days(7)))]
        ) { $0.propagation.zone = .days(7) },
        LintCase(
            "refresh below the zone's TTL and propagation",
            [
                warning(
                    refresh,
                    .refreshBelowTTL(.zone, refresh: .days(7), ttl: .days(7), propagation: .minutes(5))
                )
            ]
        ) { $0.ttl.zoneMaximum = .days(7) },
        LintCase(
            "refresh below the TTL that was seen",
            zone: facts(maximumTTL: .days(2)),
            [
                warning(
                    refresh,
                    .refreshBelowTTL(.zone, refresh: .days(2), ttl: .days(2), propagation: .minutes(5))
                ),
                warning(refresh, .expireAboveRefresh(expire: .days(7), refresh: .days(2))),
            ]
        ) { $0.signatures.refresh = .days(2) },
        LintCase(
            "refresh below the DNSKEY TTL",
            [
                warning(
                    refresh,
                    .refreshBelowTTL(.keys, refresh: .days(2), ttl: .days(2), propagation: .minutes(5))
                )
            ]
        ) {
            $0.signatures.refresh = .days(2)
            $0.ttl.dnskey = .days(2)
        },
        LintCase("less than a day to repair", [warning(refresh, .shortRefresh(.hours(23)))]) {
            $0.signatures.refresh = .hours(23)
        },
        LintCase(
            "validity near the TTL",
            [
                warning(validity, .validityNearTTL(.zone, validity: .days(9), ttl: .days(5))),
                warning(keyValidity, .validityNearTTL(.keys, validity: .days(9), ttl: .days(5))),
                warning(PolicyKeyPath("ttl", "dnskey"), .longTTL(.dnskey, .days(5))),
            ].sortedByPart
        ) {
            $0.signatures.validity = .days(9)
            $0.signatures.dnskeyValidity = .days(9)
            $0.ttl.zoneMaximum = .days(5)
            $0.ttl.dnskey = .days(5)
        },
        LintCase("long validity", [warning(validity, .longValidity(.zone, .days(91)))]) {
            $0.signatures.validity = .days(91)
        },
        LintCase("long DNSKEY validity", [warning(keyValidity, .longValidity(.keys, .days(91)))]) {
            $0.signatures.dnskeyValidity = .days(91)
        },
        LintCase("ninety days of both validities", []) {
            $0.signatures.validity = .days(90)
            $0.signatures.dnskeyValidity = .days(90)
        },
        LintCase("no inception offset", [warning(offset, .smallInceptionOffset(.zero))]) {
            $0.signatures.inceptionOffset = .zero
        },
        LintCase("two days of inception offset", [warning(offset, .largeInceptionOffset(.days(2)))]) {
            $0.signatures.inceptionOffset = .days(2)
        },
    ]

    static let soa: [LintCase] = [
        LintCase(
            "SOA expire above refresh",
            zone: facts(soaExpire: .days(14)),
            [warning(refresh, .expireAboveRefresh(expire: .days(14), refresh: .days(7)))]
        ),
        LintCase(
            "SOA refresh above propagation and margin",
            zone: facts(soaRefresh: .hours(4)),
            [
                warning(
                    PolicyKeyPath("propagation", "zone"),
                    .soaRefreshAbovePropagation(
                        soaRefresh: .hours(4),
                        propagation: .minutes(5),
                        safety: .hours(1)
                    )
                )
            ]
        ),
        LintCase(
            "a TTL above the policy's maximum",
            zone: facts(maximumTTL: .days(2)),
            [
                warning(
                    PolicyKeyPath("ttl", "zone-maximum"),
                    .zoneTTLAboveMaximum(observed: .days(2), maximum: .days(1))
                )
            ]
        ) { $0.ttl.zoneMaximum = .days(1) },
        LintCase(
            "a kept serial",
            [warning(PolicyKeyPath("serial"), .serialKept(.hours(156)))]
        ) { $0.serial = .keep },
    ]

    static let ttls: [LintCase] = [
        LintCase(
            "short TTLs",
            [
                warning(PolicyKeyPath("ttl", "dnskey"), .shortTTL(.dnskey, .seconds(299))),
                warning(PolicyKeyPath("ttl", "ds"), .shortTTL(.ds, .seconds(60))),
                warning(PolicyKeyPath("ttl", "zone-maximum"), .shortTTL(.zoneMaximum, .zero)),
            ]
        ) { $0.ttl = TTLPolicy(dnskey: .seconds(299), ds: .seconds(60), zoneMaximum: .zero) },
        LintCase("TTLs of five minutes", []) {
            $0.ttl = TTLPolicy(dnskey: .minutes(5), ds: .minutes(5), zoneMaximum: .minutes(5))
        },
        LintCase(
            "a DNSKEY TTL above two days",
            [warning(PolicyKeyPath("ttl", "dnskey"), .longTTL(.dnskey, .hours(49)))]
        ) { $0.ttl.dnskey = .hours(49) },
        LintCase(
            "a DS TTL above a week",
            [warning(PolicyKeyPath("ttl", "ds"), .longTTL(.ds, .days(8)))]
        ) { $0.ttl.ds = .days(8) },
    ]
}

extension [PolicyFinding] {
    /// TTLs come first, as in the file.
    fileprivate var sortedByPart: [PolicyFinding] {
        filter { $0.path.description.hasPrefix("ttl") } + filter { !$0.path.description.hasPrefix("ttl") }
    }
}
