internal import DNSSECModel

/// Looks whether records stand where they may, with the TTLs that they must have.
struct PlaceVerification {
    let zone: Zone
    let shape: ZoneShape
    var findings: FindingList

    /// Checks all owners.
    mutating func verify() {
        for index in zone.owners.indices {
            let owner = zone.owners[index]
            for position in owner.rrsets {
                let rrset = zone.rrsets[position]
                checkPlace(rrset.type, index)
                if !zone.ownTTLs.isEmpty { checkTTLs(rrset, index) }
            }
        }
    }

    private mutating func checkPlace(_ type: RRType, _ index: Int) {
        switch type {
        case .dnskey, .cds, .cdnskey:
            if index > 0 { findings.add(index, type, .belowApex) }
        case .ds:
            if index > 0, shape.status[index] == .authoritative { findings.add(index, .ds, .dsWithoutNS) }
        default: break
        }
    }

    private mutating func checkTTLs(_ rrset: ZoneRRset, _ index: Int) {
        for record in rrset.records {
            guard let ttl = zone.ownTTLs[UInt32(record)] else { continue }
            if rrset.type == .rrsig {
                checkSignature(record, ttl, index)
            } else if ttl != rrset.ttl {
                return findings.add(index, rrset.type, .differingTTLs(lowest: rrset.ttl, other: ttl))
            }
        }
    }

    private mutating func checkSignature(_ record: Int, _ ttl: UInt32, _ index: Int) {
        let zone = zone
        guard let header = SignatureHeader(rdata: zone.octets(zone.records[record])),
            let covered = zone.rrset(header.covered, of: zone.owners[index]), covered.ttl != ttl
        else { return }
        let fault = VerificationFault.wrongSignatureTTL(tag: header.tag, found: ttl, expected: covered.ttl)
        findings.add(index, header.covered, fault)
    }
}
