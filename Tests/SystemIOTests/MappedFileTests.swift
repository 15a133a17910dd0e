import Glibc
import TestKit
import Testing

@testable import SystemIO

@Suite("Mapped files")
struct MappedFileTests {
    let folder = TemporaryFolder()

    private func octets(_ file: borrowing MappedFile) -> [UInt8] {
        let span = file.octets
        return span.indices.map { span[$0] }
    }

    @Test(arguments: [MappedFile.Access.mapped, .copied, .stream], [0, 1, 4095, 4096, 4097, 300_000])
    func `all octets of a file are there`(access: MappedFile.Access, count: Int) throws {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let path = folder.write(content, to: "zone")
        let file = try MappedFile(path: path, access: access)
        #expect(octets(file) == content)
        #expect(file.identity.size == Int64(count))
    }

    @Test
    func `a missing file is named in the error`() {
        let path = folder.path("missing")
        let error = #expect(throws: SystemError.self) { _ = try MappedFile(path: path) }
        #expect(error?.isMissing == true)
        #expect(error?.description == "cannot open \(path): No such file or directory")
    }

    @Test(arguments: [MappedFile.Access.mapped, .copied, .stream])
    func `a folder is refused`(access: MappedFile.Access) {
        let path = folder.path
        let error = #expect(throws: SystemError.self) { _ = try MappedFile(path: path, access: access) }
        #expect(error?.description == "cannot read as a regular file \(path): Is a directory")
    }

    @Test
    func `a file of holes takes no memory for what it claims to have`() throws {
        let path = folder.path("holes")
        try makeHoles(path, octets: 1 << 40)
        let error = #expect(throws: SystemError.self) { _ = try MappedFile(path: path, access: .copied) }
        #expect(error?.errno == EFBIG)
        #expect(throws: SystemError.self) { _ = try FileSystem.read(path) }
        let small = folder.write([UInt8](repeating: 1, count: 100), to: "small")
        #expect(try FileSystem.read(small, atMost: 100).count == 100)
        #expect(throws: SystemError.self) { _ = try FileSystem.read(small, atMost: 99) }
        #expect(throws: SystemError.self) { _ = try MappedFile(path: small, access: .mapped, atMost: 99) }
    }

    private func makeHoles(_ path: String, octets: Int) throws {
        folder.write([UInt8](), to: "holes")
        try #require(unsafe truncate(path, octets) == 0)
    }

    @Test
    func `the control group of a process is found`() {
        #expect(
            MachineMemory.groupPath("1:name=systemd:/x\n0::/system.slice/keyturnd.service\n")
                == "/system.slice/keyturnd.service"
        )
        #expect(MachineMemory.groupPath("") == "/")
        #expect(MachineMemory.octets > 1 << 26)
    }

    @Test
    func `a pipe without a writer neither blocks nor passes for a file`() throws {
        let path = folder.path("pipe")
        #expect(Calls.makePipe(path))
        let error = #expect(throws: SystemError.self) { _ = try MappedFile(path: path) }
        #expect(error?.operation == .readAsFile)
    }

    @Test
    func `a device can be read as a stream`() throws {
        let file = try MappedFile(path: "/dev/null", access: .stream)
        #expect(octets(file) == [])
    }

    @Test
    func `a copy outlives the cutting of its file`() throws {
        let path = folder.write([UInt8](repeating: 9, count: 10_000), to: "zone")
        let file = try MappedFile(path: path, access: .copied)
        folder.write("", to: "zone")
        #expect(octets(file) == [UInt8](repeating: 9, count: 10_000))
    }

    @Test
    func `a mapping outlives the renaming of another file over its own`() throws {
        let path = folder.write("old", to: "zone")
        let file = try MappedFile(path: path)
        try AtomicFile.replace(path, with: Array("new and longer".utf8).span, mode: 0o644)
        #expect(octets(file) == Array("old".utf8))
    }

    @Test
    func `identity tells a replaced file, a longer file and an untouched one`() throws {
        let path = folder.write("old", to: "zone")
        let before = try FileIdentity(path: path)
        #expect(try FileIdentity(path: path) == before)
        #expect(try MappedFile(path: path).identity == before)
        try AtomicFile.replace(path, with: Array("new".utf8).span, mode: 0o644)
        let replaced = try FileIdentity(path: path)
        #expect(replaced != before)
        folder.write("newer", to: "zone")
        #expect(try FileIdentity(path: path) != replaced)
    }
}
