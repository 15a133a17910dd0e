import DNSSECModel
import PolicyFile
import Testing

@Suite struct PolicyValueTests {
    static let start = "version: 1\n"
    static let csk = "keys:\n  - { role: csk, algorithm: ecdsap256sha256 }\n"

    /// The policy of a file with one more line than it needs.
    private func policy(_ line: String) throws -> DNSSECPolicy {
        let reading = Fixture.read(policy: Self.start + line + "\n" + Self.csk)
        #expect(reading.diagnostics.map(\.description) == [])
        return try #require(reading.policy)
    }

    /// Every key with a value that is not its default.
    private static let complete = """
        version: 1
        description: "all of it"
        ttl: { dnskey: 2h, ds: PT30M, zone-maximum: 3h }
        signatures:
          validity: 30d
          dnskey-validity: 31d
          refresh: 9d
          jitter: 0
          inception-offset: 30m
          dnskey-signers: both
        denial: { nsec3: { opt-out: true, iterations: 5, salt: aBcD, force: true } }
        serial: counter
        zonemd: sha512
        guards: { shrink: 5%, grow: none, names: [www, "@", ns.example.] }
        propagation: { zone: 1m, parent: 2m }
        safety: { publish: 3m, retire: 4m }
        keys:
          - role: zsk
            algorithm: 8
            bits: 3072
            lifetime: 30d
            roll: double-signature
            standby: 1
          - role: ksk
            algorithm: RSASHA256
            lifetime: P365D
            rfc5011: { add-hold-down: 31d, revoked: 32d }
            standby: 2
        parent: { ds: hook, cds: false, digest: [sha384, sha256] }
        """

    @Test func `every key of a policy arrives where it belongs`() throws {
        let reading = Fixture.read(policy: Self.complete)
        #expect(reading.diagnostics.map(\.description) == [])
        var expected = DNSSECPolicy(name: "test", description: "all of it", keys: [])
        expected.ttl = TTLPolicy(dnskey: .hours(2), ds: .minutes(30), zoneMaximum: .hours(3))
        expected.signatures = SignaturePolicy(
            validity: .days(30),
            dnskeyValidity: .days(31),
            refresh: .days(9),
            jitter: .zero,
            inceptionOffset: .minutes(30),
            dnskeySigners: .both
        )
        expected.denial = .nsec3(NSEC3Policy(optOut: true, iterations: 5, salt: [0xAB, 0xCD]))
        expected.serial = .counter
        expected.zonemd = .sha512
        let names = try ["www", "@", "ns.example."].map { try GuardedName(text: $0) }
        expected.guards = GuardPolicy(shrink: 5, grow: nil, names: names)
        expected.propagation = PropagationPolicy(zone: .minutes(1), parent: .minutes(2))
        expected.safety = SafetyPolicy(publish: .minutes(3), retire: .minutes(4))
        let rfc5011 = RFC5011Policy(addHoldDown: .days(31), revoked: .days(32))
        expected.keys = [
            KeyPolicy(
                role: .zsk,
                algorithm: .rsaSHA256,
                bits: 3072,
                lifetime: .days(30),
                roll: .doubleSignature,
                standby: 1
            ),
            KeyPolicy(role: .ksk, algorithm: .rsaSHA256, lifetime: .days(365), rfc5011: rfc5011, standby: 2),
        ]
        expected.parent = ParentPolicy(ds: .hook, cds: false, digests: [.sha384, .sha256])
        #expect(reading.policy == expected)
        #expect(reading.policy?.keys[1].bits == 2048)
    }

    @Test(arguments: [
        ("keep", SerialPolicy.keep), ("counter", .counter), ("increment", .counter), ("unixtime", .unixtime),
        ("unix-time", .unixtime), ("datecounter", .datecounter), ("date-counter", .datecounter),
        ("dateserial", .datecounter),
    ])
    func `serial policies go by the words of other signers too`(word: String, serial: SerialPolicy) throws {
        #expect(try policy("serial: \(word)").serial == serial)
    }

    @Test(arguments: [
        ("nsec", DenialPolicy.nsec), ("nsec3", .nsec3(NSEC3Policy())),
        ("{ nsec3: {} }", .nsec3(NSEC3Policy())),
        ("{ nsec3: { salt: \"-\", iterations: 0 } }", .nsec3(NSEC3Policy())),
        ("{ nsec3: { salt: \"\", opt-out: true } }", .nsec3(NSEC3Policy(optOut: true))),
        ("{ nsec3: { iterations: 50, force: true } }", .nsec3(NSEC3Policy(iterations: 50))),
    ])
    func `denial has short and long forms`(text: String, denial: DenialPolicy) throws {
        #expect(try policy("denial: \(text)").denial == denial)
    }

    @Test(arguments: [
        ("sha256", [DigestType.sha256]), ("SHA-384", [.sha384]), ("2", [.sha256]),
        ("[4, 2]", [.sha384, .sha256]),
    ])
    func `a digest is a word, a number or a list`(text: String, digests: [DigestType]) throws {
        #expect(try policy("parent: { digest: \(text) }").parent.digests == digests)
    }

    @Test func `CDS is off without a parent unless asked for`() throws {
        #expect(try policy("parent: { ds: none }").parent.cds == false)
        #expect(try policy("parent: { ds: none, cds: true }").parent.cds)
        #expect(try policy("parent: { ds: hook }").parent.cds)
    }

    @Test func `the validity of DNSKEY signatures is that of all others unless given`() throws {
        #expect(try policy("signatures: { validity: 20d }").signatures.dnskeyValidity == .days(20))
    }

    @Test func `an empty rfc5011 is RFC 5011 with its own timers`() throws {
        let text = Self.start + "keys: [{ role: csk, algorithm: 15, rfc5011: {}, lifetime: unlimited }]\n"
        let key = try #require(Fixture.read(policy: text).policy?.keys.first)
        #expect(key.rfc5011 == RFC5011Policy(addHoldDown: .days(30), revoked: .days(30)))
        #expect(key.lifetime == nil)
        #expect(key.algorithm == .ed25519)
        #expect(key.bits == nil)
        #expect(key.roll == .prePublication)
    }

    @Test(arguments: [("3d", Interval.days(3)), ("P2DT12H", .hours(60)), ("none", nil)])
    func `a spread is a duration, or none`(text: String, spread: Interval?) throws {
        let zsk =
            "keys: [{ role: ksk, algorithm: 15 }, { role: zsk, algorithm: 15, spread: \(text) }]\n"
        #expect(Fixture.read(policy: Self.start + zsk).policy?.keys.map(\.spread) == [nil, spread])
        let csk = "keys: [{ role: csk, algorithm: 15, roll: pre-publication, spread: \(text) }]\n"
        #expect(Fixture.read(policy: Self.start + csk).policy?.keys.map(\.spread) == [spread])
    }

    @Test func `a byte-order mark and Windows line ends change nothing`() {
        let text = "\u{FEFF}" + (Self.start + Self.csk).split(separator: "\n").joined(separator: "\r\n")
        let plain = Fixture.read(policy: Self.start + Self.csk)
        #expect(plain.policy != nil)
        #expect(Fixture.read(policy: text).policy == plain.policy)
    }

    @Test func `findings of the lint stand where their value stands, or near it`() throws {
        let text = """
            version: 1
            signatures:
              validity: 5d
            keys:
              - role: csk
                algorithm: 10
                lifetime: 1h
            """
        let reading = Fixture.read(policy: text)
        let places = reading.findings().map { "\($0.position) \($0.severity)" }
        #expect(places == ["test.yaml:3:3 error", "test.yaml:6:16 warning", "test.yaml:7:15 error"])
        let zone = ZoneFacts(
            maximumTTL: .hours(1),
            soaRefresh: .days(1),
            soaExpire: .days(1),
            insecureDelegations: 0
        )
        let late = try #require(
            reading.findings(zone: zone).first { $0.description.contains("SOA refresh 1d") }
        )
        #expect(late.position.description == "test.yaml:1:1")
    }

    @Test(arguments: [
        ("refesh", "refresh"), ("REFRESH", "refresh"), ("dnskeyvalidity", "dnskey-validity"),
        ("jiter", "jitter"),
        ("validiyt", "validity"), ("inception_offset", "inception-offset"),
    ])
    func `a slip in a key is met with the key that was meant`(typed: String, meant: String) throws {
        let reading = Fixture.read(policy: Self.start + "signatures: { \(typed): 5d }\n" + Self.csk)
        let diagnostic = try #require(reading.diagnostics.first)
        #expect(
            diagnostic.description
                == "test.yaml:2:15: error: unknown key `\(typed)`; did you mean `\(meant)`?"
        )
    }

    @Test func `a file of more than a quarter of a mebibyte is refused`() {
        let text = Self.start + Self.csk
        let room = PolicyFile.maximumOctets - text.utf8.count
        #expect(Fixture.read(policy: text + String(repeating: "#", count: room)).policy != nil)
        let reading = Fixture.read(policy: text + String(repeating: "#", count: room + 1))
        #expect(reading.diagnostics.map(\.problem) == [.tooLarge(limit: PolicyFile.maximumOctets)])
    }

    @Test func `the template names every word of the language`() throws {
        let octets = try #require(Fixture.octets("\(Fixture.root)/Policies/template.yaml"))
        let template = String(decoding: octets, as: UTF8.self)
        let words =
            RolloverMethod.allCases.map(\.rawValue) + SerialPolicy.allCases.map(\.rawValue)
            + DSSubmission.allCases.map(\.rawValue) + DNSKEYSigners.allCases.map(\.rawValue)
            + SecurityAlgorithm.signing.map { $0.description.lowercased() }
            + [
                "opt-out", "iterations", "salt", "force", "bits", "rfc5011", "add-hold-down", "revoked",
                "sha384", "calendar", "period", "slots", "step", "edit-time", "edit-times",
                "dnskey-signatures", "every", "ahead", "periods", "known", "name", "dnskey", "assumed",
                "revisions", "from", "gates", "approve", "approval-validity", "windows", "conditions",
                "milestones", "at", "until", "title", "note", "postponements", "announced", "reason",
                "none", "half-year",
            ] + KeyStep.allCases.map(\.rawValue).filter { $0 != "ds-gone" }
            + GateCondition.allCases.map(\.rawValue)
        for word in words { #expect(template.contains(word), "\(word)") }
    }
}
