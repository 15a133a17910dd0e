import ControlProtocol
import DNSSECModel
import Testing
import Wording

@testable import Timeline

/// The classic mistakes, each as a history made by hand that is right but for one thing.
struct ProofFaultTests {
    private static let start = Instant(secondsSinceEpoch: 1_600_000_000)

    /// Day `day` of the history.
    private static func day(_ day: Int64) -> Instant { start + .days(day) }

    private static func ids(_ numbers: [Int]) -> [ManagedKey.ID] {
        numbers.map(ManagedKey.ID.init(rawValue:))
    }

    /// A publication: caches keep all for an hour, servers need five minutes.
    private static func zone(
        _ at: Instant,
        _ keys: [Int],
        revoked: [Int] = [],
        by signers: [Int],
        data: [Int]
    ) -> Publication {
        Publication(
            at: at,
            serial: 1,
            plan: SigningPlan(
                dnskeys: ids(keys).map { .init(key: $0) }
                    + ids(revoked).map { .init(key: $0, isRevoked: true) },
                keySigners: ids(signers),
                zoneSigners: ids(data)
            ),
            dnskeyTTL: .hours(1),
            maximumTTL: .hours(1),
            negativeTTL: .hours(1),
            propagation: .minutes(5)
        )
    }

    private static func ds(_ keys: [Int], _ from: Instant, until: Instant? = nil)
        -> WorldHistory.ParentVersion
    {
        WorldHistory.ParentVersion(keys: Set(ids(keys)), from: from, until: until, ttl: .days(1))
    }

    /// Keys 1 to 4 are of Ed25519, 5 and up of ECDSA P-256; odd ones are entry points.
    private static func history(
        _ publications: [Publication],
        _ parent: [WorldHistory.ParentVersion] = [ds([1], start)]
    ) -> WorldHistory {
        WorldHistory(
            keys: Dictionary(
                uniqueKeysWithValues: (1...9).map {
                    (
                        ManagedKey.ID(rawValue: $0),
                        WorldHistory.Key(
                            algorithm: $0 < 5 ? .ed25519 : .ecdsaP256SHA256,
                            isEntry: $0 % 2 == 1
                        )
                    )
                }
            ),
            publications: publications,
            parent: parent
        )
    }

    private static func proof(
        _ publications: [Publication],
        _ parent: [WorldHistory.ParentVersion] = [ds([1], start)]
    ) -> Proof {
        Proof(of: history(publications, parent), from: start)
    }

    private static let first = zone(start - .days(9), [1, 2], by: [1], data: [2])

    @Test func `a zone that does not change is proven`() {
        let proof = Self.proof([Self.first])
        #expect(proof.holds)
        #expect(proof.instants == 1)
        #expect(proof.combinations == 1)
    }

    @Test func `a ZSK that is swapped for another at once`() {
        let proof = Self.proof([Self.first, Self.zone(Self.day(1), [1, 4], by: [1], data: [4])])
        #expect(proof.counterExample?.fault == .dataSignerUnknown)
        #expect(proof.counterExample?.at == Self.day(1))
    }

    @Test func `a ZSK that leaves with its signatures`() {
        let proof = Self.proof([
            Self.first, Self.zone(Self.day(1), [1, 2, 4], by: [1], data: [2]),
            Self.zone(Self.day(2), [1, 4], by: [1], data: [4]),
        ])
        #expect(proof.counterExample?.fault == .dataSignerUnknown)
    }

    @Test func `a KSK that leaves before its DS`() {
        let proof = Self.proof(
            [
                Self.first, Self.zone(Self.day(1), [1, 2, 3], by: [1, 3], data: [2]),
                Self.zone(Self.day(3), [2, 3], by: [3], data: [2]),
            ],
            [Self.ds([1], Self.start, until: Self.day(2) + .seconds(1)), Self.ds([3], Self.day(2))]
        )
        #expect(proof.counterExample?.fault == .dsNamesNoKey)
        #expect(proof.counterExample?.at == Self.day(3))
    }

    @Test func `a KSK that leaves when the last cache has forgotten its DS`() {
        let proof = Self.proof(
            [
                Self.first, Self.zone(Self.day(1), [1, 2, 3], by: [1, 3], data: [2]),
                Self.zone(Self.day(3), [2, 3], by: [3], data: [2]),
            ],
            [Self.ds([1], Self.start, until: Self.day(2)), Self.ds([3], Self.day(2))]
        )
        #expect(proof.story.isEmpty)
    }

    @Test func `a KSK that signs later than its DS is used`() {
        let proof = Self.proof(
            [Self.first, Self.zone(Self.day(1), [1, 2, 3], by: [1], data: [2])],
            [Self.ds([1], Self.start, until: Self.day(3)), Self.ds([3], Self.day(2))]
        )
        #expect(proof.counterExample?.fault == .dsKeyDoesNotSign)
    }

    @Test func `a KSK that is revoked while its DS is there`() {
        let proof = Self.proof([
            Self.first, Self.zone(Self.day(1), [2, 3], revoked: [1], by: [1, 3], data: [2]),
        ])
        #expect(proof.counterExample?.fault == .dsNamesRevokedKey)
    }

    @Test func `a ZSK that is revoked while it signs`() {
        let proof = Self.proof([Self.first, Self.zone(Self.day(1), [1], revoked: [2], by: [1], data: [2])])
        #expect(proof.counterExample?.fault == .dataSignerRevoked)
    }

    @Test func `a zone that is unsigned before its DS has gone`() {
        let unsigned = Self.zone(Self.day(3), [], by: [], data: [])
        let early = Self.proof(
            [Self.first, unsigned],
            [Self.ds([1], Self.start, until: Self.day(2) + .seconds(1)), Self.ds([], Self.day(2))]
        )
        #expect(early.counterExample?.fault == .noDNSKEY)
        let late = Self.proof(
            [Self.first, unsigned],
            [Self.ds([1], Self.start, until: Self.day(2)), Self.ds([], Self.day(2))]
        )
        #expect(late.story.isEmpty)
    }

    @Test func `a DS that comes before the signatures are everywhere`() {
        let unsigned = Self.zone(Self.start - .days(9), [], by: [], data: [])
        let signed = Self.zone(Self.start, [1, 2], by: [1], data: [2])
        let known = Self.start + .hours(1) + .minutes(5)
        #expect(!Self.proof([unsigned, signed], [Self.ds([1], known - .seconds(1))]).holds)
        #expect(Self.proof([unsigned, signed], [Self.ds([1], known)]).holds)
    }

    // MARK: - Algorithms

    /// RFC 6781 4.1.4, the conservative way: signatures, then keys, then DS; and back in that order.
    private static let algorithmRoll: [Publication] = [
        first, zone(day(1), [1, 2], by: [1], data: [2, 6]),
        zone(day(2), [1, 2, 5, 6], by: [1, 5], data: [2, 6]),
        zone(day(6), [5, 6], by: [5], data: [2, 6]), zone(day(7), [5, 6], by: [5], data: [6]),
    ]
    private static let algorithmDS = [
        ds([1], start, until: day(4)), ds([1, 5], day(3), until: day(5)), ds([5], day(4)),
    ]

    @Test func `the conservative roll of an algorithm is proven`() {
        let proof = Self.proof(Self.algorithmRoll, Self.algorithmDS)
        #expect(proof.story.isEmpty)
    }

    @Test func `keys of a new algorithm that come before its signatures`() {
        var roll = Self.algorithmRoll
        roll.remove(at: 1)
        #expect(
            Self.proof(roll, Self.algorithmDS).counterExample?.fault
                == .algorithmWithoutSignature(.ecdsaP256SHA256)
        )
    }

    @Test func `signatures of an old algorithm that leave together with its keys`() {
        var roll = Self.algorithmRoll
        roll.remove(at: 3)
        #expect(
            Self.proof(roll, Self.algorithmDS).counterExample?.fault
                == .algorithmWithoutSignature(.ed25519)
        )
    }

    @Test func `a DS of a new algorithm whose key does not sign yet`() {
        var roll = Self.algorithmRoll
        roll[2].plan.keySigners = Self.ids([1])
        roll[3].plan.keySigners = Self.ids([5])
        let fault = Self.proof(roll, Self.algorithmDS).counterExample?.fault
        #expect(fault == .algorithmWithoutEntry(.ecdsaP256SHA256))
    }

    @Test func `a revoked key keeps its algorithm in the set`() {
        let revoked = Self.zone(Self.day(2), [5, 6], revoked: [1], by: [1, 5], data: [6])
        let proof = Self.proof(
            [Self.zone(Self.start, [5, 6], by: [5], data: [6]), revoked],
            [Self.ds([5], Self.start)]
        )
        #expect(proof.counterExample?.fault == .algorithmWithoutSignature(.ed25519))
    }

    // MARK: - Signatures that expire

    @Test func `a cache that keeps data for longer than its signature is valid`() {
        var history = Self.history([Self.first])
        history.dnskeyRest = .hours(1) + .minutes(5)
        history.dataRest = history.dnskeyRest
        #expect(Proof(of: history, from: Self.start).holds)
        history.dnskeyRest = .hours(1) + .minutes(5) - .seconds(1)
        let example = Proof(of: history, from: Self.start).counterExample
        #expect(example?.fault == .signatureExpires(.dnskey))
        history.publications[0].maximumTTL = .days(2)
        history.publications[0].dnskeyTTL = .minutes(1)
        #expect(
            Proof(of: history, from: Self.start).counterExample?.fault == .signatureExpires(.data)
        )
    }

    // MARK: - Text

    @Test func `a counter-example reads as a story`() {
        let proof = Self.proof(
            [
                Self.first, Self.zone(Self.day(1), [1, 2, 3], by: [1, 3], data: [2]),
                Self.zone(Self.day(3), [2, 3], by: [3], data: [2]),
            ],
            [Self.ds([1], Self.start, until: Self.day(2) + .seconds(1)), Self.ds([3], Self.day(2))]
        )
        #expect(
            proof.told.story.map(\.line) == [
                "before 2020-09-15T12:26:41Z  a resolver fetches the DS RRset of key 1 (shown from "
                    + "2020-09-13T12:26:40Z until 2020-09-15T12:26:41Z) and keeps it until 2020-09-16T12:26:41Z",
                "2020-09-16T12:26:40Z  a resolver fetches the DNSKEY RRset of key 2 and key 3, signed by "
                    + "key 3 (shown from 2020-09-16T12:26:40Z) and keeps it until 2020-09-16T13:26:40Z",
                "2020-09-16T12:26:40Z  no key of its DS RRset is in its DNSKEY RRset",
            ]
        )
        #expect(
            proof.told.safety()
                == "Not proven: at 2020-09-16T12:26:40Z a resolver can hold something that does not validate."
        )
        #expect(
            Self.proof([Self.first]).told.safety()
                == "Proven: no resolver can hold anything that does not validate (1 combinations at 1 moments)."
        )
    }
}
