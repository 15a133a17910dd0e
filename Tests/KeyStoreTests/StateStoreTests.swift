import DNSSECCrypto
import DNSSECModel
import JSON
import SystemIO
import TestKit
import Testing

@testable import KeyStore

@Suite("The state folder")
struct StateStoreTests {
    let temporary = TemporaryFolder()
    let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])
    let now = Instant(secondsSinceEpoch: 1_539_273_600)
    var path: String { temporary.path("state") }
    var folder: StateFolder { StateFolder(path: path) }

    private func ring(serial: UInt32 = 1, keys: [ManagedKey] = []) -> KeyRing {
        var ring = KeyRing(zone: zone)
        ring.keys = keys
        ring.nextKey = 10
        ring.publication = Publication(
            at: now,
            serial: serial,
            plan: .unsigned,
            dnskeyTTL: .hours(1),
            maximumTTL: .days(1),
            negativeTTL: .minutes(5),
            propagation: .zero
        )
        return ring
    }

    private func managed(_ number: Int, _ record: DNSKEYRecord) -> ManagedKey {
        var key = ManagedKey(
            id: ManagedKey.ID(rawValue: number),
            policy: KeyPolicy(role: .zsk, algorithm: record.algorithm),
            hasDS: false,
            goal: .active,
            predecessor: nil,
            isInitial: false,
            at: now
        )
        key.material = KeyMaterial(record: record)
        return key
    }

    private func entry() -> JournalEntry {
        JournalEntry(time: now, zone: zone, kind: .decision, decision: "sign")
    }

    @Test
    func `the folders are made, for their owner only`() throws {
        let store = try StateStore(path: path)
        for name in [path, store.folder.zonesFolder, store.folder.journalFolder, store.folder.keysFolder] {
            #expect(try FileSystem.permissions(of: name) == 0o700)
        }
        #expect(try FileSystem.names(in: path) == ["journal", "keys", "lock", "zones"])
    }

    @Test
    func `a second daemon is refused and told of the first`() throws {
        let store = try StateStore(path: path)
        let error = #expect(throws: StateStoreError.self) { _ = try StateStore(path: path) }
        guard case .lock(.held(let file, let processID?))? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(file == store.folder.lockFile)
        #expect(processID > 1)
        #expect(error?.description.contains("is locked by process \(processID)") == true)
    }

    @Test
    func `a ring that was saved is there after opening again, and its successor takes its place`() throws {
        do {
            let store = try StateStore(path: path)
            #expect(try store.folder.load(zone) == nil)
            try store.save(ring(serial: 1))
            try store.save(ring(serial: 2))
        }
        let store = try StateStore(path: path)
        #expect(try store.folder.load(zone) == ring(serial: 2))
        #expect(try FileSystem.names(in: store.folder.zonesFolder) == ["example.json"])
    }

    @Test
    func `a crash between writing and renaming leaves the old ring, and the rest is cleaned up`() throws {
        let octets = try StateFile.octets(of: ring(serial: 2))
        for count in [0, 1, octets.count / 2, octets.count] {
            do { try StateStore(path: path).save(ring(serial: 1)) }
            let leftover = "state/zones/.keyturn-0123456789abcdef.tmp"
            temporary.write(Array(octets[..<count]), to: leftover)
            let store = try StateStore(path: path)
            #expect(store.removedLeftovers == [temporary.path(leftover)])
            #expect(try store.folder.load(zone) == ring(serial: 1))
            #expect(try store.folder.loadAll().count == 1)
        }
    }

    @Test
    func `a state file that is lost beside a journal is no new zone`() throws {
        let store = try StateStore(path: path)
        var journal = try store.openJournal(of: zone)
        #expect(try store.folder.load(zone) == nil)
        try journal.append(entry())
        let expected = StateFileError(
            path: folder.stateFile(of: zone),
            problem: .lost(journal: folder.journalFile(of: zone))
        )
        #expect(throws: expected) { try folder.load(zone) }
        try store.save(ring())
        #expect(try store.folder.load(zone) == ring())
    }

    @Test
    func `one bad state does not hide the others`() throws {
        let store = try StateStore(path: path)
        try store.save(ring())
        temporary.write("{", to: "state/zones/broken.json")
        temporary.write(try StateFile.octets(of: ring()), to: "state/zones/copy.json")
        temporary.write("not looked at", to: "state/zones/notes.txt")
        let loaded = try store.folder.loadAll()
        #expect(
            loaded.map { FileSystem.split($0.path).name } == ["broken.json", "copy.json", "example.json"]
        )
        #expect(throws: StateFileError.self) { try loaded[0].ring.get() }
        #expect(throws: StateFileError(path: loaded[1].path, problem: .otherZone(zone))) {
            try loaded[1].ring.get()
        }
        #expect(try loaded[2].ring.get() == ring())
    }

    @Test
    func `zones of all names have files of their own in the folder`() throws {
        let store = try StateStore(path: path)
        let names = [
            #"a/b."#, #"\.\.\/etc."#, ".", "-x.",
            String(repeating: "a.", count: 127),
        ]
        for text in names {
            let zone = try Name(absolute: text)
            try store.save(KeyRing(zone: zone))
            #expect(try store.folder.load(zone) == KeyRing(zone: zone))
            var journal = try store.openJournal(of: zone)
            try journal.append(JournalEntry(time: now, zone: zone, kind: .service, decision: "begin"))
            _ = try store.makeKeyFolder(of: zone)
        }
        #expect(try store.folder.loadAll().count == names.count)
        #expect(try FileSystem.names(in: store.folder.keysFolder).count == names.count)
    }

    // MARK: - Keys

    @Test
    func `a ring and its key files agree`() throws {
        let store = try StateStore(path: path)
        let files = try store.makeKeyFolder(of: zone)
        let key = try SigningKey.generate(algorithm: .ed25519)
        let made = try files.create(key, zone: zone, flags: 256, times: BINDKeyTimes())
        #expect(try store.folder.keyFindings(ring(keys: [managed(1, made.record)])) == [])
        #expect(try store.folder.keyFindings(KeyRing(zone: .root)) == [])
    }

    @Test
    func `keys on the disk that a ring does not know are found, for a zone without a ring too`() throws {
        let store = try StateStore(path: path)
        let files = try store.makeKeyFolder(of: zone)
        let key = try SigningKey.generate(algorithm: .ed25519)
        let made = try files.create(key, zone: zone, flags: 257, times: BINDKeyTimes())
        let expected = [KeyFinding.unknownKey(made.name, made.record)]
        #expect(try store.folder.keyFindings(ring()) == expected)
        #expect(try store.folder.keyFindings(KeyRing(zone: zone)) == expected)
    }

    @Test
    func `keys of the ring without files, or without a private one, are found`() throws {
        let store = try StateStore(path: path)
        let files = try store.makeKeyFolder(of: zone)
        let made = try files.create(
            try SigningKey.generate(algorithm: .ed25519),
            zone: zone,
            flags: 256,
            times: BINDKeyTimes()
        )
        let absent = try SigningKey.generate(algorithm: .ed25519).dnskey(flags: 256)
        var removed = managed(3, try SigningKey.generate(algorithm: .ed25519).dnskey(flags: 256))
        removed.removed = now
        try FileSystem.remove("\(files.path)/\(made.name.privateFile)")
        let ring = ring(keys: [managed(1, made.record), managed(2, absent), removed])
        #expect(
            try store.folder.keyFindings(ring) == [
                .missingPrivateKey(ManagedKey.ID(rawValue: 1), made.name),
                .missingFiles(ManagedKey.ID(rawValue: 2), BINDKeyFileName(zone: zone, record: absent)),
            ]
        )
    }

    @Test
    func `key files that cannot be read are found, not skipped`() throws {
        let store = try StateStore(path: path)
        let files = try store.makeKeyFolder(of: zone)
        let made = try files.create(
            try SigningKey.generate(algorithm: .ed25519),
            zone: zone,
            flags: 256,
            times: BINDKeyTimes()
        )
        temporary.write("damaged", to: "state/keys/example/\(made.name.publicFile)")
        let findings = try store.folder.keyFindings(ring(keys: [managed(1, made.record)]))
        guard case .unreadable(let error)? = findings.first else {
            Issue.record("\(findings)")
            return
        }
        #expect(error.file == "\(files.path)/\(made.name.publicFile)")
        #expect(findings.contains(.missingFiles(ManagedKey.ID(rawValue: 1), made.name)))
    }
}
