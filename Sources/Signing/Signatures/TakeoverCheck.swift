internal import DNSSECCrypto
internal import DNSSECModel

/// How signatures of the previous zone are taken over.
public enum SignatureTakeover: Hashable, Sendable {
    /// As they are: somebody vouches for the file that they come from, or verifies the result.
    case asIs
    /// Only if they are good: a signature of RSA is verified first, which costs a twentieth of making it; one of another
    /// algorithm is made anew, which costs less than verifying it.
    case checked
}

/// Verifies signatures of the previous zone before they are taken over, on one thread.
struct TakeoverCheck {
    private let zone: Zone
    private let records: [DNSKEYRecord]
    private var contexts: [VerificationContext?]
    private var message: [UInt8] = []

    /// A check of signatures by these keys, which stand in the previous zone without another of the same tag.
    init(_ zone: Zone, keys records: [DNSKEYRecord]) {
        self.zone = zone
        self.records = records
        contexts = records.map { _ in nil }
    }

    /// True if the signature in a record of the zone is over the RRset beside it and may be kept.
    mutating func isGood(_ record: Int, over type: RRType, at owner: ZoneOwner) -> Bool {
        let zone = zone
        let rdata = zone.octets(zone.records[record])
        guard let header = SignatureHeader(rdata: rdata), header.algorithm.isRSA,
            let rrset = zone.rrset(type, of: owner),
            let key = records.firstIndex(where: {
                $0.algorithm == header.algorithm && $0.keyTag == header.tag
            })
        else { return false }
        let start = SignatureHeader.octets + zone.origin.octets.count
        guard rdata.count > start, let context = context(of: key) else { return false }
        makeMessage(rdata.extracting(0..<start), rrset, owner)
        return context.verify(signature: rdata.extracting(start..<rdata.count), over: message.span)
    }

    private mutating func context(of key: Int) -> VerificationContext? {
        if contexts[key] == nil {
            contexts[key] = try? VerificationContext(PublicKey(records[key]))
        }
        return contexts[key]
    }

    /// What the signature is over (RFC 4034 3.1.8.1).
    private mutating func makeMessage(_ head: Span<UInt8>, _ rrset: ZoneRRset, _ owner: ZoneOwner) {
        let zone = zone
        message.removeAll(keepingCapacity: true)
        Octets.append(head, to: &message)
        for record in rrset.records {
            Octets.appendLowercased(zone.octets(owner.name), to: &message)
            Octets.append(rrset.type.rawValue, to: &message)
            Octets.append(UInt16(1), to: &message)
            Octets.append(rrset.ttl, to: &message)
            let length = message.count
            Octets.append(UInt16(0), to: &message)
            CanonicalRDATA.append(rrset.type, zone.octets(zone.records[record]), to: &message)
            let octets = message.count - length - 2
            message[length] = UInt8(octets >> 8)
            message[length + 1] = UInt8(octets & 0xFF)
        }
    }
}
