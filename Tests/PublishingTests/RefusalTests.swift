import DNSSECModel
import SystemIO
import TestKit
import Testing

/// What is wrong with a zone is refused by all, and in the same words.
struct RefusalTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var lines = ""
        var policy = SignAndDaemonTests.lives[0].policy
        /// A part of the sentence.
        var words: String
    }

    static let cases = [
        Case(
            testDescription: "a DNSKEY of somebody else",
            lines: "@ DNSKEY 257 3 13 \(String(repeating: "mdsswUyr", count: 10))mdssww==\n",
            words: "DNSKEY"
        ),
        Case(
            testDescription: "a CDS of somebody else",
            lines: "@ CDS 4711 13 2 \(String(repeating: "07", count: 32))\n",
            words: "CDS"
        ),
        Case(
            testDescription: "a request to drop the DS",
            lines: "@ CDS 0 0 0 00\n@ CDNSKEY 0 3 0 AA==\n",
            words: "CDS"
        ),
        Case(testDescription: "an address that is none", lines: "www A 192.0.2\n", words: "A data"),
        Case(testDescription: "two SOA records", lines: "@ SOA ns other 1 2 3 4 5\n", words: "SOA"),
    ]

    @Test(arguments: cases)
    func `sign and the daemon refuse a zone in the same words, and make no keys`(_ refused: Case) throws {
        let zone = RandomZoneText(seed: 1).text + refused.lines
        let daemon = try DaemonTrial(zone: zone, policy: refused.policy)
        try daemon.run()
        let said = try daemon.troubles().flatMap(Self.messages)
        #expect(said.contains { $0.contains(refused.words) }, "\(said)")
        #expect(daemon.outputText == nil)
        let made = (try? FileSystem.names(in: daemon.keys)) ?? []
        #expect(made.filter { $0.hasPrefix("K") } == [])
        let keys = daemon.folder.path("new-keys")
        try FileSystem.ensureFolder(keys, mode: 0o700)
        let trial = SignTrial(
            zone: daemon.zone,
            policy: daemon.policy,
            keys: keys,
            output: daemon.folder.path("signed-by-tool.zone"),
            at: daemon.now,
            more: ["--generate-keys"]
        )
        let run = try trial.run()
        #expect(run.status == 65)
        #expect(run.errors == said)
        let names = try FileSystem.names(in: keys)
        #expect(names == [])
    }

    /// The messages of errors, without the place before them.
    static func messages(_ trouble: String) -> [String] {
        trouble.split(separator: "\n").map { line in
            line.firstRange(of: " error: ").map { String(line[$0.upperBound...]) } ?? String(line)
        }
    }
}
