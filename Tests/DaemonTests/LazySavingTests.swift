import DNSSECModel
import KeyStore
import Synchronization
import SystemIO
import TestKit
import Testing

@testable import Daemon

/// What is decided goes to the disk in one piece, before anything follows from it; and what if it cannot.
struct LazySavingTests {
    /// Counts the places that an engine passes, and does something at one of them.
    final class Probe: Sendable {
        private let counts = Mutex<[Checkpoint: Int]>([:])
        private let place: Checkpoint?
        private let body: @Sendable () -> Void

        init(at place: Checkpoint? = nil, _ body: @escaping @Sendable () -> Void = {}) {
            (self.place, self.body) = (place, body)
        }

        func count(_ place: Checkpoint) -> Int { counts.withLock { $0[place] ?? 0 } }

        /// Never dies; acts the first time.
        func comes(at place: Checkpoint) -> Bool {
            let isFirst = counts.withLock { counts in
                counts[place, default: 0] += 1
                return counts[place] == 1
            }
            if isFirst, place == self.place { body() }
            return false
        }
    }

    /// A folder of the state that is away from the first time on that the engine passes a place.
    struct LostFolder {
        let path: String
        let aside: String
        private let world: EngineWorld

        init(_ name: String, at place: Checkpoint, of world: EngineWorld) throws {
            let (path, aside) = (world.folder.path("state/\(name)"), world.folder.path("state/aside"))
            (self.path, self.aside, self.world) = (path, aside, world)
            let probe = Probe(at: place) { _ = try? FileSystem.rename(path, to: aside) }
            world.diesAt = { probe.comes(at: $0) }
            try world.run()
        }

        /// A folder that goes before the first step.
        init(_ name: String, of world: EngineWorld) throws {
            (path, aside) = (world.folder.path("state/\(name)"), world.folder.path("state/aside"))
            self.world = world
            try world.restart()
            try FileSystem.rename(path, to: aside)
            try world.run()
        }

        /// It is there again a minute later, and nothing is wrong any more.
        func comesBack() throws {
            try FileSystem.rename(aside, to: path)
            world.now = world.now + .minutes(1)
            try world.run()
            #expect(try world.report().troubles.isEmpty)
        }
    }

    @Test
    func `a first signing saves the ring three times and writes each key file once`() throws {
        let world = EngineWorld()
        let probe = Probe()
        world.diesAt = { probe.comes(at: $0) }
        try world.run()
        #expect(world.output() != nil)
        #expect(probe.count(.ringSaved) == 3)
        #expect(probe.count(.ringJournaled) == 3)
        #expect(probe.count(.keyTimesWritten) == 0)
        let text = try publicKeyText(world)
        let moment = EngineWorld.start.compact
        for word in ["Created", "Publish", "Activate"] {
            #expect(text.contains("; \(word): \(moment)"), "\(word): \(text)")
        }
        #expect(try notes(world) == [])
    }

    @Test
    func `a ring that cannot be saved brings the engine back to the one on the disk`() throws {
        let world = EngineWorld()
        let zones = try LostFolder("zones", at: .keyWritten, of: world)
        guard case .state? = try world.report().troubles[.state]?.trouble else {
            Issue.record("\(try world.report().troubles)")
            return
        }
        #expect(try world.ring() == StateFile.load("\(zones.aside)/example.json"))
        #expect(try world.ring().keys.allSatisfy { $0.material == nil })
        #expect(world.output() == nil)
        let files = world.keyFiles()
        #expect(files.count == 4)
        #expect(try notes(world).count == 2)
        try zones.comesBack()
        #expect(world.output() != nil)
        #expect(world.keyFiles() == files)
        #expect(try notes(world) == [])
        // Written a minute before they came true.
        #expect(try publicKeyText(world).contains("; Publish: \(world.now.compact)"))
    }

    @Test
    func `a publication that cannot be saved is recorded when it can`() throws {
        let world = EngineWorld()
        let zones = try LostFolder("zones", at: .publicationRecorded, of: world)
        #expect(world.output() != nil)
        #expect(try world.ring().publication == nil)
        #expect(try world.report().troubles[.state] != nil)
        let output = world.outputIdentity()
        try zones.comesBack()
        #expect(try world.ring().publication?.at == world.now)
        #expect(try StateFile.load("\(zones.path)/example.json") == world.ring())
        #expect(world.outputIdentity() == output)
    }

    @Test
    func `lines that cannot be journaled come when they can`() throws {
        let world = EngineWorld()
        let journal = try LostFolder("journal", of: world)
        guard case .journal? = try world.report().troubles[.state]?.trouble else {
            Issue.record("\(try world.report().troubles)")
            return
        }
        #expect(world.keyFiles().isEmpty)
        try journal.comesBack()
        let zone = try Name(absolute: "example.")
        let lines = try Journal.read("\(journal.path)/example.jsonl", zone: zone).entries.map(\.decision)
        #expect(lines.first == "the zone is new")
        #expect(lines.count { $0.hasSuffix("was made") } == 2)
        #expect(lines.count { $0.hasPrefix("published with serial") } == 1)
    }

    @Test(arguments: [".key", ".private"])
    func `half of a noted key is thrown away, whichever half it is`(_ suffix: String) throws {
        let world = EngineWorld()
        let reaper = Reaper { place, count, _ in place == .keyWritten && count == 2 }
        world.diesAt = { reaper.comes(at: $0) }
        try world.run()
        #expect(reaper.deaths == 1)
        let gone = try #require(
            world.keyFiles().first { $0.hasSuffix(suffix == ".key" ? ".private" : ".key") }
        )
        try FileSystem.remove(world.folder.path("state/keys/example/\(gone)"))
        try world.restart()
        try world.run()
        #expect(try world.report().troubles.isEmpty, "\(world.log.all)")
        #expect(world.output() != nil)
        #expect(world.keyFiles().count == 4)
        #expect(!world.keyFiles().contains(gone))
        #expect(try notes(world) == [])
    }

    private func publicKeyText(_ world: EngineWorld) throws -> String {
        let file = try #require(world.keyFiles().first { $0.hasSuffix(".key") })
        return String(
            decoding: try FileSystem.read(world.folder.path("state/keys/example/\(file)")),
            as: UTF8.self
        )
    }

    private func notes(_ world: EngineWorld) throws -> [String] {
        try FileSystem.names(in: world.folder.path("state/keys/example")) { $0.hasSuffix(".pending") }
    }
}
