import ArgumentParser
import DNSSECModel
import JSON
import KeyStore
import Migration
import Signing
import SystemIO
import Wording

/// `keyturn keys export`.
struct KeysExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Hand the keys of a zone to BIND, with the states that its dnssec-policy goes on from.",
        discussion: """
            Writes K*.key, K*.private and K*.state, and prints the dnssec-policy that fits. A roll that is under \
            way goes on in BIND. No daemon may be at work; take the zone out of the configuration before it starts \
            again, for two signers must not roll the same keys.

            Exit status 3: refused, for a daemon is at work, other keys of the zone are in the folder, or a key is \
            in a place that BIND has no words for.

            Example: keyturn keys export --bind /var/cache/bind/keys example.
            """
    )

    @Option(
        name: .customLong("bind"),
        help: ArgumentHelp("The folder for BIND's keys; made if it is missing.", valueName: "folder"),
        completion: .directory
    )
    var folder: String

    @Argument(
        help: ArgumentHelp("The zone.", valueName: "zone"),
        completion: DaemonCompletion.zone,
        transform: Typed.zoneName
    )
    var zone: Name

    @OptionGroup var configurationFile: ConfigurationOption

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The moment to compute for; now unless given.", valueName: "time"),
        transform: Typed.time
    )
    var at: Instant?

    @OptionGroup var output: JSONOption

    func run() throws {
        try perform {
            let configuration = try configurationFile.read()
            guard let entry = configuration.zones.first(where: { $0.name == zone }) else {
                let message = "no zone \(zone); expected it among the zones, with its policy"
                throw ToolFailure(.noInput, [Diagnostic(.error, file: configurationFile.config, message)])
            }
            let store = try StateStore.taken(configuration)
            let handover = try Handover(
                zone: zone,
                policy: try configuration.policy(of: entry),
                output: entry.output,
                bind: folder,
                state: store.folder,
                at: at ?? Start.now
            )
            try handover.carryOut(in: store)
            if output.json {
                try Terminal.print(handover.json.pretty)
            } else {
                for line in handover.lines { try Terminal.print(line) }
            }
        }
    }
}

/// The keys of one zone on their way to BIND.
private struct Handover {
    let policy: DNSSECPolicy
    /// The signed zone.
    let output: String
    let bind: String
    let at: Instant
    let ring: KeyRing
    let export: BINDExport

    init(
        zone: Name,
        policy: DNSSECPolicy,
        output: String,
        bind: String,
        state: StateFolder,
        at: Instant
    ) throws(ToolFailure) {
        self.policy = policy
        self.output = output
        self.bind = bind
        self.at = at
        ring = try Self.ring(of: zone, in: state)
        let keys = try Self.keys(of: zone, in: state.keyFolder(of: zone))
        do throws(BINDExportRefusal) {
            export = try BINDExport(ring, files: keys, policy: policy, at: at)
        } catch {
            throw ToolFailure(.refused, "\(zone) \(error)")
        }
        let names = Set(export.entries.map(\.key.name))
        let others = ((try? FileSystem.exists(bind)) ?? true) ? try Self.keys(of: zone, in: bind) : []
        let strangers = others.filter { !names.contains($0.name) }
        guard strangers.isEmpty else {
            let problems = strangers.map {
                let message = "\($0.name) is no key of keyturn; expected no other keys of \(zone) there"
                return Diagnostic(.error, file: bind, message)
            }
            throw ToolFailure(.refused, problems)
        }
    }

    private static func ring(of zone: Name, in state: StateFolder) throws(ToolFailure) -> KeyRing {
        let ring: KeyRing?
        do throws(StateFileError) {
            ring = try state.load(zone)
        } catch {
            throw ToolFailure(error)
        }
        if let ring { return ring }
        let message = "no state of \(zone); expected a zone that keyturn signs"
        throw ToolFailure(.noInput, [Diagnostic(.error, file: state.stateFile(of: zone), message)])
    }

    private static func keys(of zone: Name, in folder: String) throws(ToolFailure) -> [BINDKey] {
        let listing: BINDKeyFolder.Listing
        do throws(BINDKeyError) {
            listing = try BINDKeyFolder(path: folder).keys(of: zone)
        } catch {
            throw ToolFailure(error, expected: "a folder with keys")
        }
        guard listing.errors.isEmpty else {
            throw ToolFailure(.badData, listing.errors.map { Diagnostic($0) })
        }
        return listing.keys
    }

    func carryOut(in store: borrowing StateStore) throws(ToolFailure) {
        do throws(SystemError) {
            try FileSystem.ensureFolder(bind, mode: 0o700)
        } catch {
            throw .unwritable(bind, error)
        }
        for entry in export.entries {
            do throws(BINDKeyError) {
                try BINDKeyFolder(path: bind).write(entry)
            } catch {
                throw ToolFailure(writing: error)
            }
        }
        do throws(JournalError) {
            var journal = try store.openJournal(of: ring.zone)
            try journal.append(
                JournalEntry(
                    time: at,
                    zone: ring.zone,
                    kind: .command,
                    actor: .ofThisCommand,
                    inputs: ["bind": .string(bind), "policy": .string(policy.name)],
                    decision: "handed to BIND: \(names)",
                    payload: ["keys": .array(export.entries.map { .integer(Int64($0.id.rawValue)) })]
                )
            )
        } catch {
            throw ToolFailure(error, of: store.folder.journalFile(of: ring.zone))
        }
    }

    // MARK: - What is said

    private var exported: [ManagedKey] { export.entries.compactMap { ring[$0.id] } }

    /// Keys with a wait that begins anew in BIND: nobody has seen the change, or it counts from later on.
    private var delayed: [ManagedKey] {
        exported.filter { key in
            KeyRecord.allCases.compactMap { key[$0] }.contains { track in
                let isPassing = track.state == .rumoured || track.state == .unretentive
                return isPassing && track.seen.map { $0 > at } ?? true
            }
        }
    }

    private var names: String {
        let names = KeyNames(ring)
        return exported.map { names[$0.id] }.joined(separator: ", ")
    }

    /// The last serial that may have come to the world: what was written may not have been recorded yet.
    private var serial: UInt32? {
        let written = try? InputFile.zone(output, origin: ring.zone, rules: .lenient).zone.flatMap {
            $0.soa?.serial
        }
        let recorded = ring.publication?.serial
        guard let written, let recorded else { return written ?? recorded }
        return SerialNumber.isNewer(written, than: recorded) ? written : recorded
    }

    private var notes: [String] {
        var notes = export.unmade.compactMap { id in
            ring[id].map { "the \($0.role) that was asked for is not made yet; BIND makes its own" }
        }
        if let serial {
            notes.append(
                "the serial in BIND's zone file must be larger than \(serial), the last one of keyturn"
            )
        }
        let names = KeyNames(ring)
        notes += delayed.map { "BIND counts the waits of \(names[$0.id]) from now" }
        notes += policy.keys.compactMap { key in
            guard let span = key.lifetimeSpan, let lifetime = key.lifetime else { return nil }
            return "BIND knows no calendar: the \(key.role)'s lifetime of \(span) is \(lifetime) there"
        }
        if !ring.operatorHolds.isEmpty { notes.append("BIND knows nothing of holds") }
        if !ring.votes.isEmpty { notes.append("BIND knows nothing of gates and approvals") }
        if policy.keys.contains(where: { $0.rfc5011 != nil }) {
            notes.append(
                "BIND's dnssec-policy does not revoke: RFC 5011 validators keep the old trust anchor"
            )
        }
        return notes
    }

    var lines: [String] {
        let count = Prose.count(export.entries.count, "key", "keys")
        let head = "\(ring.zone) \(count) handed to BIND in \(bind)"
        var shown = ring
        shown.keys = exported
        return [Terminal.styled(head, .bold, on: .output)] + TakeoverText.table(shown).map { "  " + $0 }
            + notes.flatMap { Prose.wrapped("Note: \($0).", indentation: "  ") }
            + ["  The dnssec-policy that fits:", ""] + BINDPolicyText(policy, ring: ring, at: at).lines
    }

    var json: JSONValue {
        [
            "zone": .string(ring.zone.description), "policy": .string(policy.name), "at": .time(at),
            "keys": .array(exported.map(TakeoverText.json)),
            "files": .array(export.entries.map { .string($0.key.name.description) }),
            "dnssec-policy": .string(
                BINDPolicyText(policy, ring: ring, at: at).lines.joined(separator: "\n")
            ),
            "notes": .array(notes.map { .string($0) }),
        ]
    }
}
