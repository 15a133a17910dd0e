import DNSCore
import DNSSECModel
import JSON
import KeyStore
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

// Signing, verifying, writing; then the hook; then the observation.
extension ZoneEngine {
    /// Re-signing waits so long for more signatures to become due, so that jitter does not make a publication of each.
    private static let longestBatch = Interval.hours(1)
    /// The wait is at most this part of the refresh time, which is all that a late signature loses.
    private static let batchPart: Int64 = 24

    /// Signs and writes the zone where zone file, plan, policy, time or a lost output ask for it.
    func publishIfDue() throws(StepStop) -> Bool {
        guard let ring, let policy, runningHook?.event != .published else { return false }
        guard let plan = clockFault == nil ? ring.plan : ring.publication?.plan else { return false }
        // Without keys a zone is published only where the policy wants none: then it is insecure on purpose.
        guard !plan.dnskeys.isEmpty || policy.effective(at: now).keys.isEmpty else {
            guard ring.publication?.plan.dnskeys.isEmpty ?? true else { throw .trouble(.wouldBeUnsigned) }
            checkZoneFile()
            return false
        }
        if let signed, isCurrent(signed, plan, policy) { return false }
        try persist()
        guard let content = readContent() else { return false }
        let result = try signAndVerify(content, plan, policy)
        try checkpoint(.zoneSigned)
        if result.contentChanged { try write(result.zone) }
        try checkpoint(.zoneWritten)
        finish(result, content, plan, policy)
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

    // MARK: - Reading

    /// What is signed: the zone file, or, while that has errors, what was published last.
    private struct Content {
        var zone: Zone
        var previous: PreviousOutput?
        var source: [String: FileIdentity?]
    }

    /// The signed zone that is on the disk.
    private struct PreviousOutput {
        var zone: Zone
        /// True where the file is, octet by octet, what was verified when it was written.
        var isVerified: Bool
    }

    private func readContent() -> Content? {
        let input = ZoneInput(
            file: configuration.file,
            origin: zone,
            rules: configuration.rules,
            threads: environment.threads
        )
        if input.zone == nil {
            if troubles[.zoneFile]?.trouble != .zoneFile(input.errors) {
                note(.zoneFile, .zoneFile(input.errors))
            }
        } else {
            clear(.zoneFile)
        }
        let news = input.warnings.map(\.description)
        for warning in news where !warnings.contains(warning) {
            environment.log.write(.warning, zone: zone, warning)
        }
        warnings = news
        let previous = readOutput()
        return (input.zone ?? previous?.zone).map {
            Content(zone: $0, previous: previous, source: input.identities)
        }
    }

    /// True where the output holds DNSKEY records, or cannot be looked into.
    var isOutputSigned: Bool {
        guard (try? FileSystem.exists(configuration.output)) ?? true else { return false }
        guard let output = ZoneInput(file: configuration.output, origin: zone, rules: .lenient).zone else {
            return true
        }
        return output.rrset(.dnskey, of: output.owners[0]) != nil
    }

    private func readOutput() -> PreviousOutput? {
        guard (try? FileSystem.exists(configuration.output)) ?? true else { return nil }
        let output = ZoneInput(
            file: configuration.output,
            origin: zone,
            rules: .lenient,
            threads: environment.threads,
            looksForSeal: true
        )
        if output.zone == nil {
            let first = output.errors.first.map(\.description) ?? configuration.output
            warnings.append("the signed zone cannot be read and is made anew: \(first)")
        }
        return output.zone.map { PreviousOutput(zone: $0, isVerified: output.isSealed) }
    }

    // MARK: - Signing

    private func signAndVerify(
        _ content: Content,
        _ plan: SigningPlan,
        _ policy: DNSSECPolicy
    ) throws(StepStop) -> SignedZone {
        var request = ZoneSigningRequest(
            zone: content.zone,
            policy: policy,
            plan: plan,
            keys: try signingKeys(plan),
            previous: content.previous?.zone,
            previousSerial: ring?.publication?.serial,
            keySignatureWindow: policy.calendar?.signatureWindow(at: now),
            now: now,
            threads: environment.threads
        )
        let result = try signed(request)
        let known = content.previous.flatMap { $0.isVerified ? $0.zone : nil }
        let report = verify(result.zone, plan, known: known)
        if report.isGood { return result }
        // A signature that was taken over from a damaged file may be bad: none is, the second time.
        if let previous = request.previous {
            request.previousSerial = newer(request.previousSerial, serial(of: previous))
            request.previous = nil
            let fresh = try signed(request)
            if verify(fresh.zone, plan, known: nil).isGood { return fresh }
        }
        throw .trouble(.verification(report.findings, more: report.omittedFindings))
    }

    private func signed(_ request: ZoneSigningRequest) throws(StepStop) -> SignedZone {
        do throws(SigningError) {
            return try sign(request)
        } catch {
            if case .missingPrivateKey(let id) = error, let record = ring?[id]?.material?.record {
                let name = BINDKeyFileName(zone: zone, record: record)
                throw .trouble(.privateKeyMissing(file: "\(keyFolder.path)/\(name.privateFile)"))
            }
            throw .trouble(.signing(error))
        }
    }

    private func verify(_ zone: Zone, _ plan: SigningPlan, known: Zone?) -> VerificationReport {
        let ds = believedDS
        let options = ZoneVerifier.Options(threads: environment.threads, known: known)
        guard !plan.dnskeys.isEmpty else {
            return ZoneVerifier.verifyUnsigned(zone: zone, ds: ds, options: options)
        }
        return ZoneVerifier.verify(zone: zone, at: now, ds: ds.isEmpty ? nil : ds, options: options)
    }

    private func serial(of zone: Zone) -> UInt32? {
        guard let apex = zone.owners.first, let soa = zone.rrset(.soa, of: apex) else { return nil }
        let fields = zone.copy(zone.records[Int(soa.firstRecord)]).suffix(20)
        return fields.count == 20 ? fields.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } : nil
    }

    private func newer(_ left: UInt32?, _ right: UInt32?) -> UInt32? {
        guard let left, let right else { return left ?? right }
        return SerialNumber.isNewer(left, than: right) ? left : right
    }

    // MARK: - Writing

    private func write(_ zone: Zone) throws(StepStop) {
        let output = configuration.output
        try system { () throws(SystemError) in
            try FileSystem.ensureFolder(FileSystem.split(output).folder, mode: 0o755)
            try SignedZoneFile.write(zone, to: output, threads: environment.threads, isVerified: true)
        }
    }

    private func finish(_ result: SignedZone, _ content: Content, _ plan: SigningPlan, _ policy: DNSSECPolicy)
    {
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
            propagation: policy.propagation.zone
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
