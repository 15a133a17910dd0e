// The second oracle: validators that follow a trust anchor by RFC 5011, of every sort that can exist. Each is
// played from its first day to its last; at every moment one of its anchors must vouch for the DNSKEY RRset
// that it may be shown.

/// Every validator that keeps its trust anchors by RFC 5011, given what the zone published.
public struct TrustAnchorModel: Sendable {
    /// A key, named as in the resolver model.
    public typealias Key = ResolverModel.Key

    /// A list of anchors as it was given to new validators from some moment on.
    public struct AnchorList: Hashable, Sendable {
        /// From when on validators start with it.
        public var time: Int
        /// The anchors in it.
        public var keys: Set<Key>

        /// Describes a list of anchors.
        public init(time: Int, keys: Set<Key>) {
            self.time = time
            self.keys = keys
        }
    }

    /// What the zone published, in any order.
    public var child: [ResolverModel.ChildPublication]
    /// The anchors that validators start with, in any order.
    public var anchors: [AnchorList]
    /// The keys that carry the SEP bit: only these become anchors (RFC 5011 4).
    public var entryPoints: Set<Key>
    /// How long a new key must have been seen (RFC 5011 2.4.1).
    public var addHoldDown = 30 * 86_400
    /// The longest that a validator may be switched off, once, at any time of its life.
    public var longestOutage = 0
    /// How many validators start evenly spread over the history, and over one query interval at its begin.
    public var phases = 24
    /// Whether validators ask through a cache, which can show them a version until its TTL has passed.
    public var asksThroughCaches = false

    /// Takes a history as it was published.
    public init(
        child: [ResolverModel.ChildPublication],
        anchors: [AnchorList],
        entryPoints: Set<Key>
    ) {
        self.child = child
        self.anchors = anchors
        self.entryPoints = entryPoints
    }

    /// The first moments at which a validator is shown a DNSKEY RRset that none of its anchors vouches for.
    ///
    /// Earliest first. Validators start between `start` and `end` and run until `end`.
    public func violations(from start: Int, until end: Int, limit: Int = 5) -> [Violation] {
        let views = DNSKEYViews(model: self, end: end)
        var found: [Violation] = []
        for life in lives(from: start, until: end, views) {
            var validator = AnchorValidator(model: self, views: views, life: life)
            if let violation = validator.run(until: end) { found.append(violation) }
        }
        found.sort { ($0.time, $0.dnskeyVersion, $0.started) < ($1.time, $1.dnskeyVersion, $1.started) }
        var last: Violation?
        let unique = found.filter { violation in
            defer { last = violation }
            return violation.time != last?.time || violation.dnskeyVersion != last?.dnskeyVersion
        }
        return Array(unique.prefix(limit))
    }

    /// A validator that lost the chain.
    public struct Violation: Hashable, Sendable, CustomStringConvertible {
        /// The moment of the first answer that it has to call bogus.
        public let time: Int
        /// The place of that DNSKEY version in `child`, sorted by time.
        public let dnskeyVersion: Int
        /// The anchors that it had then.
        public let anchors: Set<Key>
        /// When the validator was started.
        public let started: Int
        /// When it was switched off for the longest time allowed; nil: never.
        public let outage: Int?

        /// One line for the log of a failed test.
        public var description: String {
            let anchors = anchors.sorted().map(\.description).joined(separator: " ")
            let outage = outage.map { ", off from \($0)" } ?? ""
            return "at \(time): no anchor of {\(anchors)} signs the DNSKEY RRset of child version "
                + "\(dnskeyVersion) (validator started at \(started)\(outage))"
        }
    }
}

// MARK: - Who there is

/// The course of one validator's life.
struct ValidatorLife: Hashable {
    var start: Int
    /// When it is switched off; it comes back `longestOutage` later.
    var outage: Int?
    var habit: Habit

    enum Habit: Hashable {
        /// Polls every query interval and is shown the newest version.
        case newest
        /// Polls every query interval and is shown the oldest version that is still about.
        case oldest
        /// Polls one second before each thing that it should learn, so that it learns it as late as is allowed,
        /// and is shown the oldest version that is still about.
        case unlucky
    }
}

extension TrustAnchorModel {
    /// Validators of every habit: spread over a query interval and over time, around each change, with outages.
    private func lives(from begin: Int, until end: Int, _ views: DNSKEYViews) -> [ValidatorLife] {
        let start = max(begin, child.map(\.time).min() ?? end)
        guard start < end else { return [] }
        let interval = views.longestQueryInterval
        let changes = Set(views.starts + anchors.map(\.time)).filter { $0 > start && $0 < end }
        let count = max(phases, 1)
        var starts: Set<Int> = []
        for phase in 0..<count {
            starts.insert(start + interval * phase / count)
            starts.insert(start + (end - start) / count * phase)
        }
        for change in changes { starts.formUnion([change - 1, change, change + 1]) }
        var lives = Set<ValidatorLife>()
        for moment in starts where moment >= start && moment < end {
            for habit in [ValidatorLife.Habit.newest, .oldest, .unlucky] {
                lives.insert(ValidatorLife(start: moment, outage: nil, habit: habit))
            }
        }
        guard longestOutage > 0 else { return Array(lives) }
        for change in changes {
            for quarter in 0...4 {
                for habit in [ValidatorLife.Habit.newest, .oldest, .unlucky] {
                    let off = change - longestOutage * quarter / 4
                    lives.insert(ValidatorLife(start: start, outage: off, habit: habit))
                }
            }
        }
        return Array(lives)
    }
}
