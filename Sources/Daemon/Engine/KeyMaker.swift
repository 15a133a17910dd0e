import DNSCore
import DNSSECCrypto
import DNSSECModel
import KeyStore
import SystemIO
import Timeline

/// Makes the key pairs of a zone's keys, and finds those again that were made before a crash.
///
/// A note beside the key files tells which files belong to which key of the ring; it is there before the files are, and
/// goes when the ring on the disk knows the key. So no pair is ever made twice or taken for another.
struct KeyMaker {
    let files: ZoneKeyFiles
    /// Passed between any two lasting changes.
    let checkpoint: (Checkpoint) throws(StepStop) -> Void

    private var zone: Name { files.zone }

    /// The pairs of some keys: those that were made before a crash, and fresh ones for the others.
    func make(
        _ missing: [ManagedKey],
        _ ring: KeyRing,
        _ policy: DNSSECPolicy?,
        at now: Instant
    ) throws(StepStop) -> [ManagedKey.ID: DNSKEYRecord] {
        guard !missing.isEmpty else { return [:] }
        var made = try found(missing, ring, policy)
        let basis = Basis(ring: ring, policy: policy, now: now)
        let fresh = try makePairs(missing.filter { made[$0.id] == nil }, basis)
        made.merge(fresh) { old, _ in old }
        return made
    }

    /// The pair of a key that the policy knows by its public part: it was made elsewhere, and none is made for it.
    func find(_ name: String, _ record: DNSKEYRecord) throws(StepStop) -> DNSKEYRecord {
        let file = BINDKeyFileName(zone: zone, record: record)
        do throws(BINDKeyError) {
            let key = try files.folder.read(file)
            if key.signingKey != nil, KeyMaterial(record: key.record) == KeyMaterial(record: record) {
                return record
            }
        } catch {
            guard case .system(let cause) = error.problem, cause.isMissing else {
                throw .trouble(.key(error))
            }
        }
        throw .trouble(.namedKeyMissing(name: name, file: "\(files.path)/\(file)"))
    }

    /// Makes the folder of the key files, if it is not there.
    func prepare() throws(StepStop) {
        try StepStop.ofSystem { () throws(SystemError) in
            try FileSystem.ensureFolder(files.path, mode: StateStore.folderMode)
        }
    }

    // MARK: - After a crash

    /// The pairs that were made before a crash, by the notes beside them; files that nobody knows stop the work.
    private func found(
        _ missing: [ManagedKey],
        _ ring: KeyRing,
        _ policy: DNSSECPolicy?
    ) throws(StepStop) -> [ManagedKey.ID: DNSKEYRecord] {
        let ours = try notes().filter { note in missing.contains { $0.id == note.id } }
        for note in ours { try discardHalf(note.files) }
        var made: [ManagedKey.ID: DNSKEYRecord] = [:]
        var others: [KeyFinding] = []
        for finding in try files.strays(ring, policy) {
            guard case .unknownKey(let names, let record) = finding,
                let note = ours.first(where: { $0.files == names }), made[note.id] == nil
            else {
                others.append(finding)
                continue
            }
            made[note.id] = record
            try forgetTimes(names)
        }
        guard others.isEmpty else { throw .trouble(.keys(zone: zone, folder: files.path, others)) }
        for note in ours where made[note.id] == nil {
            try StepStop.ofSystem { () throws(SystemError) in try note.remove(from: files.path) }
        }
        return made
    }

    private func notes() throws(StepStop) -> [KeyNote] {
        try StepStop.ofSystem { () throws(SystemError) in try KeyNote.all(in: files.path, zone: zone) }
    }

    /// The times in files from before a crash are what was to come then: they are written anew.
    private func forgetTimes(_ name: BINDKeyFileName) throws(StepStop) {
        try StepStop.ofKeys { () throws(BINDKeyError) in
            var key = try files.read(name)
            var times = BINDKeyTimes()
            times[.created] = key.times[.created]
            key.times = times
            files.keep(key, as: name)
        }
    }

    /// Removes what a crash left of two files: nobody has ever seen that key.
    private func discardHalf(_ name: BINDKeyFileName) throws(StepStop) {
        let paths = [name.privateFile, name.publicFile].map { "\(files.path)/\($0)" }
        try StepStop.ofSystem { () throws(SystemError) in
            var present: [String] = []
            for path in paths where try FileSystem.exists(path) { present.append(path) }
            guard present.count == 1 else { return }
            for path in present { try FileSystem.remove(path) }
        }
    }

    // MARK: - Fresh pairs

    /// What pairs are made by.
    private struct Basis {
        let ring: KeyRing
        let policy: DNSSECPolicy?
        let now: Instant
    }

    /// A key pair that is in memory only.
    private struct FreshPair {
        let id: ManagedKey.ID
        let key: SigningKey
        let record: DNSKEYRecord
        let files: BINDKeyFileName
    }

    /// Makes the pairs of keys that have none: first all notes, then all files, each kind with one wait for the folder.
    private func makePairs(
        _ keys: [ManagedKey],
        _ basis: Basis
    ) throws(StepStop) -> [ManagedKey.ID: DNSKEYRecord] {
        guard !keys.isEmpty else { return [:] }
        let pairs = try generate(keys, basis.ring)
        for pair in pairs {
            let note = KeyNote(id: pair.id, files: pair.files)
            try StepStop.ofSystem { () throws(SystemError) in try note.write(in: files.path) }
            try checkpoint(.keyNoted)
        }
        try synchronize()
        let times = expectedTimes(pairs, basis)
        for pair in pairs {
            try write(pair, times[pair.id] ?? BINDKeyTimes(), basis.policy)
            try checkpoint(.keyWritten)
        }
        try synchronize()
        return Dictionary(pairs.map { ($0.id, $0.record) }) { $1 }
    }

    private func synchronize() throws(StepStop) {
        try StepStop.ofSystem { () throws(SystemError) in try FileSystem.synchronizeFolder(files.path) }
    }

    private func generate(_ keys: [ManagedKey], _ ring: KeyRing) throws(StepStop) -> [FreshPair] {
        var tags = try tagsInUse(ring)
        var pairs: [FreshPair] = []
        for key in keys {
            do throws(CryptoError) {
                let pair = try SigningKey.generate(
                    algorithm: key.algorithm,
                    bits: key.bits ?? DNSSECPolicy.Default.rsaBits,
                    flags: key.role.flags,
                    avoiding: tags
                )
                let record = pair.dnskey(flags: key.role.flags)
                let name = BINDKeyFileName(zone: zone, record: record)
                pairs.append(FreshPair(id: key.id, key: pair, record: record, files: name))
                tags.insert(record)
            } catch {
                throw .trouble(.generation(error))
            }
            try checkpoint(.keyMade)
        }
        return pairs
    }

    /// The tags of all keys of the ring, and of all that have files.
    private func tagsInUse(_ ring: KeyRing) throws(StepStop) -> KeyTagSet {
        var tags = KeyTagSet(of: ring.keys.compactMap { $0.material?.record })
        let others = try StepStop.ofKeys { () throws(BINDKeyError) in try files.folder.keys(of: zone).keys }
        for other in others { tags.insert(other.record) }
        return tags
    }

    /// What the files of new keys will say when that has come true which follows at once: so they are written once.
    private func expectedTimes(_ made: [FreshPair], _ basis: Basis) -> [ManagedKey.ID: BINDKeyTimes] {
        guard let policy = basis.policy else { return [:] }
        var next = basis.ring
        for pair in made {
            next = next.recording(.keyGenerated(pair.id, KeyMaterial(record: pair.record), at: basis.now))
        }
        next = Timeline.advance(policy, next, at: basis.now).ring
        let times = made.compactMap { pair in
            next[pair.id].map { (pair.id, $0.fileTimes(after: BINDKeyTimes())) }
        }
        return Dictionary(times) { $1 }
    }

    private func write(
        _ pair: FreshPair,
        _ times: BINDKeyTimes,
        _ policy: DNSSECPolicy?
    ) throws(StepStop) {
        let key = try StepStop.ofKeys { () throws(BINDKeyError) in
            try files.folder.create(
                pair.key,
                zone: zone,
                flags: pair.record.flags,
                ttl: policy.map { UInt32(clamping: $0.ttl.dnskey.seconds) },
                times: times,
                isLasting: false
            )
        }
        files.keep(key, as: pair.files)
    }
}
