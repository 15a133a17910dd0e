import DNSCore
import DNSSECCrypto
import DNSSECModel
import Testing

@testable import Signing

/// One record of a zone, loose.
struct LooseRecord: Hashable {
    var name: Name
    var type: RRType
    var ttl: UInt32
    var rdata: [UInt8]

    /// The type that an RRSIG covers; nil for other types.
    var covered: RRType? {
        type == .rrsig && rdata.count >= 2 ? RRType(rawValue: UInt16(rdata[0]) << 8 | UInt16(rdata[1])) : nil
    }

    /// The tag of the key that made an RRSIG; nil for other types.
    var signerTag: UInt16? {
        type == .rrsig && rdata.count >= 18 ? UInt16(rdata[16]) << 8 | UInt16(rdata[17]) : nil
    }
}

extension Zone {
    /// Every record, loose.
    var looseRecords: [LooseRecord] {
        owners.flatMap { owner in
            rrsets[owner.rrsets].flatMap { rrset in
                rrset.records.map { record in
                    LooseRecord(
                        name: name(of: owner),
                        type: rrset.type,
                        ttl: rrset.ttl,
                        rdata: copy(records[record])
                    )
                }
            }
        }
    }

    /// A zone of loose records.
    init(_ records: [LooseRecord], origin: Name) throws {
        var builder = ZoneBuilder(origin: origin)
        for record in records {
            try builder.append(record.name, record.type, ttl: record.ttl, rdata: record.rdata)
        }
        self = builder.finish()
    }

    /// The zone with its records changed.
    func edited(_ change: (inout [LooseRecord]) throws -> Void) throws -> Zone {
        var records = looseRecords
        try change(&records)
        return try Zone(records, origin: origin)
    }
}

/// A zone that is damaged in one way and otherwise good.
struct Damage {
    var records: [LooseRecord]
    let keys: TestKeys

    func index(_ name: String, _ type: RRType) throws -> Int {
        let name = try Name(name)
        return try #require(records.firstIndex { $0.name == name && $0.type == type }, "\(name) \(type)")
    }

    /// Where the RRSIG over a type at a name is.
    func signature(_ name: String, _ type: RRType) throws -> Int {
        let name = try Name(name)
        return try #require(records.firstIndex { $0.name == name && $0.covered == type }, "\(name) \(type)")
    }

    mutating func remove(_ name: String, _ type: RRType) throws {
        let name = try Name(name)
        let count = records.count
        records.removeAll { $0.name == name && ($0.type == type || $0.covered == type) }
        try #require(records.count < count)
    }

    /// Signs an RRset again by key 2, or another, after it was changed; other signatures over it go away.
    mutating func sign(_ name: String, _ type: RRType, by number: Int = 2) throws {
        let owner = try Name(name)
        let zone = try Zone(records.filter { $0.name == owner && $0.type == type }, origin: owner)
        records.removeAll { $0.name == owner && $0.covered == type }
        let key = try #require(keys.keys[id(number)])
        let ttl = zone.rrsets[0].ttl
        var rdata: [UInt8] = []
        SignatureHeader(
            covered: type,
            algorithm: key.record.algorithm,
            labels: UInt8(owner.labelCount) - (owner.isWildcard ? 1 : 0),
            originalTTL: ttl,
            expiration: (testNow + .days(7)).signatureTime,
            inception: (testNow - .hours(1)).signatureTime,
            tag: key.record.keyTag
        ).append(to: &rdata)
        rdata += try Name("example.").octets
        var message = rdata
        for record in zone.records {
            let data = zone.copy(record)
            var form: [UInt8] = []
            CanonicalRDATA.append(type, data.span, to: &form)
            message +=
                owner.lowercased.octets + [UInt8(type.rawValue >> 8), UInt8(type.rawValue & 0xFF), 0, 1]
            message += (0..<4).map { UInt8(truncatingIfNeeded: ttl >> UInt32(24 - 8 * $0)) }
            message += [UInt8(form.count >> 8), UInt8(form.count & 0xFF)] + form
        }
        try #require(key.signingKey).sign(message.span, into: &rdata)
        records.append(LooseRecord(name: owner, type: .rrsig, ttl: ttl, rdata: rdata))
    }
}
