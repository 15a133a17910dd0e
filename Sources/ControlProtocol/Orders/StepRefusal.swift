public import DNSSECModel
public import JSON

/// Why a step or roll that was ordered is refused: facts alone.
public struct StepRefusal: Hashable, Sendable {
    /// The kinds of refusal.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The zone has no such key, or it is gone.
        case unknownKey = "unknown-key"
        /// The key does not have the step before it.
        case notBeforeIt = "not-before-it"
        /// The step must wait: `wait` says why, `safe` until when.
        case tooEarly = "too-early"
        /// People hold the step, or a gate is closed: `wait`; `safe` is the moment at which it is safe but for that.
        case held
        /// The zone would be broken in itself.
        case brokenInItself = "broken-in-itself"
        /// No DS at the parent would lead to the zone; it is safe at `safe`.
        case leavesParentBehind = "leaves-parent-behind"
        /// The policy wants no keys, but validators hold a trust anchor of the role's key.
        case insecureWithAnchors = "insecure-with-anchors"
        /// The policy knows no parent, and the parent holds a DS of the key's role.
        case dsWithoutParent = "ds-without-parent"
        /// No roll of the role is under way or ordered.
        case nothingToAbort = "nothing-to-abort"
        /// The key before is revoked or gone.
        case noWayBack = "no-way-back"
        /// The policy demands the change.
        case policyDemands = "policy-demands"
        /// The key has the step behind it.
        case behindIt = "behind-it"
        /// The key has no DS.
        case noDS = "no-ds"
        /// The roll needs signatures of a key whose private part is missing.
        case lostKey = "lost-key"
        /// Who asks is not among the `people` who decide on the step.
        case mayNotDecide = "may-not-decide"
    }

    /// Which kind.
    public var kind: Kind
    /// The key, or the role alone if it is about a roll.
    public var key: KeyReference
    /// The step; `nil` if it is about a roll.
    public var phase: KeyStep?
    /// What the step waits for.
    public var wait: HoldStatus?
    /// When the step is safe.
    public var safe: Instant?
    /// Who decides on the step, for `mayNotDecide`.
    public var people: [String]

    /// All fields as they are.
    public init(
        kind: Kind,
        key: KeyReference,
        phase: KeyStep? = nil,
        wait: HoldStatus? = nil,
        safe: Instant? = nil,
        people: [String] = []
    ) {
        self.kind = kind
        self.key = key
        self.phase = phase
        self.wait = wait
        self.safe = safe
        self.people = people
    }
}

// MARK: - JSON

extension StepRefusal {
    /// The refusal as JSON.
    public var json: JSONValue {
        [
            "kind": JSONValue(word: kind), "key": key.json, "phase": JSONValue(word: phase),
            "wait": wait?.json ?? .null, "safe": JSONValue(safe),
            "people": .array(people.map { .string($0) }),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        kind = try members.take("kind").word(Kind.self)
        key = try KeyReference(json: try members.take("key"))
        phase = try members.take("phase").optionalWord(KeyStep.self)
        wait = try members.take("wait").optional { reader throws(JSONShapeError) in
            try HoldStatus(json: reader)
        }
        safe = try members.take("safe").optionalInstant()
        people = try members.take("people").strings()
        try members.finish()
    }
}
