/// How much of a zone may change from one publication to the next before a person has to agree.
public struct GuardPolicy: Hashable, Sendable {
    /// Percent of the operator's records that may go at once; nil: any number.
    public var shrink: Int?
    /// Percent of new records that may come at once; nil: any number.
    public var grow: Int?
    /// Names that must not lose all of their records; without a final dot they are relative to the zone.
    public var names: [GuardedName]

    /// Fewer records than this, gone or new, are never too many: small zones change by large parts.
    public static let fewRecords = 50
    /// DNSKEY RRsets with more keys are never meant.
    public static let mostKeys = 8

    /// All parts as they are.
    public init(
        shrink: Int? = DNSSECPolicy.Default.guardedShare,
        grow: Int? = DNSSECPolicy.Default.guardedShare,
        names: [GuardedName] = []
    ) {
        (self.shrink, self.grow, self.names) = (shrink, grow, names)
    }
}

/// A name that must not lose all of its records.
public struct GuardedName: Hashable, Sendable {
    /// Its labels; those of the zone follow where it is relative.
    private let name: Name
    /// True if it is below the zone's name, whatever that is.
    private let isRelative: Bool

    /// Reads `www` or `www.example.`.
    public init(text: String) throws(NameError) {
        isRelative = !text.hasSuffix(".") && text != "@"
        name = text == "@" ? .root : try Name(absolute: text)
    }

    /// The name in a zone; nil if it would be too long there, or lies outside of it.
    public func name(in zone: Name) -> Name? {
        guard isRelative || name == .root else { return name.isSubdomain(of: zone) ? name : nil }
        return try? Name(wire: name.octets.dropLast() + zone.octets)
    }
}

/// What the operator's records are looked at for before they take the place of those that were published last.
///
/// The raw values are the words of `keyturn publish --override`.
public enum ContentGuard: String, Hashable, Sendable, CaseIterable {
    /// Too many records are gone.
    case shrink
    /// Too many records are new.
    case grow
    /// No record is left.
    case empty
    /// None of the name servers is left.
    case nameservers
    /// A name has lost all records that the policy guards.
    case names
}

/// A person's word that content may be published although guards hold it back.
public struct GuardOverride: Hashable, Sendable {
    /// The guards that it is about.
    public var guards: Set<ContentGuard>
    /// The SHA-256 of the operator's records that may be published, in hexadecimal digits: no others may.
    public var digest: String
    /// Who said so.
    public var user: String
    /// Why.
    public var reason: String
    /// When.
    public var at: Instant

    /// All parts as they are.
    public init(guards: Set<ContentGuard>, digest: String, user: String, reason: String, at: Instant) {
        self.guards = guards
        self.digest = digest
        self.user = user
        self.reason = reason
        self.at = at
    }
}
