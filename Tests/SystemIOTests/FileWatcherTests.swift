import CLinux
import Glibc
import TestKit
import Testing

@testable import SystemIO

@Suite("File watcher")
struct FileWatcherTests {
    let folder = TemporaryFolder()

    private func replace(_ path: String, with text: String) throws {
        try AtomicFile.replace(path, with: Array(text.utf8).span, mode: 0o644)
    }

    @Test
    func `nothing is told where nothing happens`() throws {
        var watcher = try FileWatcher()
        watcher.watch([folder.write("x", to: "zone")])
        #expect(try watcher.takeChanges() == [])
        #expect(watcher.failures == [:])
    }

    @Test
    func `writing in place, renaming over and removing are told, each once`() throws {
        var watcher = try FileWatcher()
        let zone = folder.write("1", to: "zone")
        let other = folder.write("1", to: "other")
        watcher.watch([zone, other])
        folder.write("2", to: "zone")
        #expect(try watcher.takeChanges() == [zone])
        try replace(zone, with: "3")
        #expect(try watcher.takeChanges() == [zone])
        for text in ["4", "5", "6"] { try replace(zone, with: text) }
        folder.write("2", to: "other")
        #expect(try watcher.takeChanges() == [zone, other])
        try FileSystem.remove(zone)
        #expect(try watcher.takeChanges() == [zone])
        folder.write("back", to: "zone")
        #expect(try watcher.takeChanges() == [zone])
        #expect(try watcher.takeChanges() == [])
    }

    @Test
    func `an editor that moves the old file away and writes a new one is noticed`() throws {
        var watcher = try FileWatcher()
        let zone = folder.write("1", to: "zone")
        watcher.watch([zone])
        #expect(Calls.rename(zone, to: zone + "~"))
        #expect(try watcher.takeChanges() == [zone])
        folder.write("2", to: "zone")
        #expect(try watcher.takeChanges() == [zone])
        try FileSystem.remove(zone + "~")
        #expect(try watcher.takeChanges() == [])
    }

    @Test
    func `a file in the making is told when it is closed, not before`() throws {
        var watcher = try FileWatcher()
        let zone = folder.path("zone")
        watcher.watch([zone])
        do {
            let file = try Descriptor(zone, flags: O_WRONLY | O_CREAT, mode: 0o644)
            #expect(try watcher.takeChanges() == [])
            try file.writeAll([1].span, path: zone)
            #expect(try watcher.takeChanges() == [])
        }
        #expect(try watcher.takeChanges() == [zone])
    }

    @Test
    func `other files of the folder are not told`() throws {
        var watcher = try FileWatcher()
        watcher.watch([folder.write("1", to: "zone")])
        folder.write("1", to: "zone.swp")
        try FileSystem.createFolder(folder.path("sub"), mode: 0o755)
        #expect(try watcher.takeChanges() == [])
    }

    @Test
    func `a symbolic link is watched at both its ends`() throws {
        var watcher = try FileWatcher()
        try FileSystem.createFolder(folder.path("a"), mode: 0o755)
        try FileSystem.createFolder(folder.path("b"), mode: 0o755)
        folder.write("1", to: "a/zone")
        folder.write("1", to: "b/zone")
        let link = folder.path("link")
        #expect(Calls.link("a/zone", at: link))
        watcher.watch([link])
        folder.write("2", to: "a/zone")
        #expect(try watcher.takeChanges() == [link])
        folder.write("2", to: "b/zone")
        #expect(try watcher.takeChanges() == [])
        #expect(Calls.replaceLink("\(folder.path)/b/zone", at: link))
        #expect(try watcher.takeChanges() == [link])
        folder.write("3", to: "b/zone")
        #expect(try watcher.takeChanges() == [link])
        folder.write("3", to: "a/zone")
        #expect(try watcher.takeChanges() == [])
    }

    @Test
    func `one link among many files of a folder is watched at both its ends`() throws {
        try FileSystem.createFolder(folder.path("elsewhere"), mode: 0o755)
        folder.write("1", to: "elsewhere/zone")
        var paths = Set((0..<100).map { folder.write("x", to: "zone\($0)") })
        let link = folder.path("link")
        #expect(Calls.link("elsewhere/zone", at: link))
        paths.insert(link)
        var watcher = try FileWatcher()
        watcher.watch(paths)
        folder.write("2", to: "elsewhere/zone")
        #expect(try watcher.takeChanges() == [link])
        folder.write("2", to: "zone7")
        #expect(try watcher.takeChanges() == [folder.path("zone7")])
        // A link that comes later takes the place of a file.
        #expect(Calls.replaceLink("elsewhere/zone", at: folder.path("zone8")))
        #expect(try watcher.takeChanges() == [folder.path("zone8")])
        folder.write("3", to: "elsewhere/zone")
        #expect(try watcher.takeChanges() == [link, folder.path("zone8")])
        watcher.watch([link])
        folder.write("4", to: "zone7")
        folder.write("4", to: "elsewhere/zone")
        #expect(try watcher.takeChanges() == [link])
    }

    @Test
    func `a folder reached by a link that is exchanged is noticed, as container platforms do it`() throws {
        var watcher = try FileWatcher()
        for version in ["1", "2"] {
            try FileSystem.createFolder(folder.path("..v\(version)"), mode: 0o755)
            folder.write(version, to: "..v\(version)/zone")
        }
        #expect(Calls.link("..v1", at: folder.path("..data")))
        #expect(Calls.link("..data/zone", at: folder.path("zone")))
        watcher.watch([folder.path("zone")])
        #expect(Calls.replaceLink("..v2", at: folder.path("..data")))
        #expect(try watcher.takeChanges() == [folder.path("zone")])
        folder.write("changed", to: "..v2/zone")
        #expect(try watcher.takeChanges() == [folder.path("zone")])
    }

    @Test
    func `links in a circle are waited for like missing files`() throws {
        var watcher = try FileWatcher()
        #expect(Calls.link("b", at: folder.path("a")))
        #expect(Calls.link("a", at: folder.path("b")))
        watcher.watch([folder.path("a")])
        #expect(Calls.rename(folder.write("1", to: "new"), to: folder.path("b")))
        #expect(try watcher.takeChanges() == [folder.path("a")])
    }

    @Test
    func `a folder that vanishes and comes back is watched again`() throws {
        var watcher = try FileWatcher()
        let zone = folder.path("etc/zones/zone")
        try FileSystem.ensureFolder(folder.path("etc/zones"), mode: 0o755)
        folder.write("1", to: "etc/zones/zone")
        watcher.watch([zone])
        try FileSystem.remove(zone)
        try FileSystem.removeFolder(folder.path("etc/zones"))
        try FileSystem.removeFolder(folder.path("etc"))
        #expect(try watcher.takeChanges() == [zone])
        try FileSystem.createFolder(folder.path("etc"), mode: 0o755)
        #expect(try watcher.takeChanges() == [zone])
        try FileSystem.createFolder(folder.path("etc/zones"), mode: 0o755)
        #expect(try watcher.takeChanges() == [zone])
        folder.write("2", to: "etc/zones/zone")
        #expect(try watcher.takeChanges() == [zone])
        folder.write("3", to: "etc/zones/zone")
        #expect(try watcher.takeChanges() == [zone])
    }

    @Test
    func `a folder above that is exchanged for another is noticed`() throws {
        var watcher = try FileWatcher()
        for name in ["live", "next"] {
            try FileSystem.ensureFolder(folder.path("\(name)/zones"), mode: 0o755)
            folder.write(name, to: "\(name)/zones/zone")
        }
        let paths: Set = [folder.path("live/zones/zone"), folder.path("live/zones/other")]
        watcher.watch(paths)
        #expect(Calls.rename(folder.path("live"), to: folder.path("old")))
        #expect(Calls.rename(folder.path("next"), to: folder.path("live")))
        #expect(try watcher.takeChanges() == paths)
        folder.write("changed", to: "old/zones/zone")
        #expect(try watcher.takeChanges() == [])
        folder.write("changed", to: "live/zones/zone")
        #expect(try watcher.takeChanges() == [folder.path("live/zones/zone")])
        folder.write("changed", to: "live/zones/other")
        #expect(try watcher.takeChanges() == [folder.path("live/zones/other")])
    }

    @Test
    func `a path that is no longer wanted is no longer told`() throws {
        var watcher = try FileWatcher()
        let zone = folder.write("1", to: "zone")
        let other = folder.write("1", to: "other")
        watcher.watch([zone, other])
        watcher.watch([other])
        folder.write("2", to: "zone")
        #expect(try watcher.takeChanges() == [])
        folder.write("2", to: "other")
        #expect(try watcher.takeChanges() == [other])
        #expect(watcher.paths == [other])
        watcher.watch([])
        folder.write("3", to: "other")
        #expect(try watcher.takeChanges() == [])
    }

    @Test
    func `lost events mean that everything has changed`() throws {
        var watcher = try FileWatcher()
        let paths: Set = [folder.write("1", to: "zone"), folder.path("missing/zone")]
        watcher.watch(paths)
        let text = String(
            decoding: try FileSystem.read("/proc/sys/fs/inotify/max_queued_events"),
            as: UTF8.self
        )
        let limit = try #require(Int(text.filter(\.isNumber)))
        try #require(limit <= 1 << 20)
        for _ in 0...(limit / 2) {
            try #require(Calls.makeAndRemove(folder.path("noise")))
        }
        #expect(try watcher.takeChanges() == paths)
        folder.write("2", to: "zone")
        #expect(try watcher.takeChanges() == [folder.path("zone")])
    }

    @Test
    func `events are cut out of the octets that the system gives`() {
        func header(_ watch: Int32, _ mask: UInt32, _ length: UInt32) -> [UInt8] {
            unsafe [UInt32(bitPattern: watch), mask, 0, length].withUnsafeBytes { unsafe Array($0) }
        }
        let octets =
            header(3, UInt32(IN_MOVED_TO), 16) + Array("zone".utf8) + [UInt8](repeating: 0, count: 12)
            + header(-1, UInt32(IN_Q_OVERFLOW), 0)
        let expected = [
            InotifyEvent(watch: 3, mask: UInt32(IN_MOVED_TO), name: "zone"),
            InotifyEvent(watch: -1, mask: UInt32(IN_Q_OVERFLOW), name: ""),
        ]
        #expect(InotifyEvent.parse(octets.span) == expected)
    }
}
