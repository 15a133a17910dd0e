import DNSCore
import DNSSECCrypto
import DNSSECModel
import KeyStore
import Publishing
import Signing
import SystemIO

/// The key files of a zone: they are read once in a turn, and tell BIND's tools what became of the keys.
final class ZoneKeyFiles {
    let zone: Name
    private let state: StateFolder
    /// Keys that were read from their files, or written, in this turn.
    private var atHand: [BINDKeyFileName: BINDKey] = [:]

    init(_ zone: Name, in state: StateFolder) { (self.zone, self.state) = (zone, state) }

    /// The folder of the zone's key files.
    var folder: BINDKeyFolder { BINDKeyFolder(path: path) }

    /// Its path.
    var path: String { state.keyFolder(of: zone) }

    /// The file of a key's private part.
    func privateFile(of record: DNSKEYRecord) -> String {
        "\(path)/\(BINDKeyFileName(zone: zone, record: record).privateFile)"
    }

    // MARK: - Reading

    /// A key as its files have it.
    func read(_ name: BINDKeyFileName) throws(BINDKeyError) -> BINDKey {
        if let key = atHand[name] { return key }
        let key = try folder.read(name)
        atHand[name] = key
        return key
    }

    /// A key as it was just written, or as it will be.
    func keep(_ key: BINDKey, as name: BINDKeyFileName) { atHand[name] = key }

    /// The turn is over.
    func forget() { atHand = [:] }

    /// What key files and a ring disagree about, but for keys that the policy names and the ring does not have yet.
    func strays(_ ring: KeyRing, _ policy: DNSSECPolicy?) throws(StepStop) -> [KeyFinding] {
        let named = Set((policy?.allKeys ?? []).flatMap(\.known).compactMap(\.record))
        let findings = try StepStop.ofKeys { () throws(BINDKeyError) in try state.keyFindings(ring) }
        return findings.filter { finding in
            if case .unknownKey(_, let record) = finding { !named.contains(record) } else { true }
        }
    }

    /// All keys of a ring for the signer, with the private parts of those that sign by this plan.
    func signingKeys(_ plan: SigningPlan, _ ring: KeyRing?) throws(StepStop) -> [ManagedKey.ID: ZoneKey] {
        let signers = Set(plan.keySigners + plan.zoneSigners)
        var keys: [ManagedKey.ID: ZoneKey] = [:]
        for key in ring?.keys ?? [] {
            guard let material = key.material else { continue }
            let pair = signers.contains(key.id) ? try privateKey(of: material) : nil
            keys[key.id] = ZoneKey(record: material.record, signingKey: pair)
        }
        return keys
    }

    /// A key with its private part if that is at hand.
    func pair(of record: DNSKEYRecord) throws(StepStop) -> ZoneKey {
        let pair: SigningKey?
        do throws(StepStop) {
            pair = try privateKey(of: KeyMaterial(record: record))
        } catch {
            guard case .trouble(.refused(.privateKeyMissing)) = error else { throw error }
            pair = nil
        }
        return ZoneKey(record: record, signingKey: pair)
    }

    private func privateKey(of material: KeyMaterial) throws(StepStop) -> SigningKey {
        let file = privateFile(of: material.record)
        do throws(BINDKeyError) {
            let key = try read(BINDKeyFileName(zone: zone, record: material.record))
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

    // MARK: - Times

    /// Writes into a key's files what became of it, if they do not say so yet; true if something was written.
    func writeTimes(of key: ManagedKey) throws(StepStop) -> Bool {
        guard let material = key.material else { return false }
        let name = BINDKeyFileName(zone: zone, record: material.record)
        return try StepStop.ofKeys { () throws(BINDKeyError) in
            // Who has taken the files of a removed key away is right to.
            if key.removed != nil, !isThere(name) { return false }
            var file = try read(name)
            let times = key.fileTimes(after: file.times)
            guard times != file.times else { return false }
            file.times = times
            try folder.rewrite(file)
            keep(file, as: name)
            return true
        }
    }

    /// Removes the notes of keys that the ring knows: it is on the disk.
    func removeNotes(_ ring: KeyRing?) throws(StepStop) {
        try StepStop.ofSystem { () throws(SystemError) in
            guard try FileSystem.exists(path) else { return }
            for note in try KeyNote.all(in: path, zone: zone) where ring?[note.id]?.material != nil {
                try note.remove(from: path)
            }
        }
    }

    /// Removes what a writer that was killed has left; its files.
    func removeLeftovers() throws(StepStop) -> [String] {
        try StepStop.ofSystem { () throws(SystemError) in try state.removeKeyLeftovers(of: zone) }
    }

    private func isThere(_ name: BINDKeyFileName) -> Bool {
        (try? FileSystem.exists("\(path)/\(name.publicFile)")) ?? true
    }
}

extension StepStop {
    /// Does something with the system; its failure is a trouble.
    static func ofSystem<Result>(_ body: () throws(SystemError) -> Result) throws(StepStop) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw .trouble(.system(error))
        }
    }

    /// Does something with key files; its failure is a trouble.
    static func ofKeys<Result>(_ body: () throws(BINDKeyError) -> Result) throws(StepStop) -> Result {
        do throws(BINDKeyError) {
            return try body()
        } catch {
            throw .trouble(.key(error))
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
