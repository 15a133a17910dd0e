import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import Publishing
import Signing
import SystemIO
import Timeline
import Wording

// The newest state that is known takes the place of one that cannot be followed.
extension ZoneEngine {
    /// Makes the newest state of the journal, and goes on with it if nothing contradicts it.
    func recover(by actor: JournalActor) throws(ControlFailure) -> ActionReport {
        guard ring == nil, let trouble = state.troubles[.state]?.trouble else {
            throw ControlFailure(.nothingToRecover, of: zone)
        }
        let (found, time) = try newestState(trouble)
        try check(found)
        do throws(StateFileError) {
            try StateFile.save(found, to: folder.stateFile(of: zone))
        } catch {
            throw ControlFailure(.inputOutput, error.description)
        }
        journaled = nil
        state.ledger.take(found)
        clear(.state)
        settlePolicy()
        try carryOut(found, OrderLine.recovered(time), actor, ["of": .string(time.description)])
        return ActionReport(zone: zone, time: now, outcome: .recovered(time))
    }

    private func newestState(_ trouble: ZoneTrouble) throws(ControlFailure) -> (KeyRing, Instant) {
        let known = (try? folder.content(of: zone))?.ring
        let path = folder.journalFile(of: zone)
        let found: (ring: KeyRing, time: Instant)?
        do throws(SystemError) {
            found = try Journal.newestState(path, zone: zone, from: known)
        } catch {
            throw ControlFailure(.inputOutput, error.description)
        }
        guard let found else {
            throw ControlFailure(
                .refused,
                "\(path) does not have what it takes to make the newest state of \(zone): put state, keys and journal back from "
                    + "the newest backup; until then what is published is renewed as it is. \(trouble)"
            )
        }
        return (found.ring, found.time)
    }

    /// Refuses a state that is still older than what is published, or whose keys are not at hand.
    private func check(_ ring: KeyRing) throws(ControlFailure) {
        if let difference = difference(of: ring) {
            throw ControlFailure(
                .refused,
                "the newest state in the journal is still not the newest one: \(difference). Put state, keys and journal back "
                    + "from a newer backup. If that zone was never served, move its file away, and the zone goes on with the state"
            )
        }
        do throws(StepStop) {
            _ = try keyFiles.signingKeys(ring.plan, ring)
        } catch {
            guard case .trouble(let trouble) = error else { throw ControlFailure(.internal, "stopped") }
            throw ControlFailure(.refused, "\(trouble); put it back from a backup")
        }
    }
}
