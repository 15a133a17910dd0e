/// How far people have agreed on a step.
public struct ApprovalTally: Hashable, Sendable {
    /// The people who have approved, and have not been overruled since, by their names in order.
    public var approvedBy: [String]
    /// How many must.
    public var needed: Int
    /// Who refused last; nil if nobody did.
    public var refusedBy: String?

    /// True if nobody else has to agree.
    public var suffices: Bool { given >= needed }

    /// How many different people have approved.
    public var given: Int { approvedBy.count }
}

extension ApprovalPolicy {
    /// Counts what people said about a step: the one meaning of "these votes suffice".
    ///
    /// An approval counts from its moment until its validity is over, once for each person, and only if nobody has refused
    /// after it. A vote of somebody who may not decide is not heard.
    /// - Parameters:
    ///   - votes: All that was said about the step.
    ///   - now: The present moment.
    /// - Returns: How many have approved, and how many must.
    public func tally(_ votes: [GateVote], at now: Instant) -> ApprovalTally {
        let heard = votes.filter { $0.at <= now && $0.isBy(oneOf: approvers) }
        let refusal = heard.filter { !$0.isApproval }.max { $0.at < $1.at }
        let given = heard.filter { vote in
            vote.isApproval && now < vote.at + validity && (refusal.map { $0.at < vote.at } ?? true)
        }
        return ApprovalTally(
            approvedBy: Set(given.map(\.user)).sorted(),
            needed: count,
            refusedBy: refusal?.user
        )
    }
}

extension KeyRing {
    /// What people said about a step of a key.
    public func votes(on step: KeyStep, of key: ManagedKey.ID) -> [GateVote] {
        votes.filter { $0.key == key && $0.phase == step }
    }
}

extension DNSSECPolicy {
    /// The gates before a step of a key of some role.
    public func gates(before step: KeyStep, of role: KeyRole) -> [GatePolicy] {
        gates.filter { $0.phase == step && ($0.role ?? role) == role }
    }
}
