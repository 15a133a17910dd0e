public import DNSSECModel

// The words of stalls.
extension Liveness {
    /// What was proven of the keys' going on, or what never comes, in one sentence.
    ///
    /// - Parameter name: What a key is called.
    /// - Returns: The sentence.
    public func sentence(naming name: (ManagedKey.ID) -> String) -> String {
        guard let stall = stalls.first else {
            return
                "Each key that is due by \(until) has a successor that takes over, and no step waits for ever."
        }
        return "Not proven: since \(stall.due) the plan waits for what cannot come: \(stall.text(name))."
    }
}

extension Stall {
    /// What never comes, in a sentence without a full stop.
    ///
    /// - Parameter name: What a key is called.
    /// - Returns: The sentence.
    public func text(_ name: (ManagedKey.ID) -> String) -> String {
        let key = key.map(name) ?? "\(role)"
        let what =
            switch kind {
            case .noKey: "no \(key) comes"
            case .neverWorks: "\(key) never does its work"
            case .neverReplaced: "nothing ever takes over from \(key)"
            case .neverLeaves: "\(key) never leaves"
            case .staysSecure:
                "the zone shall have no keys, and nobody could tell the validators that hold a trust anchor of \(key)"
            }
        return what + (hold.map { "; step `\($0.phase.rawValue)` of the \($0.role) waits for ever" } ?? "")
    }
}
