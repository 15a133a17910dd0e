import DNSSECModel

/// The policy language, version 1: one tuple for each mapping of the file, one element for each key.
///
/// Tuples and no structs, since Swift takes tuples apart exhaustively: a key that is added here does not compile until
/// the conversion to `DNSSECPolicy` has a use for it. nil = left out (or wrong, and then in the log).
enum PolicySpec {
    typealias File = (
        description: String?, zone: Name?, publishesReasons: Bool?, ttl: TTL?, signatures: Signatures?,
        denial: Denial?,
        serial: SerialPolicy?, zonemd: ZoneDigestMethod?, guards: Guards?,
        propagation: Propagation?, safety: Safety?, calendar: SlotCalendar?, keys: [Key], parent: Parent?,
        gates: [GatePolicy]?, milestones: [Milestone]?, postponements: [Postponement]?, revisions: [Revision]?
    )
    typealias TTL = (dnskey: Interval?, ds: Interval?, zoneMaximum: OrWord?)
    typealias Signatures = (
        validity: Interval?, dnskeyValidity: Interval?, refresh: Interval?, jitter: Interval?,
        inceptionOffset: Interval?, dnskeySigners: DNSKEYSigners?
    )
    typealias NSEC3 = (optOut: Bool?, iterations: Int?, salt: [UInt8]?)
    typealias Guards = (shrink: Share?, grow: Share?, names: [GuardedName]?)
    typealias Propagation = (zone: Interval?, parent: Interval?)
    typealias Safety = (publish: Interval?, retire: Interval?)
    typealias RFC5011 = (addHoldDown: Interval?, revoked: Interval?, isForced: Bool?)
    typealias Key = (
        role: KeyRole?, algorithm: SecurityAlgorithm?, bits: Int?, lifetime: OrWord?, roll: RolloverMethod?,
        spread: OrWord?, rfc5011: RFC5011?, standby: Int?, calendar: KeyCalendar?, known: [KnownKey]?,
        lifetimeJitter: Interval?,
        mark: Mark
    )
    typealias Revision = (from: Instant?, keys: [Key], isAssumed: Bool?)
    typealias Parent = (ds: DSSubmission?, cds: Bool?, digests: [DigestType]?)

    /// `nsec`, or the parameters of `nsec3`.
    enum Denial {
        case nsec
        case nsec3(NSEC3)
    }

    /// A part of a whole, or `none` where any is right.
    enum Share {
        case percent(Int)
        case none

        /// The percent; nil where any part is right.
        var percent: Int? { if case .percent(let number) = self { number } else { nil } }
    }

    /// A duration, or the one word that may stand in its place: `auto`, `unlimited`.
    enum OrWord {
        case interval(Interval)
        case word
        /// Months of the calendar, in lifetimes alone.
        case span(CalendarSpan)

        /// The interval, or the shortest that the months can be; nil for the word.
        var interval: Interval? {
            switch self {
            case .interval(let interval): interval
            case .span(let span): span.shortest
            case .word: nil
            }
        }
    }
}

// MARK: - Words and ranges

extension PolicySpec {
    /// The first version of the language; later ones will have readers of their own.
    static let version = "1"
    /// TTLs are 31 bits (RFC 2181 8).
    static let ttlRange = (from: Interval.zero, to: Interval.seconds(Int64(Int32.max)))
    /// Signature times compare modulo 2^32: half of that is the future (RFC 4034 3.1.5).
    static let validityRange = (from: Interval.seconds(1), to: Interval.seconds(Int64(Int32.max)))
    /// Delays, margins and hold-downs: ten years are not meant.
    static let delayRange = (from: Interval.zero, to: Interval.days(3650))
    /// Lifetimes, up to the longest interval there is.
    static let lifetimeRange = (from: Interval.seconds(1), to: Interval.days(36_500))
    /// Spreads; a year is not meant.
    static let spreadRange = (from: Interval.seconds(1), to: Interval.days(365))
    /// Percent of a zone's records; all of them and more can be new.
    static let shareRange = (from: 1, to: 10_000)
    /// Every standby key makes every DNSKEY answer larger.
    static let maximumStandby = 4
    /// RFC 5702 allows 512 to 4096; below 1024 a key can be broken by anybody.
    static let rsaBits = (from: 1024, to: 4096)
    /// More than 50 iterations are insecure or bogus to the validators of BIND, Knot and Unbound.
    static let maximumIterations = 50

    static let algorithmWords = SecurityAlgorithm.signing.map { $0.description.lowercased() }
    static let roleWords = [("ksk", KeyRole.ksk), ("zsk", .zsk), ("csk", .csk)]
    static let rollWords = RolloverMethod.allCases.map { ($0.rawValue, $0) }
    static let signerWords = DNSKEYSigners.allCases.map { ($0.rawValue, $0) }
    static let submissionWords = DSSubmission.allCases.map { ($0.rawValue, $0) }
    static let serialWords = SerialPolicy.allCases.map { ($0.rawValue, $0) }
    static let digestMethodWords = ZoneDigestMethod.allCases.map { ($0.rawValue, $0) }
    /// The words of other signers.
    static let serialSynonyms: [(String, SerialPolicy)] = [
        ("increment", .counter), ("unix-time", .unixtime), ("date-counter", .datecounter),
        ("dateserial", .datecounter),
    ]
    static let digestWords = ["sha256", "sha384"]

    /// The roll methods of a role.
    static func methods(of role: KeyRole) -> [String] {
        let methods: [RolloverMethod] =
            switch role {
            case .ksk: [.doubleSignature, .doubleDS, .doubleRRset]
            case .zsk: [.prePublication, .doubleSignature]
            case .csk: [.doubleSignature, .prePublication]
            }
        return methods.map(\.rawValue)
    }
}
