import JSON

// A tree without its places, as rings keep policies, and back.
extension YAMLNode {
    /// Mappings as objects, lists as arrays, texts as strings, nothing as null.
    var content: JSONValue {
        switch self {
        case .scalar(let text, _, _): shape == .nothing ? .null : .string(text)
        case .sequence(let items, _): .array(items.map(\.content))
        case .mapping(let entries, _): .object(entries.map { JSONValue.Member($0.key, $0.value.content) })
        }
    }

    /// The tree of what `content` gave; every node stands at the start.
    init(_ content: JSONValue) {
        switch content {
        case .null: self = .scalar("", isQuoted: false, at: .start)
        case .string(let text): self = .scalar(text, isQuoted: true, at: .start)
        case .bool(let value): self = .scalar(String(value), isQuoted: true, at: .start)
        case .integer(let value): self = .scalar(String(value), isQuoted: true, at: .start)
        case .decimal(let value): self = .scalar(String(value), isQuoted: true, at: .start)
        case .array(let items): self = .sequence(items.map { YAMLNode($0) }, at: .start)
        case .object(let members):
            let entries = members.map { member in
                YAMLEntry(key: member.name, keyMark: .start, value: YAMLNode(member.value))
            }
            self = .mapping(entries, at: .start)
        }
    }
}
