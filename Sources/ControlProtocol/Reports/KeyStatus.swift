public import DNSSECModel
public import JSON

/// The state of one record of a key.
public struct RecordStatus: Hashable, Sendable {
    /// Which record.
    public var record: KeyRecord
    /// Its state in the caches of the world.
    public var state: RecordState
    /// When the state was entered, by decision.
    public var since: Instant
    /// When the change was seen in force.
    public var seen: Instant?

    /// The state of a record.
    public init(_ record: KeyRecord, _ track: RecordTrack) {
        self.record = record
        state = track.state
        since = track.since
        seen = track.seen
    }
}

/// A key of a zone.
public struct KeyStatus: Hashable, Sendable {
    /// Its number in the ring.
    public var id: Int
    /// Its tag, of the revoked form once it is revoked; nil until the key is made.
    public var tag: UInt16?
    /// The key as facts refer to it: all that its name is made of.
    public var reference: KeyReference
    /// Its algorithm.
    public var algorithm: SecurityAlgorithm
    /// Modulus size for RSA.
    public var bits: Int?
    /// The last step of its life that is in force: what `--phase` takes; nil until the key is made.
    public var phase: KeyStep?
    /// When it entered that phase; when it was asked for until it is made.
    public var since: Instant
    /// What it shall become.
    public var goal: KeyGoal
    /// The number of the key that it follows.
    public var predecessor: Int?
    /// The states of its records, of those that it has.
    public var records: [RecordStatus]
    /// When it was asked for.
    public var requested: Instant
    /// When it was made.
    public var generated: Instant?
    /// When it is due to take over.
    public var takeover: Instant?
    /// When its work began.
    public var activated: Instant?
    /// When its work ended.
    public var retired: Instant?
    /// When it left the zone.
    public var removed: Instant?
    /// The name of its key files without `.key` and `.private`; `nil` if they are not known.
    public var file: String?

    /// A key of a ring.
    public init(_ key: ManagedKey, in ring: KeyRing, file: String? = nil) {
        id = key.id.rawValue
        tag = key.tag
        reference = ring.reference(to: key.id, orRole: key.role)
        algorithm = key.algorithm
        bits = key.bits
        phase = key.phase
        since = key.inPhaseSince
        goal = key.goal
        predecessor = key.predecessor?.rawValue
        records = KeyRecord.allCases.compactMap { record in key[record].map { RecordStatus(record, $0) } }
        requested = key.requested
        generated = key.generated
        takeover = key.takeover
        activated = key.activated
        retired = key.retired
        removed = key.removed
        self.file = file
    }

    /// What it is for.
    public var role: KeyRole { reference.role }

    /// The state of one of its records; `nil` if it has no such record.
    public subscript(record: KeyRecord) -> RecordState? { records.first { $0.record == record }?.state }
}

/// The keys of a zone, those that are gone included.
public struct KeyList: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// The daemon's clock.
    public var time: Instant
    /// The keys in order of their numbers.
    public var keys: [KeyStatus]

    /// All fields as they are.
    public init(zone: Name, time: Instant, keys: [KeyStatus]) {
        self.zone = zone
        self.time = time
        self.keys = keys
    }
}

// MARK: - JSON

extension KeyList {
    /// The list as JSON.
    public var json: JSONValue {
        [
            "version": .version, "zone": JSONValue(zone), "time": JSONValue(time),
            "keys": .array(keys.map(\.json)),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        zone = try members.take("zone").name()
        time = try members.take("time").instant()
        keys = try members.take("keys").list { reader throws(JSONShapeError) in try KeyStatus(json: reader) }
        try members.finish()
    }
}

extension KeyStatus {
    var json: JSONValue {
        [
            "id": .integer(Int64(id)), "tag": JSONValue(number: tag), "role": JSONValue(word: role),
            "algorithm": .integer(Int64(algorithm.rawValue)), "bits": JSONValue(number: bits),
            "phase": JSONValue(word: phase), "since": JSONValue(since), "goal": JSONValue(word: goal),
            "predecessor": JSONValue(number: predecessor), "file": JSONValue(file),
            "states": .object(records.map { .init($0.record.rawValue, $0.json) }),
            "requested": JSONValue(requested), "generated": JSONValue(generated),
            "takeover": JSONValue(takeover),
            "activated": JSONValue(activated), "retired": JSONValue(retired), "removed": JSONValue(removed),
            "name": JSONValue(reference.name), "plain-tag": JSONValue(number: reference.tag),
            "number": JSONValue(number: reference.number),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        id = try members.take("id").count()
        tag = try members.take("tag").optionalTag()
        reference = KeyReference(role: try members.take("role").word(KeyRole.self), id: id)
        reference.name = try members.take("name").optionalString()
        reference.tag = try members.take("plain-tag").optionalTag()
        reference.number = try members.take("number").optionalCount()
        algorithm = try members.take("algorithm").algorithm()
        bits = try members.take("bits").optional { reader throws(JSONShapeError) in try reader.count() }
        phase = try members.take("phase").optionalWord(KeyStep.self)
        since = try members.take("since").instant()
        goal = try members.take("goal").word(KeyGoal.self)
        predecessor = try members.take("predecessor").optional { reader throws(JSONShapeError) in
            try reader.count()
        }
        file = try members.take("file").optionalString()
        records = try RecordStatus.all(in: try members.take("states"))
        requested = try members.take("requested").instant()
        generated = try members.take("generated").optionalInstant()
        takeover = try members.take("takeover").optionalInstant()
        activated = try members.take("activated").optionalInstant()
        retired = try members.take("retired").optionalInstant()
        removed = try members.take("removed").optionalInstant()
        try members.finish()
    }
}

extension RecordStatus {
    fileprivate var json: JSONValue {
        ["state": JSONValue(word: state), "since": JSONValue(since), "seen": JSONValue(seen)]
    }

    fileprivate static func all(in reader: JSONReader) throws(JSONShapeError) -> [RecordStatus] {
        var members = try reader.members()
        var all: [RecordStatus] = []
        for record in KeyRecord.allCases {
            guard let reader = members.takeIfPresent(record.rawValue) else { continue }
            all.append(try RecordStatus(record, json: reader))
        }
        try members.finish()
        return all
    }

    private init(_ record: KeyRecord, json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        self.record = record
        state = try members.take("state").word(RecordState.self)
        since = try members.take("since").instant()
        seen = try members.take("seen").optionalInstant()
        try members.finish()
    }
}
