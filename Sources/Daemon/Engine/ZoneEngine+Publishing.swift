import DNSCore
import DNSSECModel
import JSON
import KeyStore
import Publishing
import Signing
import SystemIO
import Timeline

/// What was signed last, and from what.
struct SignedState {
    /// The zone file and what it includes, in the state that was read.
    var source: [String: FileIdentity?]
    /// The rules that the zone file was read by.
    var rules: ZoneRules
    /// The policy that it was signed by.
    var policy: DNSSECPolicy
    /// The plan that it was signed by.
    var plan: SigningPlan
    /// The output, as it was written or found.
    var output: FileIdentity?
    /// Its serial.
    var serial: UInt32
    /// When its first signature ends.
    var earliestExpiration: Instant?
    /// When signatures are due to be made anew.
    var due: Instant?
}

// Reading and writing by way of `Publishing`; then the hook; then the observation.
extension ZoneEngine {
    /// How long re-signing waits for more signatures to become due, so that jitter does not publish each alone.
    private static let longestBatch = Interval.hours(1)
    /// The wait is at most this part of the refresh time, which is all that a late signature loses.
    private static let batchPart: Int64 = 24

    /// Signs and writes the zone where zone file, plan, policy, time or a lost output ask for it.
    func publishIfDue() throws(StepStop) -> Bool {
        guard let ring, let policy, runningHook?.event != .published else { return false }
        guard let plan = clockFault == nil ? ring.plan : ring.publication?.plan else { return false }
        // Without keys a zone is published only if the policy wants none: then it is insecure on purpose.
        guard !plan.dnskeys.isEmpty || policy.effective(at: now).keys.isEmpty else {
            guard ring.publication?.plan.dnskeys.isEmpty ?? true else {
                throw .trouble(.refused(.wouldBeUnsigned))
            }
            checkZoneFile()
            return false
        }
        if let signed, isCurrent(signed, plan, policy) { return false }
        try persist()
        guard let content = readContent() else { return false }
        let request = try request(content, plan, policy)
        let prepared = try refusable { () throws(PublishingRefusal) in try request.prepare() }
        try checkpoint(.zoneSigned)
        if prepared.contentChanged { try write(prepared) }
        try checkpoint(.zoneWritten)
        let facts = try refusable { () throws(PublishingRefusal) in try prepared.facts() }
        finish(facts, content, plan, policy)
        return true
    }

    private func isCurrent(_ signed: SignedState, _ plan: SigningPlan, _ policy: DNSSECPolicy) -> Bool {
        signed.plan == plan && signed.policy == policy && signed.rules == configuration.rules
            && signed.due.map { $0 > now } ?? true
            && signed.output == (try? FileIdentity(path: configuration.output))
            && !ZoneInput.hasChanged(signed.source)
    }

    /// Before the first keys are there: tells what is wrong with the zone file.
    private func checkZoneFile() {
        if signed == nil { _ = readContent() }
    }

    /// True if keys may be made: the first ones of a zone only for a zone file that can be published.
    func hasUsableZone() -> Bool {
        guard let ring, ring.publication == nil, !ring.keys.contains(where: { $0.material != nil }) else {
            return true
        }
        return hasUsableZone(input())
    }

    // MARK: - Reading

    /// What is signed: the zone file, or, while that has errors, what was published last.
    private struct Content {
        var zone: Zone
        /// True if the zone is what was published last, with its keys and signatures.
        var isOwnOutput: Bool
        var previous: EarlierOutput?
        var source: [String: FileIdentity?]
    }

    /// The zone file, read once in a step unless it changes.
    private func input() -> ZoneInput {
        if let inputAtHand, inputAtHand.rules == configuration.rules,
            !ZoneInput.hasChanged(inputAtHand.identities)
        {
            return inputAtHand
        }
        let input = ZoneInput(
            file: configuration.file,
            origin: zone,
            rules: configuration.rules,
            threads: environment.threads
        )
        inputAtHand = input
        return input
    }

    /// Tells what is wrong with the zone file; true if it can be published.
    private func hasUsableZone(_ input: ZoneInput) -> Bool {
        let complaints = input.reading.complaints(.ring(ring, policy, at: now), threads: environment.threads)
        let isUsable = accepts(complaints)
        let news = complaints.filter { $0.severity == .warning }.map(\.description)
        for warning in news where !warnings.contains(warning) {
            environment.log.write(.warning, zone: zone, warning)
        }
        warnings = news
        return isUsable
    }

    private func readContent() -> Content? {
        let input = input()
        // Not kept while the zone is signed: it may be large.
        inputAtHand = nil
        let isUsable = hasUsableZone(input)
        let previous = readOutput()
        return (isUsable ? input.usableZone : previous?.zone).map {
            Content(zone: $0, isOwnOutput: !isUsable, previous: previous, source: input.identities)
        }
    }

    /// True if the output holds DNSKEY records, or cannot be looked into.
    var isOutputSigned: Bool {
        guard (try? FileSystem.exists(configuration.output)) ?? true else { return false }
        guard let output = ZoneInput(file: configuration.output, origin: zone, rules: .lenient).zone else {
            return true
        }
        return output.rrset(.dnskey, of: output.owners[0]) != nil
    }

    private func readOutput() -> EarlierOutput? {
        guard (try? FileSystem.exists(configuration.output)) ?? true else { return nil }
        let (output, diagnostics) = EarlierOutput.read(
            configuration.output,
            origin: zone,
            threads: environment.threads
        )
        if output == nil {
            let first = diagnostics.first { $0.severity == .error }?.description ?? configuration.output
            warnings.append("the signed zone cannot be read and is made anew: \(first)")
        }
        return output
    }

    // MARK: - Publishing

    private func request(
        _ content: Content,
        _ plan: SigningPlan,
        _ policy: DNSSECPolicy
    ) throws(StepStop) -> PublishingRequest {
        var request = PublishingRequest(
            zone: content.zone,
            policy: policy,
            plan: plan,
            keys: try signingKeys(plan),
            previous: content.previous,
            previousSerial: ring?.publication?.serial,
            ds: believedDS,
            now: now,
            threads: environment.threads
        )
        if content.isOwnOutput { request.keyRecords = .ownOutput }
        return request
    }

    private func write(_ prepared: PreparedZone) throws(StepStop) {
        let output = configuration.output
        try system { () throws(SystemError) in
            try FileSystem.ensureFolder(FileSystem.split(output).folder, mode: 0o755)
        }
        _ = try refusable { () throws(PublishingRefusal) in try prepared.write(to: output) }
    }

    /// Takes a step of publishing; what is refused is a trouble, which names the file of a private key that is missing.
    private func refusable<Result>(
        _ body: () throws(PublishingRefusal) -> Result
    ) throws(StepStop) -> Result {
        do throws(PublishingRefusal) {
            return try body()
        } catch {
            if case .signing(.missingPrivateKey(let id)) = error, let record = ring?[id]?.material?.record {
                let name = BINDKeyFileName(zone: zone, record: record)
                throw .trouble(.refused(.privateKeyMissing(file: "\(keyFolder.path)/\(name.privateFile)")))
            }
            throw .trouble(.refused(error))
        }
    }

    private func finish(
        _ result: SignedZoneFacts,
        _ content: Content,
        _ plan: SigningPlan,
        _ policy: DNSSECPolicy
    ) {
        let batch = min(Self.longestBatch, policy.signatures.refresh / Self.batchPart)
        signed = SignedState(
            source: content.source,
            rules: configuration.rules,
            policy: policy,
            plan: plan,
            output: try? FileIdentity(path: configuration.output),
            serial: result.serial,
            earliestExpiration: result.earliestExpiration,
            due: [
                result.nextRefresh.map { max($0, now) + batch },
                plan.dnskeys.isEmpty ? nil : policy.calendar?.nextSignatureEdit(after: now),
                plan.nextShare(after: now),
            ].compactMap(\.self).min()
        )
        for warning in result.warnings.map(\.description) where !warnings.contains(warning) {
            environment.log.write(.warning, zone: zone, warning)
            warnings.append(warning)
        }
        if result.contentChanged {
            let count = result.statistics
            environment.log.write(
                .info,
                zone: zone,
                plan.dnskeys.isEmpty
                    ? "published without signatures, serial \(result.serial)"
                    : "signed, serial \(result.serial), \(count.signaturesMade) signatures made, "
                        + "\(count.signaturesKept) kept"
            )
        }
        guard result.serial != ring?.publication?.serial || plan != ring?.publication?.plan else { return }
        unrecorded = Publication(
            at: now,
            serial: result.serial,
            plan: plan,
            dnskeyTTL: result.dnskeyTTL,
            maximumTTL: result.maximumTTL,
            negativeTTL: result.negativeTTL,
            propagation: policy.propagation.zone,
            signaturesExpire: result.earliestExpiration
        )
        troubles[.publication]?.retry = now
    }

    // MARK: - Observing

    /// Calls the hook for a zone that was written, or records the publication where there is nothing to call.
    func finishPublication() throws(StepStop) -> Bool {
        guard let unrecorded, runningHook == nil else { return false }
        if let words = configuration.hooks.published, unrecorded.serial != ring?.publication?.serial {
            try persist()
            start(.published, words, ["KEYTURN_SERIAL": String(unrecorded.serial)])
            return false
        }
        try recordPublication()
        return true
    }

    /// The servers have the zone: from now on the waits count.
    func recordPublication() throws(StepStop) {
        guard var publication = unrecorded, let ring else { return }
        publication.at = now
        var after = ring
        if clockFault == nil {
            after = ring.recording(.zonePublished(publication))
        } else {
            // The time cannot be trusted, and the keys are the same: nothing counts from here.
            after.publication?.serial = publication.serial
        }
        try commit(
            after,
            kind: .observation,
            because: "published with serial \(publication.serial)",
            payload: [
                "serial": .integer(Int64(publication.serial)),
                "dnskey-ttl": .integer(publication.dnskeyTTL.seconds),
                "maximum-ttl": .integer(publication.maximumTTL.seconds),
                "negative-ttl": .integer(publication.negativeTTL.seconds),
                "dnskeys": .array(publication.plan.dnskeys.map { .integer(Int64($0.key.rawValue)) }),
                "key-signers": .array(publication.plan.keySigners.map { .integer(Int64($0.rawValue)) }),
                "zone-signers": .array(publication.plan.zoneSigners.map { .integer(Int64($0.rawValue)) }),
                "kept-signatures": .array(
                    publication.plan.keptSignatures.map { .integer(Int64($0.key.rawValue)) }
                ),
            ]
        )
        unsaved?.publication = unrecorded
        unrecorded = nil
        try checkpoint(.publicationRecorded)
    }
}
