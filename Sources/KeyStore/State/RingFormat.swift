import DNSSECModel
import JSON

/// A key ring as JSON, member by member: the form of version 1.
///
/// Every property of the ring is a member of the same name, in lower case with hyphens; none is left out, and nil is
/// `null`. Moments are ISO 8601, lengths of time `1d12h`, enumerations their words.
enum RingFormat {
    static func value(of ring: KeyRing) -> JSONValue {
        // Only in rings that have one: the digests of all others are what they were before there were any.
        let override = ring.guardOverride.map { [JSONValue.Member("guard-override", value(of: $0))] } ?? []
        guard case .object(let members) = usualValue(of: ring) else { return .null }
        return .object(members + override)
    }

    private static func usualValue(of ring: KeyRing) -> JSONValue {
        [
            "zone": .string(ring.zone.description),
            "next-key": .integer(Int64(ring.nextKey)),
            "last-advanced": JSONValue(ring.lastAdvanced),
            "policy": ring.policy.map(value) ?? nil,
            "policy-rules": value(of: ring.policyRules),
            "zone-rules": value(of: ring.zoneRules),
            "roll-requests": .array(ring.rollRequests.map(value)),
            "operator-holds": .array(ring.operatorHolds.map(value)),
            "forced-steps": .array(ring.forcedSteps.map(value)),
            "votes": .array(ring.votes.map(value)),
            "dnskey-ttl": value(of: ring.dnskeyTTL),
            "zone-ttl": value(of: ring.zoneTTL),
            "ds-ttl": value(of: ring.dsTTL),
            "publication": ring.publication.map(value) ?? nil,
            "keys": .array(ring.keys.map(value)),
        ]
    }

    static func ring(from reader: JSONReader) throws(JSONShapeError) -> KeyRing {
        var members = try reader.members()
        var ring = KeyRing(zone: try members.take("zone").name())
        ring.nextKey = Int(try members.take("next-key").integer(in: 1...Int64(Int32.max)))
        ring.lastAdvanced = try members.take("last-advanced").optionalInstant()
        // keyturn 0.1 kept no policy and had no recent rules.
        ring.policy = try members.takeIfPresent("policy")?.nonNull.map(keptPolicy)
        ring.policyRules = try members.takeIfPresent("policy-rules").map(ruleRecord) ?? RuleRecord()
        ring.zoneRules = try members.takeIfPresent("zone-rules").map(ruleRecord) ?? RuleRecord()
        for request in try members.take("roll-requests").elements() {
            ring.rollRequests.append(try rollRequest(from: request))
        }
        for hold in try members.takeIfPresent("operator-holds")?.elements() ?? [] {
            ring.operatorHolds.append(try operatorHold(from: hold, in: ring))
        }
        for vote in try members.takeIfPresent("votes")?.elements() ?? [] {
            ring.votes.append(try self.vote(from: vote, in: ring))
        }
        ring.dnskeyTTL = try ttlMemory(from: try members.take("dnskey-ttl"))
        ring.zoneTTL = try ttlMemory(from: try members.take("zone-ttl"))
        ring.dsTTL = try ttlMemory(from: try members.take("ds-ttl"))
        let publication = try members.take("publication")
        for key in try members.take("keys").elements() {
            ring.keys.append(try self.key(from: key, in: ring))
        }
        for step in try members.takeIfPresent("forced-steps")?.elements() ?? [] {
            ring.forcedSteps.append(try forcedStep(from: step, in: ring))
        }
        ring.guardOverride = try members.takeIfPresent("guard-override").map(guardOverride)
        if let publication = publication.nonNull {
            ring.publication = try self.publication(from: publication, in: ring)
        }
        try members.finish()
        return ring
    }
}

// MARK: - Parts of the ring

extension RingFormat {
    private static func value(of memory: TTLMemory) -> JSONValue {
        let past = memory.past.map { past -> JSONValue in
            ["ttl": JSONValue(past.ttl), "last-served": JSONValue(past.lastServed)]
        }
        return ["current": JSONValue(memory.current), "past": .array(past)]
    }

    private static func ttlMemory(from reader: JSONReader) throws(JSONShapeError) -> TTLMemory {
        var members = try reader.members()
        var memory = TTLMemory(current: try members.take("current").optionalInterval())
        for element in try members.take("past").elements() {
            var past = try element.members()
            let ttl = try past.take("ttl").interval()
            memory.past.append(TTLMemory.Past(ttl: ttl, lastServed: try past.take("last-served").instant()))
            try past.finish()
        }
        try members.finish()
        return memory
    }

    private static func value(of publication: Publication) -> JSONValue {
        let end = publication.signaturesExpire.map { JSONValue.Member("signatures-expire", JSONValue($0)) }
        return .object(
            [
                .init("at", JSONValue(publication.at)),
                .init("serial", .integer(Int64(publication.serial))),
                .init("dnskey-ttl", JSONValue(publication.dnskeyTTL)),
                .init("maximum-ttl", JSONValue(publication.maximumTTL)),
                .init("negative-ttl", JSONValue(publication.negativeTTL)),
                .init("propagation", JSONValue(publication.propagation)),
                .init("plan", value(of: publication.plan)),
                .init("is-of-other-signer", .bool(publication.isOfOtherSigner)),
            ] + [end].compactMap(\.self)
        )
    }

    private static func publication(
        from reader: JSONReader,
        in ring: KeyRing
    ) throws(JSONShapeError) -> Publication {
        var members = try reader.members()
        var publication = Publication(
            at: try members.take("at").instant(),
            serial: UInt32(try members.take("serial").integer(in: 0...Int64(UInt32.max))),
            plan: try plan(from: try members.take("plan"), in: ring),
            dnskeyTTL: try members.take("dnskey-ttl").interval(),
            maximumTTL: try members.take("maximum-ttl").interval(),
            negativeTTL: try members.take("negative-ttl").interval(),
            propagation: try members.take("propagation").interval(),
            // Earlier versions did not note it.
            signaturesExpire: try members.takeIfPresent("signatures-expire")?.optionalInstant()
        )
        // Nor this.
        publication.isOfOtherSigner = try members.takeIfPresent("is-of-other-signer")?.bool() ?? false
        try members.finish()
        return publication
    }

    private static func value(of plan: SigningPlan) -> JSONValue {
        let dnskeys = plan.dnskeys.map { published -> JSONValue in
            ["key": JSONValue(published.key), "is-revoked": .bool(published.isRevoked)]
        }
        return [
            "dnskeys": .array(dnskeys),
            "key-signers": .array(plan.keySigners.map { JSONValue($0) }),
            "zone-signers": .array(plan.zoneSigners.map { JSONValue($0) }),
            "kept-signatures": .array(plan.keptSignatures.map(value)),
            "cds": .array(plan.cds.map { JSONValue($0) }),
            "deletes-ds": .bool(plan.deletesDS),
        ]
    }

    private static func plan(from reader: JSONReader, in ring: KeyRing) throws(JSONShapeError) -> SigningPlan
    {
        var members = try reader.members()
        var plan = SigningPlan()
        for element in try members.take("dnskeys").elements() {
            var published = try element.members()
            let key = try published.take("key").keyID(in: ring)
            let isRevoked = try published.take("is-revoked").bool()
            try published.finish()
            plan.dnskeys.append(SigningPlan.PublishedKey(key: key, isRevoked: isRevoked))
        }
        plan.keySigners = try members.take("key-signers").keyIDs(in: ring)
        plan.zoneSigners = try members.take("zone-signers").keyIDs(in: ring)
        // keyturn 0.1 knew none.
        for kept in try members.takeIfPresent("kept-signatures")?.elements() ?? [] {
            plan.keptSignatures.append(try keptSignatures(from: kept, in: ring))
        }
        plan.cds = try members.take("cds").keyIDs(in: ring)
        plan.deletesDS = try members.takeIfPresent("deletes-ds")?.bool() ?? false
        try members.finish()
        return plan
    }
}
