import SystemIO
import TestKit
import Testing

@Suite("Journals, locks and folders")
struct AppendFileTests {
    let folder = TemporaryFolder()

    @Test
    func `octets are added behind those that are there`() throws {
        let path = folder.path("journal")
        do {
            var file = try AppendFile(path: path, mode: 0o600)
            try file.append(Array("one\n".utf8).span)
            try file.append([UInt8]().span)
            #expect(file.size == 4)
        }
        var file = try AppendFile(path: path, mode: 0o644)
        #expect(file.size == 4)
        try file.append(Array("two\n".utf8).span)
        #expect(folder.read("journal") == Array("one\ntwo\n".utf8))
        #expect(try FileSystem.permissions(of: path) == 0o600)
    }

    @Test
    func `a torn end can be taken away`() throws {
        folder.write("one\ntw", to: "journal")
        var file = try AppendFile(path: folder.path("journal"), mode: 0o600)
        try file.truncate(to: 4)
        try file.append(Array("2\n".utf8).span)
        #expect(folder.read("journal") == Array("one\n2\n".utf8))
    }

    @Test
    func `a full disk leaves no torn end`() throws {
        // /dev/full takes nothing: the error is told, and nothing counts as written.
        var file = try AppendFile(path: "/dev/full", mode: 0o600)
        #expect(throws: SystemError(.write, "/dev/full", errno: 28)) { try file.append([1, 2].span) }
        #expect(file.size == 0)
    }

    @Test
    func `a symbolic link is refused`() throws {
        let path = folder.path("journal")
        #expect(Calls.link(folder.write("", to: "target"), at: path))
        #expect(throws: SystemError.self) { _ = try AppendFile(path: path, mode: 0o600) }
    }
}

@Suite("File locks")
struct FileLockTests {
    let folder = TemporaryFolder()

    @Test
    func `the second one is refused and told who has the lock`() throws {
        let path = folder.path("lock")
        let lock = try FileLock(path: path)
        let expected = FileLockError.held(path: path, processID: Calls.processID)
        #expect(throws: expected) { _ = try FileLock(path: path) }
        #expect(expected.description == "\(path) is locked by process \(Calls.processID)")
        _ = consume lock
    }

    @Test
    func `a lock that was given back can be taken again`() throws {
        let path = folder.path("lock")
        do { _ = try FileLock(path: path) }
        #expect(folder.read("lock") == [])
        let lock = try FileLock(path: path)
        #expect(folder.read("lock") == Array("\(Calls.processID)\n".utf8))
        _ = consume lock
    }

    @Test
    func `a lock that was given back is free although a forked child still has a copy of the file`() throws {
        let path = folder.path("lock")
        let lock = try FileLock(path: path)
        let copies = Calls.copyDescriptors(of: path)
        #expect(copies.count == 1)
        _ = consume lock
        let again = try FileLock(path: path)
        _ = consume again
        Calls.close(copies)
    }

    @Test
    func `a file left by a killed process does not stand in the way`() throws {
        folder.write("99999999\nand more text", to: "lock")
        let lock = try FileLock(path: folder.path("lock"))
        #expect(folder.read("lock") == Array("\(Calls.processID)\n".utf8))
        _ = consume lock
    }

    @Test
    func `a lock in a missing folder is a system error`() {
        let path = folder.path("missing/lock")
        #expect(throws: FileLockError.system(SystemError(.create, path, errno: 2))) {
            _ = try FileLock(path: path)
        }
    }
}

@Suite("Folders")
struct FileSystemTests {
    let folder = TemporaryFolder()

    @Test
    func `folders are made with their mode, all the way, and only once`() throws {
        let path = folder.path("a/b/c")
        try FileSystem.ensureFolder(path, mode: 0o750)
        try FileSystem.ensureFolder(path, mode: 0o700)
        #expect(try FileSystem.permissions(of: path) == 0o750)
        #expect(throws: SystemError(.create, path, errno: 17)) {
            try FileSystem.createFolder(path, mode: 0o750)
        }
    }

    @Test
    func `a file in the way of a folder is an error`() {
        folder.write("", to: "a")
        let path = folder.path("a/b")
        #expect(throws: SystemError.self) { try FileSystem.ensureFolder(path, mode: 0o750) }
    }

    @Test
    func `names come sorted by their octets`() throws {
        for name in ["b", "a", "B", "ä", ".hidden"] { folder.write("", to: name) }
        #expect(try FileSystem.names(in: folder.path) == [".hidden", "B", "a", "b", "ä"])
        let missing = folder.path("missing")
        #expect(throws: SystemError(.read, missing, errno: 2)) { try FileSystem.names(in: missing) }
    }

    @Test
    func `a file exists until it is removed, and removing it twice is no error`() throws {
        let path = folder.write("x", to: "file")
        #expect(try FileSystem.exists(path))
        #expect(try FileSystem.read(path) == Array("x".utf8))
        try FileSystem.remove(path)
        #expect(try !FileSystem.exists(path))
        try FileSystem.remove(path)
    }

    @Test(
        arguments: [
            ("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b", "a", "b"), ("/a/", "/a", ""),
            ("/", "/", ""),
        ])
    func `a path is split into folder and name`(path: String, parent: String, name: String) {
        let split = FileSystem.split(path)
        #expect(split.folder == parent)
        #expect(split.name == name)
    }

    @Test
    func `a renamed file keeps its content and replaces the other`() throws {
        let path = folder.write("new", to: "new")
        folder.write("old", to: "old")
        try FileSystem.rename(path, to: folder.path("old"))
        #expect(folder.names() == ["old"])
        #expect(folder.read("old") == Array("new".utf8))
    }
}
