import DNSCore
import DNSSECCrypto
import DNSSECModel
import KeyStore
import Signing
import SystemIO
import Timeline

// Making keys, finding them again, and telling BIND's tools about them.
extension ZoneEngine {
    /// The folder of the zone's key files.
    var keyFolder: BINDKeyFolder { BINDKeyFolder(path: folder.keyFolder(of: zone)) }

    /// What key files and a ring disagree about.
    func keyFindings(_ ring: KeyRing) throws(StepStop) -> [KeyFinding] {
        do throws(BINDKeyError) {
            return try folder.keyFindings(ring)
        } catch {
            throw .trouble(.key(error))
        }
    }

    /// What key files and a ring disagree about, but for keys that the policy names and the ring does not have yet.
    func strayKeys(_ ring: KeyRing) throws(StepStop) -> [KeyFinding] {
        let named = Set((policy?.allKeys ?? []).flatMap(\.known).compactMap(\.record))
        return try keyFindings(ring).filter { finding in
            if case .unknownKey(_, let record) = finding { !named.contains(record) } else { true }
        }
    }

    // MARK: - Making

    /// Makes the key pair of a key and records it, or records the one that was made before a crash.
    ///
    /// A note beside the key files tells which files belong to which key of the ring; it is there before the
    /// files are, and goes when the ring knows the key. So no pair is ever made twice or taken for another.
    func makeKey(_ id: ManagedKey.ID) throws(StepStop) {
        guard let ring, let key = ring[id], key.material == nil else { return }
        let note = KeyNote(id, in: keyFolder.path)
        try system { () throws(SystemError) in
            try FileSystem.ensureFolder(keyFolder.path, mode: StateStore.folderMode)
        }
        if let named = policy?.known(key), let record = named.record {
            return try recordMade(key, try namedKey(named.name, record), note)
        }
        let noted = try system { () throws(SystemError) in try note.read(zone) }
        if let noted { try discardHalf(noted) }
        let findings = try strayKeys(ring)
        var made = findings.lazy.compactMap { finding -> DNSKEYRecord? in
            if case .unknownKey(noted, let record) = finding { record } else { nil }
        }.first
        let others = findings.filter { finding in
            if case .unknownKey(noted, _) = finding { false } else { true }
        }
        guard others.isEmpty else { throw .trouble(.keys(zone: zone, folder: keyFolder.path, others)) }
        if made == nil { made = try makePair(key, note) }
        guard let made else { return }
        try recordMade(key, made, note)
    }

    /// The ring knows the key pair from now on.
    private func recordMade(_ key: ManagedKey, _ made: DNSKEYRecord, _ note: KeyNote) throws(StepStop) {
        guard let ring else { return }
        try commit(
            ring.recording(.keyGenerated(key.id, KeyMaterial(record: made), at: now)),
            kind: .observation,
            because: "\(key.name ?? key.role.description) \(made.keyTag) was made",
            payload: ["key": .integer(Int64(key.id.rawValue))]
        )
        try checkpoint(.keyRecorded)
        try system { () throws(SystemError) in
            if try FileSystem.exists(note.path) { try FileSystem.remove(note.path) }
        }
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

    private func makePair(_ key: ManagedKey, _ note: KeyNote) throws(StepStop) -> DNSKEYRecord {
        var tags = KeyTagSet(of: (ring?.keys ?? []).compactMap { $0.material?.record })
        do throws(BINDKeyError) {
            for other in try keyFolder.keys(of: zone).keys { tags.insert(other.record) }
        } catch {
            throw .trouble(.key(error))
        }
        let pair: SigningKey
        do throws(CryptoError) {
            pair = try SigningKey.generate(
                algorithm: key.algorithm,
                bits: key.bits ?? DNSSECPolicy.Default.rsaBits,
                flags: key.role.flags,
                avoiding: tags
            )
        } catch {
            throw .trouble(.generation(error))
        }
        try checkpoint(.keyMade)
        let record = pair.dnskey(flags: key.role.flags)
        let name = BINDKeyFileName(zone: zone, record: record)
        try system { () throws(SystemError) in try note.write(name) }
        try checkpoint(.keyNoted)
        var times = BINDKeyTimes()
        times[.created] = now
        do throws(BINDKeyError) {
            keysAtHand[name] = try keyFolder.create(
                pair,
                zone: zone,
                flags: key.role.flags,
                ttl: policy.map { UInt32(clamping: $0.ttl.dnskey.seconds) },
                times: times
            )
        } catch {
            throw .trouble(.key(error))
        }
        try checkpoint(.keyWritten)
        return record
    }

    /// Removes a private file that a crash left without its public one: nobody has ever seen that key.
    private func discardHalf(_ name: BINDKeyFileName) throws(StepStop) {
        let path = "\(keyFolder.path)/\(name.privateFile)"
        try system { () throws(SystemError) in
            guard try FileSystem.exists(path), try !FileSystem.exists("\(keyFolder.path)/\(name.publicFile)")
            else { return }
            try FileSystem.remove(path)
        }
    }

    // MARK: - Loading

    /// All keys of the ring for the signer, with the private parts of those that sign by this plan.
    func signingKeys(_ plan: SigningPlan) throws(StepStop) -> [ManagedKey.ID: ZoneKey] {
        let signers = Set(plan.keySigners + plan.zoneSigners)
        var keys: [ManagedKey.ID: ZoneKey] = [:]
        for key in ring?.keys ?? [] {
            guard let material = key.material else { continue }
            let pair = signers.contains(key.id) ? try privateKey(of: material) : nil
            keys[key.id] = ZoneKey(record: material.record, signingKey: pair)
        }
        return keys
    }

    private func privateKey(of material: KeyMaterial) throws(StepStop) -> SigningKey {
        let name = BINDKeyFileName(zone: zone, record: material.record)
        let file = "\(keyFolder.path)/\(name.privateFile)"
        do throws(BINDKeyError) {
            let key = try keyAtHand(name)
            guard KeyMaterial(record: key.record) == material else {
                throw BINDKeyError(file: file, .otherKey)
            }
            if let pair = key.signingKey { return pair }
        } catch {
            if case .system(let cause) = error.problem, cause.isMissing {
                throw .trouble(.privateKeyMissing(file: file))
            }
            throw .trouble(.key(error))
        }
        throw .trouble(.privateKeyMissing(file: file))
    }

    /// A key as its files have it, which are read once in a step.
    private func keyAtHand(_ name: BINDKeyFileName) throws(BINDKeyError) -> BINDKey {
        if let key = keysAtHand[name] { return key }
        let key = try keyFolder.read(name)
        keysAtHand[name] = key
        return key
    }

    // MARK: - Times

    /// Writes into the key files what became of the keys, where they do not say so yet.
    func updateKeyTimes() throws(StepStop) {
        for key in ring?.keys ?? [] {
            guard let material = key.material else { continue }
            let name = BINDKeyFileName(zone: zone, record: material.record)
            // A crash may have come between recording the key and removing its note.
            let note = KeyNote(key.id, in: keyFolder.path)
            try system { () throws(SystemError) in
                if try FileSystem.exists(note.path) { try FileSystem.remove(note.path) }
            }
            do throws(BINDKeyError) {
                // Who has taken the files of a removed key away is right to.
                if key.removed != nil, !isThere(name) { continue }
                var file = try keyAtHand(name)
                let times = key.fileTimes(after: file.times)
                guard times != file.times else { continue }
                file.times = times
                try keyFolder.rewrite(file)
                keysAtHand[name] = file
            } catch {
                throw .trouble(.key(error))
            }
            try checkpoint(.keyTimesWritten)
        }
        isKeyTimesDue = false
    }

    private func isThere(_ name: BINDKeyFileName) -> Bool {
        (try? FileSystem.exists("\(keyFolder.path)/\(name.publicFile)")) ?? true
    }

    /// Does something with the system; its failure is a trouble.
    func system<Result>(_ body: () throws(SystemError) -> Result) throws(StepStop) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw .trouble(.system(error))
        }
    }
}

extension DNSSECPolicy {
    /// What the policy knows of a key by its name.
    fileprivate func known(_ key: ManagedKey) -> KnownKey? {
        guard let name = key.name else { return nil }
        return allKeys.filter { $0.role == key.role }.flatMap(\.known).first { $0.name == name }
    }
}

/// The note which files the pair of a key that the ring does not know yet is in.
struct KeyNote {
    let path: String

    init(_ id: ManagedKey.ID, in folder: String) {
        path = "\(folder)/key-\(id.rawValue).pending"
    }

    func write(_ name: BINDKeyFileName) throws(SystemError) {
        try AtomicFile.replace(path, with: Array("\(name)\n".utf8).span, mode: 0o600)
    }

    /// The noted files; nil where there is no note.
    func read(_ zone: Name) throws(SystemError) -> BINDKeyFileName? {
        guard try FileSystem.exists(path) else { return nil }
        let text = String(decoding: try FileSystem.read(path), as: UTF8.self)
        return BINDKeyFileName(String(text.prefix { !$0.isNewline }), zone: zone)
    }
}

extension ManagedKey {
    /// The times of the key's files: each is set once, when it has come true.
    func fileTimes(after old: BINDKeyTimes) -> BINDKeyTimes {
        var times = old
        func set(_ event: BINDKeyTimes.Event, _ instant: Instant?) {
            if times[event] == nil, let instant { times[event] = instant }
        }
        let work = [krrsig, zrrsig].compactMap(\.self)
        let isShown = dnskey.state.isPublished || revocation?.state.isPublished ?? false
        set(.created, generated)
        if isShown { set(.publish, dnskey.since) }
        if let begun = work.first(where: \.state.isPublished) { set(.activate, begun.since) }
        if let revocation { set(.revoke, revocation.since) }
        if times[.activate] != nil, !work.contains(where: \.state.isPublished) {
            set(.inactive, work.map(\.since).max())
        }
        if times[.publish] != nil, !isShown { set(.delete, (revocation ?? dnskey).since) }
        if let ds {
            if ds.state.isPublished {
                set(.syncPublish, ds.since)
                set(.dsPublish, ds.seen ?? (ds.state == .omnipresent ? ds.since : nil))
            } else if times[.syncPublish] != nil {
                set(.syncDelete, ds.since)
                if times[.dsPublish] != nil, ds.state == .hidden || ds.seen != nil {
                    set(.dsRemoved, ds.seen ?? ds.since)
                }
            }
        }
        return times
    }
}
