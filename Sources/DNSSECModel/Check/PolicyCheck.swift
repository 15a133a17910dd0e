/// The timing lint: what `keyturn check` says about a policy that is well written but may not work.
///
/// Errors are only what must fail at some resolver, or what nobody can keep; everything else that an operator may want
/// for good reasons is a warning, and a policy with warnings is used.
public enum PolicyCheck {
    /// All findings, in the order of the policy's parts.
    ///
    /// - Parameters:
    ///   - policy: A complete policy.
    ///   - zone: What is known of a zone that uses it; without it, rules that need a zone are not asked.
    ///   - assumedTTL: The largest TTL that is taken for granted where neither the policy nor a zone tells; zero if what is
    ///     only likely is to be let pass.
    /// - Returns: Errors and warnings; none where the policy works as it stands.
    public static func findings(
        _ policy: DNSSECPolicy,
        zone: ZoneFacts? = nil,
        assumedTTL: Interval = DNSSECPolicy.Default.zoneTTL
    ) -> [PolicyFinding] {
        let check = Check(policy: policy, zone: zone, assumedTTL: assumedTTL)
        return check.ttls + check.signatures + check.soa + check.denial + check.keys + check.parent
            + check.schedule
    }

    /// Every threshold of a warning with its reason.
    public enum Threshold {
        /// RFC 6781 4.4.1: TTLs under 5 to 10 minutes trouble validators.
        public static let shortestTTL = Interval.minutes(5)
        /// The root's DNSKEY TTL, the longest in common use.
        public static let longestDNSKEYTTL = Interval.days(2)
        /// RFC 8767 4: resolvers keep nothing longer than a week.
        public static let longestTTL = Interval.days(7)
        /// A validity is "at least a few times" the TTL (RFC 6781 4.4.1); the root has twice 6 days in 13.
        public static let validityPerTTL: Int64 = 2
        /// New signatures that are due within an hour make every run a full one.
        public static let reSignRoom = Interval.hours(1)
        /// Less than a day until the first signature expires: nobody repairs a signer in the night.
        public static let shortestRefresh = Interval.days(1)
        /// Answers of last season should not be worth recording.
        public static let longestValidity = Interval.days(90)
        /// Clocks without NTP are wrong by minutes.
        public static let smallestInceptionOffset = Interval.minutes(5)
        /// No time zone is further off.
        public static let largestInceptionOffset = Interval.days(1)
        /// More than one roll a week and role is hard to watch.
        public static let shortestLifetime = Interval.days(7)
        /// A person who carries a DS to the parent more than once a month will forget it once.
        public static let shortestManualLifetime = Interval.days(30)
        /// RFC 5011 2.4.1: what validators wait.
        public static let holdDown = Interval.days(30)
        /// Today's least for RSA (RFC 8624 3.1 and its successors speak of 2048).
        public static let shortestRSA = 2048
        /// Two keys and a signature of more than 3072 bits exceed 1232 octets.
        public static let longestRSA = 3072
        /// A person needs that long to notice, look and act.
        public static let shortestWindow = Interval.hours(1)
        /// From Thursday to Monday, and a day to find the others.
        public static let shortestApproval = Interval.days(5)
        /// Opt-out pays from some thousands of insecure delegations on.
        public static let fewDelegations = 1000
    }

    /// A policy under examination.
    struct Check {
        var policy: DNSSECPolicy
        var zone: ZoneFacts?
        var assumedTTL: Interval

        /// Without a zone, the largest TTL is what plans assume.
        var timing: TimingIntervals {
            let assumed = policy.ttl.zoneMaximum == nil ? assumedTTL : nil
            return TimingIntervals(policy, zoneTTL: zone?.maximumTTL ?? assumed)
        }

        /// The largest TTL of the zone, by policy or by observation; nil if neither is known.
        var zoneTTL: Interval? {
            guard policy.ttl.zoneMaximum != nil || zone != nil else { return nil }
            return timing.zoneTTL
        }
    }
}

// MARK: - TTLs

extension PolicyCheck.Check {
    var ttls: [PolicyFinding] {
        var findings = ttl(.dnskey, policy.ttl.dnskey, longest: PolicyCheck.Threshold.longestDNSKEYTTL)
        findings += ttl(.ds, policy.ttl.ds, longest: PolicyCheck.Threshold.longestTTL)
        guard let maximum = policy.ttl.zoneMaximum else { return findings }
        findings += ttl(.zoneMaximum, maximum, longest: PolicyCheck.Threshold.longestTTL)
        if let observed = zone?.maximumTTL, observed > maximum {
            let problem = PolicyFinding.Problem.zoneTTLAboveMaximum(observed: observed, maximum: maximum)
            findings.append(PolicyFinding(.warning, PolicyKeyPath("ttl", "zone-maximum"), problem))
        }
        return findings
    }

    private func ttl(_ kind: PolicyFinding.TTLKind, _ ttl: Interval, longest: Interval) -> [PolicyFinding] {
        let path = PolicyKeyPath("ttl", kind.rawValue)
        if ttl < PolicyCheck.Threshold.shortestTTL {
            return [PolicyFinding(.warning, path, .shortTTL(kind, ttl))]
        }
        return ttl > longest ? [PolicyFinding(.warning, path, .longTTL(kind, ttl))] : []
    }
}

// MARK: - Denial and parent

extension PolicyCheck.Check {
    var denial: [PolicyFinding] {
        guard case .nsec3(let parameters) = policy.denial else { return [] }
        let path = PolicyKeyPath("denial", "nsec3")
        var findings: [PolicyFinding] = []
        if parameters.iterations > 0 {
            let problem = PolicyFinding.Problem.nsec3Iterations(Int(parameters.iterations))
            findings.append(PolicyFinding(.warning, path.appending("iterations"), problem))
        }
        if !parameters.salt.isEmpty {
            let problem = PolicyFinding.Problem.nsec3Salt(octets: parameters.salt.count)
            findings.append(PolicyFinding(.warning, path.appending("salt"), problem))
        }
        if parameters.optOut, let zone, zone.insecureDelegations < PolicyCheck.Threshold.fewDelegations {
            let problem = PolicyFinding.Problem.optOutInSmallZone(delegations: zone.insecureDelegations)
            findings.append(PolicyFinding(.warning, path.appending("opt-out"), problem))
        }
        return findings
    }

    var parent: [PolicyFinding] {
        var findings: [PolicyFinding] = []
        if !policy.parent.digests.contains(.sha256), let first = policy.parent.digests.first {
            let path = PolicyKeyPath("parent", "digest")
            findings.append(PolicyFinding(.warning, path, .digestNotRecommended(first)))
        }
        guard policy.parent.ds == .none else { return findings }
        for key in policy.keys where key.role.signsKeys && key.rfc5011 == nil {
            findings.append(PolicyFinding(.warning, PolicyKeyPath("parent", "ds"), .anchorsByHand(key.role)))
        }
        if policy.parent.cds {
            findings.append(PolicyFinding(.warning, PolicyKeyPath("parent", "cds"), .cdsWithoutParent))
        }
        return findings
    }
}
