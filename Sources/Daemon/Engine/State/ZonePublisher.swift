import DNSCore
import DNSSECModel
import Publishing
import Signing
import SystemIO

/// What was signed last, and from what.
struct SignedState {
    /// The zone file and what it includes, in the state that was read.
    var source: [String: FileIdentity?]
    /// The rules that the zone file was read by.
    var rules: ZoneRules
    /// The policy that it was signed by.
    var policy: DNSSECPolicy
    /// The plan that it was signed by.
    var plan: SigningPlan
    /// The output, as it was written or found.
    var output: FileIdentity?
    /// Its serial.
    var serial: UInt32
    /// When its first signature ends.
    var earliestExpiration: Instant?
    /// When signatures are due to be made anew.
    var due: Instant?
}

/// What is known of a zone's output, and what the operator was told of it.
///
/// A value that touches no file: reading, signing and writing are the engine's.
struct ZonePublisher {
    /// How long re-signing waits for more signatures to become due, so that jitter does not publish each alone.
    private static let longestBatch = Interval.hours(1)
    /// The wait is at most this part of the refresh time, which is all that a late signature loses.
    private static let batchPart: Int64 = 24

    /// What was signed last; nil if that is not known, and then the zone is signed.
    private(set) var signed: SignedState?
    /// What was written and is not in the ring yet: the servers may not have it.
    private(set) var unrecorded: Publication?
    /// What the operator should know, though the work goes on.
    private(set) var warnings: [String] = []
    /// Which recent rules count for the zone's content, since it was read last; nil before.
    private var judgedRules: RuleRecord?

    // MARK: - Questions

    /// True if the output is what this plan, this policy and this moment ask for, and nobody has touched the files.
    func isCurrent(_ plan: SigningPlan, _ policy: DNSSECPolicy, _ facts: TurnFacts) -> Bool {
        guard let signed else { return false }
        return signed.plan == plan && signed.policy == policy && signed.rules == facts.rules
            && signed.due.map { $0 > facts.now } ?? true && !facts.areFilesTouched
    }

    /// The ring with what rules count for the zone's content from now on.
    func keepingRules(_ ring: KeyRing) -> KeyRing {
        guard let judgedRules else { return ring }
        var ring = ring
        ring.zoneRules = judgedRules
        return ring
    }

    // MARK: - Reading

    /// The zone file was read, and these are the rules that count from now on.
    mutating func judged(by rules: RuleRecord) { judgedRules = rules }

    /// The zone file was read, with these warnings; the lines of those that are new.
    mutating func read(warnings news: [String]) -> [LogLine] {
        defer { warnings = news }
        return news.filter { !warnings.contains($0) }.map { LogLine(threshold: .warning, text: $0) }
    }

    /// Something that status tells of until the zone file is read next.
    mutating func warn(_ text: String) { warnings.append(text) }

    // MARK: - Signing

    /// The zone was signed and written; what is to be said of it, and whether the ring does not know it yet.
    ///
    /// It was made from the files `source` and stands in `output`; `recorded` is the publication that the ring knows.
    mutating func signed(
        _ result: SignedZoneFacts,
        from source: [String: FileIdentity?],
        output: FileIdentity?,
        _ basis: SigningBasis,
        after recorded: Publication?
    ) -> (lines: [LogLine], isToBeRecorded: Bool) {
        signed = SignedState(
            source: source,
            rules: basis.rules,
            policy: basis.policy,
            plan: basis.plan,
            output: output,
            serial: result.serial,
            earliestExpiration: result.earliestExpiration,
            due: Self.due(result, basis)
        )
        let isNew = result.serial != recorded?.serial || basis.plan != recorded?.plan
        if isNew { unrecorded = Publication(result, basis) }
        let told = result.contentChanged ? [Self.line(result, basis.plan)] : []
        return (news(result.warnings.map(\.description)) + told, isNew)
    }

    private static func due(_ result: SignedZoneFacts, _ basis: SigningBasis) -> Instant? {
        let (policy, now) = (basis.policy, basis.now)
        let batch = min(longestBatch, policy.signatures.refresh / batchPart)
        return [
            result.nextRefresh.map { max($0, now) + batch },
            basis.plan.dnskeys.isEmpty ? nil : policy.calendar?.nextSignatureEdit(after: now),
            basis.plan.nextShare(after: now),
        ].compactMap(\.self).min()
    }

    private mutating func news(_ texts: [String]) -> [LogLine] {
        texts.compactMap { text in
            guard !warnings.contains(text) else { return nil }
            warnings.append(text)
            return LogLine(threshold: .warning, text: text)
        }
    }

    private static func line(_ result: SignedZoneFacts, _ plan: SigningPlan) -> LogLine {
        let count = result.statistics
        return LogLine(
            threshold: .info,
            text: plan.dnskeys.isEmpty
                ? "published without signatures, serial \(result.serial)"
                : "signed, serial \(result.serial), \(count.signaturesMade) signatures made, "
                    + "\(count.signaturesKept) kept"
        )
    }

    /// The publication is in the ring.
    mutating func recorded() { unrecorded = nil }

    /// The ring that had the publication is lost.
    mutating func recordAgain(_ publication: Publication) { unrecorded = unrecorded ?? publication }

    /// The output is another file, or made from another one.
    mutating func forget() { signed = nil }

    // MARK: - Rest

    /// Takes over what a zone at rest was told of.
    mutating func recall(warnings old: [String]) { warnings = old }

    /// Takes over what was signed last.
    mutating func recall(_ old: SignedState) { signed = old }
}

/// By what a zone is signed.
struct SigningBasis {
    let plan: SigningPlan
    let policy: DNSSECPolicy
    /// The rules that the zone file is read by.
    let rules: ZoneRules
    let now: Instant
}

extension Publication {
    /// What the servers are to get.
    fileprivate init(_ result: SignedZoneFacts, _ basis: SigningBasis) {
        self.init(
            at: basis.now,
            serial: result.serial,
            plan: basis.plan,
            dnskeyTTL: result.dnskeyTTL,
            maximumTTL: result.maximumTTL,
            negativeTTL: result.negativeTTL,
            propagation: basis.policy.propagation.zone,
            signaturesExpire: result.earliestExpiration
        )
    }
}
