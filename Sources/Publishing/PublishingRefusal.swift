public import DNSSECModel
public import Signing
public import SystemIO

/// Why a zone is not published; what was published before stays.
public enum PublishingRefusal: Error, Hashable, Sendable {
    /// A zone whose policy wants keys would leave without any.
    case wouldBeUnsigned
    /// The private key of a key that must sign is not there; where it was looked for.
    case privateKeyMissing(file: String)
    /// The zone cannot be signed.
    case signing(SigningError)
    /// The signed zone is not good: the findings, and how many more there are.
    case verification([VerificationFinding], more: Int)
    /// The file cannot be written.
    case output(SystemError)
}

extension PublishingRefusal {
    /// The exit status of sysexits.h that fits: bad data, a fault of ours, or output that cannot be made.
    public var exit: Int32 {
        switch self {
        case .privateKeyMissing, .signing: 65
        case .verification, .wouldBeUnsigned: 70
        case .output: 73
        }
    }
}

extension PublishingRefusal: CustomStringConvertible {
    /// Findings that are spelt out in a sentence.
    private static let shownFindings = 3

    /// One line for people, in lower case, without a full stop; keys are named by their numbers.
    public var description: String { text { "key \($0.rawValue)" } }

    /// The line with the names that the caller has for its keys.
    public func text(naming name: (ManagedKey.ID) -> String) -> String {
        switch self {
        case .wouldBeUnsigned: "the policy wants keys and none is left to sign with; nothing was published"
        case .privateKeyMissing(let file): "the private key is missing: expected \(file)"
        case .signing(let error): "cannot sign: \(error.text(naming: name))"
        case .verification(let findings, let more):
            "the signed zone is not good and was not published: "
                + findings.prefix(Self.shownFindings).map(\.description).joined(separator: "; ")
                + Self.rest(findings.count + more - Self.shownFindings)
        case .output(let error): error.description
        }
    }

    private static func rest(_ count: Int) -> String { count > 0 ? "; and \(count) more" : "" }
}
