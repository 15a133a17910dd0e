/// The contents that can be cached at the moment of a sweep, by number.
struct Present {
    struct Entry {
        var content: Int
        var end: Int
        var isNew: Bool
    }

    var entries: [Entry] = []
    /// How many stretches of the lane have begun.
    var begun = 0
}

/// All stretches of one kind of RRset, with equal contents numbered and their stretches joined.
struct Lane<Content: Hashable> {
    /// The different contents; their places are their numbers.
    private(set) var contents: [Content] = []

    private var joined: [(start: Int, end: Int, content: Int)] = []
    private let raw: [ResolverModel.Stretch<Content>]

    /// Keeps what lies between two moments.
    init(_ stretches: [ResolverModel.Stretch<Content>], start: Int, end: Int) {
        raw = stretches
        var numbers: [Content: Int] = [:]
        var openEnd: [Int: Int] = [:]
        for stretch in stretches.sorted(by: { $0.start < $1.start }) {
            let first = max(stretch.start, start)
            let last = min(stretch.end, end)
            guard first < last else { continue }
            let number = numbers[stretch.content] ?? contents.count
            if number == contents.count {
                contents.append(stretch.content)
                numbers[stretch.content] = number
            }
            if let place = openEnd[number], joined[place].end >= first {
                joined[place].end = max(joined[place].end, last)
            } else {
                openEnd[number] = joined.count
                joined.append((first, last, number))
            }
        }
    }

    /// The moments at which a content begins to be possible.
    var starts: [Int] { joined.map(\.start) }

    /// Drops what has ended and adds what has begun.
    func move(to now: Int, _ present: inout Present) {
        present.entries.removeAll { $0.end <= now }
        for place in present.entries.indices { present.entries[place].isNew = false }
        while present.begun < joined.count, joined[present.begun].start <= now {
            let stretch = joined[present.begun]
            present.begun += 1
            guard stretch.end > now else { continue }
            present.entries.append(Present.Entry(content: stretch.content, end: stretch.end, isNew: true))
        }
    }

    /// The newest publication from which a cache can have a content at a moment.
    func version(of content: Int, at now: Int) -> Int {
        let match = raw.last { $0.start <= now && now < $0.end && $0.content == contents[content] }
        return match?.version ?? 0
    }
}
