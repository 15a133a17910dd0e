import DNSSECModel

/// Judges what validators that follow RFC 5011 make of a history: whether one of their anchors always vouches.
///
/// Each version of the DNSKEY RRset meets each sort of validator: one sort for each list of anchors that was ever handed
/// out. Of each sort the unluckiest counts: it asks just before there is something to learn, next as late as it may, and
/// sees a revocation before anybody else does.
struct AnchorWalk {
    /// The moments that were looked at.
    private(set) var instants = 0
    /// The validators that were judged.
    private(set) var combinations = 0
    /// The shortest story of a validator that is lost.
    private(set) var shortest: CounterExample?
    /// When the last validator has seen that its last anchor was revoked; nil = some have anchors for ever.
    var end: Instant? { lessons.end }

    private let history: WorldHistory
    private let start: Instant
    private let showings: [ServedVersion<ShownKeys>]
    private let lessons: AnchorLessons

    init(_ history: WorldHistory, from start: Instant, assumptions: ProofAssumptions) {
        self.history = history
        self.start = start
        showings = history.keyShowings
        lessons = AnchorLessons(history, showings, offline: assumptions.offline)
    }

    mutating func walk() {
        guard !history.anchors.isEmpty else { return }
        for showing in showings where showing.forgotten > start {
            for list in history.anchors.indices {
                if showing.content.isEmpty {
                    judgeUnsigned(showing, list)
                } else {
                    judge(showing, list)
                }
            }
        }
        for key in Set(showings.flatMap(\.content.selfRevoked)) { judgeRevocation(of: key) }
    }

    // MARK: - A signed zone

    /// At a version's first moment the least is learnt; as a revocation is seen an anchor is lost.
    private mutating func judge(_ showing: ServedVersion<ShownKeys>, _ list: Int) {
        let vouching = showing.content.vouching
        let first = max(showing.from, start, history.anchors[list].at)
        let losses = vouching.compactMap { lessons.revocation[$0]?.first }
        for now in Set([first] + losses) where first <= now && now < showing.forgotten {
            instants += 1
            combinations += 1
            guard !vouching.contains(where: { isTrusted($0, list, at: now) }),
                !isDeleted(by: showing, list, at: now)
            else { continue }
            let steps = vouching.sorted().flatMap { untrustedSteps($0, list, at: now) }
            tell(.noAnchor, [start(of: list)] + steps + [.dnskey(showing, at: now)], at: now)
            return
        }
    }

    /// True if every validator of a sort trusts a key.
    private func isTrusted(_ key: ManagedKey.ID, _ list: Int, at now: Instant) -> Bool {
        if let loss = lessons.revocation[key]?.first, loss <= now { return false }
        if history.anchors[list].keys.contains(key) { return true }
        // A validator that starts after a key came has its own time to learn it; new lists spare it that.
        let lessons = lessons.learning[key]?.filter { $0.from >= history.anchors[list].at } ?? []
        return lessons.contains { $0.isOver(by: now) }
    }

    /// True if each anchor that a validator may have is revoked, or known to be by those who do not trust the
    /// version: without any anchor they take the zone as insecure (RFC 5011 5).
    private func isDeleted(by showing: ServedVersion<ShownKeys>, _ list: Int, at now: Instant) -> Bool {
        let vouching = showing.content.vouching
        let lost = vouching.filter { lessons.revocation[$0].map { $0.first <= now } ?? false }
        return lost == vouching
            && possibleAnchors(list, at: now).allSatisfy {
                showing.content.selfRevoked.contains($0) || lost.contains($0) || isLost($0, at: now)
            }
    }

    /// The anchors that a validator of a sort may have or have had.
    private func possibleAnchors(_ list: Int, at now: Instant) -> Set<ManagedKey.ID> {
        let learnt = lessons.firstShown.filter { $0.value + history.addHoldDown <= now }.keys
        return history.anchors[list].keys.union(learnt)
    }

    // MARK: - A zone that is unsigned

    private mutating func judgeUnsigned(_ showing: ServedVersion<ShownKeys>, _ list: Int) {
        let now = max(showing.from, start, history.anchors[list].at)
        guard now < showing.forgotten else { return }
        instants += 1
        combinations += 1
        let anchors = possibleAnchors(list, at: now).sorted()
        guard let kept = anchors.first(where: { !isLost($0, at: now) }) else { return }
        var steps = [start(of: list)]
        if let lesson = lessons.revocation[kept]?.last, lesson.from <= now {
            steps.append(
                CounterExample.Step(at: lesson.from, isJustBefore: true, event: .missesRevocation(kept))
            )
        }
        tell(.unsignedUnderAnchor, steps + [.dnskey(showing, at: now)], at: now)
    }

    /// True if every validator has seen that a key was revoked.
    private func isLost(_ key: ManagedKey.ID, at now: Instant) -> Bool {
        lessons.revocation[key]?.sure.contains { $0.isOver(by: now) } ?? false
    }

    // MARK: - Revocation

    /// A revoked key that leaves too soon is trusted for ever by those who did not see it.
    private mutating func judgeRevocation(of key: ManagedKey.ID) {
        guard let lesson = lessons.revocation[key], history.anchors.contains(where: { $0.keys.contains(key) })
        else { return }
        combinations += 1
        guard let last = lesson.last, last.until < .never, last.until >= start,
            !lesson.sure.contains(where: { $0.isOver(by: $0.until) })
        else { return }
        let steps = [
            CounterExample.Step(at: last.from, isJustBefore: true, event: .missesRevocation(key))
        ]
        tell(.revocationMissed(key), steps, at: last.until)
    }

    // MARK: - The story

    private mutating func tell(_ fault: ProofFault, _ steps: [CounterExample.Step], at now: Instant) {
        let story = CounterExample(steps: steps, at: now, fault: fault)
        if story.isShorter(than: shortest) { shortest = story }
    }

    /// A validator starts with a list as late as it can.
    private func start(of list: Int) -> CounterExample.Step {
        let event = CounterExample.Event.starts(history.anchors[list].keys)
        if list + 1 < history.anchors.count {
            return CounterExample.Step(at: history.anchors[list + 1].at, isJustBefore: true, event: event)
        }
        let begin = history.anchors[list].at
        return CounterExample.Step(at: begin > .always ? begin : start, isJustBefore: false, event: event)
    }

    /// How it came that a validator does not trust a key at a moment.
    private func untrustedSteps(
        _ key: ManagedKey.ID,
        _ list: Int,
        at now: Instant
    ) -> [CounterExample.Step] {
        if let loss = lessons.revocation[key]?.first, loss <= now {
            return [CounterExample.Step(at: loss, isJustBefore: false, event: .seesRevocation(key))]
        }
        let begin = history.anchors[list].at
        guard let lesson = lessons.learning[key]?.last(where: { begin <= $0.from && $0.from <= now })
        else { return [] }
        return lesson.steps(of: key, offline: lessons.offline, upTo: now)
    }
}
