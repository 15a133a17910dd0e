import DNSSECModel
import JSON
import KeyStore

// A zone whose own moments do not go with the clock.
extension ZoneEngine {
    /// Moments of the zone that are still to come count from now if the clock was accepted; else it is doubted for this zone.
    func settleClock(_ time: BelievedTime, _ accepted: AcceptedClock?) {
        if accepted != nil { state.publisher.forget() }
        guard clockFault == nil, let ring else { return }
        let latest = ring.latestMoment ?? now
        guard latest > now + ClockGuard.tolerance else {
            if let accepted { note(accepted.word, accepted.actor, ring) }
            return
        }
        if let accepted {
            note(accepted.word, accepted.actor, ring.dated(upTo: now))
        } else if let word = time.acceptance, word.covers(latest) {
            note(word, .daemon, ring.dated(upTo: now))
        } else if time.isSynchronised {
            let word = ClockAcceptance(
                at: now,
                before: latest,
                user: nil,
                reason: "the system says that its clock is synchronised"
            )
            state.publisher.forget()
            note(word, .daemon, ring.dated(upTo: now))
        } else if time.isFounded {
            look(at: BelievedTime(now, .zoneAhead(moment: latest, found: now)))
        } else {
            environment.onWitness(latest)
            look(at: BelievedTime(latest, .backwards(expected: latest, found: now)))
        }
    }

    private func note(_ word: ClockAcceptance, _ actor: JournalActor, _ ring: KeyRing) {
        let note = JournalNote(
            .command,
            word.sentence,
            actor: actor,
            payload: ["accepted": JSONValue(word.at), "before": JSONValue(word.before)]
        )
        undertake(.state) { () throws(StepStop) in
            state.ledger.commit(ring, note, policy: nil, at: now)
            try persist()
        }
    }
}
