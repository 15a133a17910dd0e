internal import DNSSECCrypto
public import DNSSECModel
internal import Synchronization

/// Checks a signed zone as a validator would, and more strictly, knowing nothing of who signed it and how.
///
/// Every authoritative RRset must have a good signature by a DNSKEY of the zone for each algorithm among its keys
/// (RFC 4035 2.2); nothing else may be signed; and the NSEC or NSEC3 chain must be complete, closed and true. An RRSIG
/// of an algorithm that the DNSKEY RRset does not have is passed over, as validators do, and counted; one by an
/// unknown key of an algorithm that it has is a fault. A signature outside of its validity period is a fault only
/// where no other of its algorithm takes its place; one that is wrong is always a fault.
public enum ZoneVerifier {
    /// What a verification may cost and tell.
    public struct Options: Sendable {
        /// How many threads verify, at least 1.
        public var threads: Int
        /// More findings than these are only counted.
        public var maximumFindings: Int
        /// A zone that was verified before: the signatures that it shares are not verified once more.
        public var known: Zone?

        /// One thread, a hundred findings and nothing known unless given.
        public init(threads: Int = 1, maximumFindings: Int = 100, known: Zone? = nil) {
            self.threads = threads
            self.maximumFindings = maximumFindings
            self.known = known
        }
    }

    /// Verifies a whole zone.
    ///
    /// - Parameters:
    ///   - zone: The signed zone.
    ///   - now: The moment at which the signatures must be valid.
    ///   - ds: The DS RRset of the parent; `nil` if it is not known. For each algorithm in it, a DNSKEY that it
    ///     points to must sign the DNSKEY RRset (RFC 6840 5.11).
    ///   - options: Threads and limits.
    /// - Returns: What is wrong; nothing where a validator would accept all of the zone.
    public static func verify(
        zone: Zone,
        at now: Instant,
        ds: [DSRecord]? = nil,
        options: Options = Options()
    ) -> VerificationReport {
        precondition(options.threads >= 1, "no thread to verify with")
        var findings = FindingList(limit: options.maximumFindings)
        guard let negativeTTL = negativeTTL(of: zone) else {
            var report = VerificationReport()
            report.findings = [VerificationFinding(name: zone.origin, type: .soa, fault: .noUsableSOA)]
            return report
        }
        let shape = ZoneShape(zone)
        let keys = VerifyingKeys(zone, findings: &findings)
        var report = VerificationReport()
        var notes = FindingList(limit: options.maximumFindings)
        if !keys.algorithms.isEmpty {
            verifyKeySet(zone, shape, keys, now, ds, &findings, &notes, &report)
            verifySignatures(zone, shape, keys, now, options, &findings, &report)
            verifyDenial(zone, shape, negativeTTL, options, &findings, &notes)
        }
        verifyPlaces(zone, shape, options, &findings)
        verifyDigests(zone, options, &findings)
        (report.findings, report.omittedFindings) = findings.sorted(in: zone)
        report.notes = notes.sorted(in: zone).findings
        return report
    }

    private static func verifyPlaces(
        _ zone: Zone,
        _ shape: ZoneShape,
        _ options: Options,
        _ findings: inout FindingList
    ) {
        var places = PlaceVerification(
            zone: zone,
            shape: shape,
            findings: FindingList(limit: options.maximumFindings)
        )
        places.verify()
        findings.merge(places.findings)
    }

    /// Looks whether the zone is what its ZONEMD records say (RFC 8976 4).
    private static func verifyDigests(_ zone: Zone, _ options: Options, _ findings: inout FindingList) {
        do throws(SigningError) {
            for fault in try ZoneDigest.faults(in: zone, threads: options.threads) {
                switch fault {
                case .digest(let method): findings.add(0, .zonemd, .wrongZoneDigest(method))
                case .repeated(let method): findings.add(0, .zonemd, .repeatedZoneDigest(method))
                case .serial(let found, let expected):
                    findings.add(0, .zonemd, .wrongZoneDigestSerial(found: found, expected: expected))
                }
            }
        } catch {
            if case .crypto(let cause) = error { findings.add(0, .zonemd, .notVerifiable(cause)) }
        }
    }

    /// Verifies that a zone is unsigned: nothing is left of any signer.
    ///
    /// - Parameters:
    ///   - zone: The zone.
    ///   - ds: The DS RRset of the parent; `nil` if it is not known. Anything in it makes the zone bogus.
    ///   - options: Limits.
    /// - Returns: What is wrong; nothing where a validator would take the zone for insecure.
    public static func verifyUnsigned(
        zone: Zone,
        ds: [DSRecord]? = nil,
        options: Options = Options()
    ) -> VerificationReport {
        var findings = FindingList(limit: options.maximumFindings)
        var report = VerificationReport()
        if negativeTTL(of: zone) == nil {
            report.findings = [VerificationFinding(name: zone.origin, type: .soa, fault: .noUsableSOA)]
            return report
        }
        for (index, owner) in zone.owners.enumerated() {
            for rrset in zone.rrsets[owner.rrsets] where isOfSigner(rrset.type, isApex: index == 0) {
                findings.add(index, rrset.type, .signedRemains)
            }
        }
        for algorithm in Set((ds ?? []).map(\.algorithm)).sorted() {
            findings.add(0, .dnskey, .noKeyForDS(algorithm))
        }
        verifyDigests(zone, options, &findings)
        (report.findings, report.omittedFindings) = findings.sorted(in: zone)
        return report
    }

    private static func isOfSigner(_ type: RRType, isApex: Bool) -> Bool {
        switch type {
        case .rrsig, .nsec, .nsec3, .nsec3param: true
        case .dnskey, .cds, .cdnskey: isApex
        default: false
        }
    }

    /// The lesser of SOA TTL and SOA minimum, or `nil` if there is no usable SOA.
    private static func negativeTTL(of zone: Zone) -> UInt32? {
        guard let apex = zone.owners.first, zone.name(of: apex) == zone.origin,
            let soa = zone.rrset(.soa, of: apex), soa.recordCount == 1
        else { return nil }
        return soaMinimum(of: zone).map { min(soa.ttl, $0) }
    }

    /// The last field of the SOA, or `nil` if there is no usable SOA.
    private static func soaMinimum(of zone: Zone) -> UInt32? {
        guard let soa = zone.rrset(.soa, of: zone.owners[0]) else { return nil }
        let rdata = zone.octets(zone.records[Int(soa.firstRecord)])
        return rdata.count >= 22 ? Octets.number32(rdata, at: rdata.count - 4) : nil
    }

    private static func verifyKeySet(
        _ zone: Zone,
        _ shape: ZoneShape,
        _ keys: VerifyingKeys,
        _ now: Instant,
        _ ds: [DSRecord]?,
        _ findings: inout FindingList,
        _ notes: inout FindingList,
        _ report: inout VerificationReport
    ) {
        let apex = zone.owners[0]
        guard let rrset = zone.rrset(.dnskey, of: apex) else { return }
        var worker = SignatureVerification(
            zone: zone,
            shape: shape,
            keys: keys,
            now: now,
            known: nil,
            limit: .max
        )
        let signers = worker.verify(rrset, owner: 0, zone.rrset(.rrsig, of: apex))
        findings.merge(worker.findings)
        report.add(worker)
        keys.checkKeySet(signers: signers, ds: ds, origin: zone.origin, findings: &findings)
        verifyKeySignals(zone, keys, dnskeySigners: signers, &worker, &findings, &notes)
    }

    /// Looks at CDS and CDNSKEY; the worker's findings about their signatures are told with all others.
    private static func verifyKeySignals(
        _ zone: Zone,
        _ keys: VerifyingKeys,
        dnskeySigners: Set<Int>,
        _ worker: inout SignatureVerification,
        _ findings: inout FindingList,
        _ notes: inout FindingList
    ) {
        let apex = zone.owners[0]
        var signers: [RRType: Set<Int>] = [.dnskey: dnskeySigners]
        for type in [RRType.cds, .cdnskey] {
            guard let rrset = zone.rrset(type, of: apex) else { continue }
            signers[type] = worker.verify(rrset, owner: 0, zone.rrset(.rrsig, of: apex))
        }
        guard signers.count > 1 else { return }
        let none = FindingList(limit: .max)
        var signals = KeySignalVerification(zone: zone, keys: keys, findings: none, notes: none)
        signals.verify(signers: signers)
        findings.merge(signals.findings)
        notes.merge(signals.notes)
    }

    private static func verifySignatures(
        _ zone: Zone,
        _ shape: ZoneShape,
        _ keys: VerifyingKeys,
        _ now: Instant,
        _ options: Options,
        _ findings: inout FindingList,
        _ report: inout VerificationReport
    ) {
        let parts = SharedParts<FindingList>()
        let sums = SharedParts<VerificationReport>()
        let queue = WorkQueue(count: zone.owners.count, chunk: 64)
        let known = options.known.map { KnownSignatures($0, keys: keys) }
        queue.runAll(threads: options.threads) { queue in
            var worker = SignatureVerification(
                zone: zone,
                shape: shape,
                keys: keys,
                now: now,
                known: known,
                limit: options.maximumFindings
            )
            while let range = queue.next() {
                for index in range { worker.verify(owner: index) }
            }
            var sum = VerificationReport()
            sum.add(worker)
            parts.add(worker.findings)
            sums.add(sum)
        }
        for part in parts.all { findings.merge(part) }
        for sum in sums.all { report.add(sum) }
    }

    private static func verifyDenial(
        _ zone: Zone,
        _ shape: ZoneShape,
        _ negativeTTL: UInt32,
        _ options: Options,
        _ findings: inout FindingList,
        _ notes: inout FindingList
    ) {
        let apex = zone.owners[0]
        if zone.rrset(.nsec3param, of: apex) != nil {
            if zone.rrsets.contains(where: { $0.type == .nsec }) { findings.add(0, .nsec, .mixedDenial) }
            var chain = NSEC3Verification(
                zone: zone,
                shape: shape,
                negativeTTL: negativeTTL,
                threads: options.threads,
                findings: FindingList(limit: options.maximumFindings)
            )
            chain.verify()
            merge(chain.findings, of: zone, into: &findings, &notes)
        } else if zone.rrset(.nsec, of: apex) != nil || zone.rrsets.contains(where: { $0.type == .nsec }) {
            verifyNSEC(zone, shape, negativeTTL, options, &findings, &notes)
        } else {
            findings.add(0, .nsec, .noDenial)
        }
    }

    private static func verifyNSEC(
        _ zone: Zone,
        _ shape: ZoneShape,
        _ negativeTTL: UInt32,
        _ options: Options,
        _ findings: inout FindingList,
        _ notes: inout FindingList
    ) {
        var chain = NSECVerification(
            zone: zone,
            shape: shape,
            negativeTTL: negativeTTL,
            findings: FindingList(limit: options.maximumFindings)
        )
        // From the end, so that the next name in the chain is known.
        var next = 0
        for index in zone.owners.indices.reversed() {
            chain.verify(owner: index, next: next)
            if shape.isInChain[index] { next = index }
            if zone.rrset(.nsec3, of: zone.owners[index]) != nil {
                chain.findings.add(index, .nsec3, .unexpectedDenial)
            }
        }
        merge(chain.findings, of: zone, into: &findings, &notes)
    }

    /// Takes the findings over; of the TTLs that were right before RFC 9077, one note is enough.
    private static func merge(
        _ chain: FindingList,
        of zone: Zone,
        into findings: inout FindingList,
        _ notes: inout FindingList
    ) {
        guard let minimum = soaMinimum(of: zone) else { return findings.merge(chain) }
        var isNoted = false
        findings.merge(
            chain.filtered { entry in
                guard case .wrongDenialTTL(let found, let expected) = entry.fault, found == minimum else {
                    return true
                }
                if !isNoted {
                    notes.add(entry.owner, entry.type, .earlierDenialTTL(found: found, expected: expected))
                }
                isNoted = true
                return false
            }
        )
    }
}

extension VerificationReport {
    fileprivate mutating func add(_ worker: SignatureVerification) {
        goodSignatures += worker.goodSignatures
        ignoredSignatures += worker.ignoredSignatures
        signedRRsets += worker.signedRRsets
        addExpiration(worker.earliestExpiration)
    }

    fileprivate mutating func add(_ other: VerificationReport) {
        goodSignatures += other.goodSignatures
        ignoredSignatures += other.ignoredSignatures
        signedRRsets += other.signedRRsets
        addExpiration(other.earliestExpiration)
    }

    private mutating func addExpiration(_ end: Instant?) {
        if let end { earliestExpiration = min(earliestExpiration ?? end, end) }
    }
}

/// Results of workers, collected.
final class SharedParts<Part: Sendable>: Sendable {
    private let parts = Mutex<[Part]>([])

    func add(_ part: Part) { parts.withLock { $0.append(part) } }

    var all: [Part] { parts.withLock { $0 } }
}
