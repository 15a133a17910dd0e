import DNSSECModel
import KeyStore
import Signing
import SystemIO

/// What `keyturn sign` was asked for, and the way to it.
struct SigningOrder {
    var file: String
    var policy: String
    var keys: String
    var origin: Name?
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
        let zone = try InputFile.usableZone(file, origin: origin)
        let policy = try InputFile.usablePolicy(self.policy, zone: zone)
        let previous = try previousZone(of: zone.origin)
        let folder = KeyFolder(path: keys, zone: zone.origin, policy: policy)
        let chosen = try folder.keys(at: at, generating: generatesKeys)
        for warning in chosen.warnings { warning.report() }
        progress.begin("signing \(zone.origin)")
        let signed = try sign(zone, policy, chosen, previous)
        for warning in signed.warnings { Diagnostic(.warning, file: file, "\(warning)").report() }
        let ds = try chosen.ds(policy)
        if isVerified {
            progress.begin("verifying")
            try verify(signed.zone, ds)
        }
        let isSame = !signed.contentChanged && self.previous == nil
        if !isSame { try write(signed.zone, to: output) }
        if let dsset { try writeDSSet(ds, of: zone.origin, in: dsset) }
        return SigningOutcome(
            order: self,
            policy: policy,
            keys: chosen,
            signed: signed,
            ds: ds,
            isWritten: !isSame
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

    private func previousZone(of zone: Name) throws(ToolFailure) -> Zone? {
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
    private func signedZone(_ path: String, of zone: Name) throws(ToolFailure) -> Zone {
        let reading = try InputFile.zone(path, origin: zone)
        guard let earlier = reading.zone else {
            let hint = Diagnostic(
                .error,
                file: path,
                "not a signed zone of \(zone); expected one of an earlier run, or none"
            )
            throw ToolFailure(.badData, reading.diagnostics.map { Diagnostic($0) }.errors + [hint])
        }
        return earlier
    }

    // MARK: - Work

    private func sign(
        _ zone: Zone,
        _ policy: DNSSECPolicy,
        _ keys: ChosenKeys,
        _ previous: Zone?
    ) throws(ToolFailure) -> SignedZone {
        let request = ZoneSigningRequest(
            zone: zone,
            policy: policy,
            plan: keys.plan,
            keys: keys.zoneKeys,
            previous: previous,
            now: at,
            threads: threads
        )
        do throws(SigningError) {
            return try Signing.sign(request)
        } catch {
            throw ToolFailure(.badData, [Diagnostic(.error, file: file, keys.named(error))])
        }
    }

    private func verify(_ zone: Zone, _ ds: [DSRecord]) throws(ToolFailure) {
        let report = ZoneVerifier.verify(
            zone: zone,
            at: at,
            ds: ds,
            options: ZoneVerifier.Options(threads: threads)
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
            var writer = try AtomicFileWriter(path: path, mode: 0o644)
            try ZoneFileWriter.write(zone) { chunk throws(SystemError) in try writer.append(chunk) }
            try writer.commit()
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

extension DSRecord {
    /// The record as a line of a zone file, without a TTL: that is the parent's.
    func line(owner: Name) -> String {
        var text: [UInt8] = []
        RDATAText.appendText(.ds, rdata.span, to: &text)
        return "\(owner) IN DS \(String(decoding: text, as: UTF8.self))"
    }
}
