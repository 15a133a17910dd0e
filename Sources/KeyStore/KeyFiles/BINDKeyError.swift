public import DNSSECCrypto
public import DNSSECModel
public import SystemIO

/// What is wrong with a key's file, and where.
public struct BINDKeyError: Error, Hashable, Sendable {
    /// The file's path.
    public var file: String
    /// The line, from 1; 0 where the whole file is meant.
    public var line: Int
    /// What is wrong.
    public var problem: BINDKeyProblem

    /// A problem at a line, or with the whole file.
    public init(file: String, line: Int = 0, _ problem: BINDKeyProblem) {
        self.file = file
        self.line = line
        self.problem = problem
    }
}

/// What can be wrong with a key's file; none of it ever holds a part of a private key.
public enum BINDKeyProblem: Hashable, Sendable {
    /// The file system refuses.
    case system(SystemError)
    /// The numbers in the file are no key, or the library fails.
    case crypto(CryptoError)
    /// The file's name begins like a key's, and does not go on like one.
    case badFileName
    /// There is a `.private` and no `.key`.
    case publicFileMissing
    /// The file there holds another key, which is never overwritten.
    case otherKey
    /// The two files hold different keys, or keys of different algorithms.
    case filesDisagree

    /// The line is not `Tag: value`.
    case notAField
    /// No such tag in this version of the format.
    case unknownField
    /// The tag is there for the second time; the line of the first.
    case repeatedField(firstLine: Int)
    /// The first line is not `Private-key-format: v1.2` or `v1.3`.
    case badFormat
    /// There is no `Algorithm:`, or it is no number.
    case badAlgorithm
    /// The number belongs to keys of another algorithm.
    case foreignComponent(PrivateComponent)
    /// The value is not base64.
    case badBase64
    /// The value is not `YYYYMMDDHHMMSS`.
    case badTime
    /// The value is no number.
    case badNumber
    /// The private key is in a device, which the file only names.
    case keyInDevice

    /// There is no DNSKEY record.
    case noRecord
    /// There is a second record.
    case secondRecord
    /// The record is no DNSKEY in its text form.
    case badRecord
    /// The owner is not the zone that the file is named after.
    case otherOwner(Name)
    /// The record's algorithm or tag is not that of the file's name.
    case otherNumbers(algorithm: SecurityAlgorithm, keyTag: UInt16)
}

extension BINDKeyError: CustomStringConvertible {
    /// `FILE:LINE: what; expected what`.
    public var description: String {
        if case .system(let error) = problem { return error.description }
        return line > 0 ? "\(file):\(line): \(problem)" : "\(file): \(problem)"
    }
}

extension BINDKeyProblem: CustomStringConvertible {
    /// One line for people, in lower case, without a full stop.
    public var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .crypto(let error): "\(error)"
        case .badFileName: "not the name of a key file; expected Kzone.+ALG+TAG with 3 and 5 digits"
        case .publicFileMissing: "a private key without its public file; expected a .key file beside it"
        case .otherKey: "another key is there already; expected no such file"
        case .filesDisagree: "not the private key of the .key file; expected its public key and algorithm"
        case .notAField: "not a field; expected 'Tag: value'"
        case .unknownField: "unknown field; expected the fields of format v1.3"
        case .repeatedField(let first): "field repeated; expected it once, as on line \(first)"
        case .badFormat: "unknown format; expected 'Private-key-format: v1.3' or 'v1.2'"
        case .badAlgorithm: "no algorithm; expected 'Algorithm: NUMBER (MNEMONIC)'"
        case .foreignComponent(let component): "\(component.rawValue) is no part of a key of this algorithm"
        case .badBase64: "bad base64; expected the value in RFC 4648 base64 with padding"
        case .badTime: "bad time; expected YYYYMMDDHHMMSS in UTC"
        case .badNumber: "bad number; expected decimal digits"
        case .keyInDevice: "the private key is in a device; expected it in the file"
        case .noRecord: "no record; expected one DNSKEY"
        case .secondRecord: "a second record; expected one DNSKEY"
        case .badRecord: "not a DNSKEY; expected 'owner [TTL] [IN] DNSKEY flags 3 algorithm base64'"
        case .otherOwner(let owner): "owner \(owner); expected the zone of the file's name"
        case .otherNumbers(let algorithm, let keyTag):
            "algorithm \(algorithm.rawValue) and tag \(keyTag); expected those of the file's name"
        }
    }
}
