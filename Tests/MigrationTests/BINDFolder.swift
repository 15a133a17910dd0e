import DNSSECCrypto
import DNSSECModel
import TestKit
import Timeline

@testable import KeyStore
@testable import Migration

/// A folder of a BIND with a dnssec-policy, at a moment of its own, with keys in any state.
final class BINDFolder {
    static let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])
    static let now = Instant(secondsSinceEpoch: 1_800_000_000)
    /// The policy that fits what BIND does here.
    static let policy = DNSSECPolicy(
        name: "default",
        description: "",
        ttl: TTLPolicy(zoneMaximum: .days(1)),
        keys: [
            KeyPolicy(role: .ksk, algorithm: .ecdsaP256SHA256),
            KeyPolicy(role: .zsk, algorithm: .ecdsaP256SHA256, lifetime: .days(90)),
        ]
    )
    static let cskPolicy: DNSSECPolicy = {
        var policy = BINDFolder.policy
        let csk = KeyPolicy(
            role: .csk,
            algorithm: .ecdsaP256SHA256,
            lifetime: .days(90),
            roll: .prePublication
        )
        policy.keys = [csk]
        return policy
    }()

    /// A state and how long ago it was entered.
    typealias Track = (state: RecordState, age: Interval)

    let temporary = TemporaryFolder()
    private(set) var names: [BINDKeyFileName] = []
    private var states: [BINDStateFile] = []

    var path: String { temporary.path }

    /// Adds a key; its files are written at once, its states by `write`.
    @discardableResult
    func add(
        _ role: KeyRole,
        algorithm: SecurityAlgorithm = .ecdsaP256SHA256,
        goal: RecordState = .omnipresent,
        made: Interval = .days(10),
        _ tracks: [BINDStateFile.State: Track]
    ) throws -> Int {
        let made = Self.now - made
        var times = BINDKeyTimes()
        times[.created] = made
        let key = try BINDKeyFolder(path: path).create(
            .generate(algorithm: algorithm, bits: 2048),
            zone: Self.zone,
            flags: role.flags,
            ttl: 3600,
            times: times
        )
        var state = BINDStateFile()
        state.numbers[.algorithm] = UInt32(algorithm.rawValue)
        state.numbers[.length] = key.record.sizeInBits.map { UInt32($0) }
        state.numbers[.lifetime] = role == .ksk ? 0 : UInt32(90 * 86400)
        state.flags = [.ksk: role.signsKeys, .zsk: role.signsZone]
        for moment in [BINDStateFile.Moment.generated, .published, .active] { state.times[moment] = made }
        if role != .ksk { state.times[.retired] = made + .days(90) }
        state.states[.goal] = goal
        for (field, track) in tracks {
            state.states[field] = track.state
            if let change = field.change { state.times[change] = Self.now - track.age }
        }
        names.append(key.name)
        states.append(state)
        return names.count - 1
    }

    /// A key that every cache knows.
    @discardableResult
    func addSettled(
        _ role: KeyRole,
        algorithm: SecurityAlgorithm = .ecdsaP256SHA256,
        goal: RecordState = .omnipresent
    ) throws -> Int {
        let settled: Track = (.omnipresent, .days(8))
        var tracks: [BINDStateFile.State: Track] = [.dnskey: settled]
        if role.signsZone { tracks[.zrrsig] = settled }
        if role.signsKeys { (tracks[.krrsig], tracks[.ds]) = (settled, settled) }
        return try add(role, algorithm: algorithm, goal: goal, tracks)
    }

    /// Changes what BIND knows of a key.
    func edit(_ key: Int, _ change: (inout BINDStateFile) -> Void) { change(&states[key]) }

    /// Makes two keys predecessor and successor.
    func relate(_ old: Int, _ new: Int) {
        states[old].numbers[.successor] = UInt32(names[new].keyTag)
        states[new].numbers[.predecessor] = UInt32(names[old].keyTag)
    }

    /// Writes the state files; `change` edits the text of one key's.
    func write(changing key: Int? = nil, _ change: (String) -> String = { $0 }) {
        for (index, name) in names.enumerated() {
            let octets = states[index].text(zone: Self.zone, keyTag: name.keyTag)
            let text = String(decoding: octets, as: UTF8.self)
            temporary.write(index == key ? change(text) : text, to: name.stateFile)
        }
    }

    /// What keyturn makes of the folder.
    func taken(
        _ policy: DNSSECPolicy = BINDFolder.policy,
        published: PublishedZone? = nil,
        at now: Instant = BINDFolder.now,
        allowsOtherPolicy: Bool = false
    ) throws -> BINDImport {
        try BINDImport(
            BINDFiles(folder: path, zone: Self.zone),
            policy: policy,
            published: published,
            at: now,
            allowsOtherPolicy: allowsOtherPolicy
        )
    }

    /// Why it does not take the folder over.
    func faults(
        _ policy: DNSSECPolicy = BINDFolder.policy,
        published: PublishedZone? = nil
    ) throws -> [BINDImportFault] {
        do {
            _ = try taken(policy, published: published)
            return []
        } catch let error as BINDImportError {
            return error.faults
        }
    }

    /// The key's number in the ring of an import.
    func id(_ key: Int, in ring: KeyRing) -> ManagedKey? {
        ring.keys.first { $0.material?.tag == names[key].keyTag }
    }
}
