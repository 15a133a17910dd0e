import DNSCore
import DNSSECModel
import KeyStore
import Publishing
import Signing
import SystemIO

// Reading and writing by way of `Publishing`; then the hook; then the observation.
extension ZoneEngine {
    /// Signs and writes the zone; false if there is nothing that can be signed.
    func publish(_ plan: SigningPlan) throws(StepStop) -> Bool {
        guard let policy else { return false }
        try persist()
        guard let content = readContent() else { return false }
        let basis = SigningBasis(plan: plan, policy: policy, rules: configuration.rules, now: now)
        let request = try request(content, basis)
        let prepared = try refusable { () throws(PublishingRefusal) in try request.prepare() }
        try checkpoint(.zoneSigned)
        if mustWrite(prepared) { try write(prepared) }
        try checkpoint(.zoneWritten)
        let facts = try refusable { () throws(PublishingRefusal) in try prepared.facts() }
        let (lines, isToBeRecorded) = state.publisher.signed(
            facts,
            from: content.source,
            output: try? FileIdentity(path: configuration.output),
            basis,
            after: ring?.publication
        )
        write(lines)
        if isToBeRecorded { state.troubles.retry(.publication, at: now) }
        return true
    }

    /// Before the first keys are there: tells what is wrong with the zone file, and does nothing.
    func checkZoneFile() -> Bool {
        _ = readContent()
        return false
    }

    /// True if the zone file can be published: the first keys of a zone wait for that.
    func hasUsableZone() -> Bool { isUsable(readInput()) }

    // MARK: - Reading

    /// What is signed: the zone file, or, while that has errors, what was published last.
    private struct Content {
        var zone: Zone
        /// True if the zone is what was published last, with its keys and signatures.
        var isOwnOutput: Bool
        var previous: EarlierOutput?
        var source: [String: FileIdentity?]
    }

    private func readInput() -> ZoneInput {
        reader.input(
            configuration,
            includes: .daemon(configuration, state: folder.path, ring),
            threads: environment.threads
        )
    }

    /// Tells what is wrong with the zone file; true if it can be published.
    private func isUsable(_ input: ZoneInput) -> Bool {
        let complaints = input.reading.complaints(.ring(ring, policy, at: now), threads: environment.threads)
        let isUsable = accepts(complaints)
        write(
            state.publisher.read(
                warnings: complaints.filter { $0.severity == .warning }.map(\.description)
                    + input.includeWarnings.map { "\(configuration.file): \($0)" }
            )
        )
        return isUsable
    }

    private func readContent() -> Content? {
        let input = readInput()
        // Not kept while the zone is signed: it may be large.
        reader.forgetInput()
        let isUsable = isUsable(input)
        let (previous, problem) = reader.output(configuration, threads: environment.threads)
        if let problem { state.publisher.warn(problem) }
        let new = isUsable ? input.usableZone.flatMap { passesGuards($0, after: previous) ? $0 : nil } : nil
        return (new ?? previous?.zone).map {
            Content(zone: $0, isOwnOutput: new == nil, previous: previous, source: input.identities)
        }
    }

    // MARK: - Publishing

    private func request(_ content: Content, _ basis: SigningBasis) throws(StepStop) -> PublishingRequest {
        var request = PublishingRequest(
            zone: content.zone,
            policy: basis.policy,
            plan: basis.plan,
            keys: try keyFiles.signingKeys(basis.plan, ring),
            previous: content.previous,
            previousSerial: ring?.publication?.serial,
            ds: believedDS,
            now: now,
            threads: environment.threads
        )
        if earliest < now { request.earliest = earliest }
        if content.isOwnOutput { request.keyRecords = .ownOutput }
        request.isOwnPublicationKnown = content.isOwnOutput || !(ring?.publication?.isOfOtherSigner ?? true)
        return request
    }

    /// True if the file is not what it should be, if only its seal is not keyturn's own.
    func mustWrite(_ prepared: PreparedZone) -> Bool {
        prepared.contentChanged || prepared.needsSeal && environment.sealKey != nil
    }

    func write(_ prepared: PreparedZone) throws(StepStop) {
        let output = configuration.output
        // Where a zone was published before, a missing folder may be a mount that is lost: nothing is written in its place.
        if let ring, ring.publication == nil { try makeFolder(FileSystem.split(output).folder) }
        _ = try refusable { () throws(PublishingRefusal) in
            try prepared.write(to: output, key: environment.sealKey)
        }
    }

    private func makeFolder(_ folder: String) throws(StepStop) {
        try StepStop.ofSystem { () throws(SystemError) in
            guard try !FileSystem.exists(folder) else { return }
            try FileSystem.ensureFolder(folder, mode: 0o755)
            environment.log.write(.notice, zone: zone, "made the folder \(folder) for the signed zone")
        }
    }

    /// Takes a step of publishing; what is refused is a trouble, which names the file of a private key that is missing.
    func refusable<Result>(
        _ body: () throws(PublishingRefusal) -> Result
    ) throws(StepStop) -> Result {
        do throws(PublishingRefusal) {
            return try body()
        } catch {
            if case .signing(.missingPrivateKey(let id)) = error, let record = ring?[id]?.material?.record {
                throw .trouble(.refused(.privateKeyMissing(file: keyFiles.privateFile(of: record))))
            }
            throw .trouble(.refused(error))
        }
    }

    // MARK: - Observing

    /// Calls the hook for a zone that was written; its end is an outcome in the mailbox.
    func callPublished(_ serial: UInt32) throws(StepStop) -> Bool {
        guard let words = configuration.hooks.published else { return false }
        try persist()
        start(.published, words, ["KEYTURN_SERIAL": String(serial)])
        return false
    }

    /// The servers have the zone: from now on the waits count.
    func recordPublication() throws(StepStop) -> Bool {
        guard state.publisher.unrecorded != nil, ring != nil else { return false }
        state.recordPublication(at: now, clockFault)
        if state.troubles[.state] != nil { try persist() }
        try checkpoint(.publicationRecorded)
        return true
    }
}
