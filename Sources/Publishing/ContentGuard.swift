public import DNSCore
public import DNSSECModel

/// Why new content is not published without a person's word.
public enum GuardFinding: Hashable, Sendable {
    /// So many of the records that were published last are gone; up to so much is allowed.
    case shrink(gone: Int, of: Int, percent: Int)
    /// So many records are new beside those that were published last; up to so much is allowed.
    case grow(new: Int, of: Int, percent: Int)
    /// All of so many records are gone.
    case empty(before: Int)
    /// None of the name servers of the apex is left.
    case nameservers([Name])
    /// A name that the policy guards has no record any more.
    case name(Name)

    /// Which guard says so.
    public var kind: ContentGuard {
        switch self {
        case .shrink: .shrink
        case .grow: .grow
        case .empty: .empty
        case .nameservers: .nameservers
        case .name: .names
        }
    }
}

/// New content that is held back.
public struct GuardedContent: Hashable, Sendable {
    /// Why, at least one reason.
    public var findings: [GuardFinding]
    /// The SHA-256 of the operator's records, in hexadecimal digits: what is overridden counts for these alone.
    public var digest: String

    /// The guards, in the order of their words.
    public var guards: [ContentGuard] {
        ContentGuard.allCases.filter { kind in findings.contains { $0.kind == kind } }
    }
}

extension GuardPolicy {
    /// Looks at new content.
    ///
    /// Only the operator's records count: what signing makes, and the SOA, changes each time.
    ///
    /// - Parameters:
    ///   - new: The zone that is to be published.
    ///   - old: The zone that was published last.
    ///   - override: What a person lets pass; it counts for the content that it was said of.
    /// - Returns: What guards hold back; nil if the content may be published.
    public func findings(in new: Zone, after old: Zone, override: GuardOverride? = nil) -> GuardedContent? {
        let (before, after) = (OperatorRecords(zone: old), OperatorRecords(zone: new))
        let findings = findings(before, after)
        guard !findings.isEmpty else { return nil }
        // Without a digest nobody can say that a person has agreed to just this content.
        let digest = after.digest ?? ""
        let allowed = !digest.isEmpty && override?.digest == digest ? override?.guards : nil
        let left = findings.filter { !(allowed?.contains($0.kind) ?? false) }
        return left.isEmpty ? nil : GuardedContent(findings: left, digest: digest)
    }

    private func findings(_ before: OperatorRecords, _ after: OperatorRecords) -> [GuardFinding] {
        let (gone, new) = before.difference(to: after)
        let count = before.count
        var findings: [GuardFinding] = []
        if let shrink, Self.isTooMany(gone, of: count, percent: shrink) {
            findings.append(.shrink(gone: gone, of: count, percent: shrink))
        }
        if let grow, Self.isTooMany(new, of: count, percent: grow) {
            findings.append(.grow(new: new, of: count, percent: grow))
        }
        if count > 0, after.count == 0 { findings.append(.empty(before: count)) }
        let servers = before.nameservers
        if !servers.isEmpty, servers.isDisjoint(with: after.nameservers) {
            findings.append(.nameservers(servers.sorted()))
        }
        let lost = names.compactMap { $0.name(in: before.zone.origin) }.filter {
            before.has($0) && !after.has($0)
        }
        return findings + lost.map { .name($0) }
    }

    private static func isTooMany(_ number: Int, of count: Int, percent: Int) -> Bool {
        number > fewRecords && number * 100 > count * percent
    }
}

extension GuardFinding: CustomStringConvertible {
    /// One clause for people, in lower case, without a full stop.
    public var description: String {
        switch self {
        case .shrink(let gone, let count, let percent):
            "\(gone) of \(count) records are gone; expected at most \(percent) %"
        case .grow(let new, let count, let percent):
            "\(new) records are new beside \(count); expected at most \(percent) %"
        case .empty(let before): "all of the \(before) records are gone"
        case .nameservers(let names):
            "none of the zone's name servers is left: \(names.map(\.description).joined(separator: ", "))"
        case .name(let name): "\(name) has no record any more, and the policy guards it"
        }
    }
}
