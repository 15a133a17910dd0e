import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import Migration
import Planning
import Signing
import SystemIO
import Timeline
import Wording

/// The keys of one zone on their way from BIND.
struct Takeover {
    let zone: ZoneConfiguration
    let policy: DNSSECPolicy
    /// BIND's folder.
    let bind: String
    let at: Instant
    let taken: BINDImport
    /// What the daemon will do first.
    let decision: Decision

    /// Reads all that belongs to a zone; what contradicts, or does not fit, ends the command.
    init(
        zone: ZoneConfiguration,
        policy: DNSSECPolicy,
        bind: String,
        signed: String?,
        state: StateFolder,
        at: Instant,
        allowsOtherPolicy: Bool
    ) throws(ToolFailure) {
        self.zone = zone
        self.policy = policy
        self.bind = bind
        self.at = at
        try Self.demandNoState(of: zone.name, in: state)
        let published = try Self.published(zone, signed, at: at)
        let files: BINDFiles
        do throws(BINDKeyError) {
            files = try BINDFiles(folder: bind, zone: zone.name)
        } catch {
            throw ToolFailure(error, expected: "a folder with keys of BIND")
        }
        do throws(BINDImportError) {
            taken = try BINDImport(
                files,
                policy: policy,
                published: published,
                at: at,
                allowsOtherPolicy: allowsOtherPolicy
            )
        } catch {
            let isAboutPolicy = error.faults.allSatisfy(\.problem.isAboutPolicy)
            let hint =
                "give the zone a policy that fits, or let this one change the keys by rolls, with --other-policy"
            throw ToolFailure(
                isAboutPolicy ? .refused : .badData,
                error.faults.map { Diagnostic($0) } + (isAboutPolicy ? [Diagnostic(.error, hint)] : [])
            )
        }
        try Self.demandNoOtherKeys(taken.ring, in: state)
        decision = Timeline.advance(policy, taken.ring, at: at)
    }

    // MARK: - Checks

    private static func demandNoState(of zone: Name, in state: StateFolder) throws(ToolFailure) {
        let file = state.stateFile(of: zone)
        do throws(StateFileError) {
            guard let ring = try state.load(zone) else { return }
            // What a daemon writes for a zone that it has seen and not yet made keys for.
            if ring.keys.isEmpty, ring.publication == nil { return }
        } catch {
            throw ToolFailure(error)
        }
        let message = "\(zone) has keys here already; expected a zone that keyturn does not know yet"
        throw ToolFailure(.refused, [Diagnostic(.error, file: file, message)])
    }

    /// Keys that are there and that BIND does not know would be in nobody's hands.
    private static func demandNoOtherKeys(_ ring: KeyRing, in state: StateFolder) throws(ToolFailure) {
        let findings: [KeyFinding]
        do throws(BINDKeyError) {
            findings = try state.keyFindings(ring)
        } catch {
            throw ToolFailure(error, expected: "a folder with keys")
        }
        let others = findings.filter { finding in
            switch finding {
            case .missingFiles, .missingPrivateKey: false
            case .unknownKey, .unreadable: true
            }
        }
        guard others.isEmpty else {
            let folder = state.keyFolder(of: ring.zone)
            throw ToolFailure(
                .refused,
                others.map { Diagnostic(.error, file: folder, "\($0); expected none") }
            )
        }
    }

    /// The zone as BIND signed it last; it must verify.
    private static func published(
        _ zone: ZoneConfiguration,
        _ signed: String?,
        at now: Instant
    ) throws(ToolFailure) -> PublishedZone? {
        if signed == nil, (try? FileSystem.exists(zone.output)) == false { return nil }
        let file = signed ?? zone.output
        let content = try InputFile.usableZone(file, origin: zone.name)
        guard let published = PublishedZone(content) else {
            // An output that was never signed says nothing.
            guard signed != nil else { return nil }
            let message = "no DNSKEY at \(zone.name); expected the zone as BIND signed it"
            throw ToolFailure(.badData, [Diagnostic(.error, file: file, message)])
        }
        let report = ZoneVerifier.verify(
            zone: content,
            at: now,
            ds: nil,
            options: ZoneVerifier.Options(threads: Processors.count, maximumFindings: 10)
        )
        guard report.isGood else {
            throw ToolFailure(
                .badData,
                report.findings.map { Diagnostic(.error, file: file, "\($0); expected a zone that verifies") }
            )
        }
        return published
    }

    // MARK: - Doing it

    /// Puts keys, then the ring, then a line into the state folder; a crash in between is mended by doing it again.
    func carryOut(in store: borrowing StateStore) throws(ToolFailure) {
        let folder: BINDKeyFolder
        do throws(StateStoreError) {
            folder = try store.makeKeyFolder(of: zone.name)
        } catch {
            switch error {
            case .lock(.held): throw ToolFailure(.refused, "\(error)")
            case .lock(.system(let cause)), .system(let cause):
                throw .unwritable(store.folder.keysFolder, cause)
            }
        }
        for key in taken.keys { try Self.copy(key, to: folder) }
        do throws(StateFileError) {
            try store.save(taken.ring)
        } catch {
            throw ToolFailure(error)
        }
        do throws(JournalError) {
            var journal = try store.openJournal(of: zone.name)
            try journal.append(entry)
        } catch {
            throw ToolFailure(error, of: store.folder.journalFile(of: zone.name))
        }
    }

    private static func copy(_ key: BINDKey, to folder: BINDKeyFolder) throws(ToolFailure) {
        // A key of the past whose private file is gone has no use for one.
        guard let signingKey = key.signingKey else { return }
        do throws(BINDKeyError) {
            _ = try folder.create(
                signingKey,
                zone: key.name.zone,
                flags: key.record.flags,
                ttl: key.ttl,
                times: key.times
            )
        } catch {
            throw ToolFailure(writing: error)
        }
    }

    private var entry: JournalEntry {
        let keys = taken.ring.keys.filter { !$0.isGone }
        let ringNames = KeyNames(taken.ring)
        let names = keys.map { ringNames[$0.id] }.joined(separator: ", ")
        return JournalEntry(
            time: at,
            zone: zone.name,
            kind: .command,
            actor: .ofThisCommand,
            inputs: ["bind": .string(bind), "policy": .string(policy.name)],
            decision: "taken over from BIND: \(names)",
            payload: [
                "keys": .array(keys.map { .integer(Int64($0.id.rawValue)) }),
                "serial": taken.ring.publication.map { .integer(Int64($0.serial)) } ?? nil,
            ]
        )
    }

    // MARK: - The first decision

    /// What the daemon's first step changes, in sentences without a full stop; none = the zone goes on as it is.
    var changes: [String] {
        let ring = taken.ring
        let events = Timeline.events(from: ring, to: decision.ring, at: at, policy: policy)
        var changes = events.map { PlanEvent($0, in: decision.ring, policy: policy, among: events).change() }
        guard let shown = ring.publication?.plan else { return changes }
        let ringNames = KeyNames(decision.ring)
        let names = { (ids: Set<ManagedKey.ID>) in
            ids.sorted().map { ringNames[$0] }.joined(separator: ", ")
        }
        let (old, new) = (Set(shown.cds), Set(policy.parent.cds ? decision.plan.cds : []))
        if !new.subtracting(old).isEmpty {
            changes.append("CDS and CDNSKEY of \(names(new.subtracting(old))) come")
        }
        if !old.subtracting(new).isEmpty {
            changes.append("CDS and CDNSKEY of \(names(old.subtracting(new))) go")
        }
        return changes
    }
}
