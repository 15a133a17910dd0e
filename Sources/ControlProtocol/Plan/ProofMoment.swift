public import DNSSECModel
public import JSON

/// A moment in the story of how a resolver comes to hold something bogus, or of a plan that waits for ever: facts alone.
///
/// Each kind of moment has the members that it needs; the others are empty.
public struct ProofMoment: Hashable, Sendable {
    /// What happens.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A resolver fetches `part`: of `keys`, those `revoked`, signed by `signers`; shown `from`, `until`, and kept
        /// until `end`.
        case fetches
        /// A validator that follows RFC 5011 starts with `keys` as its trust anchors.
        case starts
        /// It asks, and is not shown the key yet.
        case missesKey = "misses-key"
        /// It sees the key for the first time, and trusts it from its first question after `end`.
        case seesKey = "sees-key"
        /// It asks, and the key's hold-down has not passed yet.
        case asksTooEarly = "asks-too-early"
        /// It asks and gets no answer; its next question is at `end`.
        case asksInVain = "asks-in-vain"
        /// It is switched off until `end`.
        case isOff = "is-off"
        /// It sees that the key was revoked, and trusts it no more.
        case seesRevocation = "sees-revocation"
        /// It asks, and is not shown the revocation of the key yet.
        case missesRevocation = "misses-revocation"
        /// A signature over `part` with so little left that it will be made anew is still shown; it expires at `end`.
        case signatureShown = "signature-shown"
        /// What the resolver holds does not validate: `fault`.
        case fails
        /// What was due at this moment never comes: `stall`, of the key or of `role`; `step` waits for ever.
        case stalls
    }

    /// When.
    public var time: Instant
    /// True if it happens just before that moment, not in it.
    public var isJustBefore: Bool
    /// What happens.
    public var kind: Kind
    /// What does not validate.
    public var fault: ProofFault?
    /// What never comes.
    public var stall: StallKind?
    /// The RRset that it is about.
    public var part: ChainPart?
    /// The keys that it is about, or in the RRset.
    public var keys: [KeyReference]
    /// Those of them with the REVOKE bit.
    public var revoked: [KeyReference]
    /// The keys that signed.
    public var signers: [KeyReference]
    /// When a server showed the RRset first; `nil` if it has been shown for as long as is known.
    public var from: Instant?
    /// When no server shows the RRset any more; `nil` if there is no end in sight.
    public var until: Instant?
    /// When what happens is over: the RRset is dropped, the hold-down ends, the next question comes, the signature expires.
    public var end: Instant?
    /// The role of a key that never comes, or whose step waits for ever.
    public var role: KeyRole?
    /// The step that waits for ever.
    public var step: KeyStep?

    /// A moment without any particulars.
    public init(time: Instant, isJustBefore: Bool = false, kind: Kind) {
        self.time = time
        self.isJustBefore = isJustBefore
        self.kind = kind
        (keys, revoked, signers) = ([], [], [])
    }
}

// MARK: - JSON

extension ProofMoment {
    /// The moment as JSON.
    public var json: JSONValue {
        [
            "time": JSONValue(time), "just-before": .bool(isJustBefore), "kind": JSONValue(word: kind),
            "fault": JSONValue(fault?.word), "algorithm": JSONValue(number: fault?.algorithm?.rawValue),
            "stall": JSONValue(word: stall), "part": JSONValue(word: part),
            "keys": .array(keys.map(\.json)), "revoked": .array(revoked.map(\.json)),
            "signers": .array(signers.map(\.json)), "from": JSONValue(from), "until": JSONValue(until),
            "end": JSONValue(end), "role": JSONValue(word: role), "step": JSONValue(word: step),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        self.init(
            time: try members.take("time").instant(),
            isJustBefore: try members.take("just-before").bool(),
            kind: try members.take("kind").word(Kind.self)
        )
        let faultReader = try members.take("fault")
        let algorithm = try members.take("algorithm").optional { reader throws(JSONShapeError) in
            try reader.algorithm()
        }
        stall = try members.take("stall").optionalWord(StallKind.self)
        part = try members.take("part").optionalWord(ChainPart.self)
        keys = try Self.keys(members.take("keys"))
        revoked = try Self.keys(members.take("revoked"))
        signers = try Self.keys(members.take("signers"))
        from = try members.take("from").optionalInstant()
        until = try members.take("until").optionalInstant()
        end = try members.take("end").optionalInstant()
        role = try members.take("role").optionalWord(KeyRole.self)
        step = try members.take("step").optionalWord(KeyStep.self)
        try members.finish()
        guard let word = try faultReader.optionalString() else { return }
        fault = ProofFault.all(algorithm, part, keys.first?.id.map(ManagedKey.ID.init)).first {
            $0.word == word
        }
        guard fault != nil else { throw faultReader.error(.unknown) }
    }

    private static func keys(_ reader: JSONReader) throws(JSONShapeError) -> [KeyReference] {
        try reader.list { reader throws(JSONShapeError) in try KeyReference(json: reader) }
    }
}

extension ProofFault {
    /// Its word in JSON; what it is about stands beside it.
    fileprivate var word: String {
        switch self {
        case .noDNSKEY: "no-dnskey"
        case .dsNamesNoKey: "ds-names-no-key"
        case .dsNamesRevokedKey: "ds-names-revoked-key"
        case .dsKeyDoesNotSign: "ds-key-does-not-sign"
        case .algorithmWithoutEntry: "algorithm-without-entry"
        case .dataUnsigned: "data-unsigned"
        case .dataSignerUnknown: "data-signer-unknown"
        case .dataSignerRevoked: "data-signer-revoked"
        case .algorithmWithoutSignature: "algorithm-without-signature"
        case .signatureExpires: "signature-expires"
        case .noAnchor: "no-anchor"
        case .unsignedUnderAnchor: "unsigned-under-anchor"
        case .revocationMissed: "revocation-missed"
        }
    }

    /// The algorithm that it is about.
    fileprivate var algorithm: SecurityAlgorithm? {
        switch self {
        case .algorithmWithoutEntry(let algorithm), .algorithmWithoutSignature(let algorithm): algorithm
        default: nil
        }
    }

    /// All faults that there can be with what stands beside them.
    fileprivate static func all(
        _ algorithm: SecurityAlgorithm?,
        _ part: ChainPart?,
        _ key: ManagedKey.ID?
    ) -> [ProofFault] {
        [
            .noDNSKEY, .dsNamesNoKey, .dsNamesRevokedKey, .dsKeyDoesNotSign, .dataUnsigned,
            .dataSignerUnknown,
            .dataSignerRevoked, .noAnchor, .unsignedUnderAnchor,
        ] + (algorithm.map { [.algorithmWithoutEntry($0), .algorithmWithoutSignature($0)] } ?? [])
            + (part.map { [.signatureExpires($0)] } ?? []) + (key.map { [.revocationMissed($0)] } ?? [])
    }
}
