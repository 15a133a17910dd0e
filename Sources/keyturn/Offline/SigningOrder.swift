import DNSCore
import DNSSECModel
import KeyStore
import Publishing
import Signing
import SystemIO

/// What `keyturn sign` was asked for, and the way to it.
struct SigningOrder {
    var file: String
    var policy: String
    var keys: String
    var origin: Name?
    var rules: ZoneRules
    var output: String
    var previous: String?
    var at: Instant
    var threads: Int
    var generatesKeys: Bool
    var dsset: String?
    var isVerified: Bool

    /// Reads, signs, verifies, writes.
    ///
    /// New keys are written last but for the zone that needs them: whatever is refused leaves none behind.
    func carryOut() throws(ToolFailure) -> SigningOutcome {
        var progress = Progress()
        try refuseSameFile()
        try demandPlace(output)
        progress.begin("reading \(file)")
        let reading = try InputFile.zone(file, origin: origin, rules: rules, threads: threads)
        guard let zone = reading.zone else {
            throw ToolFailure(.badData, reading.diagnostics.map { Diagnostic($0) })
        }
        if let dsset { try demandPlace(dssetFile(of: zone.origin, in: dsset)) }
        let policy = try InputFile.usablePolicy(self.policy, zone: zone)
        let previous = try earlierOutput(of: zone.origin)
        let folder = KeyFolder(path: keys, zone: zone.origin, policy: policy.effective(at: at), now: at)
        let files = try folder.files(isGenerating: generatesKeys)
        try demandUsable(reading, files, policy)
        let chosen = try folder.keys(among: files, isGenerating: generatesKeys)
        for warning in chosen.warnings { warning.report() }
        progress.begin("signing \(zone.origin)")
        let request = try request(zone, policy, chosen, files, previous)
        let prepared = try publishing(chosen) { () throws(PublishingRefusal) in try request.prepare() }
        return try finish(prepared, zone.origin, policy, chosen, folder)
    }

    /// Writes keys and zone.
    private func finish(
        _ prepared: PreparedZone,
        _ zone: Name,
        _ policy: DNSSECPolicy,
        _ chosen: ChosenKeys,
        _ folder: KeyFolder
    ) throws(ToolFailure) -> SigningOutcome {
        try folder.save(chosen)
        let sealKey = SealKey.loadOrMake(in: keys).key
        let isWritten =
            prepared.contentChanged || previous != nil || prepared.needsSeal && sealKey != nil
        let facts = try publishing(chosen) { () throws(PublishingRefusal) in
            isWritten ? try prepared.write(to: output, key: sealKey) : try prepared.facts()
        }
        for warning in facts.warnings { Diagnostic(.warning, file: file, "\(warning)").report() }
        let ds = try chosen.ds(policy)
        if let dsset { try writeDSSet(ds, of: zone, in: dsset) }
        return SigningOutcome(
            order: self,
            policy: policy,
            keys: chosen,
            zone: zone,
            signed: facts,
            ds: ds,
            isWritten: isWritten
        )
    }

    // MARK: - Inputs

    /// The unsigned zone must outlast its signing.
    private func refuseSameFile() throws(ToolFailure) {
        guard file != "-", let input = try? FileIdentity(path: file),
            let present = try? FileIdentity(path: output),
            input.device == present.device, input.inode == present.inode
        else { return }
        throw ToolFailure(
            .usage,
            [
                Diagnostic(
                    .error,
                    file: output,
                    "this is the unsigned zone; expected another file for the signed one"
                )
            ]
        )
    }

    /// Refuses a file that cannot be written, before anything is made for it.
    private func demandPlace(_ path: String) throws(ToolFailure) {
        do throws(SystemError) {
            try AtomicFileWriter(path: try FileSystem.writingPlace(of: path), mode: 0o600).discard()
        } catch {
            throw .unwritable(path, error)
        }
    }

    /// Refuses a zone that is not keyturn's to publish, as the daemon does; warnings are reported.
    private func demandUsable(
        _ reading: ZoneReading,
        _ files: [BINDKey],
        _ policy: DNSSECPolicy
    ) throws(ToolFailure) {
        let known = KeyKnowledge.known(
            files.map(\.plainRecord) + policy.namedRecords,
            isLeavingDS: policy.effective(at: at).keys.isEmpty
        )
        let complaints = reading.complaints(known, threads: threads).map { Diagnostic($0) }
        guard complaints.errors.isEmpty else { throw ToolFailure(.badData, complaints) }
        for complaint in complaints { complaint.report() }
    }

    private func earlierOutput(of zone: Name) throws(ToolFailure) -> EarlierOutput? {
        if let previous { return try signedZone(previous, of: zone) }
        let isFolder: Bool
        do throws(SystemError) {
            guard try FileSystem.exists(output) else { return nil }
            isFolder = try FileSystem.isFolder(output)
        } catch {
            throw .unreadable(output, error, expected: "the file of an earlier run, or none")
        }
        guard !isFolder else {
            throw ToolFailure(
                .noOutput,
                [Diagnostic(.error, file: output, "this is a folder; expected the name of a file")]
            )
        }
        return try signedZone(output, of: zone)
    }

    /// The signed zone of an earlier run, whose warnings were told then; another file is not overwritten.
    private func signedZone(_ path: String, of zone: Name) throws(ToolFailure) -> EarlierOutput {
        let file = try InputFile.open(path, expected: "a signed zone of an earlier run")
        let (earlier, diagnostics) = EarlierOutput.read(
            file,
            path: path,
            origin: zone,
            threads: threads,
            key: try? SealKey.load(in: keys).get()
        )
        if let earlier { return earlier }
        let hint = Diagnostic(
            .error,
            file: path,
            "not a signed zone of \(zone); expected one of an earlier run, or none"
        )
        throw ToolFailure(.badData, diagnostics.map { Diagnostic($0) }.errors + [hint])
    }

    // MARK: - Publishing

    private func request(
        _ zone: Zone,
        _ policy: DNSSECPolicy,
        _ chosen: ChosenKeys,
        _ files: [BINDKey],
        _ previous: EarlierOutput?
    ) throws(ToolFailure) -> PublishingRequest {
        var request = PublishingRequest(
            zone: zone,
            policy: policy,
            plan: chosen.plan,
            keys: chosen.zoneKeys(beside: files),
            previous: previous,
            ds: try chosen.believedDS(among: files, policy, at: at),
            now: at,
            threads: threads
        )
        request.isVerified = isVerified
        return request
    }

    private func publishing<Result>(
        _ keys: ChosenKeys,
        _ body: () throws(PublishingRefusal) -> Result
    ) throws(ToolFailure) -> Result {
        do throws(PublishingRefusal) {
            return try body()
        } catch {
            if case .output(let cause) = error { throw .unwritable(output, cause) }
            let message = Diagnostic(.error, file: file, error.text(naming: keys.name))
            throw ToolFailure(
                ExitStatus(error),
                error.findings.map { Diagnostic(.error, file: file, "\($0)") } + [message]
            )
        }
    }

    // MARK: - Outputs

    /// BIND's name for the file: that of the key files, without K and +.
    private func dssetFile(of zone: Name, in folder: String) -> String {
        "\(folder)/dsset-\(BINDKeyFileName.prefix(of: zone).dropFirst().dropLast())"
    }

    private func writeDSSet(_ ds: [DSRecord], of zone: Name, in folder: String) throws(ToolFailure) {
        let text = ds.map { $0.line(owner: zone) + "\n" }.joined()
        let path = dssetFile(of: zone, in: folder)
        do throws(SystemError) {
            try AtomicFile.replace(path, with: Array(text.utf8).span, mode: 0o644)
        } catch {
            throw .unwritable(path, error)
        }
    }
}

extension PublishingRefusal {
    /// Findings that the sentence leaves out, all of them.
    fileprivate var findings: [VerificationFinding] {
        if case .verification(let findings, _) = self, findings.count > 3 { findings } else { [] }
    }
}

extension DSRecord {
    /// The record as a line of a zone file, without a TTL: that is the parent's.
    func line(owner: Name) -> String {
        Delegation(owner, digests: [digestType]).line(.ds, ttl: nil, rdata: rdata)
    }
}
