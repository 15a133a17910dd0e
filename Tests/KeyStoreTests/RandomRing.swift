import DNSSECModel
import JSON
import TestKit

/// Key rings at random: every field takes every kind of value, whether or not a real ring could have it.
struct RandomRing {
    var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    mutating func ring() -> KeyRing {
        var ring = KeyRing(zone: name())
        var number = 0
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            number += Int.random(in: 1...3, using: &random)
            ring.keys.append(key(ManagedKey.ID(rawValue: number)))
        }
        ring.nextKey = number + Int.random(in: 1...3, using: &random)
        ring.publication = maybe { $0.publication(below: ring.nextKey) }
        ring.dnskeyTTL = ttlMemory()
        ring.zoneTTL = ttlMemory()
        ring.dsTTL = ttlMemory()
        ring.rollRequests = some { $0.rollRequest() }
        if ring.nextKey > 1 {
            ring.operatorHolds = some { $0.operatorHold(below: ring.nextKey) }
            ring.votes = some { $0.vote(below: ring.nextKey) }
            ring.forcedSteps = some { $0.forcedStep(below: ring.nextKey) }
        }
        ring.lastAdvanced = maybe { $0.instant() }
        ring.policy = maybe { $0.keptPolicy() }
        ring.policyRules = ruleRecord()
        ring.zoneRules = ruleRecord()
        ring.guardOverride = maybe { $0.guardOverride() }
        return ring
    }

    mutating func name() -> Name {
        var wire: [UInt8] = []
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let count = Int.random(in: 1...10, using: &random)
            wire.append(UInt8(count))
            for _ in 0..<count { wire.append(UInt8.random(in: .min ... .max, using: &random)) }
        }
        return Name(uncheckedWire: wire + [0])
    }

    // MARK: - Parts

    private mutating func keptPolicy() -> KeptPolicy {
        let keys = some { random -> JSONValue in
            ["role": .string(random.element(["ksk", "zsk"])), "standby": .string("1"), "bits": nil]
        }
        return KeptPolicy(name: element(["default", "\u{96FB}"]), content: ["keys": .array(keys)])
    }

    private mutating func guardOverride() -> GuardOverride {
        GuardOverride(
            guards: Set(ContentGuard.allCases.filter { _ in Bool.random(using: &random) }),
            digest: element(["00ff", "9f86d081"]),
            user: element(["root", "eva"]),
            reason: element(["", "moved to \"B\""]),
            at: instant()
        )
    }

    private mutating func ruleRecord() -> RuleRecord {
        RuleRecord(
            edition: Int.random(in: 0...3, using: &random),
            excused: some { $0.element(["no-stall", "hold-down"]) }
        )
    }

    private mutating func key(_ id: ManagedKey.ID) -> ManagedKey {
        let algorithm = SecurityAlgorithm(rawValue: UInt8.random(in: .min ... .max, using: &random))
        var key = ManagedKey(
            id: id,
            policy: KeyPolicy(role: element(KeyRole.allCases), algorithm: algorithm),
            hasDS: Bool.random(using: &random),
            goal: element(KeyGoal.allCases),
            predecessor: maybe {
                ManagedKey.ID(rawValue: Int.random(in: 1...id.rawValue, using: &$0.random))
            },
            isInitial: Bool.random(using: &random),
            at: instant()
        )
        key.name = maybe { "KSK-\($0.element([2010, 2017, 2024]))" }
        key.method = element(RolloverMethod.allCases)
        key.isUrgent = Bool.random(using: &random)
        key.isLost = Bool.random(using: &random)
        key.order = maybe { $0.rollRequest() }
        key.bits = maybe { Int.random(in: 512...4096, using: &$0.random) }
        key.material = maybe { KeyMaterial(record: $0.record(algorithm)) }
        key.dnskey = track()
        for record in KeyRecord.allCases where record != .dnskey { key[record] = maybe { $0.track() } }
        key.spread = maybe {
            SignatureSpread(
                length: $0.interval(),
                isOver: Bool.random(using: &$0.random),
                delay: $0.maybe { $0.interval() }
            )
        }
        key.generated = maybe { $0.instant() }
        key.takeover = maybe { $0.instant() }
        key.activated = maybe { $0.instant() }
        key.retired = maybe { $0.instant() }
        key.removed = maybe { $0.instant() }
        key.phaseSince = maybe { $0.instant() }
        return key
    }

    private mutating func record(_ algorithm: SecurityAlgorithm) -> DNSKEYRecord {
        var record = DNSKEYRecord(
            flags: UInt16.random(in: .min ... .max, using: &random),
            algorithm: algorithm,
            publicKey: (0..<Int.random(in: 0...70, using: &random)).map { _ in
                UInt8.random(in: .min ... .max, using: &random)
            }
        )
        record.protocolNumber = UInt8.random(in: .min ... .max, using: &random)
        return record
    }

    private mutating func id(below limit: Int) -> ManagedKey.ID {
        ManagedKey.ID(rawValue: Int.random(in: 1..<limit, using: &random))
    }

    private mutating func rollRequest() -> RollRequest {
        RollRequest(
            role: element(KeyRole.allCases),
            start: instant(),
            isEmergency: Bool.random(using: &random),
            reason: maybe { $0.element(["compromise", "\"quoted\"", "ü"]) },
            user: maybe { $0.element(["root", "ü"]) },
            at: maybe { $0.instant() }
        )
    }

    private mutating func forcedStep(below limit: Int) -> ForcedStep {
        ForcedStep(
            key: id(below: limit),
            step: element(KeyStep.allCases),
            user: "root",
            at: instant(),
            reason: element(["", "lost", "ü"]),
            risks: some { StepRisk(rule: $0.element(SafetyRule.allCases), until: $0.maybe { $0.instant() }) }
        )
    }

    private mutating func operatorHold(below limit: Int) -> OperatorHold {
        OperatorHold(
            key: maybe { $0.id(below: limit) },
            role: maybe { $0.element(KeyRole.allCases) },
            phase: maybe { $0.element(KeyStep.allCases) },
            until: maybe { $0.instant() },
            reason: element(["resolvers are not ready", ""]),
            user: element(["root", "alice"]),
            at: instant()
        )
    }

    private mutating func vote(below limit: Int) -> GateVote {
        GateVote(
            key: id(below: limit),
            phase: element(KeyStep.allCases),
            isApproval: Bool.random(using: &random),
            user: element(["root", "alice"]),
            groups: some { $0.element(["dns-approvers", "wheel"]) },
            at: instant(),
            reason: maybe { $0.element(["board resolution", ""]) }
        )
    }

    private mutating func track() -> RecordTrack {
        RecordTrack(
            element(RecordState.allCases),
            since: instant(),
            seen: maybe { $0.instant() },
            ttl: maybe { $0.interval() }
        )
    }

    private mutating func publication(below limit: Int) -> Publication {
        var publication = Publication(
            at: instant(),
            serial: UInt32.random(in: .min ... .max, using: &random),
            plan: plan(below: limit),
            dnskeyTTL: interval(),
            maximumTTL: interval(),
            negativeTTL: interval(),
            propagation: interval(),
            signaturesExpire: maybe { $0.instant() }
        )
        publication.isOfOtherSigner = Bool.random(using: &random)
        return publication
    }

    private mutating func plan(below limit: Int) -> SigningPlan {
        guard limit > 1 else { return .unsigned }
        let id = { (source: inout RandomRing) in
            ManagedKey.ID(rawValue: Int.random(in: 1..<limit, using: &source.random))
        }
        return SigningPlan(
            dnskeys: some {
                SigningPlan.PublishedKey(key: id(&$0), isRevoked: Bool.random(using: &$0.random))
            },
            keySigners: some(id),
            zoneSigners: some(id),
            keptSignatures: some {
                SigningPlan.KeptSignatures(
                    key: id(&$0),
                    successor: id(&$0),
                    start: $0.instant(),
                    length: $0.interval()
                )
            },
            cds: some(id),
            deletesDS: Bool.random(using: &random)
        )
    }

    private mutating func ttlMemory() -> TTLMemory {
        TTLMemory(
            current: maybe { $0.interval() },
            past: some { TTLMemory.Past(ttl: $0.interval(), lastServed: $0.instant()) }
        )
    }

    /// Year 1 to year 9999.
    mutating func instant() -> Instant {
        Instant(secondsSinceEpoch: Int64.random(in: -62_135_596_800...253_402_300_799, using: &random))
    }

    private mutating func interval() -> Interval {
        Interval(seconds: Int64.random(in: 0...(36_500 * 86400), using: &random))
    }

    // MARK: - Chance

    private mutating func element<Element>(_ all: [Element]) -> Element {
        all[Int.random(in: 0..<all.count, using: &random)]
    }

    private mutating func maybe<Value>(_ make: (inout RandomRing) -> Value) -> Value? {
        Bool.random(using: &random) ? make(&self) : nil
    }

    private mutating func some<Value>(_ make: (inout RandomRing) -> Value) -> [Value] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in make(&self) }
    }
}
