import DNSSECModel
import JSON
import SystemIO
import TestKit
import Testing

@testable import KeyStore

@Suite("State files")
struct StateFileTests {
    let folder = TemporaryFolder()

    /// A ring that has something in each of its parts.
    static let ring: KeyRing = {
        var source = RandomRing(seed: 7)
        while true {
            let ring = source.ring()
            guard ring.keys.count > 1, ring.guardOverride != nil, let publication = ring.publication else {
                continue
            }
            if !publication.plan.dnskeys.isEmpty, publication.signaturesExpire != nil { return ring }
        }
    }()

    /// The octets of a ring's file in which a piece of text was exchanged, with a checksum that fits.
    private func forged(_ old: String, _ new: String) throws -> [UInt8] {
        let text = String(decoding: try StateFile.octets(of: StateFileTests.plainRing), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let body = lines.dropLast(3).joined(separator: "\n") + "\n"
        try #require(body.contains(old))
        let changed = body.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false).joined(
            separator: new
        )
        let checksum = try Checksum(of: Array(changed.utf8).span)
        return Array("\(changed)  \"sha256\": \"\(checksum.text)\"\n}\n".utf8)
    }

    private static let plainRing: KeyRing = {
        var ring = KeyRing(zone: Name(uncheckedWire: [7] + Array("example".utf8) + [0]))
        let now = Instant(secondsSinceEpoch: 1_539_273_600)
        ring.nextKey = 2
        ring.lastAdvanced = now
        ring.keys = [
            ManagedKey(
                id: ManagedKey.ID(rawValue: 1),
                policy: KeyPolicy(role: .csk, algorithm: .ecdsaP256SHA256),
                hasDS: true,
                goal: .active,
                predecessor: nil,
                isInitial: true,
                at: now
            )
        ]
        return ring
    }()

    @Test
    func `random rings come back exactly as they were`() throws {
        let seed = SplitMix64.freshSeed()
        var source = RandomRing(seed: seed)
        for _ in 0..<300 {
            let ring = source.ring()
            let octets = try StateFile.octets(of: ring)
            let copy = try StateFile.ring(from: octets.span)
            #expect(copy == ring, "seed \(seed)")
            #expect(copy.zone.octets == ring.zone.octets, "seed \(seed)")
            #expect(try StateFile.octets(of: copy) == octets, "seed \(seed)")
        }
    }

    @Test
    func `the file is for people: a note first, one member a line, the checksum of head and sha256sum last`()
        throws
    {
        let octets = try StateFile.octets(of: StateFileTests.plainRing)
        let lines = String(decoding: octets, as: UTF8.self).split(separator: "\n")
        #expect(lines[1].hasPrefix("  \"note\": \"Written by keyturn. Do not edit"))
        #expect(lines[2...3] == ["  \"format\": \"keyturn-state\",", "  \"version\": 1,"])
        #expect(lines.contains("    \"zone\": \"example.\","))
        #expect(lines.contains("    \"last-advanced\": \"2018-10-11T16:00:00Z\","))
        #expect(lines.contains("        \"algorithm\": \"ecdsap256sha256\","))
        let body = Array((lines.dropLast(2).joined(separator: "\n") + "\n").utf8)
        #expect(lines[lines.count - 2] == "  \"sha256\": \"\(try Checksum(of: body.span).text)\"")
    }

    @Test
    func `every property of a ring is in the file`() throws {
        let ring = StateFileTests.ring
        let json = RingFormat.value(of: ring)
        let publication = try #require(ring.publication)
        let key = try #require(ring.keys.first)
        let plan = json["publication"]?["plan"]
        let published = try #require(publication.plan.dnskeys.first)
        guard case .array(let keys)? = json["keys"], case .array(let dnskeys)? = plan?["dnskeys"] else {
            Issue.record("lists are missing")
            return
        }
        expectSameNames(ring, json)
        expectSameNames(publication, json["publication"])
        expectSameNames(publication.plan, plan)
        expectSameNames(published, dnskeys.first)
        expectSameNames(key, keys.first)
        expectSameNames(key.dnskey, keys.first?["dnskey"])
        expectSameNames(ring.dnskeyTTL, json["dnskey-ttl"])
        let request = RollRequest(role: .ksk, start: Instant(secondsSinceEpoch: 0))
        let past = TTLMemory.Past(ttl: .zero, lastServed: Instant(secondsSinceEpoch: 0))
        var other = KeyRing(zone: .root)
        other.rollRequests = [request]
        other.zoneTTL.past = [past]
        guard case .array(let requests)? = RingFormat.value(of: other)["roll-requests"],
            case .array(let pasts)? = RingFormat.value(of: other)["zone-ttl"]?["past"]
        else {
            Issue.record("lists are missing")
            return
        }
        expectSameNames(request, requests.first)
        expectSameNames(past, pasts.first)
    }

    /// Compares the stored properties of a value with the members of its JSON.
    private func expectSameNames(_ value: Any, _ json: JSONValue?, line: SourceLocation = #_sourceLocation) {
        guard case .object(let members)? = json else {
            Issue.record("no object", sourceLocation: line)
            return
        }
        let properties = Mirror(reflecting: value).children.compactMap { $0.label.map(kebab) }
        #expect(Set(properties) == Set(members.map(\.name)), sourceLocation: line)
    }

    private func kebab(_ name: String) -> String {
        name.replacing("TTL", with: "Ttl").replacing("DS", with: "Ds").map {
            $0.isUppercase ? "-\($0.lowercased())" : "\($0)"
        }.joined()
    }

    @Test
    func `a file is saved readable by its owner only, and loaded again`() throws {
        let path = folder.path("example.json")
        try StateFile.save(StateFileTests.ring, to: path)
        #expect(try StateFile.load(path) == StateFileTests.ring)
        #expect(try FileSystem.permissions(of: path) == 0o600)
    }

    @Test
    func `a file that is cut anywhere is refused`() throws {
        let octets = try StateFile.octets(of: StateFileTests.plainRing)
        for count in 0..<octets.count {
            #expect(throws: StateProblem.self, "cut to \(count)") {
                try StateFile.ring(from: octets.span.extracting(first: count))
            }
        }
    }

    @Test
    func `a file with any octet changed is refused`() throws {
        let octets = try StateFile.octets(of: StateFileTests.plainRing)
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for index in octets.indices {
            var flipped = octets
            flipped[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
            #expect(throws: StateProblem.self, "octet \(index), seed \(seed)") {
                try StateFile.ring(from: flipped.span)
            }
            var copy = octets
            copy[index] &+= UInt8.random(in: 1...255, using: &random)
            #expect(throws: StateProblem.self, "octet \(index), seed \(seed)") {
                try StateFile.ring(from: copy.span)
            }
        }
    }

    @Test(arguments: ["", "\n", " ", "{}", "null", "[]", "\0\0\0\0"])
    func `a file with nothing of a ring in it is no new zone`(text: String) {
        let path = folder.write(text, to: "example.json")
        #expect(throws: StateFileError.self) { try StateFile.load(path) }
    }

    @Test
    func `something behind the last line is refused`() throws {
        let octets = try StateFile.octets(of: StateFileTests.plainRing)
        #expect(throws: StateProblem.checksum) { try StateFile.ring(from: (octets + [0x0A]).span) }
        #expect(throws: StateProblem.self) { try StateFile.ring(from: (octets + octets).span) }
    }

    @Test
    func `another version is refused with its number`() throws {
        let octets = try forged("\"version\": 1", "\"version\": 2")
        #expect(throws: StateProblem.unsupportedVersion(2)) { try StateFile.ring(from: octets.span) }
        let error = StateFileError(path: "/s/example.json", problem: .unsupportedVersion(2))
        #expect(
            error.description == "/s/example.json: state of version 2; this program knows version 1 only"
        )
    }

    @Test(
        arguments: [
            ("\"next-key\": 2", "\"next-key\": \"2\"", "$.ring.next-key: string found; expected integer"),
            (
                "\"next-key\": 2", "\"next-key\": 0",
                "$.ring.next-key: 0 is out of range; expected 1 to 2147483647"
            ),
            ("\"next-key\": 2,", "", "$.ring.next-key: missing"),
            ("\"next-key\": 2", "\"next-key\": 2, \"next\": 3", "$.ring.next: unknown member"),
            (
                "\"next-key\": 2", "\"next-key\": 1",
                "$.ring.keys[0].id: expected a value that agrees with the rest"
            ),
            (
                "\"state\": \"hidden\"", "\"state\": \"seen\"",
                "$.ring.keys[0].dnskey.state: unknown word \"seen\""
            ),
            ("16:00:00Z", "16:00:00", "$.ring.last-advanced: expected a moment such as 2018-10-11T16:00:00Z"),
            ("\"example.\"", "\"example\"", "$.ring.zone: expected a domain name with its final dot"),
            ("\"role\": \"csk\"", "\"role\": \"CSK\"", "$.ring.keys[0].role: unknown word \"CSK\""),
            ("ecdsap256sha256", "13", "$.ring.keys[0].algorithm: unknown word \"13\""),
            ("\"is-initial\": true", "\"is-initial\": 1", "integer found; expected true or false"),
            (
                "\"material\": null", "\"material\": []",
                "$.ring.keys[0].material: array found; expected object"
            ),
            ("keyturn-state", "keyturn-journal", "$.format: expected a value that agrees with the rest"),
            ("Do not edit", "Please edit", "$.note: expected a value that agrees with the rest"),
        ])
    func `a wrong form is told with its place, even with a fitting checksum`(
        old: String,
        new: String,
        text: String
    ) throws {
        let octets = try forged(old, new)
        let problem = #expect(throws: StateProblem.self) { try StateFile.ring(from: octets.span) }
        #expect(problem?.description.contains(text) == true)
    }

    @Test
    func `a damaged key is noticed by its tag`() throws {
        let ring = StateFileTests.ring
        var key = try #require(ring.keys.first)
        key.material = KeyMaterial(
            record: DNSKEYRecord(flags: 257, algorithm: .ed25519, publicKey: [1, 2, 3])
        )
        var json = RingFormat.value(of: key)
        guard case .object(var members) = json else { return }
        let index = try #require(members.firstIndex { $0.name == "material" })
        members[index].value = ["tag": 1, "revoked-tag": 2, "record": "AQEDDwECAw=="]
        json = .object(members)
        #expect(throws: JSONShapeError(path: "$.material.tag", problem: .invalid(.consistent))) {
            try RingFormat.key(from: JSONReader(json), in: ring.withoutKeys)
        }
    }

    @Test
    func `what cannot be written is not saved`() throws {
        let path = folder.path("example.json")
        try StateFile.save(StateFileTests.plainRing, to: path)
        var ring = StateFileTests.plainRing
        ring.lastAdvanced = Instant(secondsSinceEpoch: 300_000_000_000)
        #expect(throws: StateFileError(path: path, problem: .notRepresentable)) {
            try StateFile.save(ring, to: path)
        }
        #expect(try StateFile.load(path) == StateFileTests.plainRing)
    }
}

extension KeyRing {
    fileprivate var withoutKeys: KeyRing {
        var copy = self
        copy.keys = []
        return copy
    }
}

@Suite("File names of zones")
struct ZoneFileNameTests {
    private func name(_ text: String) throws -> String {
        ZoneFileName.name(of: try Name(absolute: text))
    }

    @Test(
        arguments: [
            ("example.", "example"), ("Example.ORG", "example.org"), (".", "@"),
            ("_dmarc.a-b.1", "_dmarc.a-b.1"),
            ("-a.-b", "%2da.-b"), (#"a\/b.c"#, "a%2fb.c"), (#"\.\..x"#, "%2e%2e.x"),
            (#"a\000\255%"#, "a%00%ff%25"),
            ("@.x", "%40.x"), ("~a", "%7ea"),
        ])
    func `a name becomes safe and stays readable`(zone: String, file: String) throws {
        #expect(try name(zone) == file)
    }

    @Test
    func `different zones have different files that every file system takes`() throws {
        let seed = SplitMix64.freshSeed()
        var source = RandomRing(seed: seed)
        var files: [String: Name] = [:]
        for _ in 0..<2000 {
            let zone = source.name()
            let file = ZoneFileName.name(of: zone)
            #expect(files.updateValue(zone, forKey: file) ?? zone == zone, "seed \(seed)")
            #expect(file.utf8.count <= 200, "seed \(seed)")
            #expect(file.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }, "seed \(seed)")
            #expect(!file.hasPrefix(".") && !file.hasPrefix("-"), "seed \(seed)")
        }
    }

    @Test
    func `the longest names differ by their digests`() throws {
        let label = String(repeating: "a", count: 63)
        let long = "\(label).\(label).\(label)."
        let one = try name(long + String(repeating: "b", count: 61))
        let two = try name(long + String(repeating: "b", count: 60) + "c")
        #expect(one != two)
        #expect(one.utf8.count == 120 + 1 + 64)
        #expect(one.prefix(121) == two.prefix(121))
    }
}
