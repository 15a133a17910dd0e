import DNSCore
import DNSSECCrypto
import DNSSECModel
import Glibc
import Testing

@testable import Signing

/// Reads a zone from text; a broken text is a broken test.
func parsed(_ text: String, origin: String = "example.") throws -> Zone {
    let octets = Array(text.utf8)
    let reading = ZoneFileReader().read(octets.span, file: "test", origin: try Name(origin))
    return try #require(reading.zone, "\(reading.diagnostics.map(\.description))")
}

/// A zone of every sort of owner.
let sampleText = """
    $TTL 3600
    @           SOA ns1 hostmaster 2026010100 7200 3600 1209600 600
                NS  ns1
                NS  ns2.b
                MX  10 Mail.EXAMPLE.
    ns1         A   192.0.2.1
                AAAA 2001:db8::1
    mail        A   192.0.2.2
    *.wild      TXT "any"
    a.b.c.deep  TXT "below empty non-terminals"
    secure      NS  ns.secure
                DS  12345 13 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
    ns.secure   A   192.0.2.3
    b           NS  ns2.b
                NS  elsewhere.test.
    ns2.b       A   192.0.2.4
    x.y.plain   NS  ns.x.y.plain
    ns.x.y.plain A  192.0.2.5
    own         NS  own
                A   192.0.2.6
    alias       CNAME ns1
    tree        DNAME other.test.
    \\000\\001odd TXT "zero"
    UPPER       TXT "case"
    """

/// The moment at which tests sign, unless they say otherwise: 2026-01-02T00:00:00Z.
let testNow = Instant(secondsSinceEpoch: 1_767_312_000)

/// Keys of a test: number 1 is the KSK and 2 the ZSK, as the plan has it.
struct TestKeys {
    var keys: [ManagedKey.ID: ZoneKey] = [:]
    var plan = SigningPlan()

    /// A KSK and a ZSK of one algorithm, with CDS.
    init(_ algorithm: SecurityAlgorithm = .ed25519) throws {
        try add(1, .ksk, algorithm)
        try add(2, .zsk, algorithm)
        plan = SigningPlan(
            dnskeys: [.init(key: id(1)), .init(key: id(2))],
            keySigners: [id(1)],
            zoneSigners: [id(2)],
            cds: [id(1)]
        )
    }

    mutating func add(_ number: Int, _ role: KeyRole, _ algorithm: SecurityAlgorithm = .ed25519) throws {
        let key = try SigningKey.generate(algorithm: algorithm)
        keys[id(number)] = ZoneKey(record: key.dnskey(flags: role.flags), signingKey: key)
    }

    func tag(_ number: Int) -> UInt16 { keys[id(number)]?.record.keyTag ?? 0 }
}

func id(_ number: Int) -> ManagedKey.ID { ManagedKey.ID(rawValue: number) }

func testPolicy(
    _ denial: DenialPolicy = .nsec,
    serial: SerialPolicy = .unixtime,
    signatures: SignaturePolicy = SignaturePolicy()
) -> DNSSECPolicy {
    DNSSECPolicy(
        name: "test",
        description: "",
        signatures: signatures,
        denial: denial,
        serial: serial,
        keys: [KeyPolicy(role: .csk, algorithm: .ed25519)]
    )
}

/// The denial policies that tests go through.
let denials: [DenialPolicy] = [
    .nsec, .nsec3(NSEC3Policy()), .nsec3(NSEC3Policy(optOut: true)),
    .nsec3(NSEC3Policy(iterations: 3, salt: [0xAA, 0xBB])),
]

func request(
    _ zone: Zone,
    _ keys: TestKeys,
    _ policy: DNSSECPolicy = testPolicy(),
    previous: Zone? = nil,
    now: Instant = testNow,
    threads: Int = 1
) -> ZoneSigningRequest {
    ZoneSigningRequest(
        zone: zone,
        policy: policy,
        plan: keys.plan,
        keys: keys.keys,
        previous: previous,
        now: now,
        threads: threads
    )
}

/// The lines of a zone as text.
func lines(_ zone: Zone) -> [String] {
    String(decoding: ZoneFileWriter.text(of: zone), as: UTF8.self).split(separator: "\n").map(String.init)
}

/// The moment that outside validators take: the machine's clock.
var wallClock: Instant { Instant(secondsSinceEpoch: Int64(time(nil))) }
