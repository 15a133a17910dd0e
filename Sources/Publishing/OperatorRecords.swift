import DNSCore
import DNSSECCrypto

/// The records of a zone that its operator wrote, apart from those that signing makes.
///
/// The SOA is not among them: a signer changes it each time.
struct OperatorRecords {
    let zone: Zone

    /// Types that signing makes or changes.
    private static let made: Set<RRType> = [
        .rrsig, .nsec, .nsec3, .nsec3param, .dnskey, .cds, .cdnskey, .zonemd, .soa,
    ]

    private func rrsets(of owner: ZoneOwner) -> some Sequence<ZoneRRset> {
        owner.rrsets.lazy.map { zone.rrsets[$0] }.filter { !Self.made.contains($0.type) }
    }

    /// How many there are.
    var count: Int {
        zone.owners.reduce(0) { sum, owner in rrsets(of: owner).reduce(sum) { $0 + $1.records.count } }
    }

    /// True if a name has at least one.
    func has(_ name: Name) -> Bool {
        zone.ownerIndex(of: name).map { rrsets(of: zone.owners[$0]).contains { _ in true } } ?? false
    }

    /// The name servers that the apex names.
    var nameservers: Set<Name> {
        guard let apex = zone.owners.first, let rrset = zone.rrset(.ns, of: apex) else { return [] }
        return Set(rrset.records.compactMap { try? Name(wire: zone.copy(zone.records[$0])) })
    }

    /// A digest of owners, types, TTLs and data, in hexadecimal digits; nil without libcrypto's digest.
    var digest: String? {
        guard let stream = try? DigestStream(.sha256) else { return nil }
        var line: [UInt8] = []
        do throws(CryptoError) {
            for owner in zone.owners {
                for rrset in rrsets(of: owner) {
                    line.removeAll(keepingCapacity: true)
                    append(owner, rrset, to: &line)
                    try stream.add(line.span)
                }
            }
            return try stream.finish().map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
        } catch {
            return nil
        }
    }

    private func append(_ owner: ZoneOwner, _ rrset: ZoneRRset, to line: inout [UInt8]) {
        line += zone.copy(owner.name).map(Name.lowercased)
        for number in [UInt32(rrset.type.rawValue), rrset.ttl, rrset.recordCount] {
            for shift in [24, 16, 8, 0] as [UInt32] {
                line.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
        for record in rrset.records {
            let data = zone.copy(zone.records[record])
            line += [UInt8(data.count >> 8), UInt8(data.count & 0xFF)] + data
        }
    }

    // MARK: - Comparing

    /// How many records are in only one of two zones; another TTL alone does not count.
    func difference(to other: OperatorRecords) -> (gone: Int, new: Int) {
        var (gone, new) = (0, 0)
        var (mine, theirs) = (zone.owners.makeIterator(), other.zone.owners.makeIterator())
        var (one, two) = (mine.next(), theirs.next())
        while one != nil || two != nil {
            let order = order(one, two, of: other)
            let changes = changes(order <= 0 ? one : nil, order >= 0 ? two : nil, other)
            (gone, new) = (gone + changes.gone, new + changes.new)
            if order <= 0 { one = mine.next() }
            if order >= 0 { two = theirs.next() }
        }
        return (gone, new)
    }

    /// Negative where a name comes before one of the other zone, which may be at an end.
    private func order(_ mine: ZoneOwner?, _ theirs: ZoneOwner?, of other: OperatorRecords) -> Int {
        guard let mine else { return 1 }
        guard let theirs else { return -1 }
        return Self.order(zone.octets(mine.key), other.zone.octets(theirs.key))
    }

    private static func order(_ one: Span<UInt8>, _ two: Span<UInt8>) -> Int {
        for index in 0..<min(one.count, two.count) where one[index] != two[index] {
            return one[index] < two[index] ? -1 : 1
        }
        return one.count - two.count
    }

    /// The changes at one name, which one of the zones may not have.
    private func changes(_ mine: ZoneOwner?, _ theirs: ZoneOwner?, _ other: OperatorRecords) -> (
        gone: Int, new: Int
    ) {
        var (gone, new) = (0, 0)
        let theirSets = theirs.map { Array(other.rrsets(of: $0)) } ?? []
        for rrset in mine.map({ Array(rrsets(of: $0)) }) ?? [] {
            guard let same = theirSets.first(where: { $0.type == rrset.type }) else {
                gone += rrset.records.count
                continue
            }
            let shared = shared(rrset, same, other)
            (gone, new) = (gone + rrset.records.count - shared, new + same.records.count - shared)
        }
        let types = mine.map { rrsets(of: $0).map(\.type) } ?? []
        for rrset in theirSets where !types.contains(rrset.type) { new += rrset.records.count }
        return (gone, new)
    }

    /// How many records two RRsets share, both in canonical order.
    private func shared(_ mine: ZoneRRset, _ theirs: ZoneRRset, _ other: OperatorRecords) -> Int {
        var (one, two, count) = (mine.records.lowerBound, theirs.records.lowerBound, 0)
        while one < mine.records.upperBound, two < theirs.records.upperBound {
            let order = Self.order(
                zone.octets(zone.records[one]),
                other.zone.octets(other.zone.records[two])
            )
            if order <= 0 { one += 1 }
            if order >= 0 { two += 1 }
            if order == 0 { count += 1 }
        }
        return count
    }
}
