/// A role in one algorithm: the keys that follow each other by rolls.
public struct KeyFamily: Hashable, Sendable, Comparable {
    /// What the keys are for.
    public var role: KeyRole
    /// Their algorithm.
    public var algorithm: SecurityAlgorithm

    /// A role in an algorithm.
    public init(role: KeyRole, algorithm: SecurityAlgorithm) {
        self.role = role
        self.algorithm = algorithm
    }

    /// By the word of the role, then by the number of the algorithm.
    public static func < (left: KeyFamily, right: KeyFamily) -> Bool {
        (left.role.rawValue, left.algorithm.rawValue) < (right.role.rawValue, right.algorithm.rawValue)
    }
}

extension ManagedKey {
    /// The keys that it belongs to.
    public var family: KeyFamily { KeyFamily(role: role, algorithm: algorithm) }
}

extension KeyPolicy {
    /// The keys that it is about.
    public var family: KeyFamily { KeyFamily(role: role, algorithm: algorithm) }
}

extension [ManagedKey] {
    /// Those of one family, in the same order.
    public func of(_ family: KeyFamily) -> [ManagedKey] { filter { $0.family == family } }
}
