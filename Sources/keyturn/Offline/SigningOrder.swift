import DNSSECModel
import Daemon
import KeyStore
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
    func carryOut() throws(ToolFailure) -> SigningOutcome {
        var progress = Progress()
        try refuseSameFile()
        progress.begin("reading \(file)")
        let zone = try InputFile.usableZone(file, origin: origin, rules: rules, threads: threads)
        let policy = try InputFile.usablePolicy(self.policy, zone: zone)
        let previous = try previousZone(of: zone.origin)
        let folder = KeyFolder(path: keys, zone: zone.origin, policy: policy)
        let chosen = try folder.keys(at: at, generating: generatesKeys)
        for warning in chosen.warnings { warning.report() }
        progress.begin("signing \(zone.origin)")
        let signer = try signer(zone, policy, chosen, previous?.zone)
        let ds = try chosen.ds(policy)
        let isWritten = signer.contentChanged || self.previous != nil
        let facts =
            isVerified
            ? try signAndVerify(
                signer,
                chosen,
                ds,
                known: previous?.verifiedZone,
                isWritten: isWritten,
                &progress
            )
            : try signAtOnce(signer, chosen, isWritten: isWritten)
        for warning in facts.warnings { Diagnostic(.warning, file: file, "\(warning)").report() }
        if let dsset { try writeDSSet(ds, of: zone.origin, in: dsset) }
        return SigningOutcome(
            order: self,
            policy: policy,
            keys: chosen,
            zone: zone.origin,
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

    private func previousZone(of zone: Name) throws(ToolFailure) -> PreviousOutput? {
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

    /// The signed zone of an earlier run, whose warnings were told then.
    private func signedZone(_ path: String, of zone: Name) throws(ToolFailure) -> PreviousOutput {
        let file = try InputFile.open(path, expected: "a signed zone of an earlier run")
        let read = SignedZoneFile.read(file, path: path, origin: zone, threads: threads)
        guard let earlier = read.reading.zone else {
            let hint = Diagnostic(
                .error,
                file: path,
                "not a signed zone of \(zone); expected one of an earlier run, or none"
            )
            throw ToolFailure(.badData, read.reading.diagnostics.map { Diagnostic($0) }.errors + [hint])
        }
        return PreviousOutput(zone: earlier, isVerified: read.isVerified)
    }

    // MARK: - Work

    private func signer(
        _ zone: Zone,
        _ policy: DNSSECPolicy,
        _ keys: ChosenKeys,
        _ previous: Zone?
    ) throws(ToolFailure) -> ZoneSigner {
        let request = ZoneSigningRequest(
            zone: zone,
            policy: policy,
            plan: keys.plan,
            keys: keys.zoneKeys,
            previous: previous,
            now: at,
            threads: threads
        )
        return try signing(keys) { () throws(SigningError) in try ZoneSigner(request) }
    }

    private func signing<Result>(
        _ keys: ChosenKeys,
        _ body: () throws(SigningError) -> Result
    ) throws(ToolFailure) -> Result {
        do throws(SigningError) {
            return try body()
        } catch {
            throw ToolFailure(.badData, [Diagnostic(.error, file: file, keys.named(error))])
        }
    }

    /// Signs in memory, verifies, and writes what is good.
    private func signAndVerify(
        _ signer: ZoneSigner,
        _ keys: ChosenKeys,
        _ ds: [DSRecord],
        known: Zone?,
        isWritten: Bool,
        _ progress: inout Progress
    ) throws(ToolFailure) -> SignedZoneFacts {
        let signed = try signing(keys) { () throws(SigningError) in try signer.signedZone() }
        progress.begin("verifying")
        try verify(signed.zone, ds, known: known)
        if isWritten { try write(signed.zone, to: output) }
        return signed.facts
    }

    /// Writes what is signed as soon as it is.
    private func signAtOnce(_ signer: ZoneSigner, _ keys: ChosenKeys, isWritten: Bool) throws(ToolFailure)
        -> SignedZoneFacts
    {
        var failure: SystemError?
        let facts = try signing(keys) { () throws(SigningError) in
            isWritten
                ? try SignedZoneFile.sign(signer, to: output, failure: &failure)
                : try signer.write { _ in true }
        }
        if let failure { throw .unwritable(output, failure) }
        guard let facts else { throw ToolFailure(.fault, []) }
        return facts
    }

    private func verify(_ zone: Zone, _ ds: [DSRecord], known: Zone?) throws(ToolFailure) {
        let report = ZoneVerifier.verify(
            zone: zone,
            at: at,
            ds: ds,
            options: ZoneVerifier.Options(threads: threads, known: known)
        )
        guard !report.isGood else { return }
        let findings = VerificationOutcome(zone: zone, at: at, report: report).findingLines
        throw ToolFailure(
            .badData,
            findings.map { Diagnostic(.error, file: file, $0) }
                + [
                    Diagnostic(
                        .error,
                        file: output,
                        "the signed zone does not verify; this file is as it was"
                    )
                ]
        )
    }

    // MARK: - Outputs

    private func write(_ zone: Zone, to path: String) throws(ToolFailure) {
        do throws(SystemError) {
            try SignedZoneFile.write(zone, to: path, threads: threads, isVerified: true)
        } catch {
            throw .unwritable(path, error)
        }
    }

    private func writeDSSet(_ ds: [DSRecord], of zone: Name, in folder: String) throws(ToolFailure) {
        // BIND's name for the file: that of the key files, without K and +.
        let name = BINDKeyFileName.prefix(of: zone).dropFirst().dropLast()
        let text = ds.map { $0.line(owner: zone) + "\n" }.joined()
        let path = "\(folder)/dsset-\(name)"
        do throws(SystemError) {
            try AtomicFile.replace(path, with: Array(text.utf8).span, mode: 0o644)
        } catch {
            throw .unwritable(path, error)
        }
    }
}

/// A signed zone of an earlier run.
private struct PreviousOutput {
    var zone: Zone
    /// True where the file is what was verified then.
    var isVerified: Bool

    /// The zone if its signatures need no second look.
    var verifiedZone: Zone? { isVerified ? zone : nil }
}

extension DSRecord {
    /// The record as a line of a zone file, without a TTL: that is the parent's.
    func line(owner: Name) -> String {
        var text: [UInt8] = []
        RDATAText.appendText(.ds, rdata.span, to: &text)
        return "\(owner) IN DS \(String(decoding: text, as: UTF8.self))"
    }
}
