internal import DNSSECCrypto
internal import DNSSECModel

/// What a zone says of itself at its apex.
struct StartOfAuthority {
    /// The record's RDATA.
    let rdata: [UInt8]
    let ttl: UInt32

    /// The SOA of a zone.
    init(of zone: Zone) throws(SigningError) {
        guard let apex = zone.owners.first, zone.octets(apex.key).count == zone.origin.canonicalKey.count,
            let rrset = zone.rrset(.soa, of: apex), rrset.recordCount == 1
        else { throw .noUsableSOA }
        rdata = zone.copy(zone.records[Int(rrset.firstRecord)])
        ttl = rrset.ttl
        // Two names of one octet at least, and five numbers.
        guard rdata.count >= 22 else { throw .noUsableSOA }
    }

    /// Where the serial is: all that follows it is four numbers.
    private var serialOffset: Int { rdata.count - 20 }

    var serial: UInt32 { number(at: serialOffset) }

    /// TTL of negative answers, NSEC and NSEC3 (RFC 9077 3).
    var negativeTTL: UInt32 { min(ttl, number(at: rdata.count - 4)) }

    /// The RDATA with another serial.
    func rdata(serial: UInt32) -> [UInt8] {
        var copy = rdata
        for index in 0..<4 {
            copy[serialOffset + index] = UInt8(truncatingIfNeeded: serial >> UInt32(24 - 8 * index))
        }
        return copy
    }

    /// True if all but the serial is the same.
    func isEqualButForSerial(to other: StartOfAuthority) -> Bool {
        ttl == other.ttl && rdata(serial: 0) == other.rdata(serial: 0)
    }

    private func number(at offset: Int) -> UInt32 {
        rdata[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// The apex of the signed zone, as a zone of one owner: the operator's RRsets with the signer's own.
enum ApexContent {
    /// Types that the signer makes, wherever they are in the input.
    static func isStripped(_ type: RRType) -> Bool {
        type == .rrsig || type == .nsec || type == .nsec3 || type == .nsec3param
    }

    /// Types that the plan alone decides about at the apex.
    static func isPlanned(_ type: RRType) -> Bool {
        type == .dnskey || type == .cds || type == .cdnskey
    }

    /// Types of the apex that every new version of a zone has anew, since they name its serial.
    static func isMadeAnew(_ type: RRType) -> Bool { type == .soa || type == .zonemd }

    static func zone(
        _ request: ZoneSigningRequest,
        keys: PlannedKeys,
        soa: StartOfAuthority,
        digests: PlannedDigests,
        serial: UInt32
    ) throws(SigningError) -> Zone {
        let input = request.zone
        var builder = ZoneBuilder(origin: input.origin)
        do throws(ZoneSizeError) {
            for index in input.owners[0].rrsets {
                let rrset = input.rrsets[index]
                guard !isStripped(rrset.type), !isPlanned(rrset.type), !isMadeAnew(rrset.type) else {
                    continue
                }
                for record in rrset.records {
                    try builder.append(
                        owner: input.origin.octets.span,
                        type: rrset.type,
                        ttl: rrset.ttl,
                        rdata: input.octets(input.records[record])
                    )
                }
            }
        } catch {
            throw .size(error)
        }
        var made: [(type: RRType, ttl: UInt32, rdata: [UInt8])] = [(.soa, soa.ttl, soa.rdata(serial: serial))]
        made += try keyRecords(request, keys)
        made += digests.records(serial: serial).map { (.zonemd, digests.ttl, $0.rdata) }
        if case .nsec3(let policy) = request.policy.denial, !keys.dnskeys.isEmpty {
            // TTL 0, as BIND has it: only the zone's own servers read this record.
            made.append((.nsec3param, 0, NSEC3Parameters.rdata(policy, flags: 0)))
        }
        do throws(ZoneSizeError) {
            for (type, ttl, rdata) in made { try builder.append(input.origin, type, ttl: ttl, rdata: rdata) }
        } catch {
            throw .size(error)
        }
        return builder.finish()
    }

    /// DNSKEY, CDS and CDNSKEY of the plan (RFC 7344 3).
    private static func keyRecords(
        _ request: ZoneSigningRequest,
        _ keys: PlannedKeys
    ) throws(SigningError) -> [(type: RRType, ttl: UInt32, rdata: [UInt8])] {
        let ttl = UInt32(clamping: min(request.policy.ttl.dnskey.seconds, Int64(Int32.max)))
        var made = keys.dnskeys.map { (type: RRType.dnskey, ttl: ttl, rdata: $0.rdata) }
        if keys.deletesDS { made += [(.cdnskey, ttl, deletingCDNSKEY), (.cds, ttl, deletingCDS)] }
        for key in keys.cds {
            made.append((.cdnskey, ttl, key.rdata))
            made += try ds(of: key, request).map { (.cds, ttl, $0.rdata) }
        }
        return made
    }

    private static func ds(
        of key: DNSKEYRecord,
        _ request: ZoneSigningRequest
    ) throws(SigningError) -> [DSRecord] {
        let delegation = Delegation(request.zone.origin, digests: request.policy.parent.digests)
        do throws(CryptoError) {
            return try delegation.records(of: CollectionOfOne(key))
        } catch {
            throw .crypto(error)
        }
    }

    /// `0 0 0 00`: the parent shall drop every DS (RFC 8078 4).
    static let deletingCDS: [UInt8] = [0, 0, 0, 0, 0]
    /// `0 3 0 AA==`: the same as a CDNSKEY.
    static let deletingCDNSKEY: [UInt8] = [0, 0, 3, 0, 0]

    /// Refuses key records of the input that are of none of the keys given.
    static func refuseForeignKeys(_ request: ZoneSigningRequest) throws(SigningError) {
        let zone = request.zone
        let rules = KeyRecordRules(
            keys: request.keys.values.map(\.record),
            isLeavingDS: request.plan.deletesDS || request.plan.dnskeys.isEmpty
                || request.policy.effective(at: request.now).keys.isEmpty,
            origin: zone.origin
        )
        for index in zone.owners[0].rrsets where isPlanned(zone.rrsets[index].type) {
            let rrset = zone.rrsets[index]
            for record in rrset.records {
                switch rules.fault(rrset.type, zone.octets(zone.records[record])) {
                case .foreign(let type, let tag)?: throw .foreignKeyRecord(type, tag: tag)
                case .dropsDS(let type)?: throw .dropsDS(type)
                case nil: continue
                }
            }
        }
    }

    /// True if a record asks the parent to drop every DS.
    static func isDeletion(_ rdata: Span<UInt8>, _ type: RRType) -> Bool {
        switch type {
        case .cds: Octets.isEqual(rdata, deletingCDS.span)
        case .cdnskey: Octets.isEqual(rdata, deletingCDNSKEY.span)
        default: false
        }
    }
}
