import DNSCore
import DNSSECModel
import Glibc
import SystemIO
import TestKit
import Testing

@testable import Daemon

/// What a zone file may include, and what is told of an included file.
struct IncludeTests {
    private static func include(_ path: String, in world: EngineWorld) {
        world.folder.write(EngineWorld.zoneText + "$INCLUDE \(path)\n", to: "example.zone")
    }

    private static func texts(_ world: EngineWorld) throws -> [String] {
        let report = try world.report()
        return world.log.all + report.warnings + report.troubles.values.map(\.trouble.description)
    }

    @Test
    func `no file of the state folder is included, by a link neither`() throws {
        let world = EngineWorld()
        try world.run()
        let name = try #require(world.keyFiles().first { $0.hasSuffix(".private") })
        let path = "state/keys/example/\(name)"
        let secret = try #require(world.folder.read(path)).split(separator: 0x0A).compactMap {
            String(decoding: $0, as: UTF8.self).split(separator: " ").last.map(String.init)
        }.filter { $0.utf8.count > 20 }
        try #require(!secret.isEmpty)
        #expect(unsafe symlink(world.folder.path(path), world.folder.path("innocent.inc")) == 0)
        for included in [path, "innocent.inc"] {
            Self.include(included, in: world)
            world.now = world.now + .hours(1)
            try world.run()
            let texts = try Self.texts(world)
            #expect(texts.contains { $0.contains("including files is not allowed here") })
            #expect(!texts.contains { text in secret.contains { text.contains($0) } })
        }
    }

    @Test
    func `words of an included file are not told`() throws {
        let world = EngineWorld()
        world.folder.write("Secret-word: dGhlc2VjcmV0\nother TXT\n more than enough\n", to: "part.inc")
        Self.include("part.inc", in: world)
        try world.run()
        let texts = try Self.texts(world)
        #expect(texts.contains { $0.contains("words of an included file are not shown") })
        for word in ["Secret-word", "dGhlc2VjcmV0", "other", "enough"] {
            #expect(!texts.contains { $0.contains(word) }, "\(word)")
        }
    }

    @Test
    func `a file elsewhere is an error for a new zone and a warning for a signed one`() throws {
        let world = EngineWorld()
        let elsewhere = TemporaryFolder()
        elsewhere.write("more A 192.0.2.7\n", to: "part.inc")
        let path = elsewhere.path("part.inc")
        Self.include(path, in: world)
        try world.run()
        #expect(world.output() == nil)
        #expect(try Self.texts(world).contains { $0.contains("including files is not allowed here") })

        world.folder.write(EngineWorld.zoneText, to: "example.zone")
        world.now = world.now + .hours(1)
        try world.run()
        #expect(world.output() != nil)
        Self.include(path, in: world)
        world.now = world.now + .hours(1)
        try world.run()
        #expect(world.output()?.ownerIndex(of: try Name(absolute: "more.example.")) != nil)
        #expect(try world.report().warnings.contains { $0.contains("outside of the zone file's folder") })
    }

    @Test
    func `include-root allows its folders, and refuses others to signed zones too`() throws {
        let world = EngineWorld()
        let shared = TemporaryFolder()
        shared.write("more A 192.0.2.7\n", to: "part.inc")
        Self.include(shared.path("part.inc"), in: world)
        let configuration = String(decoding: try #require(world.folder.read("keyturn.yaml")), as: UTF8.self)
        world.folder.write("include-root: [ \(shared.path("")) ]\n" + configuration, to: "keyturn.yaml")
        try world.run()
        #expect(world.output()?.ownerIndex(of: try Name(absolute: "more.example.")) != nil)
        #expect(try world.report().warnings == [])

        let other = TemporaryFolder()
        other.write("less A 192.0.2.8\n", to: "part.inc")
        Self.include(other.path("part.inc"), in: world)
        world.now = world.now + .hours(1)
        try world.run()
        #expect(world.output()?.ownerIndex(of: try Name(absolute: "less.example.")) == nil)
        #expect(try Self.texts(world).contains { $0.contains("including files is not allowed here") })
    }
}
