import DNSSECModel
import JSON

// A key as JSON.

extension RingFormat {
    static func value(of key: ManagedKey) -> JSONValue {
        [
            "id": JSONValue(key.id),
            "name": key.name.map { .string($0) } ?? nil,
            "role": .string(key.role.rawValue),
            "algorithm": .string(key.algorithm.description.lowercased()),
            "bits": key.bits.map { .integer(Int64($0)) } ?? nil,
            "goal": .string(key.goal.rawValue),
            "predecessor": key.predecessor.map { JSONValue($0) } ?? nil,
            "is-initial": .bool(key.isInitial),
            "method": .string(key.method.rawValue),
            "is-urgent": .bool(key.isUrgent),
            "is-lost": .bool(key.isLost),
            "order": key.order.map(value) ?? nil,
            "material": key.material.map(value) ?? nil,
            "dnskey": value(of: key.dnskey),
            "zrrsig": key.zrrsig.map(value) ?? nil,
            "spread": key.spread.map(value) ?? nil,
            "krrsig": key.krrsig.map(value) ?? nil,
            "ds": key.ds.map(value) ?? nil,
            "anchor": key.anchor.map(value) ?? nil,
            "revocation": key.revocation.map(value) ?? nil,
            "requested": JSONValue(key.requested),
            "generated": JSONValue(key.generated),
            "takeover": JSONValue(key.takeover),
            "activated": JSONValue(key.activated),
            "retired": JSONValue(key.retired),
            "removed": JSONValue(key.removed),
            "phase-since": JSONValue(key.phaseSince),
        ]
    }

    /// Reads a key; its number must be larger than those before it, and smaller than the next.
    static func key(from reader: JSONReader, in ring: KeyRing) throws(JSONShapeError) -> ManagedKey {
        var members = try reader.members()
        let previous = Int64(ring.keys.last?.id.rawValue ?? 0)
        let number = try members.take("id")
        guard previous + 1 < ring.nextKey else { throw number.error(.invalid(.consistent)) }
        let id = ManagedKey.ID(
            rawValue: Int(try number.integer(in: (previous + 1)...Int64(ring.nextKey - 1)))
        )
        var key = try key(id, takingPolicyFrom: &members, in: ring)
        key.material = try material(from: try members.take("material"))
        try takeTracks(of: &key, from: &members)
        key.generated = try members.take("generated").optionalInstant()
        key.takeover = try members.take("takeover").optionalInstant()
        key.activated = try members.take("activated").optionalInstant()
        key.retired = try members.take("retired").optionalInstant()
        key.removed = try members.take("removed").optionalInstant()
        key.phaseSince = try members.takeIfPresent("phase-since")?.optionalInstant()
        try members.finish()
        return key
    }

    private static func key(
        _ id: ManagedKey.ID,
        takingPolicyFrom members: inout JSONMembers,
        in ring: KeyRing
    ) throws(JSONShapeError) -> ManagedKey {
        let role = try members.take("role").word(KeyRole.self)
        let algorithm = try members.take("algorithm").algorithm()
        let bits = try members.take("bits").nonNull
        let goal = try members.take("goal").word(KeyGoal.self)
        let predecessor = try members.take("predecessor").nonNull
        var key = ManagedKey(
            id: id,
            policy: KeyPolicy(role: role, algorithm: algorithm),
            hasDS: false,
            goal: goal,
            predecessor: try predecessor?.keyID(in: ring),
            isInitial: try members.take("is-initial").bool(),
            at: try members.take("requested").instant()
        )
        key.name = try members.takeIfPresent("name")?.nonNull?.string()
        // Keys of keyturn 0.1 have no method of their own: that of their role, unless the file says otherwise.
        if let method = members.takeIfPresent("method") { key.method = try method.word(RolloverMethod.self) }
        key.isUrgent = try members.takeIfPresent("is-urgent")?.bool() ?? false
        key.isLost = try members.takeIfPresent("is-lost")?.bool() ?? false
        key.order = try members.takeIfPresent("order")?.nonNull
            .map { reader throws(JSONShapeError) in try rollRequest(from: reader) }
        key.bits = try bits.map { reader throws(JSONShapeError) in Int(try reader.integer(in: 0...65536)) }
        return key
    }

    private static func takeTracks(
        of key: inout ManagedKey,
        from members: inout JSONMembers
    ) throws(JSONShapeError) {
        key.dnskey = try track(from: try members.take("dnskey"))
        key.spread = try members.takeIfPresent("spread")?.nonNull
            .map { reader throws(JSONShapeError) in try spread(from: reader) }
        for record in KeyRecord.allCases where record != .dnskey {
            let reader = try members.take(record.rawValue)
            key[record] = reader.value == .null ? nil : try track(from: reader)
        }
    }

    private static func value(of track: RecordTrack) -> JSONValue {
        [
            "state": .string(track.state.rawValue),
            "since": JSONValue(track.since),
            "seen": JSONValue(track.seen),
            "ttl": JSONValue(track.ttl),
        ]
    }

    private static func track(from reader: JSONReader) throws(JSONShapeError) -> RecordTrack {
        var members = try reader.members()
        let track = RecordTrack(
            try members.take("state").word(RecordState.self),
            since: try members.take("since").instant(),
            seen: try members.take("seen").optionalInstant(),
            ttl: try members.take("ttl").optionalInterval()
        )
        try members.finish()
        return track
    }

    /// The tags are there for people, and to notice a damaged key.
    private static func value(of material: KeyMaterial) -> JSONValue {
        [
            "tag": .integer(Int64(material.tag)),
            "revoked-tag": .integer(Int64(material.revokedTag)),
            "record": JSONValue(base64: material.record.rdata),
        ]
    }

    private static func material(from reader: JSONReader) throws(JSONShapeError) -> KeyMaterial? {
        guard let reader = reader.nonNull else { return nil }
        var members = try reader.members()
        let tag = try members.take("tag")
        let revokedTag = try members.take("revoked-tag")
        let text = try members.take("record")
        try members.finish()
        let rdata = try text.base64()
        guard let record = DNSKEYRecord(rdata: rdata.span), !record.isRevoked else {
            throw text.error(.invalid(.consistent))
        }
        let material = KeyMaterial(record: record)
        try tag.expect(.integer(Int64(material.tag)))
        try revokedTag.expect(.integer(Int64(material.revokedTag)))
        return material
    }
}
