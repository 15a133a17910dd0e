public import DNSSECCrypto
public import DNSSECModel

/// Why a zone cannot be signed.
public enum SigningError: Error, Hashable, Sendable {
    /// No SOA at the apex, or more than one, or one that is no SOA.
    case noUsableSOA
    /// The plan speaks of a key that was not given.
    case missingKey(ManagedKey.ID)
    /// The plan lets a key sign whose private part was not given.
    case missingPrivateKey(ManagedKey.ID)
    /// The plan lets a key sign that is not in its DNSKEY RRset, though that has its algorithm or is signed by it.
    case signerNotPublished(ManagedKey.ID)
    /// The plan lets a revoked key sign zone data, which no validator accepts (RFC 5011 2.1).
    case revokedZoneSigner(ManagedKey.ID)
    /// There are DNSKEYs in the plan, but no key signs them.
    case noKeySigner
    /// There are DNSKEYs in the plan, but no key signs the zone.
    case noZoneSigner
    /// Two DNSKEYs of one algorithm have one tag.
    case keyTagCollision(algorithm: SecurityAlgorithm, tag: UInt16)
    /// The input has a DNSKEY, CDS or CDNSKEY record that is not of one of the keys given.
    case foreignKeyRecord(RRType, tag: UInt16)
    /// The input has a CDS or CDNSKEY record that asks the parent to drop every DS, and the plan does not.
    case dropsDS(RRType)
    /// The policy is `keep`, the content changed, and the serial did not.
    case serialUnchanged(UInt32)
    /// The policy is `keep`, and the serial of the input is older than the published one (RFC 1982).
    case serialBackwards(input: UInt32, previous: UInt32)
    /// Signatures would be due for refresh as soon as they are made.
    case refreshTooLong(validity: Interval, jitter: Interval, refresh: Interval)
    /// The prescribed times of the signatures over DNSKEY do not include the moment of signing.
    case outsideOfKeySignatureWindow(SignatureWindow, now: Instant)
    /// Two names have one NSEC3 hash; another salt is needed (RFC 5155 7.1).
    case hashCollision(Name, Name)
    /// The apex is so long that no NSEC3 owner name fits below it.
    case noRoomForNSEC3Names
    /// The signed zone does not fit into the limits of a `Zone`.
    case size(ZoneSizeError)
    /// A key could not sign, or a digest could not be made.
    case crypto(CryptoError)
    /// A key made a signature of another length than its kind has.
    case signatureLength(octets: Int, expected: Int)
}

/// What the operator should know, though the zone is signed.
public enum SigningWarning: Hashable, Sendable {
    /// A serial that was served, or that the zone file has, is ahead of the clock: the serial moves by one until the clock has
    /// caught up.
    case serialAheadOfClock(served: UInt32, clock: UInt32)
    /// The policy is `keep`, and the first signed zone has the serial of the zone file, which servers may serve unsigned.
    case serialShared(UInt32)
}

extension SigningError: CustomStringConvertible {
    /// One line for people, in lower case, without a full stop; keys are named by their numbers.
    public var description: String { text { "key \($0.rawValue)" } }

    /// The line with the names that the caller has for its keys.
    public func text(naming name: (ManagedKey.ID) -> String) -> String {
        switch self {
        case .missingKey(let id): "the plan needs \(name(id)), which is not there"
        case .missingPrivateKey(let id): "the plan needs the private part of \(name(id))"
        case .signerNotPublished(let id): "\(name(id)) shall sign, but is not in the DNSKEY RRset"
        case .revokedZoneSigner(let id): "\(name(id)) is revoked and cannot sign zone data"
        default: keylessText
        }
    }

    private var keylessText: String {
        switch self {
        case .noUsableSOA: "no usable SOA at the apex; expected exactly one"
        case .noKeySigner: "no key signs the DNSKEY RRset"
        case .noZoneSigner: "no key signs the zone"
        case .keyTagCollision(let algorithm, let tag):
            "two keys of algorithm \(algorithm) have the tag \(tag)"
        case .foreignKeyRecord(let type, let tag): "\(ZoneProblem.foreignKeyRecord(type, tag: tag))"
        case .dropsDS(let type): "\(ZoneProblem.dropsDS(type))"
        case .serialUnchanged(let serial):
            "the zone changed, but its serial is still \(serial); expected a newer one (policy keep)"
        case .serialBackwards(let input, let previous):
            "serial \(input) is older than the published \(previous); expected a newer one (policy keep)"
        case .refreshTooLong(let validity, let jitter, let refresh):
            "validity \(validity) less jitter \(jitter) is not longer than refresh \(refresh)"
        case .outsideOfKeySignatureWindow(let window, let now):
            "DNSKEY signatures from \(window.inception) to \(window.expiration) do not count at \(now)"
        case .hashCollision(let one, let other):
            "\(one) and \(other) have one NSEC3 hash; expected another salt"
        case .noRoomForNSEC3Names: "the apex is too long for NSEC3 owner names"
        case .size(let error): "the signed zone is too large: \(error)"
        case .crypto(let error): error.description
        case .signatureLength(let octets, let expected):
            "a signature of \(octets) octets; expected \(expected)"
        case .missingKey, .missingPrivateKey, .signerNotPublished, .revokedZoneSigner: description
        }
    }
}

extension SigningWarning: CustomStringConvertible {
    /// One line for people, in lower case, without a full stop.
    public var description: String {
        switch self {
        case .serialAheadOfClock(let served, let clock):
            "the serial \(served) is ahead of the clock's \(clock), and servers may have it: serials count on from it, one by "
                + "one, until the clock has passed them"
        case .serialShared(let serial):
            "serial keep: secondaries that already serve serial \(serial) unsigned will not fetch the signed zone; expected a "
                + "newer serial in the zone file unless it was raised for this"
        }
    }
}
