internal import DNSCore
internal import DNSSECModel

/// All that laying out and signing a zone needs to know, the same for every piece and every thread.
struct SigningPass: Sendable {
    /// How absence is proven.
    enum Denial: Sendable {
        /// Not at all: the zone is unsigned.
        case none
        case nsec
        case nsec3(NSEC3Chain)
    }

    /// The operator's zone.
    let input: Zone
    /// The apex with the signer's own RRsets.
    let apex: Zone
    let keys: PlannedKeys
    let times: SignatureTimes
    /// TTL of NSEC and NSEC3.
    let negativeTTL: UInt32
    /// True if the previous SOA differs in its serial at most.
    let isSameSOA: Bool
    /// True if the previous zone has digests by the same methods.
    let hasSameDigests: Bool
    let previous: PreviousZone?
    let takeover: SignatureTakeover
    let denial: Denial
    let pieces: [ZonePiece]
    let threads: Int

    init(
        _ request: ZoneSigningRequest,
        apex: Zone,
        keys: PlannedKeys,
        soa: StartOfAuthority,
        digests: PlannedDigests,
        isSameSOA: Bool
    ) throws(SigningError) {
        input = request.zone
        self.apex = apex
        self.keys = keys
        let times = SignatureTimes(request)
        self.times = times
        negativeTTL = soa.negativeTTL
        self.isSameSOA = isSameSOA
        hasSameDigests = request.previous.map(digests.areThere) ?? false
        previous = request.previous.map {
            PreviousZone($0, signers: keys.signers, spreads: keys.spreads, times: times)
        }
        takeover = request.takeover
        threads = request.threads
        var chain: NSEC3Chain?
        if case .nsec3(let policy) = request.policy.denial, !keys.dnskeys.isEmpty {
            chain = try NSEC3Chain(request.zone, policy: policy, threads: request.threads)
        }
        denial = keys.dnskeys.isEmpty ? .none : chain.map { .nsec3($0) } ?? .nsec
        pieces = ZonePiece.pieces(of: request.zone, chain: chain, threads: request.threads)
    }

    /// True if something is left of an owner without the records of an earlier signer.
    func isPresent(_ index: Int) -> Bool { input.hasOperatorRRset(input.owners[index]) }

    /// The next owner that gets an NSEC record, or nil behind the last.
    func nextDenied(after index: Int) -> Int? {
        var next = index + 1
        while next < input.owners.count {
            if input.owners[next].status != .occluded, isPresent(next) { return next }
            next += 1
        }
        return nil
    }

    /// The sort key with which a piece begins: of its first owner or of its first NSEC3 record.
    func firstKey(of piece: ZonePiece) -> [UInt8] {
        var keys: [[UInt8]] = []
        if !piece.owners.isEmpty { keys.append(input.copy(input.owners[piece.owners.lowerBound].key)) }
        if case .nsec3(let chain) = denial, !piece.entries.isEmpty {
            var name = NSEC3OwnerName(origin: input.origin)
            name.set(chain.entries[piece.entries.lowerBound].hash)
            keys.append(name.key)
        }
        return keys.min { $0.lexicographicallyPrecedes($1) } ?? []
    }

    /// The sort key with which the next piece begins that is not empty; nil behind the last.
    func key(behind piece: ZonePiece) -> [UInt8]? {
        let entryCount = if case .nsec3(let chain) = denial { chain.entries.count } else { 0 }
        let rest = ZonePiece(
            owners: piece.owners.upperBound..<input.owners.count,
            entries: piece.entries.upperBound..<entryCount
        )
        return rest.owners.isEmpty && rest.entries.isEmpty ? nil : firstKey(of: rest)
    }

    /// The piece with room for its signatures.
    func layout(_ piece: ZonePiece) -> SignedZoneLayout {
        var layout = SignedZoneLayout(self, piece)
        layout.appendAll()
        return layout
    }

    /// True if anything at all differs from the previous zone but the serial.
    func hasChanges() -> Bool {
        var hasChanged = false
        OrderedWork.run(count: pieces.count, threads: threads) { index in
            layout(pieces[index]).facts.hasChanged
        } take: { _, isChanged in
            hasChanged = isChanged
            return !isChanged
        }
        return hasChanged
    }

    /// The signed piece.
    func signed(_ piece: ZonePiece) throws(SigningError) -> SignedPiece {
        var layout = layout(piece)
        return try layout.signed()
    }
}

/// What a piece says of itself.
struct PieceFacts: Sendable {
    var statistics = SigningStatistics()
    /// True if something differs from the previous zone; the serial and the SOA's renewal do not count.
    var hasChanged = false
    /// When the first signature ends.
    var earliestExpiration: Instant?
    /// When the first of those ends that are made anew by the refresh time.
    var earliestRefreshed: Instant?
    var maximumTTL: UInt32 = 0

    /// Takes note of a signature.
    mutating func note(_ header: SignatureHeader, _ times: SignatureTimes) {
        let end = times.instant(header.expiration)
        earliestExpiration = min(earliestExpiration ?? end, end)
        guard times.isRefreshed(header.covered) else { return }
        earliestRefreshed = min(earliestRefreshed ?? end, end)
    }

    /// Adds what another piece says.
    mutating func add(_ other: PieceFacts) {
        statistics.add(other.statistics)
        hasChanged = hasChanged || other.hasChanged
        earliestExpiration = [earliestExpiration, other.earliestExpiration].compactMap(\.self).min()
        earliestRefreshed = [earliestRefreshed, other.earliestRefreshed].compactMap(\.self).min()
        maximumTTL = max(maximumTTL, other.maximumTTL)
    }
}

/// A signed piece: a part of the signed zone, in canonical order.
struct SignedPiece: Sendable {
    var zone: Zone
    var facts: PieceFacts
    /// Jobs that wait for the digest of the whole zone.
    var lastJobs: [SignatureJob]
}

extension SignedZoneLayout {
    /// Makes the signatures, and the piece; call it once.
    ///
    /// Not consuming: that would copy the layout first, and with it the arena when it is written to.
    fileprivate mutating func signed() throws(SigningError) -> SignedPiece {
        let jobs = jobs
        let signers = keys.signers
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
            try unsafe work.fill(arena)
        }
        do throws(ZoneSizeError) {
            return SignedPiece(zone: try assembler.finish(), facts: facts, lastJobs: lastJobs)
        } catch {
            throw .size(error)
        }
    }
}
