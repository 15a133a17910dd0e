public import DNSSECCrypto
public import DNSSECModel
public import KeyStore
public import Publishing
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
    /// The zone of a step is not published.
    case refused(PublishingRefusal, at: Instant)
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
        case .refused(let refusal, let now): "at \(now): \(refusal)"
        case .tooShort(let expiration, let next, let now):
            "signatures made at \(now) end at \(expiration), before the next step at \(next)"
        }
    }
}
