internal import DNSSECModel

/// Looks at the NSEC record of each owner (RFC 4034 4, RFC 4035 2.3).
struct NSECVerification {
    let zone: Zone
    let shape: ZoneShape
    let negativeTTL: UInt32
    var findings: FindingList

    /// Checks one owner; `next` is the index of the next name in the chain, the apex's at its end.
    mutating func verify(owner index: Int, next: Int) {
        let zone = zone
        let nsec = zone.rrset(.nsec, of: zone.owners[index])
        guard shape.isInChain[index] else {
            if nsec != nil { findings.add(index, .nsec, .unexpectedDenial) }
            return
        }
        guard let nsec else {
            findings.add(index, .nsec, .missingNSEC)
            return
        }
        if nsec.ttl != negativeTTL {
            findings.add(index, .nsec, .wrongDenialTTL(found: nsec.ttl, expected: negativeTTL))
        }
        let rdata = zone.octets(zone.records[Int(nsec.firstRecord)])
        guard nsec.recordCount == 1, let length = try? Name.wireLength(in: rdata, at: 0),
            let types = TypeBitmap.types(in: rdata.extracting(length..<rdata.count))
        else {
            findings.add(index, .nsec, .malformedDenial)
            return
        }
        let expected = zone.name(of: zone.owners[next])
        var octets: [UInt8] = []
        Octets.append(rdata.extracting(0..<length), to: &octets)
        let found = Name(uncheckedWire: octets)
        if found != expected {
            findings.add(index, .nsec, .wrongNextName(found: found, expected: expected))
        }
        let wanted = shape.expectedTypes(of: index, in: zone, denial: .nsec)
        if types != wanted { findings.add(index, .nsec, .wrongTypes(found: types, expected: wanted)) }
    }
}
