import DNSSECModel

/// When the unluckiest validator has learnt what the DNSKEY RRset has to tell about anchors (RFC 5011 2 and 4).
struct AnchorLessons {
    /// A stretch in which whoever asks is shown something, and when everybody has learnt from it.
    struct Lesson: Hashable {
        /// From here on every server shows it.
        var from: Instant
        /// From here on some server no longer does.
        var until: Instant
        /// When the unluckiest validator sees it first.
        var seen: Instant
        /// When what it has seen may count; the same as `seen` where there is no hold-down.
        var heldDown: Instant
        /// When the unluckiest validator asks and gets no answer, so that it has to ask again (RFC 5011 2.3).
        var failed: Instant
        /// When the unluckiest validator has learnt it.
        var learnt: Instant

        /// True if every validator has learnt it by then, and before it was over.
        func isOver(by now: Instant) -> Bool { learnt <= now && learnt <= until }

        /// The story of the unluckiest up to a moment at which it has not learnt it.
        func steps(of key: ManagedKey.ID, offline: Interval, upTo now: Instant) -> [CounterExample.Step] {
            typealias Step = CounterExample.Step
            var steps = [Step(at: from, isJustBefore: true, event: .missesKey(key))]
            if seen <= now {
                steps.append(
                    Step(at: seen, isJustBefore: false, event: .seesKey(key, heldDownUntil: heldDown))
                )
            }
            if heldDown <= now {
                steps.append(Step(at: heldDown, isJustBefore: true, event: .asksTooEarly(key)))
            }
            if failed <= now {
                let again = learnt - offline
                steps.append(Step(at: failed, isJustBefore: false, event: .asksInVain(again: again)))
            }
            if heldDown <= now, offline > .zero {
                steps.append(Step(at: heldDown, isJustBefore: false, event: .isOff(until: learnt)))
            }
            return steps
        }
    }

    /// How the world learns that a key was revoked.
    struct Revocation: Hashable {
        /// When the first validator can see it.
        var first: Instant
        /// The stretches in which every server shows it.
        var sure: [Lesson]

        /// The last such stretch.
        var last: Lesson? { sure.last }
    }

    /// How long a validator may be off.
    let offline: Interval
    /// For each key that can become an anchor the stretches in which it can be learnt.
    private(set) var learning: [ManagedKey.ID: [Lesson]] = [:]
    /// For each key that was shown as revoked how that becomes known.
    private(set) var revocation: [ManagedKey.ID: Revocation] = [:]
    /// When a key was first shown without the REVOKE bit.
    private(set) var firstShown: [ManagedKey.ID: Instant] = [:]

    /// When the world has seen that each key that can become an anchor was revoked; nil = never.
    var end: Instant? {
        let ends = learning.keys.map { key in
            revocation[key]?.sure.filter { $0.isOver(by: $0.until) }.map(\.learnt).min()
        }
        let known = ends.compactMap { $0 }
        return known.count == ends.count ? known.max() : nil
    }

    private let showings: [ServedVersion<ShownKeys>]
    private let history: WorldHistory

    init(_ history: WorldHistory, _ showings: [ServedVersion<ShownKeys>], offline: Interval) {
        self.history = history
        self.showings = showings
        self.offline = offline
        for key in history.keys.keys where history.keys[key]?.isEntry == true {
            guard let first = showings.first(where: { $0.content.plain.contains(key) }) else { continue }
            firstShown[key] = first.from
            learning[key] = stretches { $0.plain.contains(key) }.map { lesson($0, isHeldDown: true) }
            guard let revoked = showings.first(where: { $0.content.selfRevoked.contains(key) }) else {
                continue
            }
            revocation[key] = Revocation(
                first: revoked.from,
                sure: stretches { $0.selfRevoked.contains(key) }.map { lesson($0, isHeldDown: false) }
            )
        }
    }

    /// The stretches of time in which every version that some server shows satisfies a condition.
    private func stretches(where condition: (ShownKeys) -> Bool) -> [Range<Instant>] {
        var stretches: [Range<Instant>] = []
        guard var begin = showings.first?.from else { return [] }
        for showing in showings where !condition(showing.content) {
            if begin < showing.from { stretches.append(begin..<showing.from) }
            begin = max(begin, showing.until)
        }
        if begin < .never { stretches.append(begin..<Instant.never) }
        return stretches
    }

    /// The question that fails, and the time off, come where they hurt most: each delays the end by its whole length,
    /// wherever it lies.
    private func lesson(_ stretch: Range<Instant>, isHeldDown: Bool) -> Lesson {
        let seen = nextQuestion(stretch.lowerBound)
        var heldDown = seen
        var failed = seen
        if isHeldDown {
            let ttl = showings.filter { $0.from <= seen && seen < $0.until }.map(\.ttl).max() ?? .zero
            heldDown = seen + max(history.addHoldDown, ttl)
            failed = nextQuestion(heldDown)
        }
        return Lesson(
            from: stretch.lowerBound,
            until: stretch.upperBound,
            seen: seen,
            heldDown: heldDown,
            failed: failed,
            learnt: failed + retryTime(failed) + offline
        )
    }

    /// How long after a moment a question that failed then is asked again at the latest (RFC 5011 2.3).
    private func retryTime(_ moment: Instant) -> Interval {
        let ttls = showings.filter { $0.from <= moment && moment < $0.until && !$0.content.isEmpty }.map(
            \.ttl
        )
        let tenth = min((ttls.max() ?? .zero) / 10, (history.dnskeyValidity ?? .days(30)) / 10)
        return max(.hours(1), min(.days(1), tenth))
    }

    /// When a validator that asked just before a moment asks again at the latest (RFC 5011 2.3).
    private func nextQuestion(_ moment: Instant) -> Instant {
        guard moment > .always else { return moment }
        return
            showings
            .filter { $0.from < moment && !$0.content.isEmpty }
            .map { min(moment, $0.until) + queryInterval($0) }
            .max() ?? moment
    }

    private func queryInterval(_ showing: ServedVersion<ShownKeys>) -> Interval {
        let half = min(showing.ttl / 2, (history.dnskeyValidity ?? .days(30)) / 2)
        return max(.hours(1), min(.days(15), half))
    }
}
