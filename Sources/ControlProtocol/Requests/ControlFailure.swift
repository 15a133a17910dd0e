public import DNSSECModel
public import JSON

/// Why the daemon did not do what it was asked.
public struct ControlFailure: Error, Hashable, Sendable {
    /// The kinds of failure, each with its HTTP status and the exit status of the tool.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A safety rule forbids it.
        case refused
        /// The daemon has no such zone.
        case unknownZone = "unknown-zone"
        /// The zone has no such key.
        case unknownKey = "unknown-key"
        /// The request makes no sense.
        case badRequest = "bad-request"
        /// No such path.
        case notFound = "not-found"
        /// The path knows other methods.
        case methodNotAllowed = "method-not-allowed"
        /// The body is too long.
        case tooLarge = "too-large"
        /// The zone or a key cannot be used at present.
        case badData = "bad-data"
        /// Configuration or policy has an error.
        case badConfiguration = "bad-configuration"
        /// The person may not do this.
        case notAllowed = "not-allowed"
        /// A file or a disk failed.
        case inputOutput = "input-output"
        /// The daemon is stopping, or took too long.
        case unavailable
        /// The daemon has a fault.
        case `internal`
    }

    /// Which kind.
    public var code: Code
    /// One sentence for people.
    public var message: String
    /// The rule that forbids it, where one does.
    public var rule: SafetyRule?
    /// The earliest moment at which it is safe, where one is known.
    public var earliest: Instant?
    /// The facts of a refused step or roll; `message` tells them in English.
    public var refusal: StepRefusal?
    /// The facts of an order or question that cannot be meant; `message` tells them in English.
    public var mistake: OrderMistake?
    /// The exit status of the tool.
    public var exit: Int32

    /// A failure; the exit status is that of its kind unless given.
    public init(
        _ code: Code,
        _ message: String,
        rule: SafetyRule? = nil,
        earliest: Instant? = nil,
        refusal: StepRefusal? = nil,
        mistake: OrderMistake? = nil,
        exit: Int32? = nil
    ) {
        self.code = code
        self.message = message
        self.rule = rule
        self.earliest = earliest
        self.refusal = refusal
        self.mistake = mistake
        self.exit = exit ?? code.exit
    }

    /// The failure for a zone that is not there.
    public static func unknownZone(_ zone: Name) -> ControlFailure {
        ControlFailure(.unknownZone, "the daemon has no zone \(zone); keyturn status lists those it has")
    }
}

extension ControlFailure.Code {
    /// The exit status of the tool: 3, or a number of sysexits.h.
    public var exit: Int32 {
        switch self {
        case .refused: 3
        case .badRequest, .notFound, .methodNotAllowed, .tooLarge: 64
        case .badData: 65
        case .unknownZone, .unknownKey: 66
        case .unavailable: 69
        case .internal: 70
        case .inputOutput: 74
        case .notAllowed: 77
        case .badConfiguration: 78
        }
    }

    /// The HTTP status.
    public var status: Int {
        switch self {
        case .badRequest: 400
        case .notAllowed: 403
        case .unknownZone, .unknownKey, .notFound: 404
        case .methodNotAllowed: 405
        case .refused: 409
        case .tooLarge: 413
        case .badData, .badConfiguration: 422
        case .inputOutput, .internal: 500
        case .unavailable: 503
        }
    }
}

// MARK: - JSON

extension ControlFailure {
    /// `{"error": {"code", "message", "rule", "earliest", "refusal", "mistake", "exit"}}`.
    public var json: JSONValue {
        [
            "error": [
                "code": JSONValue(word: code), "message": .string(message), "rule": JSONValue(word: rule),
                "earliest": JSONValue(earliest), "refusal": refusal?.json ?? .null,
                "mistake": mistake?.json ?? .null, "exit": .integer(Int64(exit)),
            ]
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var outer = try reader.members()
        var members = try outer.take("error").members()
        code = try members.take("code").word(Code.self)
        message = try members.take("message").string()
        rule = try members.take("rule").optionalWord(SafetyRule.self)
        earliest = try members.take("earliest").optionalInstant()
        refusal = try members.take("refusal").optional { reader throws(JSONShapeError) in
            try StepRefusal(json: reader)
        }
        mistake = try members.take("mistake").optional { reader throws(JSONShapeError) in
            try OrderMistake(json: reader)
        }
        exit = Int32(try members.take("exit").integer(in: 1...255))
        try members.finish()
        try outer.finish()
    }
}
