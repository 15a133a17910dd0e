public import DNSSECModel
public import KeyStore

/// Something that an operator should know of an import; nothing is wrong with it.
public enum BINDImportNote: Hashable, Sendable {
    /// A field that keyturn does not know.
    case unknownField(file: String, line: Int, tag: String)
    /// A key that was made in advance and never used: it stays where it is.
    case unusedKey(BINDKeyFileName)
    /// The key's lifetime differs from the policy's; nil = unlimited.
    case otherLifetime(BINDKeyFileName, Interval?, policy: Interval?)
    /// BIND has an end for the key that its lifetime does not explain; the roll is asked for.
    case rollRequested(BINDKeyFileName, KeyRole, start: Instant)
    /// BIND lets the key go on for longer than the policy does.
    case earlierRoll(BINDKeyFileName, bind: Instant?, policy: Instant)
    /// BIND would wait longer for caches to learn of the DS, or to forget it, than the policy does, and the policy counts.
    case shorterDSWait(BINDKeyFileName, bind: Interval, policy: Interval)
    /// No signed zone was given: TTLs are the policy's, and the serial is not known.
    case noSignedZone
    /// Signatures of the zone are in transition: the wait begins with the first publication, wholly signed.
    case signaturesInTransition(BINDKeyFileName)
    /// BIND knows no trust anchors: that validators have the key is concluded from the time that it is published.
    case anchorAssumed(BINDKeyFileName)
}

extension BINDImportNote: CustomStringConvertible {
    /// A sentence for people, without its full stop.
    public var description: String {
        switch self {
        case .unknownField(let file, let line, let tag): "\(file):\(line): \(tag) means nothing to keyturn"
        case .unusedKey(let name):
            "\(name) was never used and is left where it is; keyturn makes its own new keys"
        case .otherLifetime(let name, let lifetime, let policy):
            "\(name) has a lifetime of \(Self.text(lifetime)); the policy's is \(Self.text(policy)), and counts"
        case .rollRequested(let name, let role, let start):
            "\(name) is to be replaced by BIND's times: a roll of the \(role) is asked for at \(start)"
        case .earlierRoll(let name, let bind, let policy):
            "\(name) is in use until \(policy) by the policy; by BIND's times "
                + (bind.map { "until \($0)" } ?? "without end")
        case .shorterDSWait(let name, let bind, let policy):
            "\(name): BIND would wait \(bind) for caches of the DS; the policy's wait is \(policy), and counts"
        case .noSignedZone:
            "no signed zone: serial unknown, TTLs as in the policy; the first publication must have a larger serial "
                + "than BIND's last"
        case .signaturesInTransition(let name):
            "\(name): BIND replaces signatures little by little, keyturn all at once; the wait for old ones begins "
                + "with keyturn's first publication"
        case .anchorAssumed(let name):
            "\(name): BIND keeps no record of trust anchors; counted as if validators had followed it since it was "
                + "published"
        }
    }

    private static func text(_ lifetime: Interval?) -> String { lifetime.map { "\($0)" } ?? "unlimited" }
}
