import DNSSECCrypto
import DNSSECModel
import SystemIO
import TestKit
import Testing

@testable import KeyStore

struct BINDKeyFileErrorTests {
    private func expect(
        _ expected: BINDKeyProblem,
        line: Int,
        in file: (BINDKeyFileName) -> String,
        algorithm: SecurityAlgorithm = .ecdsaP256SHA256,
        after change: (String) -> String,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let fixture = try BINDKeyFileTests.Fixture(algorithm, times: BINDKeyFileTests.allTimes)
        let found = try fixture.problem(file(fixture.key.name), change)
        #expect(found?.0 == expected, sourceLocation: location)
        #expect(found?.1 == line, sourceLocation: location)
    }

    @Test func `faults of the private file are named with their line`() throws {
        let file = \BINDKeyFileName.privateFile
        try expect(.badFormat, line: 0, in: { $0[keyPath: file] }, after: { _ in "" })
        try expect(
            .badFormat,
            line: 1,
            in: { $0[keyPath: file] },
            after: { $0.replacing("v1.3", with: "v1.4") }
        )
        try expect(
            .badFormat,
            line: 1,
            in: { $0[keyPath: file] },
            after: { $0.replacing("v1.3", with: "v2.3") }
        )
        try expect(.badFormat, line: 1, in: { $0[keyPath: file] }, after: { "Foo: 1\n" + $0 })
        try expect(.badFormat, line: 1, in: { $0[keyPath: file] }, after: { String($0.dropFirst(25)) })
        try expect(
            .notAField,
            line: 3,
            in: { $0[keyPath: file] },
            after: { $0.replacing("PrivateKey:", with: "") }
        )
        try expect(
            .unknownField,
            line: 4,
            in: { $0[keyPath: file] },
            after: { $0.replacing("Created:", with: "Foo:") }
        )
        try expect(
            .repeatedField(firstLine: 5),
            line: 6,
            in: { $0[keyPath: file] },
            after: { $0.replacing("Activate:", with: "Publish:") }
        )
    }

    @Test func `faulty values in the private file are named with their line`() throws {
        let file = \BINDKeyFileName.privateFile
        try expect(
            .badTime,
            line: 5,
            in: { $0[keyPath: file] },
            after: { $0.replacing("Publish: 20", with: "Publish: ") }
        )
        try expect(
            .badTime,
            line: 5,
            in: { $0[keyPath: file] },
            after: { $0.replacing("Publish: 2027", with: "Publish: 202713") }
        )
        try expect(
            .badAlgorithm,
            line: 2,
            in: { $0[keyPath: file] },
            after: { $0.replacing(": 13 ", with: ": X ") }
        )
        try expect(
            .badAlgorithm,
            line: 0,
            in: { $0[keyPath: file] },
            after: { $0.replacing("Algorithm: 13 (ECDSAP256SHA256)\n", with: "") }
        )
        try expect(
            .keyInDevice,
            line: 4,
            in: { $0[keyPath: file] },
            after: { $0.replacing("Created: 20", with: "Label: 20") }
        )
        try expect(
            .badNumber,
            line: 4,
            in: { $0[keyPath: file] },
            after: { $0.replacing("Created: 20", with: "MaxTTL: -20") }
        )
        try expect(.badBase64, line: 3, in: { $0[keyPath: file] }, after: { $0.replacing("=\n", with: "\n") })
        try expect(
            .foreignComponent(.modulus),
            line: 4,
            in: { $0[keyPath: file] },
            after: { $0.replacing("Created: 2", with: "Modulus: AQAB\nCreated: 2") }
        )
    }

    @Test func `numbers that are no key are refused`() throws {
        let file = \BINDKeyFileName.privateFile
        try expect(
            .crypto(.missingComponent(.privateKey)),
            line: 0,
            in: { $0[keyPath: file] },
            after: {
                $0.split(separator: "\n").filter { !$0.hasPrefix("PrivateKey") }.joined(separator: "\n")
            }
        )
        try expect(
            .crypto(.missingComponent(.prime1)),
            line: 0,
            in: { $0[keyPath: file] },
            algorithm: .rsaSHA256,
            after: { $0.split(separator: "\n").filter { !$0.hasPrefix("Prime1") }.joined(separator: "\n") }
        )
        let swap = { (text: String) in
            text.replacing("Prime1", with: "Prime0").replacing("Prime2", with: "Prime1")
                .replacing("Prime0", with: "Prime2")
        }
        try expect(
            .crypto(.inconsistentPrivateKey),
            line: 0,
            in: { $0[keyPath: file] },
            algorithm: .rsaSHA512,
            after: swap
        )
    }

    @Test func `two files of different keys are refused`() throws {
        let (first, second) = (try BINDKeyFileTests.Fixture(), try BINDKeyFileTests.Fixture())
        let path = first.temporary.path(first.key.name.privateFile)
        first.temporary.write(second.text(second.key.name.privateFile), to: first.key.name.privateFile)
        #expect(throws: BINDKeyError(file: path, .filesDisagree)) { try first.folder.read(first.key.name) }
        // The same numbers can be a key of 8 and of 10.
        let rsa = try BINDKeyFileTests.Fixture(.rsaSHA256)
        let found = try rsa.problem(rsa.key.name.privateFile) {
            $0.replacing("8 (RSASHA256)", with: "10 (RSASHA512)")
        }
        #expect(found?.0 == .filesDisagree)
    }

    @Test func `faults of the public file are named with their line`() throws {
        let file = \BINDKeyFileName.publicFile
        let last = 2 + BINDKeyTimes.Event.allCases.count
        try expect(.noRecord, line: 0, in: { $0[keyPath: file] }, after: { _ in "; nothing\n" })
        try expect(
            .badRecord,
            line: last,
            in: { $0[keyPath: file] },
            after: { $0.replacing("DNSKEY", with: "KEY") }
        )
        try expect(
            .badRecord,
            line: last,
            in: { $0[keyPath: file] },
            after: { $0.replacing("257 3", with: "257 2") }
        )
        try expect(
            .badRecord,
            line: last,
            in: { $0[keyPath: file] },
            after: { $0.replacing(" IN ", with: " CH ") }
        )
        try expect(
            .badRecord,
            line: last,
            in: { $0[keyPath: file] },
            after: { $0.replacing("==", with: "=") }
        )
        try expect(
            .badRecord,
            line: last,
            in: { $0[keyPath: file] },
            after: { $0.replacing(" 257 3 13", with: "") }
        )
        try expect(
            .secondRecord,
            line: last + 1,
            in: { $0[keyPath: file] },
            after: { $0 + "example. IN NS ns.\n" }
        )
        let other = Name(uncheckedWire: [5] + Array("other".utf8) + [0])
        try expect(
            .otherOwner(other),
            line: 0,
            in: { $0[keyPath: file] },
            after: { $0.replacing("\nexample.", with: "\nother.") }
        )
    }

    @Test func `a record of another tag than the file's name is refused`() throws {
        let (first, second) = (try BINDKeyFileTests.Fixture(), try BINDKeyFileTests.Fixture(.ed25519))
        let path = first.temporary.path(first.key.name.publicFile)
        first.temporary.write(second.text(second.key.name.publicFile), to: first.key.name.publicFile)
        let numbers = BINDKeyProblem.otherNumbers(algorithm: .ed25519, keyTag: second.key.record.keyTag)
        #expect(throws: BINDKeyError(file: path, numbers)) { try first.folder.read(first.key.name) }
    }

    @Test func `records in any legal layout are read`() throws {
        let fixture = try BINDKeyFileTests.Fixture()
        let base64 = fixture.text(fixture.key.name.publicFile).split(separator: " ").suffix(2).joined(
            separator: " "
        )
        let trimmed = base64.filter { $0 != "\n" }
        for text in [
            "EXAMPLE. IN 60 DNSKEY 257 3 13 \(trimmed)",
            "example. DNSKEY 257 3 ECDSAP256SHA256 \(trimmed) ; comment",
            "\r\n\texample. in dnskey ( 257 3 13 ; (\n \(trimmed)\n) ; )\n\n; end",
            "example 1 DNSKEY 257 3 13 \(trimmed)\n",
        ] {
            #expect(try fixture.problem(fixture.key.name.publicFile) { _ in text } == nil, "\(text)")
        }
    }

    @Test func `messages say file, line, what is wrong and what was expected`() {
        #expect(
            BINDKeyError(file: "/k/Kexample.+013+00001.private", line: 7, .badTime).description
                == "/k/Kexample.+013+00001.private:7: bad time; expected YYYYMMDDHHMMSS in UTC"
        )
        #expect(
            BINDKeyError(file: "f", .crypto(.missingComponent(.prime1))).description
                == "f: the private key has no prime1"
        )
    }

    @Test func `no message or error holds the text of a private key`() throws {
        let fixture = try BINDKeyFileTests.Fixture(.ed25519)
        let file = fixture.key.name.privateFile
        let secret = try #require(
            fixture.text(file).split(separator: "\n").first { $0.hasPrefix("PrivateKey") }
        )
        let value = secret.dropFirst(12)
        for change in [
            { (text: String) in text.replacing("PrivateKey: ", with: "") },
            { $0.replacing("PrivateKey", with: "Private") }, { $0.replacing("PrivateKey", with: "Publish") },
            { $0.replacing("PrivateKey", with: "Algorithm") },
            { $0.replacing("PrivateKey: ", with: "PrivateKey: =") },
        ] as [(String) -> String] {
            let whole = fixture.text(file)
            let found = try #require(try fixture.problem(file, change))
            var dumped = ""
            dump(found.0, to: &dumped)
            #expect(!dumped.contains(value) && !found.0.description.contains(value))
            fixture.temporary.write(whole, to: file)
        }
        var dumped = ""
        dump(fixture.key, to: &dumped)
        #expect(!dumped.contains(value) && !dumped.contains("SecretOctets"))
    }
}
