import DNSSECCrypto
import DNSSECModel
import SystemIO
import TestKit
import Testing

@testable import KeyStore

struct BINDKeyFileTests {
    static let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])

    /// A folder with one key in it.
    struct Fixture {
        let temporary = TemporaryFolder()
        let folder: BINDKeyFolder
        let key: BINDKey

        init(_ algorithm: SecurityAlgorithm = .ecdsaP256SHA256, times: BINDKeyTimes = .init()) throws {
            folder = BINDKeyFolder(path: temporary.path)
            key = try folder.create(
                .generate(algorithm: algorithm, bits: 1024),
                zone: zone,
                flags: 257,
                ttl: 3600,
                times: times
            )
        }

        func text(_ file: String) -> String { String(decoding: temporary.read(file) ?? [], as: UTF8.self) }

        /// The problem of reading the key after its files were changed, and its line.
        func problem(_ file: String, _ change: (String) -> String) throws -> (BINDKeyProblem, Int)? {
            temporary.write(change(text(file)), to: file)
            do throws(BINDKeyError) {
                _ = try folder.read(key.name)
                return nil
            } catch {
                return (error.problem, error.line)
            }
        }
    }

    static let allTimes: BINDKeyTimes = {
        var times = BINDKeyTimes()
        for (index, event) in BINDKeyTimes.Event.allCases.enumerated() {
            times[event] = Instant(secondsSinceEpoch: 1_800_000_000 + Int64(index) * 100_000)
        }
        return times
    }()

    @Test(arguments: SecurityAlgorithm.signing)
    func `a key that is written is read back, with all its times`(algorithm: SecurityAlgorithm) throws {
        let fixture = try Fixture(algorithm, times: Self.allTimes)
        let key = try fixture.folder.read(fixture.key.name)
        #expect(key.record == fixture.key.record)
        #expect(key.times == Self.allTimes)
        #expect(key.ttl == 3600)
        #expect(key.signingKey?.publicKey == fixture.key.record.publicKey)
        let listing = try fixture.folder.keys(of: Self.zone)
        #expect(listing.keys.map(\.name) == [fixture.key.name])
        #expect(listing.errors.isEmpty)
    }

    @Test func `the private file is for its owner only, and no temporary stays`() throws {
        let fixture = try Fixture()
        #expect(fixture.temporary.names() == [fixture.key.name.publicFile, fixture.key.name.privateFile])
        let mode = try FileSystem.permissions(of: fixture.temporary.path(fixture.key.name.privateFile))
        #expect(mode == 0o600)
        try fixture.folder.update(fixture.key)
        #expect(try FileSystem.permissions(of: fixture.temporary.path(fixture.key.name.privateFile)) == 0o600)
        #expect(fixture.temporary.names().count == 2)
    }

    @Test func `new times are written, and old ones go`() throws {
        let fixture = try Fixture(times: Self.allTimes)
        var key = fixture.key
        key.times[.delete] = nil
        key.times[.publish] = Instant(secondsSinceEpoch: 1_900_000_000)
        key.ttl = nil
        try fixture.folder.update(key)
        let present = try fixture.folder.read(key.name)
        #expect(present.times == key.times)
        #expect(present.ttl == nil)
        #expect(present.signingKey?.publicKey == key.record.publicKey)
    }

    @Test func `what BIND keeps in the private file is written back`() throws {
        let fixture = try Fixture()
        let file = fixture.key.name.privateFile
        fixture.temporary.write(fixture.text(file) + "Predecessor: 12345\nMaxTTL: 7200\n", to: file)
        try fixture.folder.update(fixture.folder.read(fixture.key.name))
        #expect(fixture.text(file).hasSuffix("Predecessor: 12345\nMaxTTL: 7200\n"))
    }

    @Test func `creating the same key again completes its files and changes none`() throws {
        let fixture = try Fixture(times: Self.allTimes)
        let signingKey = try #require(fixture.key.signingKey)
        let (privateText, publicText) = (
            fixture.text(fixture.key.name.privateFile), fixture.text(fixture.key.name.publicFile)
        )
        try FileSystem.remove(fixture.temporary.path(fixture.key.name.publicFile))
        let again = try fixture.folder.create(
            signingKey,
            zone: Self.zone,
            flags: 257,
            ttl: 3600,
            times: Self.allTimes
        )
        #expect(again.times == Self.allTimes)
        #expect(fixture.text(fixture.key.name.privateFile) == privateText)
        #expect(fixture.text(fixture.key.name.publicFile) == publicText)
    }

    @Test(arguments: [true, false])
    func `the file of another key is never overwritten`(isPrivate: Bool) throws {
        let fixture = try Fixture()
        let other = try Fixture()
        let file = { (key: BINDKey) in isPrivate ? key.name.privateFile : key.name.publicFile }
        // A tag in common is rare, so another key's file gets this key's name.
        let taken = other.text(file(other.key))
        try FileSystem.remove(fixture.temporary.path(fixture.key.name.publicFile))
        fixture.temporary.write(taken, to: file(fixture.key))
        let signingKey = try #require(fixture.key.signingKey)
        let path = fixture.temporary.path(file(fixture.key))
        #expect(throws: BINDKeyError(file: path, .otherKey)) {
            try fixture.folder.create(signingKey, zone: Self.zone, flags: 257, times: .init())
        }
        #expect(fixture.text(file(fixture.key)) == taken)
        #expect(throws: BINDKeyError.self) { try fixture.folder.update(fixture.key) }
        #expect(fixture.text(file(fixture.key)) == taken)
    }

    @Test func `a key without its private file is read, with the times of its comments`() throws {
        let fixture = try Fixture(times: Self.allTimes)
        try FileSystem.remove(fixture.temporary.path(fixture.key.name.privateFile))
        var key = try fixture.folder.read(fixture.key.name)
        #expect(key.signingKey == nil)
        #expect(key.times == Self.allTimes)
        key.times[.delete] = nil
        try fixture.folder.update(key)
        #expect(fixture.temporary.names() == [fixture.key.name.publicFile])
        #expect(try fixture.folder.read(key.name).times == key.times)
    }

    @Test func `a revoked key is read under its plain tag and under its new one`() throws {
        let fixture = try Fixture()
        let revoked = fixture.key.record.revoked
        let name = BINDKeyFileName(zone: Self.zone, algorithm: revoked.algorithm, keyTag: revoked.keyTag)
        let text = fixture.text(fixture.key.name.publicFile).replacing("DNSKEY 257", with: "DNSKEY 385")
        fixture.temporary.write(text, to: name.publicFile)
        fixture.temporary.write(fixture.text(fixture.key.name.privateFile), to: name.privateFile)
        #expect(try fixture.folder.keys(of: Self.zone).keys.count == 2)
        #expect(try fixture.folder.read(name).record == revoked)
        fixture.temporary.write(text, to: fixture.key.name.publicFile)
        #expect(try fixture.folder.read(fixture.key.name).record == revoked)
    }

    @Test func `a folder is listed whole: good keys, and an error for each bad file`() throws {
        let fixture = try Fixture()
        let write = { (name: String) in fixture.temporary.path(name) }
        fixture.temporary.write("", to: "Kexample.+013+00001.key")
        fixture.temporary.write("", to: "Kexample.+013+00002.private")
        fixture.temporary.write("", to: "Kexample.+13+3.key")
        fixture.temporary.write("", to: "Kexample.com.+013+00004.key")
        fixture.temporary.write("", to: "Kexample.+013+00001.state")
        fixture.temporary.write("", to: "notes.key")
        let listing = try fixture.folder.keys(of: Self.zone)
        #expect(listing.keys.map(\.name) == [fixture.key.name])
        #expect(
            listing.errors == [
                BINDKeyError(file: write("Kexample.+013+00001.key"), .noRecord),
                BINDKeyError(file: write("Kexample.+013+00002.private"), .publicFileMissing),
                BINDKeyError(file: write("Kexample.+13+3.key"), .badFileName),
            ]
        )
    }

    @Test func `a folder that is not there is an error`() throws {
        let folder = BINDKeyFolder(path: "/nonexistent/keys")
        let error = #expect(throws: BINDKeyError.self) { try folder.keys(of: Self.zone) }
        #expect(error?.description == "cannot read /nonexistent/keys: No such file or directory")
    }
}
