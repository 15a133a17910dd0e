/// The numbers of an SOA record (RFC 1035 3.3.13).
public struct SOAFields: Hashable, Sendable {
    /// The version of the zone.
    public let serial: UInt32
    /// Seconds after which a secondary asks for a new version.
    public let refresh: UInt32
    /// Seconds after which a secondary asks again after a failure.
    public let retry: UInt32
    /// Seconds without contact after which a secondary gives up the zone.
    public let expire: UInt32
    /// Seconds that bound the life of negative answers in caches (RFC 2308 4).
    public let minimum: UInt32

    /// Reads the five numbers behind the two names; nil if the octets are too few for them.
    public init?(rdata: Span<UInt8>) {
        // Two names, of at least an octet each.
        guard rdata.count >= 22 else { return nil }
        func number(_ place: Int) -> UInt32 {
            let start = rdata.count - 20 + 4 * place
            return (start..<(start + 4)).reduce(0) { $0 << 8 | UInt32(rdata[$1]) }
        }
        (serial, refresh, retry, expire, minimum) = (number(0), number(1), number(2), number(3), number(4))
    }
}

extension Zone {
    /// The numbers of the SOA record at the apex; nil without a whole one.
    public var soa: SOAFields? { soaRRset.flatMap { SOAFields(rdata: octets(records[Int($0.firstRecord)])) } }

    /// Seconds for which caches keep the absence of a record; nil without a whole SOA record at the apex.
    ///
    /// The lesser of the SOA's TTL and its minimum (RFC 2308 5).
    public var negativeTTL: UInt32? {
        guard let rrset = soaRRset, let soa else { return nil }
        return min(rrset.ttl, soa.minimum)
    }

    private var soaRRset: ZoneRRset? { owners.first.flatMap { rrset(.soa, of: $0) } }
}
