internal import DNSSECModel

/// Signs a zone as its plan says; a plan without DNSKEYs gives the plain zone back.
///
/// - NSEC and NSEC3 records have the TTL of RFC 9077, RRSIG records that of the RRset they cover, NSEC3PARAM has 0.
/// - DNSKEY, CDS and CDNSKEY are signed by the key signers, and by the zone signers too where the policy says
///   `both`; all else by the zone signers. A revoked key signs the DNSKEY RRset only (RFC 5011 2.1).
/// - A signature of the previous zone is taken over where its RRset is the same octet by octet and has the same TTL,
///   its key is still wanted for it, it has begun, and more than the refresh time of it is left. Whether it is
///   verified first is said by `SignatureTakeover`.
/// - Where the plan keeps the signatures of a key that signs no more, such a one is taken over in place of its
///   successor's until its turn has come; nothing is made by that key.
/// - A zone signer that is not in the DNSKEY RRset signs as if it were, while no key of its algorithm is there
///   (RFC 6781 4.1.4).
/// - Signatures over DNSKEY, CDS and CDNSKEY have the times of the request's window where it has one.
/// - Where nothing at all changed and nothing is due, the previous zone comes back with its serial.
public func sign(_ request: ZoneSigningRequest) throws(SigningError) -> SignedZone {
    try ZoneSigner(request).signedZone()
}

/// A zone of which all is decided but the signatures: see `sign` for what is signed and how.
///
/// `signedZone` makes the whole zone in memory; `write` makes its text, a piece at a time, so that a zone of any size
/// takes little more memory than its input. Both give the same records in the same order, whatever the number of
/// threads.
public struct ZoneSigner: Sendable {
    /// False if the signed zone would be the previous zone, octet by octet: nothing changed and nothing is due.
    public let contentChanged: Bool
    /// The serial of the signed zone.
    public let serial: UInt32
    private let request: ZoneSigningRequest
    private let soa: StartOfAuthority
    private let pass: SigningPass
    private let digests: PlannedDigests
    private let warning: SigningWarning?

    /// Decides everything: which RRsets need which signatures, how names are denied, and the serial.
    public init(_ request: ZoneSigningRequest) throws(SigningError) {
        precondition(request.threads >= 1, "no thread to sign with")
        self.request = request
        soa = try StartOfAuthority(of: request.zone)
        let keys = try PlannedKeys(request)
        if !keys.dnskeys.isEmpty {
            try SignatureTimes(request).check()
        }
        if request.checksKeyRecords { try ApexContent.refuseForeignKeys(request) }
        let course = try SerialCourse(request, soa)
        digests = PlannedDigests(request, soa)
        let apex = try ApexContent.zone(
            request,
            keys: keys,
            soa: soa,
            digests: digests,
            serial: course.serial ?? 0
        )
        pass = try SigningPass(
            request,
            apex: apex,
            keys: keys,
            soa: soa,
            digests: digests,
            isSameSOA: course.isSameSOA
        )
        let hasChanges = course.isMoved || pass.hasChanges()
        contentChanged = hasChanges ? true : try Self.hasWrongDigest(request)
        guard contentChanged else {
            (serial, warning) = (course.previousSerial, course.warning)
            return
        }
        (serial, warning) = try course.next.get()
    }

    /// What is to be said of the serial that a zone would get: the same as when it is signed, without any key.
    public static func serialWarning(_ request: ZoneSigningRequest) -> SigningWarning? {
        do throws(SigningError) {
            return try SerialCourse(request, StartOfAuthority(of: request.zone)).warning
        } catch {
            return nil
        }
    }

    /// Makes the signatures, and the zone in memory.
    public func signedZone() throws(SigningError) -> SignedZone {
        if !contentChanged, let previous = request.previous {
            return SignedZone(zone: previous, facts: try unchangedFacts())
        }
        var assembler = ZoneAssembler(origin: request.zone.origin)
        var facts = PieceFacts()
        var lastJobs: [SignatureJob] = []
        let pass = pass
        try OrderedWork.run(count: pass.pieces.count, threads: pass.threads) { index throws(SigningError) in
            try pass.signed(pass.pieces[index])
        } take: { _, piece throws(SigningError) in
            facts.add(piece.facts)
            assembler.append(piece.zone)
            // They are the first piece's, whose records keep their places.
            lastJobs += piece.lastJobs
            return true
        }
        try addDigests(to: &assembler, lastJobs)
        do throws(ZoneSizeError) {
            return SignedZone(zone: try assembler.finish(), facts: signedZoneFacts(facts))
        } catch {
            throw .size(error)
        }
    }

    /// Makes the signatures, and the text of the zone.
    ///
    /// - Parameter sink: Takes the next piece of the text; false ends the work.
    /// - Returns: What is to be said of the zone; `nil` if the sink ended the work.
    /// A zone with digests of itself (RFC 8976) is made in memory first.
    ///
    /// - Throws: `SigningError` where a signature could not be made.
    public func write(to sink: (Span<UInt8>) -> Bool) throws(SigningError) -> SignedZoneFacts? {
        if !contentChanged, let previous = request.previous {
            return write(previous, to: sink) ? try unchangedFacts() : nil
        }
        // A digest is over all of a zone and stands at its start.
        guard digests.methods.isEmpty else {
            let signed = try signedZone()
            return write(signed.zone, to: sink) ? signed.facts : nil
        }
        var facts = PieceFacts()
        var isWhole = true
        let pass = pass
        try OrderedWork.run(count: pass.pieces.count, threads: pass.threads) { index throws(SigningError) in
            let piece = try pass.signed(pass.pieces[index])
            return (text: ZoneFileWriter.text(of: piece.zone), facts: piece.facts)
        } take: { _, piece throws(SigningError) in
            facts.add(piece.facts)
            let text = piece.text
            isWhole = sink(text.span)
            return isWhole
        }
        return isWhole ? signedZoneFacts(facts) : nil
    }
}

extension ZoneSigner {
    /// Writes a zone that is in memory; false if the sink ended the work.
    private func write(_ zone: Zone, to sink: (Span<UInt8>) -> Bool) -> Bool {
        var isWhole = true
        ZoneFileWriter.write(zone, threads: request.threads) { chunk in
            isWhole = isWhole && sink(chunk)
        }
        return isWhole
    }

    /// True if the previous zone has a digest that is not its own.
    private static func hasWrongDigest(_ request: ZoneSigningRequest) throws(SigningError) -> Bool {
        guard let previous = request.previous else { return false }
        return try !ZoneDigest.faults(in: previous, threads: request.threads).isEmpty
    }

    /// Puts the digests of the zone into the room that was left for them, and signs them.
    private func addDigests(to assembler: inout ZoneAssembler, _ jobs: [SignatureJob]) throws(SigningError) {
        guard !digests.methods.isEmpty else { return }
        let made = try madeDigests(assembler)
        let (signers, signerOctets) = (pass.keys.signers, request.zone.origin.octets.count)
        try unsafe assembler.fill { (arena, owners, rrsets, records) throws(SigningError) in
            let places =
                owners[0].rrsets.first { rrsets[$0].type == .zonemd }.map { rrsets[$0].records } ?? 0..<0
            for (record, digest) in zip(places, made) {
                let end = Int(records[record].offset) + Int(records[record].count)
                let room = unsafe UnsafeMutableBufferPointer(rebasing: arena[(end - digest.count)..<end])
                _ = unsafe room.update(fromContentsOf: digest)
            }
            let work = SignatureWork(
                jobs: jobs,
                signers: signers,
                signerOctets: signerOctets,
                owners: owners,
                rrsets: rrsets,
                records: records
            )
            try unsafe work.fill(arena)
        }
    }

    /// The digests; the view of the zone that they need is gone behind it, or its octets would be copied to be written.
    private func madeDigests(_ assembler: ZoneAssembler) throws(SigningError) -> [[UInt8]] {
        let zone: Zone
        do throws(ZoneSizeError) {
            zone = try assembler.finish()
        } catch {
            throw .size(error)
        }
        return try ZoneDigest.digests(of: zone, by: digests.methods, threads: request.threads)
    }

    /// The facts where the new zone would be the old one: every signature is kept.
    private func unchangedFacts() throws(SigningError) -> SignedZoneFacts {
        var facts = PieceFacts()
        let pass = pass
        OrderedWork.run(count: pass.pieces.count, threads: pass.threads) { index in
            pass.layout(pass.pieces[index]).facts
        } take: { _, piece in
            facts.add(piece)
            return true
        }
        facts.statistics.signaturesKept += facts.statistics.signaturesMade
        facts.statistics.signaturesMade = 0
        return signedZoneFacts(facts)
    }

    private func signedZoneFacts(_ facts: PieceFacts) -> SignedZoneFacts {
        var facts = facts
        if contentChanged, let previous = request.previous {
            facts.statistics.signaturesDropped =
                Self.signatureCount(previous) - facts.statistics.signaturesKept
        }
        let isWindowed = request.keySignatureWindow != nil
        let firstRefreshed = isWindowed ? facts.earliestRefreshed : facts.earliestExpiration
        return SignedZoneFacts(
            serial: serial,
            statistics: facts.statistics,
            contentChanged: contentChanged,
            earliestExpiration: facts.earliestExpiration,
            nextRefresh: firstRefreshed.map { $0 - request.policy.signatures.refresh },
            dnskeyTTL: request.policy.ttl.dnskey,
            maximumTTL: Interval(seconds: Int64(facts.maximumTTL)),
            negativeTTL: Interval(seconds: Int64(soa.negativeTTL)),
            warnings: [warning].compactMap(\.self)
        )
    }

    private static func signatureCount(_ zone: Zone) -> Int {
        var count = 0
        for owner in zone.owners { count += zone.rrset(.rrsig, of: owner).map { Int($0.recordCount) } ?? 0 }
        return count
    }
}

/// Where the serial goes.
private struct SerialCourse {
    /// The next serial, or why there is none; that counts only if the content changed.
    let next: Result<(serial: UInt32, warning: SigningWarning?), SigningError>
    /// The serial that is published now; 0 where none is.
    let previousSerial: UInt32
    /// True if the operator's serial alone makes a new version, or the published serial is not the previous zone's.
    let isMoved: Bool
    /// True if the previous SOA differs in its serial at most.
    let isSameSOA: Bool

    var serial: UInt32? { try? next.get().serial }
    /// What is to be said of the serial, whether it moves now or stays.
    var warning: SigningWarning? { try? next.get().warning }

    init(_ request: ZoneSigningRequest, _ soa: StartOfAuthority) throws(SigningError) {
        let policy = request.policy.serial
        let old: StartOfAuthority? =
            if let previous = request.previous { try StartOfAuthority(of: previous) } else { nil }
        let published = SerialNumber.newest([request.previousSerial, old?.serial].compactMap(\.self))
        do throws(SigningError) {
            next = .success(
                try SerialNumber.next(
                    policy: policy,
                    input: soa.serial,
                    previous: published,
                    isFirst: request.isFirst,
                    now: request.earliest ?? request.now
                )
            )
        } catch {
            next = .failure(error)
        }
        previousSerial = published ?? 0
        isSameSOA = old.map(soa.isEqualButForSerial) ?? false
        isMoved =
            old?.serial != published
            || published.map { previous in
                request.isFirst && policy != .keep && SerialNumber.isNewer(soa.serial, than: previous)
                    || SerialNumber.isMoved(by: policy, input: soa.serial, previous: previous)
            } ?? true
    }
}
