public import DNSSECModel
public import JSON

/// Which key a fact is about: all that the key's one name is made of, and nothing of its state.
///
/// The tag is that of the plain key, whether it is revoked or not: a name never changes once the key exists.
public struct KeyReference: Hashable, Sendable {
    /// What the key is for.
    public var role: KeyRole
    /// Its number within its ring, never used twice; `nil` for a key that nobody has asked for yet.
    public var id: Int?
    /// Its tag without the REVOKE bit; `nil` until the key is made.
    public var tag: UInt16?
    /// Its name in the policy, if it has one.
    public var name: String?
    /// Its place among the keys of its role, from 1, keys that are gone included; `nil` once it has a tag, and for a
    /// key that nobody has asked for yet.
    public var number: Int?

    /// All fields as they are; the next key of the role unless given.
    public init(
        role: KeyRole,
        id: Int? = nil,
        tag: UInt16? = nil,
        name: String? = nil,
        number: Int? = nil
    ) {
        self.role = role
        self.id = id
        self.tag = tag
        self.name = name
        self.number = number
    }
}

extension KeyRing {
    /// A key as facts refer to it.
    ///
    /// - Parameters:
    ///   - id: The key.
    ///   - isMade: False for a key that a forecast made up: its tag means nothing.
    /// - Returns: The reference, or `nil` if the ring has no such key.
    public func reference(to id: ManagedKey.ID, isMade: Bool = true) -> KeyReference? {
        guard let key = self[id] else { return nil }
        let tag = isMade ? key.material?.tag : nil
        return KeyReference(
            role: key.role,
            id: id.rawValue,
            tag: tag,
            name: key.name,
            number: tag == nil ? keys.count { $0.role == key.role && $0.id <= id } : nil
        )
    }

    /// A key as facts refer to it, or its role and number if the ring does not have it.
    ///
    /// - Parameters:
    ///   - id: The key.
    ///   - role: Its role.
    /// - Returns: The reference.
    public func reference(to id: ManagedKey.ID, orRole role: KeyRole) -> KeyReference {
        reference(to: id) ?? KeyReference(role: role, id: id.rawValue)
    }

    /// The key of a waiting step as facts refer to it.
    public func reference(of hold: Hold) -> KeyReference {
        hold.key.flatMap { reference(to: $0) } ?? KeyReference(role: hold.role, id: hold.key?.rawValue)
    }
}

// MARK: - JSON

extension KeyReference {
    /// The reference as JSON.
    public var json: JSONValue { .object(members) }

    /// The members of the reference, for objects that are about one key.
    var members: [JSONValue.Member] {
        [
            .init("role", JSONValue(word: role)), .init("key", JSONValue(number: id)),
            .init("tag", JSONValue(number: tag)), .init("name", JSONValue(name)),
            .init("number", JSONValue(number: number)),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try self.init(taking: &members)
        try members.finish()
    }

    /// Takes the members of a reference out of an object.
    init(taking members: inout JSONMembers) throws(JSONShapeError) {
        role = try members.take("role").word(KeyRole.self)
        id = try members.take("key").optionalCount()
        tag = try members.take("tag").optionalTag()
        name = try members.take("name").optionalString()
        number = try members.take("number").optionalCount()
    }
}
