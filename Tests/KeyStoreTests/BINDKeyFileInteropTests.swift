import DNSSECCrypto
import DNSSECModel
import TestKit
import Testing

@testable import KeyStore

/// BIND's own tools read what we write, and we read what they write.
struct BINDKeyFileInteropTests {
    static let zone = BINDKeyFileTests.zone
    static let keygen = ExternalTool("dnssec-keygen")

    private func generate(
        _ algorithm: SecurityAlgorithm,
        in folder: TemporaryFolder,
        _ options: [String] = []
    ) throws -> BINDKey {
        let size = algorithm.isRSA ? ["-b", "1024"] : []
        let outcome = Self.keygen.run(
            ["-q", "-a", "\(algorithm.rawValue)"] + size + options + ["example."],
            in: folder.path
        )
        try #require(outcome.status == 0, "\(outcome.output)")
        let listing = try BINDKeyFolder(path: folder.path).keys(of: Self.zone)
        #expect(listing.errors.isEmpty)
        return try #require(listing.keys.first)
    }

    @Test(.enabled(if: keygen.isExpected), arguments: SecurityAlgorithm.signing)
    func `a key of dnssec-keygen is read, signs, and is written back octet by octet`(
        algorithm: SecurityAlgorithm
    ) throws {
        let folder = TemporaryFolder()
        let key = try generate(
            algorithm,
            in: folder,
            ["-f", "KSK", "-L", "300", "-P", "20270105000000", "-A", "+1y", "-I", "+2y", "-D", "+3y"]
        )
        let signingKey = try #require(key.signingKey)
        var signature: [UInt8] = []
        let text: [UInt8] = [1, 2, 3]
        try signingKey.sign(text.span, into: &signature)
        let verifies = try VerificationContext(PublicKey(key.record))
            .verify(signature: signature.span, over: text.span)
        #expect(verifies)
        #expect(key.times[.publish] == Instant(secondsSinceEpoch: 1_799_107_200))
        #expect(key.ttl == 300)
        #expect(key.record.flags == 257)

        let (publicText, privateText) = (folder.read(key.name.publicFile), folder.read(key.name.privateFile))
        try BINDKeyFolder(path: folder.path).update(key)
        #expect(folder.read(key.name.publicFile) == publicText)
        // BIND leaves out the leading zeros that one scalar in 256 has.
        if folder.read(key.name.privateFile)?.count == privateText?.count {
            #expect(folder.read(key.name.privateFile) == privateText)
        }
    }

    @Test(.enabled(if: ExternalTool("dnssec-settime").isExpected), arguments: SecurityAlgorithm.signing)
    func `BIND's tools accept our files, and see our times and our DS`(algorithm: SecurityAlgorithm) throws {
        let fixture = try BINDKeyFileTests.Fixture(algorithm, times: BINDKeyFileTests.allTimes)
        let name = fixture.key.name.description
        let settime = ExternalTool("dnssec-settime").run(
            ["-u", "-p", "all", name],
            in: fixture.temporary.path
        )
        #expect(settime.status == 0, "\(settime.output)")
        let unixTimes = settime.output.split(separator: "\n").compactMap {
            Int64($0.split(separator: " ").last ?? "")
        }
        #expect(Set(unixTimes) == Set((0..<9).map { 1_800_000_000 + $0 * 100_000 }))

        let ds = try DelegationDigest.ds(of: fixture.key.record, owner: Self.zone, digest: .sha256)
        let digits = ds.digest.map { String(256 + Int($0), radix: 16).dropFirst().uppercased() }.joined()
        let dsfromkey = ExternalTool("dnssec-dsfromkey").run(["-2", name], in: fixture.temporary.path)
        #expect(
            dsfromkey.output
                == "example. IN DS \(fixture.key.record.keyTag) \(algorithm.rawValue) 2 \(digits)\n"
        )
    }

    @Test(.enabled(if: ExternalTool("dnssec-signzone").isExpected), arguments: SecurityAlgorithm.signing)
    func `dnssec-signzone signs with our keys, and dnssec-verify is content`(algorithm: SecurityAlgorithm)
        throws
    {
        let temporary = TemporaryFolder()
        let folder = BINDKeyFolder(path: temporary.path)
        var times = BINDKeyTimes()
        for event in [BINDKeyTimes.Event.created, .publish, .activate] {
            times[event] = Instant(secondsSinceEpoch: 1_000_000_000)
        }
        for flags in [UInt16(257), 256] {
            _ = try folder.create(
                .generate(algorithm: algorithm, bits: 1024),
                zone: Self.zone,
                flags: flags,
                times: times
            )
        }
        temporary.write(
            """
            example. 3600 IN SOA ns.example. hostmaster.example. 1 3600 600 86400 300
            example. 3600 IN NS ns.example.
            ns.example. 3600 IN A 192.0.2.1

            """,
            to: "zone"
        )
        let signzone = ExternalTool("dnssec-signzone").run(
            ["-S", "-o", "example.", "zone"],
            in: temporary.path
        )
        #expect(signzone.status == 0, "\(signzone.output)")
        let verify = ExternalTool("dnssec-verify").run(["-o", "example.", "zone.signed"], in: temporary.path)
        #expect(verify.status == 0, "\(verify.output)")
    }

    @Test(.enabled(if: ExternalTool("dnssec-revoke").isExpected))
    func `a key that dnssec-revoke has revoked is read beside its plain self`() throws {
        let fixture = try BINDKeyFileTests.Fixture()
        let revoke = ExternalTool("dnssec-revoke").run(
            [fixture.key.name.description],
            in: fixture.temporary.path
        )
        #expect(revoke.status == 0, "\(revoke.output)")
        let listing = try fixture.folder.keys(of: Self.zone)
        #expect(listing.errors.isEmpty)
        #expect(listing.keys.count == 2)
        #expect(Set(listing.keys.map(\.record)) == [fixture.key.record, fixture.key.record.revoked])
        #expect(Set(listing.keys.map(\.signingKey?.publicKey)) == [fixture.key.record.publicKey])
    }

    @Test(
        .enabled(if: keygen.isExpected),
        arguments: [
            "a/b.example.", #"a\032b.example."#, #"a\.b.example."#, "*.example.", #"a\255b.example."#, ".",
        ]
    )
    func `unusual zones have the file names that BIND gives them`(text: String) throws {
        let temporary = TemporaryFolder()
        let zone = try Name(text)
        let outcome = Self.keygen.run(["-q", "-a", "15", text], in: temporary.path)
        #expect(outcome.status == 0, "\(outcome.output)")
        let listing = try BINDKeyFolder(path: temporary.path).keys(of: zone)
        #expect(listing.errors.isEmpty)
        let key = try #require(listing.keys.first)
        #expect(key.name.publicFile == temporary.names().first)
        let written = temporary.read(key.name.publicFile)
        try BINDKeyFolder(path: temporary.path).update(key)
        #expect(temporary.read(key.name.publicFile) == written)
    }
}
