/// Something about a policy that will not work, or hardly as its author wants.
public struct PolicyFinding: Hashable, Sendable {
    /// Error: validation would fail or the policy cannot be kept; warning: it works, with the drawback named.
    public var severity: DiagnosticSeverity
    /// The value that it is about.
    public var path: PolicyKeyPath
    /// What, with the numbers that meet.
    public var problem: Problem

    /// A finding of these parts.
    public init(_ severity: DiagnosticSeverity, _ path: PolicyKeyPath, _ problem: Problem) {
        self.severity = severity
        self.path = path
        self.problem = problem
    }

    /// Which of a signature's two validities a finding is about.
    public enum Signed: Hashable, Sendable {
        /// All but the keys: `signatures.validity` and the largest TTL of the zone.
        case zone
        /// DNSKEY, CDS and CDNSKEY: `signatures.dnskey-validity` and `ttl.dnskey`.
        case keys
    }

    /// Which TTL a finding is about.
    public enum TTLKind: String, Hashable, Sendable {
        /// `ttl.dnskey`.
        case dnskey
        /// `ttl.ds`.
        case ds
        /// `ttl.zone-maximum`.
        case zoneMaximum = "zone-maximum"
    }

    /// One rule that a policy does not keep.
    public enum Problem: Hashable, Sendable {
        // MARK: Signatures

        /// Error: a new signature is due at once, for refresh is not shorter than the validity.
        case refreshNotBelowValidity(Signed, refresh: Interval, validity: Interval)
        /// Error: with the jitter taken off, a new signature is due at once.
        case jitterLeavesNothing(Signed, jitter: Interval, refresh: Interval, validity: Interval)
        /// Warning: a new signature is due within the hour.
        case littleRoom(Signed, room: Interval, jitter: Interval, refresh: Interval, validity: Interval)
        /// Error: servers may still answer with a signature that has expired.
        case refreshBelowPropagation(refresh: Interval, propagation: Interval)
        /// Warning: caches may hold a signature until it expires (RFC 6781 4.4.1).
        case refreshBelowTTL(Signed, refresh: Interval, ttl: Interval, propagation: Interval)
        /// Warning: little time to repair a signer that has stopped (RFC 6781 4.4.2).
        case shortRefresh(Interval)
        /// Warning: the validity is not a few times the TTL (RFC 6781 4.4.1).
        case validityNearTTL(Signed, validity: Interval, ttl: Interval)
        /// Warning: whoever records answers may replay them for this long.
        case longValidity(Signed, Interval)
        /// Warning: validators whose clocks are a little late refuse new signatures.
        case smallInceptionOffset(Interval)
        /// Warning: more than any clock or time zone is wrong by.
        case largeInceptionOffset(Interval)

        // MARK: The zone's SOA

        /// Warning: a secondary that lost contact serves expired signatures (RFC 6781 4.4.1).
        case expireAboveRefresh(expire: Interval, refresh: Interval)
        /// Warning: a server that misses a NOTIFY is later than the timing counts with.
        case soaRefreshAbovePropagation(soaRefresh: Interval, propagation: Interval, safety: Interval)
        /// Warning: the zone has a larger TTL than the policy says; rolls count with the larger.
        case zoneTTLAboveMaximum(observed: Interval, maximum: Interval)
        /// Warning: someone has to raise the serial for every new signature.
        case serialKept(Interval)

        // MARK: TTLs

        /// Warning: caches hardly keep it (RFC 6781 4.4.1).
        case shortTTL(TTLKind, Interval)
        /// Warning: a mistake stays in caches for this long, and rolls take longer.
        case longTTL(TTLKind, Interval)

        // MARK: Keys

        /// Error: the next roll is due before the last one can be over.
        case lifetimeBelowRoll(KeyRole, lifetime: Interval, publish: Interval, retire: Interval)
        /// Warning: rolls every few days, or a person is needed that often.
        case shortLifetime(KeyRole, lifetime: Interval, least: Interval)
        /// Error: with the spread, the next roll is due before the last one can be over.
        case spreadAboveLifetime(KeyRole, Interval, lifetime: Interval, room: Interval)
        /// Warning: before the end of the spread every signature has been due to be made anew.
        case spreadAboveRefresh(Interval, validity: Interval, refresh: Interval)
        /// Warning: standby keys of keys that never roll by themselves.
        case idleStandby(KeyRole, Int)
        /// Warning: not one of the recommended algorithms (RFC 9904).
        case algorithmNotRecommended(SecurityAlgorithm)
        /// Warning: allowed, but known to fewer validators (RFC 9904).
        case algorithmOptional(SecurityAlgorithm)
        /// Warning: too short for the years a key may be attacked.
        case shortRSA(Int)
        /// Warning: too large for answers over UDP.
        case longRSA(Int)
        /// Error: RFC 5011 validators wait 30 days, whatever a policy says; a warning if all are the operator's own.
        case shortHoldDown(Interval, least: Interval, isForced: Bool)
        /// Error: the old key stops before RFC 5011 validators trust the new one; a warning if all are the operator's own.
        case stopTooSoon(Interval, least: Interval, isForced: Bool)
        /// Warning: the revoked key stays longer than the policy says.
        case shortRevocation(Interval, least: Interval)

        // MARK: Schedule

        /// Error: a named key cannot take a step at its date.
        case dateTooEarly(KeyStep, name: String, date: Instant, earliest: Instant)
        /// Error: a named key has a date for a step that it never comes to.
        case stepNever(KeyStep, name: String)
        /// Error: a standby key is in the zone before its DS, and Double-DS wants the DS first.
        case standbyBesideDoubleDS(Int)
        /// Error: a calendar's turns do not begin with its periods.
        case everyBesidePeriods(KeyRole, every: Int, period: Int)
        /// Error: a key that is due never comes, never goes, or is never replaced, and which step waits.
        case neverRolls(KeyRole, StallCause?, due: Instant, waiting: KeyStep?)
        /// Error: the zone shall become insecure, and validators that hold a trust anchor of this role cannot learn it.
        case insecureWithAnchors(KeyRole)
        /// Error: the parent holds a DS of a zone's key of this role, and by the policy no parent does; a warning if that is
        /// in force already.
        case dsWithoutParent(KeyRole, Name)
        /// Error: a roll makes something bogus at some resolver.
        case rollCanBreak(at: Instant, fault: ProofFault)
        /// Error: keys cannot follow each other as often as the calendar says.
        case calendarTooTight(KeyRole, due: Instant, earliest: Instant)
        /// Error: DNSKEY signatures expire before the next slot's are in every cache.
        case slotSignaturesTooShort(Interval, least: Interval)
        /// Warning: a window that is hard to hit.
        case shortWindow(Interval, least: Interval)
        /// Warning: approvals that expire before the step comes.
        case shortApproval(Interval, least: Interval)

        // MARK: Denial and parent

        /// Warning: RFC 9276 3.1.
        case nsec3Iterations(Int)
        /// Warning: RFC 9276 3.1.
        case nsec3Salt(octets: Int)
        /// Warning: opt-out saves little in a zone of this size (RFC 9276 3.1).
        case optOutInSmallZone(delegations: Int)
        /// Warning: no recommended digest for the DS (RFC 9904).
        case digestNotRecommended(DigestType)
        /// Warning: nobody learns of a new key by itself.
        case anchorsByHand(KeyRole)
        /// Warning: CDS for a parent that holds no DS.
        case cdsWithoutParent
    }
}

/// What the lint knows of a zone that uses a policy.
public struct ZoneFacts: Hashable, Sendable {
    /// The largest TTL of any record, negative answers included.
    public var maximumTTL: Interval
    /// How often secondaries ask without a NOTIFY (SOA refresh).
    public var soaRefresh: Interval
    /// When a secondary without contact stops answering (SOA expire).
    public var soaExpire: Interval
    /// How many delegations have no DS.
    public var insecureDelegations: Int

    /// All facts as they are.
    public init(
        maximumTTL: Interval,
        soaRefresh: Interval,
        soaExpire: Interval,
        insecureDelegations: Int
    ) {
        self.maximumTTL = maximumTTL
        self.soaRefresh = soaRefresh
        self.soaExpire = soaExpire
        self.insecureDelegations = insecureDelegations
    }
}
