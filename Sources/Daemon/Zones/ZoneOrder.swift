import DNSSECModel
import Synchronization

/// What the configuration says of a zone, without the places where it says so.
struct ZoneOrder: Hashable, Sendable {
    private let zone: Name
    private let fileForm: PathForm
    private let outputForm: PathForm
    /// The policy's name.
    let policy: String
    /// The hooks, where there are any.
    private let hooks: Hooks?

    private final class Hooks: Hashable, Sendable {
        let hooks: HookConfiguration

        init(_ hooks: HookConfiguration) { self.hooks = hooks }

        static func == (left: Hooks, right: Hooks) -> Bool { left === right || left.hooks == right.hooks }

        func hash(into hasher: inout Hasher) { hasher.combine(hooks) }
    }

    /// What the configuration says; the policy's name is shared with the policy, and what paths have in common with those of
    /// other zones is shared on the shelf.
    init(_ zone: ZoneConfiguration, _ shared: SharedPolicy?, _ shelf: PathShelf? = nil) {
        self.zone = zone.name
        fileForm = shelf?.form(of: zone.file, zone.name) ?? .exact(zone.file)
        outputForm = shelf?.form(of: zone.output, zone.name) ?? .exact(zone.output)
        policy = shared?.policy.name == zone.policy ? shared?.policy.name ?? zone.policy : zone.policy
        hooks = zone.hooks == HookConfiguration() ? nil : Hooks(zone.hooks)
    }

    /// The unsigned zone file.
    var file: String { fileForm.path(of: zone) }

    /// The signed zone file.
    var output: String { outputForm.path(of: zone) }

    static func == (left: ZoneOrder, right: ZoneOrder) -> Bool {
        left.zone == right.zone && left.policy == right.policy && left.hooks == right.hooks
            && left.file == right.file && left.output == right.output
    }

    func hash(into hasher: inout Hasher) { hasher.combine(zone) }

    func configuration(of zone: Name) -> ZoneConfiguration {
        ZoneConfiguration(
            name: zone,
            file: file,
            policy: policy,
            output: output,
            hooks: hooks?.hooks ?? HookConfiguration(),
            position: SourcePosition(file: "", line: 0, column: 0)
        )
    }

    /// For the index of zones: another one where anything in it is other.
    var print: UInt64 {
        var print = Fingerprint()
        print.add(file)
        print.add(output)
        print.add(policy)
        let hooks = hooks?.hooks ?? HookConfiguration()
        for words in [hooks.published, hooks.dsSubmit, hooks.dsWithdraw] {
            print.add(UInt64(words.map { $0.count + 1 } ?? 0))
            for word in words ?? [] { print.add(word) }
        }
        print.add(UInt64(bitPattern: hooks.timeLimit.seconds))
        return print.value
    }
}

/// A path, most often as what stands before and behind the name of a zone in it: all zones share that.
enum PathForm: Sendable {
    /// The text before and behind the name.
    final class Ends: Sendable {
        let head: String
        let tail: String

        init(head: String, tail: String) { (self.head, self.tail) = (head, tail) }
    }

    case exact(String)
    case around(Ends)

    func path(of zone: Name) -> String {
        switch self {
        case .exact(let path): path
        case .around(let ends): ends.head + PathForm.text(of: zone) + ends.tail
        }
    }

    /// The zone as it stands in names of files: without its final dot.
    fileprivate static func text(of zone: Name) -> Substring { zone.description.dropLast() }
}

/// What the paths of zones have in common.
final class PathShelf: Sendable {
    private struct Key: Hashable {
        let head: String
        let tail: String
    }

    /// Where nearly each zone has ends of its own, sharing them takes more than it saves.
    private static let mostEnds = 1024

    private let ends = Mutex<[Key: PathForm.Ends]>([:])

    /// How many pairs of ends there are.
    var count: Int { ends.withLock { $0.count } }

    /// The form of a zone's path.
    func form(of path: String, _ zone: Name) -> PathForm {
        let text = PathForm.text(of: zone)
        guard !text.isEmpty, let place = path.lastRange(of: text) else { return .exact(path.exact) }
        let key = Key(head: String(path[..<place.lowerBound]), tail: String(path[place.upperBound...]))
        return ends.withLock { ends in
            if let known = ends[key] { return .around(known) }
            guard ends.count < Self.mostEnds else { return .exact(path.exact) }
            let new = PathForm.Ends(head: key.head, tail: key.tail)
            ends[key] = new
            return .around(new)
        }
    }
}

extension String {
    /// The same text in no more memory than it needs.
    fileprivate var exact: String { String(decoding: Array(utf8), as: UTF8.self) }

    /// Where a text stands last, octet by octet.
    fileprivate func lastRange(of text: Substring) -> Range<String.Index>? {
        let (octets, wanted) = (Array(utf8), Array(text.utf8))
        guard wanted.count <= octets.count else { return nil }
        for start in stride(from: octets.count - wanted.count, through: 0, by: -1)
        where octets[start..<(start + wanted.count)].elementsEqual(wanted) {
            let first = utf8.index(utf8.startIndex, offsetBy: start)
            return first..<utf8.index(first, offsetBy: wanted.count)
        }
        return nil
    }
}
