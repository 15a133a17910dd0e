/// What validators can be shown of the DNSKEY RRset, and when.
///
/// Publications in a row that are alike in everything that concerns anchors are one view: a ZSK roll or new
/// signatures change nothing for a validator of RFC 5011.
struct DNSKEYViews {
    typealias Key = ResolverModel.Key

    struct View {
        var start: Int
        var end: Int
        /// The places of its publications, sorted by time.
        var versions: ClosedRange<Int>
        var keys: Set<Key>
        var revoked: Set<Key>
        var signers: Set<Key>
        var ttl: Int
        /// The longest time from publication to expiry among its signatures.
        var validity: Int

        /// The keys whose signature counts for a validator that has them as anchors.
        var vouching: Set<Key> { signers.intersection(keys).subtracting(revoked) }
    }

    private let times: [Int]
    private let views: [View]
    /// Where signatures that have expired are still shown.
    private let expired: [(span: Range<Int>, version: Int)]
    /// All moments at which a view is first shown, in order.
    let starts: [Int]
    /// All moments at which a view is no longer shown, in order.
    private let ends: [Int]

    init(model: TrustAnchorModel, end: Int) {
        let versions = ResolverModel(child: model.child).childInOrder
        let relevant = model.anchors.reduce(into: model.entryPoints) { $0.formUnion($1.keys) }
        var views: [View] = []
        var expired: [(span: Range<Int>, version: Int)] = []
        for (index, version) in versions.enumerated() where version.time < end {
            let following = index + 1 < versions.count ? versions[index + 1] : nil
            let next = View(version, index, followedBy: following, relevant, model.asksThroughCaches)
            guard next.start < next.end else { continue }
            if let expiration = version.keyExpiration, expiration + 1 < next.end {
                expired.append((max(next.start, expiration + 1)..<next.end, index))
            }
            if let last = views.last, last.isContinued(by: next) {
                views[views.count - 1].join(next)
            } else {
                views.append(next)
            }
        }
        times = versions.map(\.time)
        self.views = views
        self.expired = expired
        starts = views.map(\.start)
        ends = views.map(\.end).sorted()
    }

    /// The longest query interval of all.
    var longestQueryInterval: Int { views.map(\.queryInterval).max() ?? 3600 }

    /// The newest or the oldest version that a validator can be shown at a moment.
    func shown(at now: Int, oldest: Bool) -> View? {
        let isShown = { (view: View) in view.start <= now && now < view.end }
        return oldest ? views.first(where: isShown) : views.last(where: isShown)
    }

    /// The next moment at which `shown(at:oldest:)` can differ.
    func nextChange(after now: Int, oldest: Bool) -> Int {
        let changes = oldest ? ends : starts
        let place = changes.firstPlace { $0 > now }
        return place < changes.count ? changes[place] : .max
    }

    /// The first moment in a span at which something can be shown that no anchor vouches for, or that expired.
    func firstRefused(in span: Range<Int>, by anchors: Set<Key>) -> (time: Int, version: Int)? {
        var first: (time: Int, version: Int)?
        for view in views where view.start < span.upperBound && span.lowerBound < view.end {
            guard view.vouching.isDisjoint(with: anchors) else { continue }
            let time = max(span.lowerBound, view.start)
            guard time < first?.time ?? .max else { continue }
            first = (time, view.versions.last { times[$0] <= time } ?? view.versions.lowerBound)
        }
        for (shown, version) in expired where shown.overlaps(span) {
            let time = max(span.lowerBound, shown.lowerBound)
            if time < first?.time ?? .max { first = (time, version) }
        }
        return first
    }
}

extension DNSKEYViews.View {
    /// One publication, reduced to the keys that can be anchors.
    fileprivate init(
        _ version: ResolverModel.ChildPublication,
        _ index: Int,
        followedBy following: ResolverModel.ChildPublication?,
        _ relevant: Set<ResolverModel.Key>,
        _ isCached: Bool
    ) {
        let cached = isCached ? (version.keys.isEmpty ? version.negativeTTL : version.keyTTL) : 0
        start = version.time
        end = following.map { $0.time + $0.delay + cached } ?? .max
        versions = index...index
        keys = version.keys.intersection(relevant)
        revoked = version.revoked.intersection(relevant)
        signers = version.keySigners.intersection(relevant)
        ttl = version.keyTTL
        validity = version.keyExpiration.map { $0 - version.time } ?? .max
    }

    /// How long a validator that sees this waits for its next poll, at most (RFC 5011 2.3).
    ///
    /// Counts with signatures as fresh as they can be: the longest wait that is allowed.
    var queryInterval: Int { max(3600, min(15 * 86_400, ttl / 2, validity / 2)) }

    fileprivate func isContinued(by next: Self) -> Bool {
        keys == next.keys && revoked == next.revoked && signers == next.signers && ttl == next.ttl
            && next.start <= end
    }

    fileprivate mutating func join(_ next: Self) {
        end = max(end, next.end)
        versions = versions.lowerBound...next.versions.upperBound
        validity = max(validity, next.validity)
    }
}

extension Array {
    /// The first place from which on a condition holds, in an array where it never ceases to hold.
    fileprivate func firstPlace(where condition: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
