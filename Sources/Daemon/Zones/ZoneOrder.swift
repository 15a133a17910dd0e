import DNSSECModel

/// What the configuration says of a zone, without the places where it says so.
struct ZoneOrder: Hashable, Sendable {
    /// The unsigned zone file.
    let file: String
    /// The signed zone file.
    let output: String
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

    /// What the configuration says; the policy's name is shared with the policy.
    init(_ zone: ZoneConfiguration, _ shared: SharedPolicy?) {
        (file, output) = (zone.file.exact, zone.output.exact)
        policy = shared?.policy.name == zone.policy ? shared?.policy.name ?? zone.policy : zone.policy
        hooks = zone.hooks == HookConfiguration() ? nil : Hooks(zone.hooks)
    }

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

extension String {
    /// The same text in no more memory than it needs.
    fileprivate var exact: String { String(decoding: Array(utf8), as: UTF8.self) }
}
