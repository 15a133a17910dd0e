// Publishing: the one way out. Whatever leaves keyturn as a zone file leaves it through here.
//
// `keyturn sign`, `keyturnd` and `keyturn simulate` fill in a `PublishingRequest` and call `prepare()`, which signs the
// zone and verifies the result as a validator would (RFC 4035 5), and then `write(to:)` on what comes back. A
// `PreparedZone` cannot be made in any other way, so nothing is written that has not passed the gate, unless the caller
// has said that it takes the zone unverified. What is refused is a `PublishingRefusal`, with its words beside it.
//
// The other half is reading: `ZoneInput` reads the operator's zone, `EarlierOutput` what was published before, and
// `KeyRecordComplaints` says which records of an input are not keyturn's to publish. The invariant of the module: the same
// request gives the same octets and the same refusal, whoever asks.
public import DNSCore
public import DNSSECModel
public import Signing

/// What is done about the DNSKEY, CDS and CDNSKEY records that an input brings along.
public enum KeyRecordCourse: Hashable, Sendable {
    /// Those of the zone's own keys are made anew, and others refuse the zone.
    case refuseForeign
    /// Foreign keys, with their CDS and CDNSKEY, make room for the zone's own: for a rehearsal with other keys.
    case replaceForeignKeys
    /// All are made anew: the input is keyturn's own output, and may be older than the plan.
    case ownOutput
}

/// All that a published zone is made of.
public struct PublishingRequest: Sendable {
    /// The operator's zone.
    public var zone: Zone
    /// How to sign.
    public var policy: DNSSECPolicy
    /// Which keys the zone shows, and which key signs what.
    public var plan: SigningPlan
    /// At least the keys that the plan speaks of; key records of the input must be of one of these.
    public var keys: [ManagedKey.ID: ZoneKey]
    /// What was published before, to take signatures over from.
    public var previous: EarlierOutput?
    /// The serial that was published last if `previous` is not at hand; the newer of the two counts.
    public var previousSerial: UInt32?
    /// The DS records that the parent is believed to show; empty if none is known of.
    public var ds: [DSRecord]
    /// The moment to sign for.
    public var now: Instant
    /// A moment before `now` from which on the zone must be valid, too, as long as the clock is doubted; nil: none.
    ///
    /// What is due at `now` is made anew then, with signatures that hold from this moment on, and the serial is of this
    /// moment.
    public var earliest: Instant?
    /// How many threads sign and verify, at least 1; the result does not depend on it.
    public var threads: Int
    /// False writes the zone without a verification: it is signed piece by piece while it is written.
    public var isVerified = true
    /// What is done about DNSKEY, CDS and CDNSKEY records of the input; none of them is published as it is.
    public var keyRecords = KeyRecordCourse.refuseForeign
    /// True if a publication by keyturn is known that `previous` need not be: the zone goes on with its own line of serials.
    public var isOwnPublicationKnown = false
    /// True raises the serial although the policy says `keep`: for a zone that nobody edits.
    public var raisesKeptSerial = false

    /// A request whose result is verified, with nothing left out.
    public init(
        zone: Zone,
        policy: DNSSECPolicy,
        plan: SigningPlan,
        keys: [ManagedKey.ID: ZoneKey],
        previous: EarlierOutput? = nil,
        previousSerial: UInt32? = nil,
        ds: [DSRecord] = [],
        now: Instant,
        threads: Int = 1
    ) {
        self.zone = zone
        self.policy = policy
        self.plan = plan
        self.keys = keys
        self.previous = previous
        self.previousSerial = previousSerial
        self.ds = ds
        self.now = now
        self.threads = threads
    }

    /// Signs the zone and verifies the result; without a verification it only decides what is to be signed.
    ///
    /// Signatures of the earlier output are taken over. If its seal is broken, missing or not keyturn's own they are verified first, by the
    /// gate or one by one, or made anew where that is cheaper. If a taken-over signature turns out to be bad, all of the
    /// earlier output is looked at again in this way, so that damage to it is healed and never published.
    ///
    /// - Returns: What may be written.
    /// - Throws: Why nothing may be.
    public func prepare() throws(PublishingRefusal) -> PreparedZone {
        guard !plan.dnskeys.isEmpty || policy.effective(at: now).keys.isEmpty else { throw .wouldBeUnsigned }
        guard isVerified else {
            let isTrusted = previous?.seal?.isOurs ?? (previous == nil)
            return PreparedZone(try signer(isTrusted ? .asIs : .checked), threads: threads)
        }
        let signed = try signedZone(.asIs)
        let isKnown = previous?.isVerified ?? false
        if verify(signed.zone, known: isKnown ? previous?.zone : nil).allSatisfy(\.isPublishable) {
            return PreparedZone(signed, threads: threads, isSealed: isKnown)
        }
        // A signature that was taken over may be bad: the second time each is looked at.
        let fresh = previous == nil ? signed : try signedZone(.checked)
        for report in verify(fresh.zone, known: nil) where !report.isPublishable {
            throw .verification(report.findings, more: report.omittedFindings)
        }
        return PreparedZone(fresh, threads: threads)
    }

    /// What is to be said of the serial that the zone gets; neither a plan nor keys are needed for it.
    public var serialWarning: SigningWarning? { ZoneSigner.serialWarning(signingRequest(.asIs)) }

    // MARK: - Signing

    private func signedZone(_ takeover: SignatureTakeover) throws(PublishingRefusal) -> SignedZone {
        let signer = try signer(takeover)
        do throws(SigningError) {
            return try signer.signedZone()
        } catch {
            throw .signing(error)
        }
    }

    private func signer(_ takeover: SignatureTakeover) throws(PublishingRefusal) -> ZoneSigner {
        do throws(SigningError) {
            return try ZoneSigner(signingRequest(takeover))
        } catch {
            throw .signing(error)
        }
    }

    private func signingRequest(_ takeover: SignatureTakeover) -> ZoneSigningRequest {
        var policy = policy
        if raisesKeptSerial, previous != nil, policy.serial == .keep { policy.serial = .counter }
        var request = ZoneSigningRequest(
            zone: zone,
            policy: policy,
            plan: plan,
            keys: keyRecords == .replaceForeignKeys ? keys.merging(foreignKeys) { own, _ in own } : keys,
            previous: previous?.zone,
            previousSerial: previousSerial,
            keySignatureWindow: plan.dnskeys.isEmpty ? nil : policy.calendar?.signatureWindow(at: now),
            now: now,
            threads: threads
        )
        request.earliest = earliest
        request.takeover = takeover
        request.isFirst = isFirst
        request.checksKeyRecords = keyRecords != .ownOutput
        return request
    }

    /// True if nothing tells that keyturn published the zone before: an earlier output without a whole seal may be anybody's.
    private var isFirst: Bool { !isOwnPublicationKnown && previous?.seal == nil }

    /// The keys of the input's own DNSKEY records, under numbers that no other key has.
    private var foreignKeys: [ManagedKey.ID: ZoneKey] {
        guard let apex = zone.owners.first, let rrset = zone.rrset(.dnskey, of: apex) else { return [:] }
        let first = (keys.keys.map(\.rawValue).max() ?? 0) + 1
        let records = rrset.records.compactMap { DNSKEYRecord(rdata: zone.octets(zone.records[$0])) }
        let pairs = records.enumerated().map { index, record in
            (ManagedKey.ID(rawValue: first + index), ZoneKey(record: record, signingKey: nil))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    // MARK: - The gate

    /// A report for each moment that counts.
    private func verify(_ signed: Zone, known: Zone?) -> [VerificationReport] {
        [now, earliest].compactMap(\.self).map { verify(signed, known: known, at: $0) }
    }

    private func verify(_ signed: Zone, known: Zone?, at moment: Instant) -> VerificationReport {
        let options = ZoneVerifier.Options(threads: threads, known: known)
        guard !plan.dnskeys.isEmpty else {
            return ZoneVerifier.verifyUnsigned(zone: signed, ds: ds, options: options)
        }
        return ZoneVerifier.verify(zone: signed, at: moment, ds: ds.isEmpty ? nil : ds, options: options)
    }
}

extension VerificationReport {
    /// True if nothing is wrong that signing has to answer for.
    ///
    /// DNSKEY, CDS and CDNSKEY below the apex and DS without NS are the operator's own records: reading complains of them.
    /// A zone that had them when it was signed by an earlier version goes on being renewed, as does its earlier output.
    fileprivate var isPublishable: Bool {
        omittedFindings == 0
            && findings.allSatisfy { finding in
                switch finding.fault {
                case .belowApex, .dsWithoutNS: true
                default: false
                }
            }
    }
}
