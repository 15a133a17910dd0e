public import DNSSECModel
public import KeyStore
import SystemIO

/// Why keys of BIND cannot be taken over, and where it stands.
public struct BINDImportFault: Error, Hashable, Sendable {
    /// The file's path, or the folder's.
    public var file: String
    /// The line, from 1; 0 where the whole file is meant.
    public var line: Int
    /// The column, from 1; 0 where the whole line is meant.
    public var column: Int
    /// What is wrong.
    public var problem: BINDImportProblem

    /// A problem at a place, or with the whole file.
    public init(file: String, line: Int = 0, column: Int = 0, _ problem: BINDImportProblem) {
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
    }
}

/// What can be wrong with the keys of a zone as BIND keeps them.
public enum BINDImportProblem: Hashable, Sendable {
    // The form of a state file.

    /// The line is not `Tag: value`.
    case notAField
    /// The tag is there for the second time; the line of the first.
    case repeatedField(firstLine: Int)
    /// The value is no number of 32 bits.
    case badNumber
    /// The value is neither `yes` nor `no`.
    case badFlag
    /// The value is not `YYYYMMDDHHMMSS`.
    case badTime
    /// The value is none of the four states.
    case badState

    // One key.

    /// A key's file cannot be read.
    case key(BINDKeyProblem)
    /// A `.key` has no `.state` beside it.
    case noStateFile
    /// A `.state` has no `.key` beside it.
    case noKeyFile
    /// The field is missing.
    case missing(String)
    /// The number is not that of the key.
    case otherNumber(expected: Int)
    /// The flags say that the key is for nothing.
    case noRole
    /// The role is not that of the flags in the DNSKEY record.
    case otherRole(KeyRole, flags: UInt16)
    /// The goal is neither of the two that there are.
    case badGoal
    /// A record that a key of this role has not.
    case foreignState(KeyRole)
    /// A state was entered in the future.
    case inTheFuture(Instant)
    /// A record is published, or in caches, and the DNSKEY is not.
    case withoutDNSKEY(KeyRecord, RecordState, dnskey: RecordState)
    /// The key is revoked, for which BIND's key manager has no state.
    case revoked
    /// The key signs, and its private file is missing.
    case noPrivateKey

    // The keys of a zone.

    /// There is no key in use.
    case noKeys
    /// The other key does not say the same of the relation.
    case oneSidedRelation(UInt16)
    /// No published key of this kind signs.
    case nothingSigned(KeyRecord)
    /// Keys of two algorithms, or of KSK and ZSK beside combined ones, are in use.
    case changeUnderWay

    // The signed zone.

    /// The key is published by its state, and not in the signed zone.
    case notInZone(BINDKeyFileName)
    /// A key is in the signed zone that no file knows, or that is not published by its state.
    case unknownInZone(UInt16, SecurityAlgorithm)
    /// The key signs the DNSKEY RRset by its state, and not in the signed zone.
    case signatureMissing(BINDKeyFileName, KeyRecord)
    /// The key signs in the signed zone, and not by its state.
    case signatureWithoutState(BINDKeyFileName, KeyRecord)

    // The policy.

    /// The policy wants another algorithm.
    case otherAlgorithm(KeyRole, SecurityAlgorithm, policy: SecurityAlgorithm)
    /// The policy wants RSA keys of another size.
    case otherSize(KeyRole, Int, policy: Int)
    /// The policy has no keys of this role.
    case roleNotInPolicy(KeyRole)
    /// The zone has a DS and the policy no parent that holds one.
    case parentNotInPolicy

    /// True if a policy that is meant to differ makes it right.
    public var isAboutPolicy: Bool {
        switch self {
        case .otherAlgorithm, .otherSize, .roleNotInPolicy, .parentNotInPolicy: true
        default: false
        }
    }
}

extension BINDImportFault: CustomStringConvertible {
    /// `FILE:LINE:COLUMN: what; expected what`.
    public var description: String {
        if case .key(.system(let error)) = problem { return error.description }
        let place = [line, column].prefix { $0 > 0 }.map { ":\($0)" }.joined()
        return "\(file)\(place): \(problem)"
    }
}

extension BINDImportProblem: CustomStringConvertible {
    /// One line for people, in lower case, without a full stop.
    public var description: String {
        switch self {
        case .notAField: "not a field; expected 'Tag: value'"
        case .repeatedField(let first): "field repeated; expected it once, as on line \(first)"
        case .badNumber: "bad number; expected decimal digits, less than 2^32"
        case .badFlag: "bad value; expected 'yes' or 'no'"
        case .badTime: "bad time; expected YYYYMMDDHHMMSS in UTC"
        case .badState: "bad state; expected hidden, rumoured, omnipresent or unretentive"
        case .key(let problem): "\(problem)"
        case .noStateFile, .noKeyFile, .missing, .noPrivateKey: missingText
        case .otherNumber(let expected): "not that of the key; expected \(expected), as in the .key file"
        case .noRole: "a key for nothing; expected KSK or ZSK to be 'yes'"
        case .otherRole(let role, let flags): "a \(role); expected what the DNSKEY's flags \(flags) mean"
        case .badGoal: "not a goal; expected omnipresent or hidden"
        case .foreignState(let role): "a state that a \(role) has not; expected none, or hidden"
        case .inTheFuture(let now): "a state entered in the future; expected a time up to \(now)"
        case .withoutDNSKEY(let record, let state, let dnskey):
            "\(record.rawValue) is \(state.rawValue) and the DNSKEY \(dnskey.rawValue); expected the DNSKEY to be "
                + "in the zone"
        case .revoked: "a revoked key; expected it to be out of the zone, for BIND has no state for it"
        case .noKeys: "no key of the zone is in use; expected its .key, .private and .state files"
        case .oneSidedRelation(let tag):
            "key \(tag) does not say the same; expected both keys to name each other"
        case .nothingSigned(let record):
            record == .krrsig
                ? "no published key signs the DNSKEY RRset; expected one"
                : "no published key signs the zone; expected one"
        case .changeUnderWay:
            "the zone changes its algorithm or the roles of its keys; expected the end of that in BIND"
        case .notInZone, .unknownInZone, .signatureMissing, .signatureWithoutState: zoneText
        case .otherAlgorithm, .otherSize, .roleNotInPolicy, .parentNotInPolicy: policyText
        }
    }

    private var missingText: String {
        switch self {
        case .noStateFile: "no .state file beside it; expected one, as BIND with a dnssec-policy writes it"
        case .noKeyFile: "no .key file beside it; expected the key that the states belong to"
        case .missing(let tag): "no '\(tag):'; expected it in the state of this key"
        default: "the key signs; expected its private key in a .private file beside it"
        }
    }

    private var zoneText: String {
        switch self {
        case .notInZone(let name): "\(name) is not in the DNSKEY RRset; expected it there by its state"
        case .unknownInZone(let tag, let algorithm):
            "DNSKEY \(tag) of \(algorithm) is not published by any state; expected its files, with its state"
        case .signatureMissing(let name, .krrsig):
            "\(name) does not sign the DNSKEY RRset; expected its signature by its state"
        case .signatureMissing(let name, _):
            "\(name) signs nothing in the zone; expected signatures by its state"
        case .signatureWithoutState(let name, .krrsig):
            "\(name) signs the DNSKEY RRset; expected no signature by its state"
        case .signatureWithoutState(let name, _): "\(name) signs the zone; expected no signature by its state"
        default: ""
        }
    }

    private var policyText: String {
        switch self {
        case .otherAlgorithm(let role, let algorithm, let policy):
            "a \(role) of \(algorithm); expected \(policy), as the policy says"
        case .otherSize(let role, let bits, let policy):
            "a \(role) of \(bits) bits; expected \(policy), as the policy says"
        case .roleNotInPolicy(let role): "a \(role); expected a role that the policy has"
        default: "a DS at the parent; expected none, for the policy has no parent"
        }
    }
}
