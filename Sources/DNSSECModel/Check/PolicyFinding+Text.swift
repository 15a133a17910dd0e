extension PolicyFinding.Problem: CustomStringConvertible {
    /// Which numbers meet and what follows from it; what would be expected.
    public var description: String {
        signatureText ?? zoneText ?? keyText ?? scheduleText ?? rollText ?? otherText ?? "not understood"
    }

    private var signatureText: String? {
        switch self {
        case .refreshNotBelowValidity(let signed, let refresh, let validity):
            "refresh \(refresh) is not below \(name(signed)) \(validity): every signature is due as soon as it is "
                + "made; expected a refresh below \(validity)"
        case .jitterLeavesNothing(let signed, let jitter, let refresh, let validity):
            "jitter \(jitter) and refresh \(refresh) use up \(name(signed)) \(validity): signatures are due as soon "
                + "as they are made; expected a jitter below \(validity - refresh)"
        case .littleRoom(let signed, let room, let jitter, let refresh, let validity):
            "\(name(signed)) \(validity) less jitter \(jitter) and refresh \(refresh) leaves \(room) until a new "
                + "signature is due again; expected at least \(PolicyCheck.Threshold.reSignRoom)"
        case .refreshBelowPropagation(let refresh, let propagation):
            "refresh \(refresh) is not above propagation.zone \(propagation): servers would answer with expired "
                + "signatures; expected more than \(propagation)"
        case .refreshBelowTTL(let signed, let refresh, let ttl, let propagation):
            "refresh \(refresh) is below \(ttlName(signed)) \(ttl) and propagation.zone \(propagation) together: "
                + "caches may hold signatures until they expire; expected at least \(ttl + propagation) "
                + "(RFC 6781 4.4.1)"
        case .shortRefresh(let refresh):
            "refresh \(refresh) is all the time to repair a signer that has stopped; expected at least "
                + "\(PolicyCheck.Threshold.shortestRefresh)"
        case .validityNearTTL(let signed, let validity, let ttl):
            "\(name(signed)) \(validity) is not a few times \(ttlName(signed)) \(ttl); expected at least "
                + "\(PolicyCheck.Threshold.validityPerTTL * ttl) (RFC 6781 4.4.1)"
        case .longValidity(let signed, let validity):
            "\(name(signed)) \(validity): old answers can be replayed so long; expected at most "
                + "\(PolicyCheck.Threshold.longestValidity)"
        case .smallInceptionOffset(let offset):
            "inception-offset \(offset): validators with late clocks refuse new signatures; expected at least "
                + "\(PolicyCheck.Threshold.smallestInceptionOffset)"
        case .largeInceptionOffset(let offset):
            "inception-offset \(offset) is more than any clock is wrong by; expected at most "
                + "\(PolicyCheck.Threshold.largestInceptionOffset)"
        default: nil
        }
    }

    private var zoneText: String? {
        switch self {
        case .expireAboveRefresh(let expire, let refresh):
            "SOA expire \(expire) is above refresh \(refresh): a secondary without contact would serve expired "
                + "signatures; expected an expire of at most \(refresh) (RFC 6781 4.4.1)"
        case .soaRefreshAbovePropagation(let soaRefresh, let propagation, let safety):
            "SOA refresh \(soaRefresh) is above propagation.zone \(propagation) and safety.publish \(safety) "
                + "together: a server that misses a NOTIFY is later than rolls wait; expected at most "
                + "\(propagation + safety)"
        case .zoneTTLAboveMaximum(let observed, let maximum):
            "the zone has a TTL of \(observed), above zone-maximum \(maximum), and rolls wait for the larger; "
                + "expected \(observed), or `auto`"
        case .serialKept(let often):
            "serial keep: signatures are made anew from \(often) on, and secondaries take them only with a serial "
                + "that you raise; expected `unixtime`, `counter` or `datecounter`"
        case .shortTTL(let kind, let ttl):
            "ttl.\(kind.rawValue) \(ttl) is hardly cached, and validators ask again and again; expected at least "
                + "\(PolicyCheck.Threshold.shortestTTL) (RFC 6781 4.4.1)"
        case .longTTL(let kind, let ttl):
            "ttl.\(kind.rawValue) \(ttl): a mistake stays in caches so long, and every roll waits for it; "
                + "expected at most \(longest(kind))"
        default: nil
        }
    }

    private var keyText: String? {
        switch self {
        case .lifetimeBelowRoll(let role, let lifetime, let publish, let retire):
            "lifetime \(lifetime) is below what a \(role) roll takes, \(publish) to publish and \(retire) to retire: "
                + "the next would have to begin before the last is over; expected at least \(publish + retire)"
        case .shortLifetime(let role, let lifetime, let least):
            "lifetime \(lifetime) rolls the \(role) more often than people can watch; expected at least \(least)"
        case .spreadAboveLifetime(let role, let spread, let lifetime, let room):
            "spread \(spread) does not fit into lifetime \(lifetime), of which publication and retirement of a \(role) "
                + "leave \(room): the next roll would have to begin before the last is over; expected at most \(room)"
        case .spreadAboveRefresh(let spread, let validity, let refresh):
            "spread \(spread) goes on when every signature was due anyway, validity \(validity) less refresh "
                + "\(refresh) after it was made; expected at most \(validity - refresh)"
        case .idleStandby(let role, let count):
            "standby \(count) beside an unlimited lifetime: a standby \(role) is used by a manual roll only, and "
                + "makes every DNSKEY answer larger; expected 0, or a lifetime"
        case .algorithmNotRecommended(let algorithm):
            "\(word(algorithm)) is NOT RECOMMENDED to sign with (RFC 9904); expected `ecdsap256sha256`, `ed25519` "
                + "or `rsasha256`"
        case .algorithmOptional(let algorithm):
            "\(word(algorithm)) MAY be used to sign, but fewer validators know it (RFC 9904); expected "
                + "`ecdsap256sha256` or `ed25519`"
        case .shortRSA(let bits):
            "RSA of \(bits) bits can be broken by some; expected at least \(PolicyCheck.Threshold.shortestRSA)"
        case .longRSA(let bits):
            "RSA of \(bits) bits makes DNSKEY answers that do not fit into UDP; expected at most "
                + "\(PolicyCheck.Threshold.longestRSA)"
        case .shortHoldDown(let holdDown, let least, isForced: false):
            "add-hold-down \(holdDown): validators wait \(least) before they trust a key, so a roll after "
                + "\(holdDown) breaks them; expected at least \(least) (RFC 5011 2.4.1), or `force: true` beside it "
                + "if all validators are your own"
        case .shortHoldDown(let holdDown, let least, isForced: true):
            "add-hold-down \(holdDown) by force: every validator that waits \(least), as RFC 5011 2.4.1 says, "
                + "breaks at the first roll, and no roll can be proven; expected at least \(least)"
        case .stopTooSoon(let stop, let least, let isForced):
            "the old key stops \(stop) after the new one is published, and validators may trust that one only after \(least)"
                + (isForced ? ": no roll can be proven" : "")
                + "; expected at least \(least), by a longer `add-hold-down` (RFC 5011 2.3, 2.4.1)"
        case .shortRevocation(let revoked, let least):
            "revoked \(revoked) is below what every validator needs to see the revocation, and \(least) is used; "
                + "expected at least \(least) (RFC 7583 3.3.4)"
        default: nil
        }
    }

    private var scheduleText: String? {
        switch self {
        case .dateTooEarly(let phase, let name, let date, let earliest):
            "\(phase.rawValue) of \(name) on \(date) would break a chain of trust or another step's wait; the earliest "
                + "safe date is \(earliest); expected that or a later one"
        case .stepNever(let phase, let name):
            "\(phase.rawValue) of \(name) never comes: no key takes over from it, or its roll has no such step; expected "
                + "none"
        case .calendarTooTight(let role, let due, let earliest):
            "a \(role) is due to take over at \(due), and the earliest safe date in its slots is \(earliest); expected "
                + "a longer period, other slots, or smaller TTLs and margins"
        case .slotSignaturesTooShort(let validity, let least):
            "DNSKEY signatures of \(validity) expire before those of the next slot are everywhere; expected at least "
                + "\(least)"
        case .shortWindow(let length, let least):
            "a window of \(length) is easily missed, and the step waits for the next; expected at least \(least)"
        case .shortApproval(let validity, let least):
            "approvals that count for \(validity) are forgotten over a weekend; expected at least \(least)"
        default: nil
        }
    }

    private var rollText: String? {
        switch self {
        case .standbyBesideDoubleDS(let count):
            "standby \(count) beside `double-ds`: a standby key is in the zone before its DS, and `double-ds` wants the DS "
                + "first; expected `standby: 0`, or another `roll`"
        case .everyBesidePeriods(let role, let every, let period):
            "every \(months(every)) is no multiple of the calendar's period, \(months(period)), with which each turn of a "
                + "\(role) begins; expected \(months(max(1, every / period) * period)), or another period"
        case .neverRolls(let role, let cause, let due, let step):
            "the \(role) never \(cause == .anchors ? "leaves" : "rolls"): "
                + (cause?.text ?? "what is due at \(due) never comes")
                + (step.map { " (its step `\($0.rawValue)` waits for ever)" } ?? "")
        case .insecureWithAnchors(let role):
            "`keys: none` after keys that validators follow by RFC 5011: nobody could tell those that hold a trust "
                + "anchor of the \(role) that the zone has no keys any more; expected keys"
        case .dsWithoutParent(let role, let zone):
            "`ds: none`, but the parent holds a DS of the \(role) of \(zone): no roll could change it; expected `manual` or "
                + "`hook`, or `ds-gone` of that DS first"
        case .rollCanBreak(let moment, let fault):
            "a roll under this policy can break at some resolver: at \(moment) "
                + fault.text { "key no. \($0.rawValue)" } + "; `keyturn plan --prove` with this "
                + "policy tells how"
        default: nil
        }
    }

    private func months(_ count: Int) -> String {
        switch count {
        case 1: "1 month"
        case 3: "1 quarter"
        case 12: "1 year"
        default: count % 12 == 0 ? "\(count / 12) years" : "\(count) months"
        }
    }

    private var otherText: String? {
        switch self {
        case .nsec3Iterations(let count):
            "\(count) extra iterations: validators may treat the zone as insecure or refuse it; expected 0 "
                + "(RFC 9276 3.1)"
        case .nsec3Salt(let octets):
            "a salt of \(octets) octets protects nothing; expected none (RFC 9276 3.1)"
        case .optOutInSmallZone(let delegations):
            "opt-out with \(delegations) insecure delegations saves little and leaves them unprotected; expected it "
                + "in zones with at least \(PolicyCheck.Threshold.fewDelegations) (RFC 9276 3.1)"
        case .digestNotRecommended(let digest):
            "digest \(digest) MAY be used for a DS; expected `sha256`, which is RECOMMENDED (RFC 9904), alone or "
                + "beside it"
        case .anchorsByHand(let role):
            "ds none without `rfc5011` on the \(role): every validator needs each new key by hand; expected "
                + "`rfc5011`, or a parent"
        case .cdsWithoutParent:
            "cds true beside ds none: nobody reads CDS there; expected false"
        default: nil
        }
    }
}

// MARK: - Words

extension PolicyFinding.Problem {
    private func name(_ signed: PolicyFinding.Signed) -> String {
        signed == .zone ? "validity" : "dnskey-validity"
    }

    private func ttlName(_ signed: PolicyFinding.Signed) -> String {
        signed == .zone ? "the largest TTL of the zone" : "ttl.dnskey"
    }

    private func longest(_ kind: PolicyFinding.TTLKind) -> Interval {
        kind == .dnskey ? PolicyCheck.Threshold.longestDNSKEYTTL : PolicyCheck.Threshold.longestTTL
    }

    private func word(_ algorithm: SecurityAlgorithm) -> String {
        algorithm.description.lowercased()
    }
}
