public import ControlProtocol
public import DNSSECModel

/// What a key is called, everywhere and in every language.
///
/// Its name in the policy with its tag, `KSK-2024 (38696)`; else its role and tag, `ZSK 12345`; else, as long as it is
/// not made, its place among the keys of its role, `ZSK no. 3`. A key that nobody has asked for yet is `the next ZSK`.
public struct KeyName: Hashable, Sendable {
    private let key: KeyReference

    /// The name of a key.
    public init(_ key: KeyReference) { self.key = key }

    /// The name in a language.
    public func text(_ language: Language = .english) -> String {
        if let name = key.name { return key.tag.map { "\(name) (\($0))" } ?? name }
        if let tag = key.tag { return "\(key.role) \(tag)" }
        guard let number = key.number ?? key.id else {
            return language.say("the next \(key.role)", "下一把 \(key.role)")
        }
        return language.say("\(key.role) no. \(number)", "\(key.role) 第 \(number) 號")
    }
}

/// The names of a ring's keys in English.
public struct KeyNames {
    private let ring: KeyRing
    /// Keys that a forecast made up: their tags mean nothing.
    private let unmade: Set<ManagedKey.ID>

    /// The names of a ring's keys.
    ///
    /// - Parameters:
    ///   - ring: The keys.
    ///   - unmade: Those that do not exist but in a forecast.
    public init(_ ring: KeyRing, unmade: Set<ManagedKey.ID> = []) {
        self.ring = ring
        self.unmade = unmade
    }

    /// The name of a key.
    public subscript(id: ManagedKey.ID) -> String {
        self.reference(to: id).map { KeyName($0).text() } ?? "key no. \(id.rawValue)"
    }

    /// The key as facts refer to it; `nil` if the ring does not have it.
    public func reference(to id: ManagedKey.ID) -> KeyReference? {
        ring.reference(to: id, isMade: !unmade.contains(id))
    }

    /// All keys as facts refer to them; at once, since the place of a key among those of its role is counted.
    public var references: [ManagedKey.ID: KeyReference] {
        var counts: [KeyRole: Int] = [:]
        var references: [ManagedKey.ID: KeyReference] = [:]
        for key in ring.keys.sorted(by: { $0.id < $1.id }) {
            let number = (counts[key.role] ?? 0) + 1
            counts[key.role] = number
            let tag = unmade.contains(key.id) ? nil : key.material?.tag
            references[key.id] = KeyReference(
                role: key.role,
                id: key.id.rawValue,
                tag: tag,
                name: key.name,
                number: tag == nil ? number : nil
            )
        }
        return references
    }
}
