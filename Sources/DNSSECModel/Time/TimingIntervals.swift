/// The intervals of RFC 7583 for a policy and the TTLs that caches count by; one property each.
public struct TimingIntervals: Hashable, Sendable {
    /// TTL of the DNSKEY RRset (TTLkey), the largest that may still be cached.
    public var dnskeyTTL: Interval
    /// Largest TTL of the zone's signed data (TTLsig).
    public var zoneTTL: Interval
    /// TTL of the DS RRset (TTLds).
    public var dsTTL: Interval
    /// From our publication to the zone's last server (DprpC).
    public var zonePropagation: Interval
    /// From the parent's publication to its last server (DprpP).
    public var parentPropagation: Interval
    /// Margin on publication.
    public var publishSafety: Interval
    /// Margin on retirement.
    public var retireSafety: Interval
    /// Validity of DNSKEY signatures, for RFC 5011 query intervals.
    public var dnskeyValidity: Interval
    /// Time that signing everything anew takes (Dsgn): none, since a zone is published as a whole, unless the policy
    /// spreads the new signatures over some time, or they came to be so.
    public var signingDelay = Interval.zero

    /// The intervals of a policy.
    ///
    /// - Parameters:
    ///   - policy: Where margins, delays and configured TTLs come from.
    ///   - dnskeyTTL: A larger DNSKEY TTL that was seen, or nil.
    ///   - zoneTTL: The largest TTL that was seen in the zone; counts where the policy says `auto`, or if larger.
    ///   - dsTTL: A larger DS TTL that was seen, or nil.
    public init(
        _ policy: DNSSECPolicy,
        dnskeyTTL: Interval? = nil,
        zoneTTL: Interval? = nil,
        dsTTL: Interval? = nil
    ) {
        self.dnskeyTTL = max(policy.ttl.dnskey, dnskeyTTL ?? .zero)
        self.zoneTTL = max(policy.ttl.zoneMaximum ?? .zero, zoneTTL ?? .zero)
        self.dsTTL = max(policy.ttl.ds, dsTTL ?? .zero)
        zonePropagation = policy.propagation.zone
        parentPropagation = policy.propagation.parent
        publishSafety = policy.safety.publish
        retireSafety = policy.safety.retire
        dnskeyValidity = policy.calendar?.signatureValidity ?? policy.signatures.dnskeyValidity
    }

    /// Ipub, from publishing a ZSK to its use (RFC 7583 3.2.1): `Dprp + TTLkey`, and the publish margin.
    public var publicationInterval: Interval { zonePropagation + dnskeyTTL + publishSafety }

    /// Iret of a pre-published ZSK (RFC 7583 3.2.1): `Dsgn + Dprp + TTLsig`, and the retire margin.
    public var retireInterval: Interval { signingDelay + zonePropagation + zoneTTL + retireSafety }

    /// Iret of a double-signature ZSK (RFC 7583 3.2.2): `Dsgn + Dprp + max(TTLkey, TTLsig)`, and a margin.
    public var doubleSignatureInterval: Interval {
        max(publicationInterval, retireInterval)
    }

    /// IpubC, from publishing a KSK to its DS (RFC 7583 3.3.1): `DprpC + TTLkey`, and the publish margin.
    public var childPublicationInterval: Interval { publicationInterval }

    /// IpubP, from the new DS at the parent to its use alone (RFC 7583 3.3.2): `DprpP + TTLds`, and a margin.
    public var parentPublicationInterval: Interval { parentPropagation + dsTTL + publishSafety }

    /// Iret of a KSK (RFC 7583 3.3.1): from the old DS's going to the old key's removal, `DprpP + TTLds`,
    /// and the retire margin.
    public var kskRetireInterval: Interval { parentPropagation + dsTTL + retireSafety }

    /// From a DNSKEY's leaving the zone to its leaving the last cache: `DprpC + TTLkey`, and the larger margin.
    ///
    /// Where one key comes as another one goes, the old one must not count as forgotten before the new one counts
    /// as known: the swap covers both only meanwhile.
    public var dnskeyRetireInterval: Interval {
        zonePropagation + dnskeyTTL + max(publishSafety, retireSafety)
    }

    /// How often an RFC 5011 validator asks (RFC 7583 3.3.4, RFC 5011 2.3):
    /// `max(1 h, min(15 d, TTLkey / 2, validity / 2))`.
    public var modifiedQueryInterval: Interval {
        max(.hours(1), min(.days(15), min(dnskeyTTL / 2, dnskeyValidity / 2)))
    }

    /// When an RFC 5011 validator whose question failed asks again (RFC 5011 2.3):
    /// `max(1 h, min(1 d, TTLkey / 10, validity / 10))`.
    public var retryTime: Interval {
        max(.hours(1), min(.days(1), min(dnskeyTTL / 10, dnskeyValidity / 10)))
    }

    /// Itrp, from publishing a key to its being a trust anchor (RFC 7583 3.3.4):
    /// `AddHoldDownTime + 2 * modifiedQueryInterval`.
    public func trustPointInterval(_ policy: RFC5011Policy) -> Interval {
        max(policy.addHoldDown, dnskeyTTL) + 2 * modifiedQueryInterval
    }

    /// IpubC with RFC 5011 validators (RFC 7583 3.3.4): `DprpC + max(Itrp, TTLkey)`, and the publish margin, which has
    /// room for one question that fails.
    public func trustedPublicationInterval(_ policy: RFC5011Policy) -> Interval {
        zonePropagation + max(trustPointInterval(policy), dnskeyTTL) + max(publishSafety, retryTime)
    }

    /// How long the revoked key stays (RFC 7583 3.3.4): the policy's time, at least
    /// `DprpC + modifiedQueryInterval`, and the retire margin, which has room for one question that fails.
    public func revocationInterval(_ policy: RFC5011Policy) -> Interval {
        max(policy.revoked, zonePropagation + modifiedQueryInterval + max(retireSafety, retryTime))
    }
}
