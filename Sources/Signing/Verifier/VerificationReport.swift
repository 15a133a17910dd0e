public import DNSSECCrypto
public import DNSSECModel

/// What a zone's verification found.
public struct VerificationReport: Sendable {
    /// What is wrong, in canonical order of names, then by type; empty = the zone is good.
    public internal(set) var findings: [VerificationFinding] = []
    /// What is worth knowing and breaks nothing, in the same order.
    public internal(set) var notes: [VerificationFinding] = []
    /// How many more findings there were than the limit lets through.
    public internal(set) var omittedFindings = 0
    /// Signatures that were verified and are good.
    public internal(set) var goodSignatures = 0
    /// Signatures of algorithms that the DNSKEY RRset does not have, which validators pass over: an algorithm that
    /// comes or goes.
    public internal(set) var ignoredSignatures = 0
    /// RRsets that must be signed.
    public internal(set) var signedRRsets = 0
    /// When the first of the good signatures ends.
    public internal(set) var earliestExpiration: Instant?

    /// True if nothing is wrong.
    public var isGood: Bool { findings.isEmpty && omittedFindings == 0 }
}

/// One thing that is wrong with a zone.
public struct VerificationFinding: Hashable, Sendable {
    /// Where it is.
    public let name: Name
    /// The type of the RRset that it is about.
    public let type: RRType
    /// What it is.
    public let fault: VerificationFault

    /// A finding of these parts.
    public init(name: Name, type: RRType, fault: VerificationFault) {
        self.name = name
        self.type = type
        self.fault = fault
    }
}

/// What can be wrong with a signed zone.
public enum VerificationFault: Hashable, Sendable {
    // The apex and its keys.
    /// No SOA, or one that is not one.
    case noUsableSOA
    /// The zone has no DNSKEY with the zone flag that is not revoked.
    case noKey
    /// A DNSKEY that is malformed, or whose algorithm cannot be verified here.
    case unusableKey(tag: UInt16, CryptoError)
    /// No DS of this algorithm belongs to a DNSKEY of the zone.
    case noKeyForDS(SecurityAlgorithm)
    /// DNSKEYs that a DS of this algorithm belongs to are there, but none of them signs the DNSKEY RRset.
    case keySetNotSignedByDS(SecurityAlgorithm)
    /// A DNSKEY with the REVOKE bit does not sign the DNSKEY RRset (RFC 5011 2.1).
    case revocationNotSigned(tag: UInt16)

    /// A record of a signer in a zone that must be unsigned.
    case signedRemains

    // Signatures.
    /// No signature by a DNSKEY of this algorithm (RFC 4035 2.2).
    case missingSignature(SecurityAlgorithm)
    /// A signature by a key that is not in the DNSKEY RRset, which has another key of its algorithm.
    case unknownKey(tag: UInt16, SecurityAlgorithm)
    /// A signature over glue, an occluded name, NS at a cut, or a type that is not there.
    case unexpectedSignature(tag: UInt16)
    /// An RRSIG that is too short or has a malformed signer's name.
    case malformedSignature
    /// The signer's name is not the apex.
    case wrongSigner(Name)
    /// The labels field is not that of the owner name (RFC 4034 3.1.3).
    case wrongLabels(found: UInt8, expected: UInt8)
    /// The Original TTL field is not the TTL of the RRset.
    case wrongOriginalTTL(found: UInt32, expected: UInt32)
    /// The signature ended before.
    case expired(tag: UInt16, Instant)
    /// The signature begins later.
    case notYetValid(tag: UInt16, Instant)
    /// The signature is not the key's over this RRset.
    case badSignature(tag: UInt16)
    /// The TTL of the RRSIG record is not that of its RRset (RFC 4034 3).
    case wrongSignatureTTL(tag: UInt16, found: UInt32, expected: UInt32)

    // Records in their places.
    /// The records of an RRset have different TTLs (RFC 2181 5.2).
    case differingTTLs(lowest: UInt32, other: UInt32)
    /// DNSKEY, CDS or CDNSKEY elsewhere than at the apex (RFC 4035 2.1, RFC 7344 4.1).
    case belowApex
    /// DS where no NS makes a cut (RFC 4035 2.4).
    case dsWithoutNS

    // What the zone tells its parent (RFC 7344, RFC 8078).
    /// A CDS with the tag of a DNSKEY, but another digest.
    case cdsDigest(tag: UInt16)
    /// A CDS or CDNSKEY of a key that the zone does not show.
    case signalOfUnknownKey(tag: UInt16)
    /// A key that is announced in one of CDS and CDNSKEY, and not in the other, which is there.
    case signalsDiffer(tag: UInt16)
    /// A request to delete the DS beside other records.
    case deletionBesideOthers
    /// Algorithm 0, but not as the request to delete the DS is written.
    case malformedDeletion
    /// CDS or CDNSKEY without a good signature by a key that signs the DNSKEY RRset.
    case signalNotSignedByKeySigner
    /// Only a note: a key is announced before the zone shows it, as a roll by double DS has it.
    case signalOfComingKey(tag: UInt16)

    // The digest of the zone (RFC 8976).
    /// The digest is not that of the zone.
    case wrongZoneDigest(ZoneDigestMethod)
    /// The digest is of another version of the zone.
    case wrongZoneDigestSerial(found: UInt32, expected: UInt32)
    /// Two digests of one scheme and hash algorithm.
    case repeatedZoneDigest(ZoneDigestMethod)

    // Denial of existence.
    /// Neither NSEC nor NSEC3PARAM at the apex.
    case noDenial
    /// NSEC records in a zone with NSEC3PARAM.
    case mixedDenial
    /// No NSEC at a name that must have one.
    case missingNSEC
    /// NSEC or NSEC3 at a name that must not have it.
    case unexpectedDenial
    /// More than one record, malformed data, or unknown flags or parameters.
    case malformedDenial
    /// The TTL is not the lesser of SOA TTL and SOA minimum (RFC 9077).
    case wrongDenialTTL(found: UInt32, expected: UInt32)
    /// Only a note: the TTL is the SOA minimum, as before RFC 9077.
    case earlierDenialTTL(found: UInt32, expected: UInt32)
    /// The next name is not the next one of the zone.
    case wrongNextName(found: Name, expected: Name)
    /// The bitmap does not list the types at the name.
    case wrongTypes(found: [RRType], expected: [RRType])
    /// No NSEC3 for this name, and no opt-out that lets it be left out.
    case missingNSEC3
    /// The next hash is not that of the next record.
    case wrongNextHash
    /// NSEC3PARAM is malformed, has flags, or an unknown hash algorithm (RFC 5155 4).
    case unusableNSEC3PARAM

    /// libcrypto failed, so that nothing is known.
    case notVerifiable(CryptoError)
}

extension VerificationFinding: CustomStringConvertible {
    /// One line for people: name, type, fault.
    public var description: String { "\(name) \(type): \(fault.description)" }
}

extension VerificationFault: CustomStringConvertible {
    /// One line for people, in lower case, without a full stop.
    public var description: String {
        switch self {
        case .noUsableSOA: "no usable SOA at the apex"
        case .noKey: "no DNSKEY to verify with"
        case .unusableKey(let tag, let error): "key \(tag) cannot be used: \(error)"
        case .noKeyForDS(let algorithm): "no DS of algorithm \(algorithm) belongs to a DNSKEY of the zone"
        case .keySetNotSignedByDS(let algorithm):
            "no key that a DS of algorithm \(algorithm) points to signs the DNSKEY RRset"
        case .revocationNotSigned(let tag): "the revoked key \(tag) does not sign the DNSKEY RRset"
        case .signedRemains: "a signer's record in a zone that must be unsigned"
        case .unknownKey(let tag, let algorithm):
            "a signature by key \(tag) of algorithm \(algorithm), which is not in the DNSKEY RRset"
        case .missingSignature(let algorithm): "no signature by a DNSKEY of algorithm \(algorithm)"
        case .unexpectedSignature(let tag): "a signature by key \(tag) where none belongs"
        case .malformedSignature: "a malformed signature"
        case .wrongSigner(let name): "signer's name \(name); expected the apex"
        case .wrongLabels(let found, let expected): "labels \(found); expected \(expected)"
        case .wrongOriginalTTL(let found, let expected): "original TTL \(found); expected \(expected)"
        case .expired(let tag, let end): "the signature by key \(tag) expired at \(end)"
        case .notYetValid(let tag, let start): "the signature by key \(tag) is not valid before \(start)"
        case .badSignature(let tag): "the signature by key \(tag) is not over this data"
        case .wrongSignatureTTL(let tag, let found, let expected):
            "TTL \(found) of the signature by key \(tag); expected \(expected), that of its RRset (RFC 4034 3)"
        default: recordDescription ?? signalDescription ?? denialDescription
        }
    }

    private var recordDescription: String? {
        switch self {
        case .differingTTLs(let lowest, let other):
            "TTLs \(lowest) and \(other) in one RRset; expected one TTL (RFC 2181 5.2)"
        case .belowApex: "a record that belongs to the apex only"
        case .dsWithoutNS: "a DS without NS; expected NS beside DS (RFC 4035 2.4)"
        case .wrongZoneDigest(let method): "the \(method.rawValue) digest is not that of the zone (RFC 8976)"
        case .wrongZoneDigestSerial(let found, let expected):
            "a digest of serial \(found); expected \(expected), that of the SOA (RFC 8976)"
        case .repeatedZoneDigest(let method): "two \(method.rawValue) digests; expected one (RFC 8976)"
        default: nil
        }
    }

    private var signalDescription: String? {
        switch self {
        case .cdsDigest(let tag): "the digest is not that of key \(tag)"
        case .signalOfUnknownKey(let tag): "key \(tag) is announced, but not in the DNSKEY RRset"
        case .signalsDiffer(let tag):
            "key \(tag) is in only one of CDS and CDNSKEY; expected both (RFC 7344 4)"
        case .deletionBesideOthers: "a request to delete the DS beside other records (RFC 8078 4)"
        case .malformedDeletion: "algorithm 0 in a record that is no request to delete the DS (RFC 8078 4)"
        case .signalNotSignedByKeySigner:
            "no good signature by a key that signs the DNSKEY RRset (RFC 7344 4.1)"
        case .signalOfComingKey(let tag): "key \(tag) is announced before it is in the DNSKEY RRset"
        default: nil
        }
    }

    private var denialDescription: String {
        switch self {
        case .noDenial: "neither NSEC nor NSEC3PARAM at the apex"
        case .mixedDenial: "NSEC in a zone with NSEC3PARAM"
        case .missingNSEC: "no NSEC"
        case .unexpectedDenial: "a denial record where none belongs"
        case .malformedDenial: "a malformed denial record, or more than one"
        case .wrongDenialTTL(let found, let expected): "TTL \(found); expected \(expected) (RFC 9077)"
        case .earlierDenialTTL(let found, let expected):
            "TTL \(found), the SOA minimum, as before RFC 9077; \(expected) since"
        case .wrongNextName(let found, let expected): "next name \(found); expected \(expected)"
        case .wrongTypes(let found, let expected):
            "types \(Self.list(found)); expected \(Self.list(expected))"
        case .missingNSEC3: "no NSEC3 for this name"
        case .wrongNextHash: "the next hash is not that of the next NSEC3"
        case .unusableNSEC3PARAM: "NSEC3PARAM has flags or parameters that validators do not know"
        case .notVerifiable(let error): "cannot be verified: \(error)"
        default: ""
        }
    }

    private static func list(_ types: [RRType]) -> String {
        types.isEmpty ? "none" : types.map(\.description).joined(separator: " ")
    }
}
