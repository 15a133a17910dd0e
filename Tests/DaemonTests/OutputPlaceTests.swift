import DNSSECModel
import Glibc
import SystemIO
import TestKit
import Testing

@testable import Daemon

/// Where a signed zone is written, and what is never put in the place of something else.
struct OutputPlaceTests {
    @Test
    func `a missing output folder of a published zone is an error, and its state stays`() throws {
        let world = EngineWorld()
        try world.run()
        let before = try world.ring()
        #expect(throws: Never.self) {
            try FileSystem.rename(world.folder.path("signed"), to: world.folder.path("mount"))
        }
        world.now = world.now + .minutes(5)
        try world.run()
        #expect(try FileSystem.exists(world.folder.path("signed")) == false)
        let report = try world.report()
        #expect(
            report.troubles.values.contains { $0.trouble.description.contains(world.folder.path("signed")) }
        )
        #expect(report.ring?.keys.map(\.id) == before.keys.map(\.id))
        #expect(report.ring?.publication == before.publication)
        #expect(throws: Never.self) {
            try FileSystem.rename(world.folder.path("mount"), to: world.folder.path("signed"))
        }
        world.now = world.now + .hours(1)
        try world.run()
        #expect(try world.report().troubles.isEmpty)
    }

    @Test
    func `a symbolic link as output stays, and the file behind it is replaced`() throws {
        let world = EngineWorld()
        FolderMaker.make(world.folder.path("signed"))
        FolderMaker.make(world.folder.path("elsewhere"))
        world.folder.write(EngineWorld.zoneText, to: "elsewhere/real.zone")
        let link = world.folder.path("signed/example.zone")
        #expect(unsafe symlink("../elsewhere/real.zone", link) == 0)
        try world.run()
        let target = try FileSystem.resolved(link)
        #expect(target.hasSuffix("elsewhere/real.zone"))
        #expect(world.output()?.rrset(.dnskey, of: try #require(world.output()?.owners.first)) != nil)
        #expect(try FileSystem.names(in: world.folder.path("elsewhere")) == ["real.zone"])
    }

    @Test
    func `a symbolic link that leads nowhere is refused`() throws {
        let world = EngineWorld()
        FolderMaker.make(world.folder.path("signed"))
        let link = world.folder.path("signed/example.zone")
        #expect(unsafe symlink("../nowhere/real.zone", link) == 0)
        try world.run()
        #expect(try !world.report().troubles.isEmpty)
        #expect(try FileSystem.exists(link) && !FileSystem.exists(world.folder.path("nowhere")))
        #expect(try FileSystem.writingPlaceFails(link))
    }

    @Test
    func `what a dead process left in an output folder is removed at the start, and nothing else`() throws {
        let world = EngineWorld()
        FolderMaker.make(world.folder.path("signed"))
        let ours = ".keyturn-0123456789abcdef.tmp"
        for name in [ours, ".other-0123456789abcdef.tmp", "keyturn.tmp"] {
            world.folder.write("half", to: "signed/\(name)")
        }
        let living = try AtomicFileWriter(path: world.folder.path("signed/living"), mode: 0o644)
        try world.run()
        let names = try FileSystem.names(in: world.folder.path("signed"))
        #expect(!names.contains(ours))
        #expect(names.contains(".other-0123456789abcdef.tmp") && names.contains("keyturn.tmp"))
        #expect(names.contains { $0.hasPrefix(".keyturn-") })
        living.discard()
    }
}

extension FileSystem {
    /// True if nothing can be written at a path because its link leads nowhere.
    fileprivate static func writingPlaceFails(_ path: String) throws -> Bool {
        do throws(SystemError) {
            _ = try writingPlace(of: path)
            return false
        } catch {
            return error.isMissing
        }
    }
}
