import SystemIO
import TestKit
import Testing

@Suite("Atomic files")
struct AtomicFileTests {
    let folder = TemporaryFolder()

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_000])
    func `a replaced file has all its octets and leaves nothing beside it`(count: Int) throws {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 / 3) }
        folder.write("old content", to: "state")
        try AtomicFile.replace(folder.path("state"), with: content.span, mode: 0o600)
        #expect(folder.read("state") == content)
        #expect(folder.names() == ["state"])
    }

    @Test(arguments: [UInt32(0o600), 0o640, 0o666])
    func `a file gets exactly its mode`(mode: UInt32) throws {
        try AtomicFile.replace(folder.path("state"), with: [1].span, mode: mode)
        #expect(try FileSystem.permissions(of: folder.path("state")) == mode)
    }

    @Test
    func `a mode replaces that of the old file`() throws {
        #expect(Calls.setPermissions(folder.write("x", to: "state"), 0o666))
        try AtomicFile.replace(folder.path("state"), with: [1].span, mode: 0o600)
        #expect(try FileSystem.permissions(of: folder.path("state")) == 0o600)
    }

    @Test(arguments: [[1, 2, 3], [65_536], [65_535, 1, 1], [1, 70_000, 1, 65_536, 2]])
    func `pieces of every size arrive in order`(sizes: [Int]) throws {
        var expected: [UInt8] = []
        var writer = try AtomicFileWriter(path: folder.path("zone"), mode: 0o644)
        for (index, size) in sizes.enumerated() {
            let piece = [UInt8](repeating: UInt8(index + 1), count: size)
            try writer.append(piece.span)
            expected += piece
        }
        #expect(folder.read("zone") == nil)
        try writer.commit()
        #expect(folder.read("zone") == expected)
        #expect(folder.names() == ["zone"])
    }

    @Test
    func `a new file that need not last yet has its content and its name all the same`() throws {
        try AtomicFile.createNew(folder.path("key"), with: [1, 2].span, mode: 0o600, isLasting: false)
        #expect(folder.read("key") == [1, 2])
        let error = #expect(throws: SystemError.self) {
            try AtomicFile.createNew(folder.path("key"), with: [3].span, mode: 0o600, isLasting: false)
        }
        #expect(error?.isTaken == true)
        #expect(folder.names() == ["key"])
    }

    @Test
    func `an empty file is made once, and removed with and without a wait`() throws {
        for isLasting in [true, false] {
            try FileSystem.createEmpty(folder.path("note"), mode: 0o600)
            #expect(folder.read("note") == [])
            folder.write("more", to: "note")
            try FileSystem.createEmpty(folder.path("note"), mode: 0o600)
            #expect(folder.read("note") == Array("more".utf8))
            try FileSystem.remove(folder.path("note"), isLasting: isLasting)
            try FileSystem.remove(folder.path("note"), isLasting: isLasting)
            #expect(folder.names() == [])
        }
    }

    @Test
    func `a writer that is given up leaves the old file and no temporary`() throws {
        folder.write("old", to: "zone")
        var writer = try AtomicFileWriter(path: folder.path("zone"), mode: 0o644)
        try writer.append("half of the n")
        writer.discard()
        #expect(folder.read("zone") == Array("old".utf8))
        #expect(folder.names() == ["zone"])
    }

    @Test
    func `a new file is made where the name is free`() throws {
        try AtomicFile.createNew(folder.path("key"), with: [1, 2].span, mode: 0o600)
        #expect(folder.read("key") == [1, 2])
        #expect(folder.names() == ["key"])
    }

    @Test
    func `a new file never takes the place of another`() throws {
        folder.write("mine", to: "key")
        let path = folder.path("key")
        let error = #expect(throws: SystemError.self) {
            try AtomicFile.createNew(path, with: [1, 2].span, mode: 0o600)
        }
        #expect(error?.isTaken == true)
        #expect(error?.description == "cannot create \(path): File exists")
        #expect(folder.read("key") == Array("mine".utf8))
        #expect(folder.names() == ["key"])
    }

    @Test
    func `a new file does not follow a link that leads nowhere`() throws {
        #expect(Calls.link(folder.path("elsewhere"), at: folder.path("key")))
        let path = folder.path("key")
        #expect(throws: SystemError.self) { try AtomicFile.createNew(path, with: [1].span, mode: 0o600) }
        #expect(folder.names() == ["key"])
    }

    @Test
    func `a missing folder is an error that names the file`() {
        let path = folder.path("missing/zone")
        let error = #expect(throws: SystemError.self) {
            try AtomicFile.replace(path, with: [1].span, mode: 0o644)
        }
        #expect(error == SystemError(.create, path, errno: 2))
    }

    @Test
    func `a folder cannot be replaced by a file`() throws {
        try FileSystem.createFolder(folder.path("zone"), mode: 0o755)
        let path = folder.path("zone")
        let error = #expect(throws: SystemError.self) {
            try AtomicFile.replace(path, with: [1].span, mode: 0o644)
        }
        #expect(error?.operation == .rename)
        #expect(folder.names() == ["zone"])
    }

    @Test
    func `a pipe is not replaced by a file`() throws {
        let path = folder.path("pipe")
        #expect(Calls.makePipe(path))
        let error = #expect(throws: SystemError.self) {
            try AtomicFile.replace(path, with: [1].span, mode: 0o644)
        }
        #expect(error?.operation == .replaceAsFile)
        #expect(folder.names() == ["pipe"])
    }

    @Test
    func `temporaries of a crash go, those of living writers and foreign files stay`() throws {
        folder.write("left over", to: ".keyturn-00000000deadbeef.tmp")
        folder.write("foreign", to: ".keyturn-notes")
        folder.write("foreign", to: "keyturn.tmp")
        var writer = try AtomicFileWriter(path: folder.path("zone"), mode: 0o644)
        try writer.append("whole")
        #expect(try AtomicFile.removeLeftovers(in: folder.path) == [".keyturn-00000000deadbeef.tmp"])
        try writer.commit()
        #expect(folder.read("zone") == Array("whole".utf8))
        #expect(folder.names() == [".keyturn-notes", "keyturn.tmp", "zone"])
    }
}
