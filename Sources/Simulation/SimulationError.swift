public import DNSSECCrypto
public import DNSSECModel
public import KeyStore
public import Signing
public import SystemIO

/// Why a simulation ended.
public enum SimulationError: Error, Hashable, Sendable {
    /// The folder for the output holds something.
    case notEmpty(String)
    /// The system did not do what it was asked.
    case system(SystemError)
    /// A key's files could not be written.
    case key(BINDKeyError)
    /// A key could not be made, or a digest.
    case crypto(CryptoError)
    /// The zone of a step could not be signed.
    case signing(SigningError, at: Instant)
    /// The zone of a step does not verify.
    case verification([VerificationFinding], more: Int, at: Instant)
    /// A signature of a step ends before the next step.
    case tooShort(expiration: Instant, next: Instant, at: Instant)
}

extension SimulationError: CustomStringConvertible {
    /// One line for people, in lower case, without a full stop.
    public var description: String {
        switch self {
        case .notEmpty(let folder): "\(folder) is not empty; expected an empty folder, or none"
        case .system(let error): error.description
        case .key(let error): "\(error.file): \(error.problem)"
        case .crypto(let error): error.description
        case .signing(let error, let now): "at \(now): \(error)"
        case .verification(let findings, let more, let now):
            "at \(now) the zone does not verify: "
                + findings.prefix(3).map(\.description).joined(separator: "; ")
                + (findings.count + more > 3 ? "; and \(findings.count + more - 3) more" : "")
        case .tooShort(let expiration, let next, let now):
            "signatures made at \(now) end at \(expiration), before the next step at \(next)"
        }
    }
}
