import DNSSECModel

/// What caches can hold of one kind of RRset, by number: equal versions are one content.
struct HeldVersions<Content: Hashable> {
    /// A stretch of time in which some cache can hold a content.
    struct HoldingPeriod {
        /// The content's place in `contents`.
        var content: Int
        var from: Instant
        var until: Instant
    }

    /// The different contents.
    private(set) var contents: [Content] = []
    /// What can be held at the moment that was last moved to.
    private(set) var held: [HoldingPeriod] = []

    private let showings: [ServedVersion<Content>]
    private var stays: [HoldingPeriod] = []
    private var begun = 0

    /// The stays of all versions from a moment on.
    init(_ showings: [ServedVersion<Content>], from start: Instant) {
        self.showings = showings
        var numbers: [Content: Int] = [:]
        var latest: [Int: Int] = [:]
        for showing in showings.sorted(by: { $0.from < $1.from }) where showing.forgotten > start {
            let number = numbers[showing.content] ?? contents.count
            if number == contents.count {
                contents.append(showing.content)
                numbers[showing.content] = number
            }
            let from = max(showing.from, start)
            if let place = latest[number], stays[place].until >= from {
                stays[place].until = max(stays[place].until, showing.forgotten)
            } else {
                latest[number] = stays.count
                stays.append(HoldingPeriod(content: number, from: from, until: showing.forgotten))
            }
        }
    }

    /// The moments at which a content comes that could not be held before.
    var arrivals: [Instant] { stays.map(\.from) }

    /// Drops what is forgotten by then and adds what has come.
    mutating func move(to now: Instant) {
        held.removeAll { $0.until <= now }
        while begun < stays.count, stays[begun].from <= now {
            if stays[begun].until > now { held.append(stays[begun]) }
            begun += 1
        }
    }

    /// The version with this content that can be fetched latest and is held at a moment.
    func version(of content: Int, at now: Instant) -> ServedVersion<Content>? {
        showings
            .filter { $0.content == contents[content] && $0.from <= now && now < $0.forgotten }
            .max { $0.lastFetch(upTo: now) < $1.lastFetch(upTo: now) }
    }
}
