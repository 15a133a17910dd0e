import DNSSECModel
import Glibc
import Publishing
import Signing
import SystemIO
import TestKit
import Testing

/// What the last line of an output says of its signatures, and what follows from it.
struct SealTests {
    private let folder = TemporaryFolder()

    private static func policy(_ algorithm: String) -> String {
        """
        version: 1
        ttl: { dnskey: 1h, ds: 1d }
        keys:
          - { role: csk, algorithm: \(algorithm) }

        """
    }

    private func trial(_ algorithm: String, hours: Int64, _ more: [String] = []) -> SignTrial {
        folder.write(RandomZoneText(seed: 7).text, to: "example.zone")
        folder.write(Self.policy(algorithm), to: "policy.yaml")
        return SignTrial(
            zone: folder.path("example.zone"),
            policy: folder.path("policy.yaml"),
            keys: folder.path("keys"),
            output: folder.path("signed.zone"),
            at: DaemonTrial.start + .hours(hours),
            more: ["--generate-keys"] + more
        )
    }

    private var output: String { String(decoding: folder.read("signed.zone") ?? [], as: UTF8.self) }
    private var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }

    /// The signatures but that of the SOA, whose serial grows.
    private func signatures(_ text: String) -> Set<String> {
        let lines = text.split(separator: "\n").filter { line in
            let words = line.split(separator: " ")
            return words.count > 4 && words[3] == "RRSIG" && words[4] != "SOA"
        }
        return Set(lines.map(String.init))
    }

    /// A seal such as who can write the file can make, or who has the secret, too.
    private func reseal(_ text: String, _ kind: ZoneSeal.Kind, hasSecret: Bool = false) throws {
        let seal = try ZoneSeal(kind)
        let octets = Array(text.utf8)
        try seal.add(octets.span)
        let key = hasSecret ? try SealKey.load(in: folder.path("keys")).get() : nil
        folder.write(octets + (try seal.line(key: key)), to: "signed.zone")
    }

    private func isGood(hours: Int64) throws -> Bool {
        try Tool.run(["verify", folder.path("signed.zone"), "--at", "\(DaemonTrial.start + .hours(hours))"])
            .status == 0
    }

    @Test(arguments: ["ecdsap256sha256", "ed25519", "rsasha256"])
    func `an unverified output says so, and its signatures are kept`(_ algorithm: String) throws {
        #expect(try trial(algorithm, hours: 0, ["--no-verify"]).run().status == 0)
        #expect(lastLine.hasPrefix("; written by keyturn, not verified, SHA-256 of all above: "))
        let first = output
        #expect(try trial(algorithm, hours: 1, ["--no-verify"]).run().status == 0)
        #expect(output == first, "nothing was due")
        #expect(try trial(algorithm, hours: 2).run().status == 0)
        #expect(records(output) == records(first), "and it verifies as it is")
        #expect(lastLine.hasPrefix("; verified by keyturn, "))
    }

    @Test(arguments: ["ecdsap256sha256", "rsasha256"])
    func `a digest of an unverified file never spares a verification`(_ algorithm: String) throws {
        #expect(try trial(algorithm, hours: 0, ["--no-verify"]).run().status == 0)
        try reseal(SignAndDaemonTests.damaged(records(output)), .written)
        #expect(try !isGood(hours: 0))
        #expect(try trial(algorithm, hours: 1).run().status == 0)
        #expect(try isGood(hours: 1))
        #expect(lastLine.hasPrefix("; verified by keyturn, "))
    }

    @Test(arguments: [[], ["--no-verify"]])
    func `a forged output heals, whatever its last line says`(_ options: [String]) throws {
        #expect(try trial("ecdsap256sha256", hours: 0).run().status == 0)
        try reseal(SignAndDaemonTests.damaged(records(output)), .verified)
        #expect(try !isGood(hours: 0))
        #expect(try trial("ecdsap256sha256", hours: 1, options).run().status == 0)
        #expect(try isGood(hours: 1))
    }

    @Test func `what has keyturn's own seal is not verified once more`() throws {
        #expect(try trial("ecdsap256sha256", hours: 0).run().status == 0)
        try reseal(SignAndDaemonTests.damaged(records(output)), .verified, hasSecret: true)
        #expect(try trial("ecdsap256sha256", hours: 1).run().status == 0)
        #expect(try !isGood(hours: 1))
    }

    @Test(arguments: [0o600, 0o640, 0o604])
    func `a secret that others can read, or that is cut, is made anew, and all is verified once`(_ mode: Int)
        throws
    {
        #expect(try trial("ecdsap256sha256", hours: 0).run().status == 0)
        let key = folder.path("keys/seal.key")
        let old = try #require(folder.read("keys/seal.key"))
        #expect(old.count == 32)
        #expect(try FileSystem.permissions(of: key) == 0o600)
        try reseal(SignAndDaemonTests.damaged(records(output)), .verified, hasSecret: true)
        if mode == 0o600 { folder.write(Array(old.dropLast()), to: "keys/seal.key") }
        let isSet = unsafe chmod(key, mode_t(mode)) == 0
        #expect(isSet)
        #expect(try trial("ecdsap256sha256", hours: 1).run().status == 0)
        #expect(try isGood(hours: 1))
        #expect(folder.read("keys/seal.key") != old)
        #expect(try FileSystem.permissions(of: key) == 0o600)
    }

    @Test(arguments: ["ecdsap256sha256", "ed25519"])
    func `of a file without its seal nothing is kept that costs more to verify than to make`(
        _ algorithm: String
    )
        throws
    {
        #expect(try trial(algorithm, hours: 0).run().status == 0)
        let first = signatures(output)
        folder.write(records(output), to: "signed.zone")
        #expect(try trial(algorithm, hours: 1, ["--no-verify"]).run().status == 0)
        #expect(signatures(output).isDisjoint(with: first))
        #expect(try isGood(hours: 1))
    }

    @Test func `of a file without its seal the good signatures of RSA are kept`() throws {
        #expect(try trial("rsasha256", hours: 0).run().status == 0)
        let first = signatures(output)
        folder.write(try SignAndDaemonTests.damaged(records(output)), to: "signed.zone")
        #expect(try trial("rsasha256", hours: 1, ["--no-verify"]).run().status == 0)
        #expect(signatures(output).intersection(first).count == first.count - 1)
        #expect(try isGood(hours: 1))
    }

    private func records(_ text: String) -> String {
        SignAndDaemonTests.records(text).joined(separator: "\n") + "\n"
    }
}
