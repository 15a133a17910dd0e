import DNSCore
import DNSSECCrypto
import DNSSECModel
import KeyStore
import PolicyFile
import Publishing
import Signing
import SystemIO
import TestKit
import Testing

/// Random plans, written into key files: `keyturn sign` makes what the request of that plan makes.
struct RandomPlanTests {
    @Test func `a plan in key files gives the same octets as the plan itself`() throws {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for round in 0..<10 {
            var trial = try PlanTrial(&random)
            let differences = try trial.differences(&random)
            #expect(differences == [], "seed \(seed), round \(round)")
        }
    }
}

/// One random policy with keys that stand somewhere in their lives.
private struct PlanTrial {
    private let folder = TemporaryFolder()
    private var plan = SigningPlan()
    private var keys: [ManagedKey.ID: ZoneKey] = [:]
    private var zone: RandomZoneText
    private let policy: String
    private var now = DaemonTrial.start
    private static let name = "example."

    init(_ random: inout SplitMix64) throws {
        zone = RandomZoneText(seed: random.next())
        let isSplit = Int.random(in: 0..<3, using: &random) > 0
        policy = Self.policy(isSplit, &random)
        folder.write(policy, to: "policy.yaml")
        try FileSystem.ensureFolder(folder.path("keys"), mode: 0o700)
        for index in 0..<Int.random(in: 1...3, using: &random) {
            try addSecureEntryPoint(isSplit ? .ksk : .csk, isFirst: index == 0, &random)
        }
        guard isSplit else { return }
        for index in 0..<Int.random(in: 1...3, using: &random) {
            try add(.zsk, isActive: index == 0 || Bool.random(using: &random))
        }
    }

    private static func policy(_ isSplit: Bool, _ random: inout SplitMix64) -> String {
        let denials = ["nsec", "{ nsec3: { salt: \"0a0b\", force: true } }", "{ nsec3: { opt-out: true } }"]
        let serials = ["unixtime", "counter", "datecounter"]
        let calendar = "calendar: { period: quarter, slots: 9, step: 10d, dnskey-signatures: 21d }"
        return """
            version: 1
            ttl: { dnskey: 2d, ds: 1d }
            signatures: { validity: 13d, dnskey-validity: 21d, refresh: 8d, jitter: 1d }
            denial: \(denials.randomElement(using: &random) ?? "nsec")
            serial: \(serials.randomElement(using: &random) ?? "unixtime")
            \(Bool.random(using: &random) ? calendar : "")
            keys:
            \(isSplit ? "  - { role: ksk, algorithm: ed25519 }\n  - { role: zsk, algorithm: ed25519 }" : "  - { role: csk, algorithm: ed25519 }")

            """
    }

    /// A KSK or CSK: active, waiting, revoked, or known to the parent alone.
    private mutating func addSecureEntryPoint(_ role: KeyRole, isFirst: Bool, _ random: inout SplitMix64)
        throws
    {
        switch isFirst ? 0 : Int.random(in: 0..<4, using: &random) {
        case 0: try add(role, isActive: true, hasCDS: true)
        case 1: try add(role, isActive: false, hasCDS: Bool.random(using: &random))
        case 2: try add(role, isActive: true, isRevoked: true)
        default: try add(role, isPublished: false, isActive: false, hasCDS: true)
        }
    }

    private mutating func add(
        _ role: KeyRole,
        isPublished: Bool = true,
        isActive: Bool,
        isRevoked: Bool = false,
        hasCDS: Bool = false
    ) throws {
        let id = ManagedKey.ID(rawValue: keys.count + 1)
        let tags = KeyTagSet(of: keys.values.map(\.record))
        let pair = try SigningKey.generate(algorithm: .ed25519, flags: role.flags, avoiding: tags)
        let past = now - .days(1)
        var times = BINDKeyTimes()
        times[.created] = past
        if isPublished { times[.publish] = past }
        if isActive { times[.activate] = past }
        if isRevoked { times[.revoke] = past }
        if hasCDS { times[.syncPublish] = past } else { times[.syncDelete] = past }
        let key = BINDKey(new: pair, zone: try Name(Self.name), flags: role.flags, times: times)
        _ = try BINDKeyFolder(path: folder.path("keys")).create(key)
        keys[id] = ZoneKey(record: key.record, signingKey: pair)
        if isPublished { plan.dnskeys.append(.init(key: id, isRevoked: isRevoked)) }
        if isActive, role.signsKeys { plan.keySigners.append(id) }
        if isActive, role.signsZone, !isRevoked { plan.zoneSigners.append(id) }
        if hasCDS { plan.cds.append(id) }
    }

    /// What differs, at three moments with an edit of the zone between them.
    mutating func differences(_ random: inout SplitMix64) throws -> [String] {
        for step in 0..<3 {
            folder.write(zone.text, to: "example.zone")
            let more = Bool.random(using: &random) ? [] : ["--no-verify"]
            let byTool = try signedByTool(more)
            let byRequest = try signedByRequest(isVerified: more.isEmpty)
            guard byTool == byRequest else {
                return ["step \(step) \(more): \(byTool.prefix(300)) \(byRequest.prefix(300))"]
            }
            now = now + .days(Int64.random(in: 1...9, using: &random))
            if Bool.random(using: &random) { zone.edit() }
        }
        return []
    }

    private func signedByTool(_ more: [String]) throws -> String {
        let trial = SignTrial(
            zone: folder.path("example.zone"),
            policy: folder.path("policy.yaml"),
            keys: folder.path("keys"),
            output: folder.path("tool.zone"),
            at: now,
            more: more
        )
        let run = try trial.run()
        return run.status == 0 ? try SignAndDaemonTests.text(trial.output) : "\(run.errors)"
    }

    private func signedByRequest(isVerified: Bool) throws -> String {
        let octets = Array(policy.utf8)
        let output = folder.path("request.zone")
        let name = try Name(Self.name)
        let isFirst = try !FileSystem.exists(output)
        let key = try? SealKey.load(in: folder.path("keys")).get()
        var request = PublishingRequest(
            zone: try #require(ZoneInput(file: folder.path("example.zone"), origin: name).zone),
            policy: try #require(PolicyFile.read(octets: octets.span, file: "policy", name: "policy").policy),
            plan: plan,
            keys: keys,
            previous: isFirst ? nil : EarlierOutput.read(output, origin: name, threads: 1, key: key).output,
            now: now
        )
        request.isVerified = isVerified
        do throws(PublishingRefusal) {
            let prepared = try request.prepare()
            if prepared.contentChanged || prepared.needsSeal { try prepared.write(to: output, key: key) }
        } catch {
            return "\([error.description])"
        }
        return try SignAndDaemonTests.text(output)
    }
}
