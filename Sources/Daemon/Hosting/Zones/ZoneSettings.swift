import DNSCore
import DNSSECModel
import PolicyFile
import Synchronization

/// What the configuration says of a zone, with its name left out of the paths: so most zones of a daemon have the same
/// order, and share it.
final class ZoneSettings: Hashable, Sendable {
    private let file: NamedPath
    private let output: NamedPath
    /// The policy's name.
    let policy: String
    /// How strictly the zone file is read.
    private let rules: ZoneRules
    /// The hooks, where there are any.
    private let hooks: HookConfiguration?

    /// What the configuration says; the policy's name is shared with the policy.
    init(_ zone: ZoneConfiguration, _ shared: SharedPolicy?) {
        let name = zone.name.textInPaths
        (file, output) = (NamedPath(zone.file, name), NamedPath(zone.output, name))
        policy = shared?.policy.name == zone.policy ? shared?.policy.name ?? zone.policy : zone.policy
        rules = zone.rules
        hooks = zone.hooks == HookConfiguration() ? nil : zone.hooks
    }

    /// The unsigned zone file.
    func file(of zone: Name) -> String { file.path(zone.textInPaths) }

    /// The signed zone file.
    func output(of zone: Name) -> String { output.path(zone.textInPaths) }

    func configuration(of zone: Name) -> ZoneConfiguration {
        ZoneConfiguration(
            name: zone,
            file: file(of: zone),
            policy: policy,
            output: output(of: zone),
            rules: rules,
            hooks: hooks ?? HookConfiguration(),
            position: SourcePosition(file: "", line: 0, column: 0)
        )
    }

    /// For the index of zones: another one where anything in it is other.
    func print(of zone: Name) -> UInt64 {
        var print = Fingerprint()
        print.add(file(of: zone))
        print.add(output(of: zone))
        print.add(policy)
        let hooks = hooks ?? HookConfiguration()
        for words in [hooks.published, hooks.dsSubmit, hooks.dsWithdraw] {
            print.add(UInt64(words.map { $0.count + 1 } ?? 0))
            for word in words ?? [] { print.add(word) }
        }
        print.add(UInt64(bitPattern: hooks.timeLimit.seconds))
        // The index of a version without these settings stays valid where they are the usual ones.
        if rules != ZoneRules() { addRules(to: &print) }
        return print.value
    }

    private func addRules(to print: inout Fingerprint) {
        print.add(rules.outside.rawValue)
        for server in NameServer.allCases where rules.servers.contains(server) { print.add(server.rawValue) }
        print.add(UInt64(rules.maximumRecordsPerType))
        print.add(UInt64(rules.maximumTypesPerName))
        for root in rules.includeRoots ?? [] { print.add(root) }
        if rules.includeRoots != nil { print.add("include-root") }
        let limits = rules.limits
        for limit in [limits.records, limits.octets, limits.generated, limits.memory] {
            print.add(UInt64(limit.map { $0 + 1 } ?? 0))
        }
    }

    /// True if other zones can have the same order.
    fileprivate var isCommon: Bool { file.hasName && output.hasName }

    static func == (left: ZoneSettings, right: ZoneSettings) -> Bool {
        left === right
            || left.file == right.file && left.output == right.output && left.policy == right.policy
                && left.rules == right.rules && left.hooks == right.hooks
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(file)
        hasher.combine(output)
    }
}

/// The orders that many zones share.
final class AllZoneSettings: Sendable {
    private let common = Mutex<Set<ZoneSettings>>([])

    /// The order of a zone: one that is here already, where there is the same.
    func order(_ zone: ZoneConfiguration, _ shared: SharedPolicy?) -> ZoneSettings {
        let order = ZoneSettings(zone, shared)
        guard order.isCommon else { return order }
        return common.withLock { $0.insert(order).memberAfterInsert }
    }
}

/// A path in pieces: between each two of them stands the zone's name.
private struct NamedPath: Hashable, Sendable {
    private let pieces: [String]

    /// Octets are compared, not characters: the path must come out as it was.
    init(_ path: String, _ name: String) {
        let (octets, mark) = (Array(path.utf8), Array(name.utf8))
        var pieces: [String] = []
        var (begin, place) = (0, 0)
        while place + mark.count <= octets.count {
            guard octets[place..<(place + mark.count)].elementsEqual(mark) else {
                place += 1
                continue
            }
            pieces.append(String(decoding: octets[begin..<place], as: UTF8.self))
            place += mark.count
            begin = place
        }
        self.pieces = pieces + [String(decoding: octets[begin...], as: UTF8.self)]
    }

    var hasName: Bool { pieces.count > 1 }

    func path(_ name: String) -> String { pieces.joined(separator: name) }
}

extension Name {
    /// The name as it stands in paths: without the dot at its end, but for the root.
    fileprivate var textInPaths: String {
        let text = description
        return octets.count == 1 ? text : String(text.dropLast())
    }
}
