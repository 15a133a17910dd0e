import DNSCore
import DNSSECCrypto
import DNSSECModel
import JSON
import KeyStore
import Signing
import Synchronization
import SystemIO

/// Where hooks leave their outcomes until the engine looks.
final class HookMailbox: Sendable {
    private let outcomes = Mutex<[HookOutcome]>([])
    private let wake: @Sendable () -> Void

    /// A mailbox; `wake` is called for each outcome.
    init(wake: @escaping @Sendable () -> Void = {}) { self.wake = wake }

    var isEmpty: Bool { outcomes.withLock { $0.isEmpty } }

    func put(_ outcome: HookOutcome) {
        outcomes.withLock { $0.append(outcome) }
        wake()
    }

    func takeAll() -> [HookOutcome] {
        outcomes.withLock { outcomes in
            defer { outcomes = [] }
            return outcomes
        }
    }
}

// The parent: what it shows, what a person or a hook must bring there. And hooks in general.
extension ZoneEngine {
    /// The DS records that the parent is known to show.
    var believedDS: [DSRecord] {
        let keys = (ring?.keys ?? []).filter(\.isBelievedAtParent).compactMap(\.material?.record)
        return (try? Delegation(zone, digests: Array(digests.prefix(1))).records(of: keys)) ?? []
    }

    private var digests: [DigestType] { policy?.parent.digests ?? [.sha256] }

    // MARK: - Asking

    /// Looks into the journal for what earlier engines have asked the parent for.
    func recallRequests() throws(StepStop) -> Bool {
        let entries = try StepStop.ofSystem { () throws(SystemError) in
            try Journal.read(folder.journalFile(of: zone), zone: zone).entries
        }
        state.parent.recall(entries)
        return true
    }

    /// Asks for DS records to come or to go: by a hook, whose end is an outcome in the mailbox, or by a person.
    func askParent(_ request: ParentRequest) throws(StepStop) -> Bool {
        guard let policy else { return false }
        guard policy.parent.ds == .hook else {
            logRecords(request)
            try recordAsked(request)
            return true
        }
        let (hooks, keys) = (configuration.hooks, request.keys)
        guard let words = request.event == .dsSubmit ? hooks.dsSubmit : hooks.dsWithdraw else {
            throw .trouble(.hookMissing(request.event))
        }
        let lines = keys.flatMap { dsLines($0) }.joined(separator: "\n")
        let tags = keys.compactMap { ring?[$0]?.material?.tag }.map(String.init)
        let environment = [
            "KEYTURN_DS": lines,
            "KEYTURN_DNSKEY": keys.compactMap { dnskeyLine($0) }.joined(separator: "\n"),
            "KEYTURN_TAGS": tags.joined(separator: " "),
        ]
        start(request.event, words, environment, input: lines.isEmpty ? "" : lines + "\n", keys: keys)
        return false
    }

    private func recordAsked(_ request: ParentRequest) throws(StepStop) {
        let isComing = request.event == .dsSubmit
        try append(
            JournalNote(
                .decision,
                isComing ? "the parent shall show new DS records" : "the parent shall drop DS records",
                payload: [
                    "asked": .string(request.event.rawValue),
                    "keys": .array(request.keys.map { .integer(Int64($0.rawValue)) }),
                    "ds": .array(request.keys.flatMap { dsLines($0) }.map { .string($0) }),
                ]
            )
        )
        state.parent.noteAsked(request)
        try checkpoint(.parentAsked)
    }

    /// The records that a person has to bring or remove; what to do with them is told with the zone's tasks.
    private func logRecords(_ request: ParentRequest) {
        let isComing = request.event == .dsSubmit
        for key in request.keys {
            for line in dsLines(key) + (isComing ? [dnskeyLine(key)].compactMap(\.self) : []) {
                environment.log.write(.notice, zone: zone, line)
            }
        }
    }

    // MARK: - Lines

    /// The DS records of a key as the parent takes them, one for each digest of the policy.
    private func dsLines(_ id: ManagedKey.ID) -> [String] {
        guard let record = ring?[id]?.material?.record else { return [] }
        let delegation = Delegation(zone, digests: digests)
        let records = (try? delegation.records(of: CollectionOfOne(record))) ?? []
        return records.map { delegation.line(.ds, ttl: policy.recordTTL(\.ds), rdata: $0.rdata) }
    }

    private func dnskeyLine(_ id: ManagedKey.ID) -> String? {
        ring?[id]?.material.map {
            Delegation(zone, digests: []).line(
                .dnskey,
                ttl: policy.recordTTL(\.dnskey),
                rdata: $0.record.rdata
            )
        }
    }

    // MARK: - Hooks

    /// Starts a hook; its outcome comes to the mailbox.
    func start(
        _ event: HookEvent,
        _ words: [String],
        _ more: [String: String],
        input: String = "",
        keys: [ManagedKey.ID] = []
    ) {
        let common = [
            "KEYTURN_EVENT": event.rawValue, "KEYTURN_ZONE": zone.description,
            "KEYTURN_FILE": FileSystem.absolute(configuration.output),
            "KEYTURN_SERIAL": String(ring?.publication?.serial ?? 0),
        ]
        let call = HookCall(
            event,
            zone: zone,
            words: words,
            environment: common.merging(more) { $1 },
            input: input,
            timeLimit: configuration.hooks.timeLimit,
            keys: keys
        )
        state.hook = call
        environment.hooks.run(call) { [mailbox] in mailbox.put($0) }
    }

    /// Goes on where a hook has ended.
    func takeHookOutcomes() {
        for outcome in mailbox.takeAll() where outcome.call == state.hook {
            state.hook = nil
            let call = outcome.call
            let stage: ZoneStage = call.event == .published ? .publication : .parent
            if let failure = outcome.failure {
                note(stage, .hook(call.event, failure))
                continue
            }
            environment.log.write(.info, zone: zone, "hook \(call.event.rawValue) done")
            undertake(.state) { () throws(StepStop) in try observeEnd(of: call) }
            if !hasDied { clear(stage) }
        }
    }

    private func observeEnd(of call: HookCall) throws(StepStop) {
        try checkpoint(.hookReturned)
        if call.event == .published {
            _ = try recordPublication()
        } else {
            try recordAsked(ParentRequest(event: call.event, keys: call.keys))
        }
    }
}

extension DNSSECPolicy? {
    /// A TTL of the policy; an hour where no policy is in force.
    func recordTTL(_ field: KeyPath<TTLPolicy, Interval>) -> Interval {
        self?.ttl[keyPath: field] ?? .hours(1)
    }
}
