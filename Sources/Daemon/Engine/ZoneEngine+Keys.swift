import ControlProtocol
import DNSSECModel
import KeyStore
import Timeline
import Wording

// Making keys, and telling BIND's tools about them.
extension ZoneEngine {
    /// Makes the key pairs of keys and records them, or records those that were made before a crash.
    func makeKeys(_ ids: [ManagedKey.ID]) throws(StepStop) {
        let maker = KeyMaker(files: keyFiles) { [self] place throws(StepStop) in try checkpoint(place) }
        try maker.prepare()
        for key in missing(ids) {
            guard let named = policy?.known(key), let record = named.record else { continue }
            try recordMade(key, try maker.find(named.name, record))
        }
        guard let ring else { return }
        let rest = missing(ids)
        let made = try maker.make(rest, ring, policy, at: now)
        for key in rest {
            if let record = made[key.id] { try recordMade(key, record) }
        }
    }

    private func missing(_ ids: [ManagedKey.ID]) -> [ManagedKey] {
        ids.compactMap { ring?[$0] }.filter { $0.material == nil }
    }

    /// The ring knows the key pair from now on.
    private func recordMade(_ key: ManagedKey, _ made: DNSKEYRecord) throws(StepStop) {
        guard let ring else { return }
        let after = ring.recording(.keyGenerated(key.id, KeyMaterial(record: made), at: now))
        let reference = after.reference(to: key.id) ?? KeyReference(role: key.role, tag: made.keyTag)
        try commit(after, JournalNote(.observation, reference.madeSentence, payload: reference.json))
        try checkpoint(.keyRecorded)
    }

    /// Looks at the private parts of the keys, where that is due or was in vain.
    func lookAtPrivateKeys(isDue: Bool) {
        guard let ring, isDue || state.troubles[.privateKeys].map({ $0.retry <= now }) ?? false else {
            return
        }
        let faults = folder.privateKeyFaults(ring)
        if faults.isEmpty { clear(.privateKeys) } else { note(.privateKeys, .privateKeys(faults)) }
    }

    /// Writes into the key files what became of the keys, where they do not say so yet.
    func updateKeyTimes() throws(StepStop) {
        try keyFiles.removeNotes(ring)
        for key in ring?.keys ?? [] where try keyFiles.writeTimes(of: key) {
            try checkpoint(.keyTimesWritten)
        }
        state.ledger.keyTimesWritten()
    }
}
