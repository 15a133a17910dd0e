// Differences of documents, in the form of RFC 6902, of which `add`, `remove` and `replace` suffice.

extension JSONValue {
    /// The operations that make another document of this one (RFC 6902 4): few where little has changed.
    ///
    /// The order of an object's members is not kept: two that differ in it alone are the same.
    public func patch(to other: JSONValue) -> JSONValue {
        var comparison = JSONComparison()
        comparison.compare(self, other)
        return .array(comparison.operations)
    }

    /// The document that a patch makes of this one; nil if the patch does not fit.
    public func patched(by patch: JSONValue) -> JSONValue? {
        guard case .array(let operations) = patch else { return nil }
        var document = self
        for operation in operations {
            guard case .string(let path)? = operation["path"], case .string(let name)? = operation["op"]
            else {
                return nil
            }
            let tokens = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(
                Self.unescaped
            )
            guard let next = document.applying(name, operation["value"], at: tokens[...]) else { return nil }
            document = next
        }
        return document
    }

    private static func unescaped(_ token: Substring) -> String {
        String(token.replacing("~1", with: "/").replacing("~0", with: "~"))
    }

    // MARK: - Applying

    private func applying(_ name: String, _ value: JSONValue?, at path: ArraySlice<String>) -> JSONValue? {
        guard let first = path.first else { return name == "replace" ? value : nil }
        switch self {
        case .object(var members):
            let place = members.firstIndex { $0.name == first }
            if path.count > 1 {
                guard let place, let inner = members[place].value.applying(name, value, at: path.dropFirst())
                else {
                    return nil
                }
                members[place] = Member(first, inner)
            } else if name == "remove" {
                guard let place else { return nil }
                members.remove(at: place)
            } else {
                guard let value, (place != nil) == (name == "replace") else { return nil }
                if let place {
                    members[place] = Member(first, value)
                } else {
                    members.append(Member(first, value))
                }
            }
            return .object(members)
        case .array(var elements):
            if first == "-", path.count == 1, name == "add", let value { return .array(elements + [value]) }
            guard let place = Int(first), elements.indices.contains(place) else { return nil }
            if path.count == 1, name != "replace" { return nil }
            guard let inner = elements[place].applying(name, value, at: path.dropFirst()) else { return nil }
            elements[place] = inner
            return .array(elements)
        default: return nil
        }
    }
}

/// The operations between two documents in the making.
///
/// The text of a path is made only where something differs: in most documents most is the same.
private struct JSONComparison {
    private enum Token {
        case name(String)
        case index(Int)
        case end
    }

    var operations: [JSONValue] = []
    private var path: [Token] = []

    mutating func compare(_ old: JSONValue, _ new: JSONValue) {
        switch (old, new) {
        case (.object(let before), .object(let after)):
            if before.lazy.map(\.name).elementsEqual(after.lazy.map(\.name)) {
                for (member, other) in zip(before, after) {
                    compare(member.value, other.value, at: .name(member.name))
                }
            } else {
                compareMembers(before, after, of: old, and: new)
            }
        case (.array(let before), .array(let after)) where before.count <= after.count:
            for (index, value) in before.enumerated() { compare(value, after[index], at: .index(index)) }
            for value in after.dropFirst(before.count) { note("add", value, at: .end) }
        default:
            if old != new { note("replace", new) }
        }
    }

    private mutating func compareMembers(
        _ before: [JSONValue.Member],
        _ after: [JSONValue.Member],
        of old: JSONValue,
        and new: JSONValue
    ) {
        for member in before where new[member.name] == nil { note("remove", at: .name(member.name)) }
        for member in after {
            if let value = old[member.name] {
                compare(value, member.value, at: .name(member.name))
            } else {
                note("add", member.value, at: .name(member.name))
            }
        }
    }

    private mutating func compare(_ old: JSONValue, _ new: JSONValue, at token: Token) {
        path.append(token)
        compare(old, new)
        path.removeLast()
    }

    private mutating func note(_ name: String, _ value: JSONValue? = nil, at token: Token? = nil) {
        let place = (path + (token.map { [$0] } ?? [])).map(Self.text).joined()
        let operation: [JSONValue.Member] = [.init("op", .string(name)), .init("path", .string(place))]
        operations.append(.object(operation + (value.map { [.init("value", $0)] } ?? [])))
    }

    private static func text(_ token: Token) -> String {
        switch token {
        case .name(let name): "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
        case .index(let index): "/\(index)"
        case .end: "/-"
        }
    }
}
