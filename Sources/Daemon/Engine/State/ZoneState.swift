import DNSSECModel
import JSON
import KeyStore
import Timeline

/// All that an engine knows of its zone: a value made of parts, each of which changes by its own methods only.
struct ZoneState {
    /// Which policy the zone is worked on by.
    var policies: PolicyInForce
    /// Ring and journal.
    var ledger: ZoneLedger
    /// The output.
    var publisher = ZonePublisher()
    /// What the parent was asked for.
    var parent = ParentDesk()
    /// What fails.
    var troubles = ZoneTroubles()
    /// What waits.
    var outlook = Outlook()
    /// What was decided last; nil before the first decision.
    var settled: SettledDecision?
    /// The hook that runs beside the engine: one at a time.
    var hook: HookCall?

    init(_ zone: Name, policy: SharedPolicy?) {
        policies = PolicyInForce(policy)
        ledger = ZoneLedger(zone)
    }

    var ring: KeyRing? { ledger.ring }
    var policy: DNSSECPolicy? { policies.policy }
}

/// What waits in a zone, as it was decided last.
struct Outlook {
    /// The steps that wait, and why.
    let holds: [Hold]
    /// When the keys are to be looked at next; nil if nothing comes by itself.
    let wake: Instant?

    /// Nothing was decided yet.
    init() { (holds, wake) = ([], nil) }

    init(_ decision: Decision) { (holds, wake) = (decision.holds, decision.nextWake) }

    /// What will wait once a decision was carried out, as far as it is about keys that are there already.
    init(_ decision: Decision, before ring: KeyRing) {
        holds = decision.holds.filter { hold in hold.key.map { ring[$0] != nil } ?? true }
        wake = decision.nextWake
    }
}

/// A decision and what it was made from; for the same again it holds without being made anew.
struct SettledDecision {
    private var decision: Decision
    private let policy: DNSSECPolicy
    private let at: Instant

    /// A decision after which the keys are as in this ring.
    init(_ decision: Decision, leadingTo ring: KeyRing, _ policy: DNSSECPolicy, at now: Instant) {
        self.decision = decision
        self.decision.ring = ring
        (self.policy, at) = (policy, now)
    }

    /// The decision about these keys, if it was made already: deciding twice equals deciding once.
    func decision(about ring: KeyRing, _ policy: DNSSECPolicy, at now: Instant) -> Decision? {
        at == now && decision.ring == ring && self.policy == policy ? decision : nil
    }
}

// MARK: - Observations

extension ZoneState {
    /// The servers have the zone: from now on the waits count.
    mutating func recordPublication(at now: Instant, _ clockFault: ClockFault?) {
        guard let written = publisher.unrecorded, let ring else { return }
        var publication = written
        publication.at = now
        var after = ring
        if clockFault == nil {
            after = ring.recording(.zonePublished(publication))
        } else {
            // The time cannot be trusted, and the keys are the same: nothing counts from here.
            after.publication?.serial = publication.serial
        }
        let note = JournalNote(
            .observation,
            "published with serial \(publication.serial)",
            payload: publication.json
        )
        ledger.commit(after, note, policy: policy, at: now)
        ledger.note(written)
        publisher.recorded()
    }

    /// The ring could not be saved: all is as it is on the disk.
    mutating func rollBack() {
        if let lost = ledger.rollBack() { publisher.recordAgain(lost) }
    }
}

extension Publication {
    /// The publication in the journal.
    fileprivate var json: JSONValue {
        [
            "serial": .integer(Int64(serial)),
            "dnskey-ttl": .integer(dnskeyTTL.seconds),
            "maximum-ttl": .integer(maximumTTL.seconds),
            "negative-ttl": .integer(negativeTTL.seconds),
            "dnskeys": .array(plan.dnskeys.map { .integer(Int64($0.key.rawValue)) }),
            "key-signers": .array(plan.keySigners.map { .integer(Int64($0.rawValue)) }),
            "zone-signers": .array(plan.zoneSigners.map { .integer(Int64($0.rawValue)) }),
            "kept-signatures": .array(plan.keptSignatures.map { .integer(Int64($0.key.rawValue)) }),
        ]
    }
}
