internal import DNSSECModel

/// Signs a zone as its plan says; a plan without DNSKEYs gives the plain zone back.
///
/// - NSEC and NSEC3 records have the TTL of RFC 9077, RRSIG records that of the RRset they cover, NSEC3PARAM has 0.
/// - DNSKEY, CDS and CDNSKEY are signed by the key signers, and by the zone signers too where the policy says
///   `both`; all else by the zone signers. A revoked key signs the DNSKEY RRset only (RFC 5011 2.1).
/// - A signature of the previous zone is taken over where its RRset is the same octet by octet and has the same TTL,
///   its key is still wanted for it, it has begun, and more than the refresh time of it is left. It is not
///   verified here: that costs more than to make it, and the verifier looks at the whole zone before it is published.
/// - Where the plan keeps the signatures of a key that signs no more, such a one is taken over in place of its
///   successor's until its turn has come; nothing is made by that key.
/// - A zone signer that is not in the DNSKEY RRset signs as if it were, while no key of its algorithm is there
///   (RFC 6781 4.1.4).
/// - Signatures over DNSKEY, CDS and CDNSKEY have the times of the request's window where it has one.
/// - Where nothing at all changed and nothing is due, the previous zone comes back with its serial.
public func sign(_ request: ZoneSigningRequest) throws(SigningError) -> SignedZone {
    precondition(request.threads >= 1, "no thread to sign with")
    let soa = try StartOfAuthority(of: request.zone)
    let keys = try PlannedKeys(request)
    if !keys.dnskeys.isEmpty {
        try SignatureTimes(request).check()
    }
    try ApexContent.refuseForeignKeys(request)
    let course = try SerialCourse(request, soa)
    let apex = try ApexContent.zone(request, keys: keys, soa: soa, serial: course.serial ?? 0)
    var layout = SignedZoneLayout(
        request,
        apex: apex,
        keys: keys,
        soa: soa,
        isSameSOA: course.isSameSOA
    )
    try layout.appendAll(request)
    if !layout.hasChanged, !course.isMoved, let previous = request.previous {
        return unchanged(request, previous, soa, serial: course.previousSerial, layout.statistics)
    }
    let (serial, warning) = try course.next.get()
    let oldSignatures = request.previous.map(signatureCount) ?? 0
    let statistics = layout.statistics
    let zone = try layout.finish(threads: request.threads)
    var result = SignedZoneSurvey(zone).result(
        request,
        soa,
        serial: serial,
        statistics,
        contentChanged: true,
        warnings: [warning].compactMap(\.self)
    )
    result.statistics.signaturesDropped = oldSignatures - statistics.signaturesKept
    return result
}

/// The answer where the new zone would be the old one.
private func unchanged(
    _ request: ZoneSigningRequest,
    _ previous: Zone,
    _ soa: StartOfAuthority,
    serial: UInt32,
    _ statistics: SigningStatistics
) -> SignedZone {
    var kept = statistics
    kept.signaturesKept += kept.signaturesMade
    kept.signaturesMade = 0
    return SignedZoneSurvey(previous).result(
        request,
        soa,
        serial: serial,
        kept,
        contentChanged: false,
        warnings: []
    )
}

private func signatureCount(_ zone: Zone) -> Int {
    zone.rrsets.reduce(0) { $0 + ($1.type == .rrsig ? Int($1.recordCount) : 0) }
}

/// Where the serial goes.
private struct SerialCourse {
    /// The next serial, or why there is none; that counts only if the content changed.
    let next: Result<(serial: UInt32, warning: SigningWarning?), SigningError>
    /// The serial that is published now; 0 where none is.
    let previousSerial: UInt32
    /// True where the operator's serial alone makes a new version, or the published serial is not the previous zone's.
    let isMoved: Bool
    /// True where the previous SOA differs in its serial at most.
    let isSameSOA: Bool

    var serial: UInt32? { try? next.get().serial }

    init(_ request: ZoneSigningRequest, _ soa: StartOfAuthority) throws(SigningError) {
        let policy = request.policy.serial
        let old: StartOfAuthority? =
            if let previous = request.previous { try StartOfAuthority(of: previous) } else { nil }
        var published = request.previousSerial
        if let serial = old?.serial, published.map({ SerialNumber.isNewer(serial, than: $0) }) ?? true {
            published = serial
        }
        do throws(SigningError) {
            next = .success(
                try SerialNumber.next(
                    policy: policy,
                    input: soa.serial,
                    previous: published,
                    now: request.now
                )
            )
        } catch {
            next = .failure(error)
        }
        previousSerial = published ?? 0
        isSameSOA = old.map(soa.isEqualButForSerial) ?? false
        isMoved =
            old?.serial != published
            || published.map { SerialNumber.isMoved(by: policy, input: soa.serial, previous: $0) } ?? true
    }
}

extension SignedZoneLayout {
    fileprivate mutating func appendAll(_ request: ZoneSigningRequest) throws(SigningError) {
        switch request.policy.denial {
        case _ where keys.dnskeys.isEmpty: appendAllWithoutDenial()
        case .nsec: appendAllWithNSEC()
        case .nsec3(let policy):
            appendAllWithNSEC3(try NSEC3Chain(input, policy: policy, threads: request.threads))
        }
        close()
    }

    /// Makes the signatures, and the zone; call it once.
    ///
    /// Not consuming: that would copy the layout first, and with it the arena when it is written to.
    fileprivate mutating func finish(threads: Int) throws(SigningError) -> Zone {
        let (jobs, signers) = (jobs, keys.signers)
        self.jobs = []
        let signerOctets = input.origin.octets.count
        do throws(ZoneSizeError) {
            try assembler.check()
        } catch {
            throw .size(error)
        }
        try unsafe assembler.fill { (arena, owners, rrsets, records) throws(SigningError) in
            let work = SignatureWork(
                jobs: jobs,
                signers: signers,
                signerOctets: signerOctets,
                owners: owners,
                rrsets: rrsets,
                records: records
            )
            try unsafe work.fill(arena, threads: threads)
        }
        do throws(ZoneSizeError) {
            return try assembler.finish()
        } catch {
            throw .size(error)
        }
    }
}

/// What a signed zone says of itself, seen once at the end.
private struct SignedZoneSurvey {
    let zone: Zone

    init(_ zone: Zone) { self.zone = zone }

    func result(
        _ request: ZoneSigningRequest,
        _ soa: StartOfAuthority,
        serial: UInt32,
        _ statistics: SigningStatistics,
        contentChanged: Bool,
        warnings: [SigningWarning]
    ) -> SignedZone {
        let times = SignatureTimes(request)
        let first = earliestExpiration(times) { _ in true }
        let firstRefreshed =
            request.keySignatureWindow == nil ? first : earliestExpiration(times, of: times.isRefreshed)
        var warnings = warnings
        if zone.rrset(.zonemd, of: zone.owners[0]) != nil { warnings.append(.zoneDigestNotRenewed) }
        return SignedZone(
            zone: zone,
            serial: serial,
            statistics: statistics,
            contentChanged: contentChanged,
            earliestExpiration: first,
            nextRefresh: firstRefreshed.map { $0 - request.policy.signatures.refresh },
            dnskeyTTL: request.policy.ttl.dnskey,
            maximumTTL: Interval(seconds: Int64(zone.rrsets.map(\.ttl).max() ?? 0)),
            negativeTTL: Interval(seconds: Int64(soa.negativeTTL)),
            warnings: warnings
        )
    }

    private func earliestExpiration(_ times: SignatureTimes, of isMeant: (RRType) -> Bool) -> Instant? {
        var earliest: Instant?
        for rrset in zone.rrsets where rrset.type == .rrsig {
            for record in rrset.records {
                let rdata = zone.octets(zone.records[record])
                guard isMeant(RRType(rawValue: Octets.number16(rdata, at: 0))) else { continue }
                let expiration = Octets.number32(rdata, at: 8)
                earliest = min(earliest ?? times.instant(expiration), times.instant(expiration))
            }
        }
        return earliest
    }
}
