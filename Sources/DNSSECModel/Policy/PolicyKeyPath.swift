/// The place of a value in a policy, as its keys name it: `signatures.refresh`, `keys[1].lifetime`.
public struct PolicyKeyPath: Hashable, Sendable, CustomStringConvertible {
    /// One step down.
    public enum Step: Hashable, Sendable {
        /// The value of a key of a mapping.
        case key(String)
        /// The item of a list, from 0.
        case index(Int)
    }

    /// The steps from the top.
    public var steps: [Step]

    /// The path through these keys; none is the whole policy.
    public init(_ keys: String...) {
        steps = keys.map { .key($0) }
    }

    /// The path one key further down.
    public func appending(_ key: String) -> PolicyKeyPath {
        var longer = self
        longer.steps.append(.key(key))
        return longer
    }

    /// The path to one item of the list.
    public func appending(_ index: Int) -> PolicyKeyPath {
        var longer = self
        longer.steps.append(.index(index))
        return longer
    }

    /// The path one step shorter; nil at the top.
    public var parent: PolicyKeyPath? {
        guard !steps.isEmpty else { return nil }
        var shorter = self
        shorter.steps.removeLast()
        return shorter
    }

    /// `keys[1].lifetime`, items counted from 0.
    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }
}
