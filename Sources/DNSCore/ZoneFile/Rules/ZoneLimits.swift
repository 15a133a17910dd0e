/// How large a zone may be: `limits:` in keyturn.yaml.
///
/// A zone beyond one of these is an error of that zone and of nothing else. They are looked at while the zone is read,
/// `$GENERATE` by arithmetic before it expands, so that what is refused was never in memory.
public struct ZoneLimits: Hashable, Sendable {
    /// Records of the zone, repeated ones included; nil = any number.
    public var records: Int?
    /// Octets of the zone file and of all that it includes; nil = any number.
    public var octets: Int?
    /// Records that all `$GENERATE` lines of the zone make together; nil = any number.
    public var generated: Int?
    /// Octets of memory that reading, signing and verifying take by an estimate; nil = any number.
    public var memory: Int?

    /// No limits unless given.
    public init(records: Int? = nil, octets: Int? = nil, generated: Int? = nil, memory: Int? = nil) {
        (self.records, self.octets, self.generated, self.memory) = (records, octets, generated, memory)
    }

    /// What a record takes beside its octets: its share of the lists of owners, RRsets, records and lines.
    static let octetsPerRecord = 52
    /// The content is in memory about three times: as it was read, as it is signed, and as it was published before.
    static let copies = 3
    /// What a name that is not occluded takes in all these, measured with NSEC3, which takes most.
    ///
    /// It has an NSEC or NSEC3 record with a signature, and a place in the verifier's lists.
    private static let octetsPerName = 700
    /// What an RRset that is signed takes more, for its signature.
    private static let octetsPerSignedRRset = 400

    /// An estimate of the memory that a zone takes at least, whatever its records are.
    ///
    /// - Parameters:
    ///   - records: How many records the unsigned zone has.
    ///   - arena: Octets of its names, sort keys and data.
    /// - Returns: Octets.
    static func memory(forRecords records: Int, arena: Int) -> Int {
        copies * (octetsPerRecord * records + arena)
    }

    /// An estimate of the memory that a zone takes when it is signed and verified, beside what was published before.
    static func memory(forSigning zone: Zone) -> Int {
        var octets = memory(forRecords: zone.records.count, arena: zone.arena.count)
        for owner in zone.owners where owner.status != .occluded {
            octets += octetsPerName
            if owner.status == .authoritative { octets += octetsPerSignedRRset * Int(owner.rrsetCount) }
        }
        return octets
    }

    /// These limits, and for each that is not set one that fits a machine.
    ///
    /// Three quarters of the memory are for a zone, since the program and the system need some; half of that may be its text.
    /// A record without any octets would take `copies * octetsPerRecord`, so that more records than that cannot fit.
    ///
    /// - Parameter memory: The octets of memory that the process may use.
    /// - Returns: Limits that are all set.
    public func completed(memoryOfMachine memory: Int) -> ZoneLimits {
        let memory = self.memory ?? memory / 4 * 3
        let records = self.records ?? memory / (Self.copies * Self.octetsPerRecord)
        return ZoneLimits(
            records: records,
            octets: octets ?? memory / 2,
            generated: generated ?? min(records, ZoneFileReader.maximumGenerated),
            memory: memory
        )
    }

    /// The limits of `other` where it has some, and else these.
    public func overridden(by other: ZoneLimits) -> ZoneLimits {
        ZoneLimits(
            records: other.records ?? records,
            octets: other.octets ?? octets,
            generated: other.generated ?? generated,
            memory: other.memory ?? memory
        )
    }
}

/// Which limit a zone is beyond; each with the limit.
public enum ZoneExcess: Hashable, Sendable {
    /// More records than the limit.
    case records(limit: Int)
    /// More octets of text than the limit.
    case octets(limit: Int)
    /// `$GENERATE` lines that make `count` records up to the one in question.
    case generated(count: Int, limit: Int)
    /// An estimate of memory above the limit, in octets.
    case memory(limit: Int)

    /// What is wrong, what was expected, and how the limit is called in keyturn.yaml.
    var message: String {
        switch self {
        case .records(let limit):
            "the zone has more than \(limit) records; expected at most as many (`limits: { records: ... }`)"
        case .octets(let limit):
            "zone file and included files have more than \(limit) octets; expected at most as many (`limits: { octets: ... }`)"
        case .generated(let count, let limit):
            "$GENERATE makes \(count) records; expected at most \(limit) in the zone (`limits: { generated: ... }`)"
        case .memory(let limit):
            "the zone takes more than \(limit) octets of memory by estimate; expected at most as many "
                + "(`limits: { memory: ... }`)"
        }
    }
}
