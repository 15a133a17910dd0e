import DNSCore
import DNSSECCrypto
public import DNSSECModel
public import JSON
import Publishing
import Signing
import SystemIO
public import Timeline

/// A plan carried out: a folder with the signed zone, and the parent's DS, of each step.
///
/// The keys are made when the run is made; `write` then signs step after step. It holds three zones in memory at most:
/// the operator's, the one before, and the one in the making.
public struct SimulationRun: Sendable {
    /// What happens when, with real keys.
    public let forecast: Forecast

    private let order: SimulationOrder
    private let keys: SimulatedKeys
    private let course: SimulationCourse

    /// Makes the folder, and the keys that the plan needs from its beginning to its end.
    public init(_ order: SimulationOrder) throws(SimulationError) {
        let keyFolder = "\(order.folder)/keys"
        do throws(SystemError) {
            try FileSystem.ensureFolder(order.folder, mode: 0o755)
            guard try FileSystem.names(in: order.folder).isEmpty else {
                throw SystemError(.create, order.folder, errno: Self.directoryNotEmpty)
            }
            try FileSystem.createFolder(keyFolder, mode: 0o700)
        } catch {
            throw error.errno == Self.directoryNotEmpty ? .notEmpty(order.folder) : .system(error)
        }
        let keys = SimulatedKeys(order, in: keyFolder)
        let forecast = Forecast(
            order.policy,
            KeyRing(zone: order.zone.origin),
            from: order.beginning,
            until: order.until,
            assumptions: order.assumptions,
            material: { key, now in keys.material(of: key, at: now) }
        )
        try keys.check()
        self.order = order
        self.keys = keys
        self.forecast = forecast
        course = SimulationCourse(forecast, policy: order.policy, until: order.until)
    }

    /// ENOTEMPTY.
    private static let directoryNotEmpty: Int32 = 39

    /// Signs, verifies and writes each step, and at the end the index.
    ///
    /// - Parameters:
    ///   - describe: A step of a key as it stands in the index.
    ///   - progress: Told before each step is signed.
    /// - Returns: The steps.
    /// - Throws: Where a zone cannot be signed, does not verify, or a file cannot be written.
    public func write(
        describing describe: (TimelineEvent) -> JSONValue,
        progress: (_ step: Int, _ time: Instant) -> Void = { _, _ in }
    ) throws(SimulationError) -> [SimulationStep] {
        let zoneKeys = try zoneKeys()
        var steps: [SimulationStep] = []
        var previous: EarlierOutput?
        var next: Instant? = order.from
        while let now = next {
            progress(steps.count + 1, now)
            let plan = course.plan(at: now)
            let ds = try parentDS(plan, at: now)
            let prepared = try prepare(plan, zoneKeys, ds.records, previous: previous, at: now)
            guard let signed = prepared.signed else { preconditionFailure("a step is always verified") }
            next = try nextStep(after: now, signed)
            let step = SimulationStep(
                number: steps.count + 1,
                time: now,
                events: course.events(at: now),
                keys: try shownKeys(plan),
                serial: signed.serial,
                dnskeyOctets: signed.zone.dnskeyAnswerOctets
            )
            try refusable(at: now) { () throws(PublishingRefusal) in
                _ = try prepared.write(to: "\(order.folder)/\(step.zoneFile)", key: nil, as: .new)
            }
            try write(dsText(ds, at: now), to: step.dsFile)
            steps.append(step)
            previous = EarlierOutput(zone: signed.zone, seal: .init(.verified, isOurs: true))
        }
        try write(SimulationIndex.json(steps, describing: describe).pretty + "\n", to: "index.json")
        return steps
    }

    /// When the zone changes next, or its signatures are due; `nil` if it holds to the end.
    ///
    /// A part of the refresh time is let pass, at least as much as the jitter spreads, so that signatures which become
    /// due one after another do not make a step each.
    private func nextStep(after now: Instant, _ signed: SignedZone) throws(SimulationError) -> Instant? {
        let change = course.nextChange(after: now)
        var next = change
        // Four steps show how signatures change over little by little.
        if let share = course.plan(at: now).keptSignatures.map({ now + max(.minutes(1), $0.length / 4) })
            .min(),
            share < change ?? course.last
        {
            next = share
        }
        if let refresh = signed.nextRefresh {
            let policy = order.policy.signatures
            let due = refresh + min(max(policy.jitter, policy.refresh / 4), policy.refresh / 2)
            if due < next ?? course.last { next = due }
        }
        let end = next ?? course.last
        if let expiration = signed.earliestExpiration, expiration < end {
            throw .tooShort(expiration: expiration, next: end, at: now)
        }
        return next
    }
}

// MARK: - Signing

extension SimulationRun {
    /// All keys of the forecast for the signer.
    private func zoneKeys() throws(SimulationError) -> [ManagedKey.ID: ZoneKey] {
        var all: [ManagedKey.ID: ZoneKey] = [:]
        for key in forecast.ring.keys where key.material != nil {
            let made = try keys.made(key, at: key.generated ?? order.from)
            all[key.id] = ZoneKey(record: made.record, signingKey: made.pair)
        }
        return all
    }

    private func prepare(
        _ plan: SigningPlan,
        _ keys: [ManagedKey.ID: ZoneKey],
        _ ds: [DSRecord],
        previous: EarlierOutput?,
        at now: Instant
    ) throws(SimulationError) -> PreparedZone {
        var request = PublishingRequest(
            zone: order.zone,
            policy: order.policy,
            plan: plan,
            keys: keys,
            previous: previous,
            ds: ds,
            now: now,
            threads: order.threads
        )
        // The keys of a rehearsal are its own, and nobody is there to raise the serial for each step.
        request.keyRecords = .replaceForeignKeys
        request.raisesKeptSerial = true
        return try refusable(at: now) { () throws(PublishingRefusal) in try request.prepare() }
    }

    private func refusable<Result>(
        at now: Instant,
        _ body: () throws(PublishingRefusal) -> Result
    ) throws(SimulationError) -> Result {
        do throws(PublishingRefusal) {
            return try body()
        } catch {
            throw .refused(error, at: now)
        }
    }

    /// The keys that are in the zone.
    private func shownKeys(_ plan: SigningPlan) throws(SimulationError) -> [SimulatedKey] {
        var shown: [SimulatedKey] = []
        let published = Set(plan.dnskeys.map(\.key))
        let revoked = Set(plan.dnskeys.filter(\.isRevoked).map(\.key))
        for key in forecast.ring.keys where published.contains(key.id) || plan.zoneSigners.contains(key.id) {
            let made = try keys.made(key, at: key.generated ?? order.from)
            shown.append(
                SimulatedKey(
                    id: key.id,
                    role: key.role,
                    record: revoked.contains(key.id) ? made.record.revoked : made.record,
                    name: key.name,
                    standsInFor: made.standsInFor,
                    isPublished: published.contains(key.id),
                    signsKeys: plan.keySigners.contains(key.id),
                    signsZone: plan.zoneSigners.contains(key.id),
                    file: "keys/\(made.name)"
                )
            )
        }
        return shown
    }
}

// MARK: - The parent

extension SimulationRun {
    /// The DS RRset of the parent at a moment; of a zone without such a parent the trust anchors, as DS records.
    private func parentDS(
        _ plan: SigningPlan,
        at now: Instant
    ) throws(SimulationError) -> (records: [DSRecord], ttl: Interval) {
        let (ids, ttl) = course.parent(at: now)
        let plain = Set(plan.dnskeys.filter { !$0.isRevoked }.map(\.key))
        let shown = order.policy.parent.ds == .none ? plan.keySigners.filter(plain.contains) : ids
        var records: [DSRecord] = []
        for key in forecast.ring.keys where shown.contains(key.id) {
            let record = try keys.made(key, at: now).record
            do throws(CryptoError) {
                records += try delegation.records(of: CollectionOfOne(record))
            } catch {
                throw .crypto(error)
            }
        }
        return (records, ttl)
    }

    private var delegation: Delegation {
        Delegation(order.zone.origin, digests: order.policy.parent.digests)
    }

    private func dsText(_ ds: (records: [DSRecord], ttl: Interval), at now: Instant) -> String {
        let zone = order.zone.origin
        let title =
            switch (order.policy.parent.ds, ds.records.isEmpty) {
            case (.none, true): "no trust anchor of \(zone) at \(now)"
            case (.none, false):
                "no parent has DS records of \(zone): its trust anchors at \(now), in the form of DS"
            case (_, true): "the parent shows no DS of \(zone) at \(now)"
            case (_, false): "the DS RRset of \(zone) that the parent shows at \(now)"
            }
        let lines = ds.records.map { delegation.line(.ds, ttl: ds.ttl, rdata: $0.rdata) + "\n" }
        return "; \(title)\n" + lines.joined()
    }
}

// MARK: - Files

extension SimulationRun {
    private func write(_ text: String, to name: String) throws(SimulationError) {
        do throws(SystemError) {
            try AtomicFile.createNew("\(order.folder)/\(name)", with: Array(text.utf8).span, mode: 0o644)
        } catch {
            throw .system(error)
        }
    }
}

extension Zone {
    /// Octets of the answer to a DNSKEY query with DNSSEC OK, counted from the zone's own records: header, question, the
    /// records with their owner compressed, and an OPT record of 11 octets.
    var dnskeyAnswerOctets: Int {
        var octets = 12 + origin.octets.count + 4 + 11
        let head = (origin.isRoot ? 1 : 2) + 10
        for rrset in rrsets[owners[0].rrsets] {
            for record in rrset.records {
                let rdata = self.octets(records[record])
                let isAnswer =
                    rrset.type == .dnskey
                    || rrset.type == .rrsig && rdata.count >= 2
                        && UInt16(rdata[0]) << 8 | UInt16(rdata[1]) == RRType.dnskey.rawValue
                if isAnswer { octets += head + rdata.count }
            }
        }
        return octets
    }
}
