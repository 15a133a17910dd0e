import DNSCore
import DNSSECCrypto
import DNSSECModel
import KeyStore
import Publishing
import Signing
import SystemIO
import Timeline

// Finding keys again, and telling BIND's tools about them.
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
                throw .trouble(.refused(.privateKeyMissing(file: file)))
            }
            throw .trouble(.key(error))
        }
        throw .trouble(.refused(.privateKeyMissing(file: file)))
    }

    /// A key as its files have it, which are read once in a step.
    func keyAtHand(_ name: BINDKeyFileName) throws(BINDKeyError) -> BINDKey {
        if let key = keysAtHand[name] { return key }
        let key = try keyFolder.read(name)
        keysAtHand[name] = key
        return key
    }

    // MARK: - Times

    /// Writes into the key files what became of the keys, where they do not say so yet.
    func updateKeyTimes() throws(StepStop) {
        try removeNotes()
        for key in ring?.keys ?? [] {
            guard let material = key.material else { continue }
            let name = BINDKeyFileName(zone: zone, record: material.record)
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

    /// Removes the notes of keys that the ring knows: it is on the disk.
    private func removeNotes() throws(StepStop) {
        try system { () throws(SystemError) in
            guard try FileSystem.exists(keyFolder.path) else { return }
            for note in try KeyNote.all(in: keyFolder.path, zone: zone) where ring?[note.id]?.material != nil
            {
                try note.remove(from: keyFolder.path)
            }
        }
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
