import ControlProtocol
import DNSSECCrypto
import DNSSECModel
import JSON
import KeyStore
import SystemIO
import Timeline
import Wording

// Making keys.
extension ZoneEngine {
    /// Makes the key pairs of keys and records them, or records those that were made before a crash.
    ///
    /// A note beside the key files tells which files belong to which key of the ring; it is there before the
    /// files are, and goes when the ring on the disk knows the key. So no pair is ever made twice or taken for another.
    func makeKeys(_ ids: [ManagedKey.ID]) throws(StepStop) {
        guard let ring else { return }
        try system { () throws(SystemError) in
            try FileSystem.ensureFolder(keyFolder.path, mode: StateStore.folderMode)
        }
        var missing = ids.compactMap { ring[$0] }.filter { $0.material == nil }
        for key in missing {
            guard let named = policy?.known(key), let record = named.record else { continue }
            try recordMade(key, try namedKey(named.name, record))
            try checkpoint(.keyRecorded)
        }
        missing.removeAll { self.ring?[$0.id]?.material != nil }
        guard !missing.isEmpty else { return }
        var made = try keysFound(missing)
        let fresh = try makePairs(missing.filter { made[$0.id] == nil })
        made.merge(fresh) { old, _ in old }
        for key in missing {
            guard let record = made[key.id] else { continue }
            try recordMade(key, record)
            try checkpoint(.keyRecorded)
        }
    }

    /// The pairs that were made before a crash, by the notes beside them; files that nobody knows stop the work.
    private func keysFound(_ missing: [ManagedKey]) throws(StepStop) -> [ManagedKey.ID: DNSKEYRecord] {
        guard let ring else { return [:] }
        let notes = try system { () throws(SystemError) in try KeyNote.all(in: keyFolder.path, zone: zone) }
        let ours = notes.filter { note in missing.contains { $0.id == note.id } }
        for note in ours { try discardHalf(note.files) }
        var made: [ManagedKey.ID: DNSKEYRecord] = [:]
        var others: [KeyFinding] = []
        for finding in try strayKeys(ring) {
            guard case .unknownKey(let files, let record) = finding,
                let note = ours.first(where: { $0.files == files }), made[note.id] == nil
            else {
                others.append(finding)
                continue
            }
            made[note.id] = record
            try forgetTimes(files)
        }
        guard others.isEmpty else { throw .trouble(.keys(zone: zone, folder: keyFolder.path, others)) }
        for note in ours where made[note.id] == nil {
            try system { () throws(SystemError) in try note.remove(from: keyFolder.path) }
        }
        return made
    }

    /// The times in files from before a crash are what was to come then: they are written anew.
    private func forgetTimes(_ name: BINDKeyFileName) throws(StepStop) {
        do throws(BINDKeyError) {
            var key = try keyAtHand(name)
            var times = BINDKeyTimes()
            times[.created] = key.times[.created]
            key.times = times
            keysAtHand[name] = key
        } catch {
            throw .trouble(.key(error))
        }
    }

    /// The ring knows the key pair from now on.
    private func recordMade(_ key: ManagedKey, _ made: DNSKEYRecord) throws(StepStop) {
        guard let ring else { return }
        let after = ring.recording(.keyGenerated(key.id, KeyMaterial(record: made), at: now))
        let reference = after.reference(to: key.id) ?? KeyReference(role: key.role, tag: made.keyTag)
        try commit(after, kind: .observation, because: reference.madeSentence, payload: reference.json)
    }

    /// The pair of a key that the policy knows by its public part: it was made elsewhere, and none is made for it.
    private func namedKey(_ name: String, _ record: DNSKEYRecord) throws(StepStop) -> DNSKEYRecord {
        let file = BINDKeyFileName(zone: zone, record: record)
        do throws(BINDKeyError) {
            let key = try keyFolder.read(file)
            if key.signingKey != nil, KeyMaterial(record: key.record) == KeyMaterial(record: record) {
                return record
            }
        } catch {
            guard case .system(let cause) = error.problem, cause.isMissing else {
                throw .trouble(.key(error))
            }
        }
        throw .trouble(.namedKeyMissing(name: name, file: "\(keyFolder.path)/\(file)"))
    }

    /// Makes the pairs of keys that have none: first all notes, then all files, each kind with one wait for the folder.
    private func makePairs(_ keys: [ManagedKey]) throws(StepStop) -> [ManagedKey.ID: DNSKEYRecord] {
        guard !keys.isEmpty else { return [:] }
        let pairs = try generatePairs(keys)
        let path = keyFolder.path
        for (key, pair) in pairs {
            let note = KeyNote(id: key.id, files: pair.files)
            try system { () throws(SystemError) in try note.write(in: path) }
            try checkpoint(.keyNoted)
        }
        try system { () throws(SystemError) in try FileSystem.synchronizeFolder(path) }
        let times = expectedTimes(pairs.map { ($0.key.id, $0.pair.record) })
        for (key, pair) in pairs {
            try write(pair, times[key.id] ?? BINDKeyTimes())
            try checkpoint(.keyWritten)
        }
        try system { () throws(SystemError) in try FileSystem.synchronizeFolder(path) }
        return Dictionary(pairs.map { ($0.key.id, $0.pair.record) }) { $1 }
    }

    /// A key pair that is in memory only.
    private struct FreshPair {
        let key: SigningKey
        let record: DNSKEYRecord
        let files: BINDKeyFileName
    }

    private func generatePairs(_ keys: [ManagedKey]) throws(StepStop) -> [(key: ManagedKey, pair: FreshPair)]
    {
        var tags = try tagsInUse()
        var pairs: [(key: ManagedKey, pair: FreshPair)] = []
        for key in keys {
            do throws(CryptoError) {
                let pair = try SigningKey.generate(
                    algorithm: key.algorithm,
                    bits: key.bits ?? DNSSECPolicy.Default.rsaBits,
                    flags: key.role.flags,
                    avoiding: tags
                )
                let record = pair.dnskey(flags: key.role.flags)
                let files = BINDKeyFileName(zone: zone, record: record)
                pairs.append((key, FreshPair(key: pair, record: record, files: files)))
                tags.insert(record)
            } catch {
                throw .trouble(.generation(error))
            }
            try checkpoint(.keyMade)
        }
        return pairs
    }

    /// The tags of all keys of the ring, and of all that have files.
    private func tagsInUse() throws(StepStop) -> KeyTagSet {
        var tags = KeyTagSet(of: (ring?.keys ?? []).compactMap { $0.material?.record })
        do throws(BINDKeyError) {
            for other in try keyFolder.keys(of: zone).keys { tags.insert(other.record) }
        } catch {
            throw .trouble(.key(error))
        }
        return tags
    }

    /// What the files of new keys will say when that has come true which follows at once: so they are written once.
    private func expectedTimes(_ made: [(ManagedKey.ID, DNSKEYRecord)]) -> [ManagedKey.ID: BINDKeyTimes] {
        guard var next = ring, let policy else { return [:] }
        for (id, record) in made {
            next = next.recording(.keyGenerated(id, KeyMaterial(record: record), at: now))
        }
        next = Timeline.advance(policy, next, at: now).ring
        let times = made.compactMap { id, _ in next[id].map { (id, $0.fileTimes(after: BINDKeyTimes())) } }
        return Dictionary(times) { $1 }
    }

    private func write(_ pair: FreshPair, _ times: BINDKeyTimes) throws(StepStop) {
        do throws(BINDKeyError) {
            keysAtHand[pair.files] = try keyFolder.create(
                pair.key,
                zone: zone,
                flags: pair.record.flags,
                ttl: policy.map { UInt32(clamping: $0.ttl.dnskey.seconds) },
                times: times,
                isLasting: false
            )
        } catch {
            throw .trouble(.key(error))
        }
    }

    /// Removes what a crash left of two files: nobody has ever seen that key.
    private func discardHalf(_ name: BINDKeyFileName) throws(StepStop) {
        let paths = [name.privateFile, name.publicFile].map { "\(keyFolder.path)/\($0)" }
        try system { () throws(SystemError) in
            var present: [String] = []
            for path in paths where try FileSystem.exists(path) { present.append(path) }
            guard present.count == 1 else { return }
            for path in present { try FileSystem.remove(path) }
        }
    }
}
