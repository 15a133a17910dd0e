public import ArgumentParser
public import ControlProtocol
import DNSSECModel

extension Typed {
    /// A key tag.
    static func tag(_ text: String) throws -> UInt16 {
        guard let tag = UInt16(text) else {
            throw ValidationError("`\(text)` is no key tag; expected 0 to 65535")
        }
        return tag
    }

    /// How many entries of a journal.
    static func limit(_ text: String) throws -> Int {
        guard let limit = Int32(text), limit > 0 else {
            throw ValidationError("`\(text)` is no number of entries; expected 1 or more")
        }
        return Int(limit)
    }
}

/// A step that may be ordered.
enum OrderedPhase: String, ExpressibleByArgument, CaseIterable {
    case publish
    case sign
    case submitDS = "submit-ds"
    case revoke
    case remove

    var phase: KeyStep {
        switch self {
        case .publish: .publish
        case .sign: .sign
        case .submitDS: .submitDS
        case .revoke: .revoke
        case .remove: .remove
        }
    }
}

/// Which key rolls.
enum RoleFlag: String, EnumerableFlag {
    case ksk
    case zsk
    case csk

    var role: KeyRole {
        switch self {
        case .ksk: .ksk
        case .zsk: .zsk
        case .csk: .csk
        }
    }

    static func help(for value: RoleFlag) -> ArgumentHelp? {
        switch value {
        case .ksk: "The key-signing key."
        case .zsk: "The zone-signing key."
        case .csk: "The combined signing key."
        }
    }
}

extension DSFormat: ExpressibleByArgument {}

/// The digest of DS records.
enum DigestArgument: String, ExpressibleByArgument, CaseIterable {
    case sha256
    case sha384

    var digest: DigestType { self == .sha256 ? .sha256 : .sha384 }
}

/// The zone of a question or an order about one.
struct ZoneArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The zone.", valueName: "zone"),
        completion: DaemonCompletion.zone,
        transform: Typed.zoneName
    )
    var zone: Name
}

/// `--reason`, of every order that can do without.
struct ReasonOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Why, for the journal.", valueName: "text"),
        transform: Typed.reason
    )
    var reason: String?
}

/// `--reason`, of every order that needs one.
struct NeededReasonOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Why, for the journal.", valueName: "text"),
        transform: Typed.reason
    )
    var reason: String
}
