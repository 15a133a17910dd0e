import Glibc

/// What the command line of a measuring run says.
struct Options {
    var names = 100_000
    var only: [String] = []
    var runs = 3
    /// Seconds that one contestant may use up in one item before its next run is left out.
    var patience = 60.0
    var threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    var keyturn = ".build/release/keyturn"
    var policy = "Policies/default.yaml"
    /// Where zones, keys and output go; removed at the end unless named.
    var folder: String?
    var json: String?
    var hasPeers = true
    /// Whether outputs are checked; nil is up to 100,000 names.
    var checks: Bool?
    var floorSeconds = 3
    var onlyLists = false

    static let help = """
        usage: keyturn-bench [OPTION...]            measure
               keyturn-bench report JSON... [--document FILE] [--plot FILE]
                                                    tables and plot of what was measured
               keyturn-bench zone KIND NAMES FILE   write a zone: tld, flat or mixed
               keyturn-bench instructions [--keyturn PROGRAM]
                                                    count the instructions of the small cases

          --names N        the largest zone (100000); a tenth of it, and so on down to 1000, come too
          --only WORDS     only items with these words side by side in their names, such as
                           tld-100000-nsec or nsec3 or sign; may be given several times
          --list           print the names of the items and measure nothing
          --runs N         rounds in which every contestant runs once (3)
          --patience S     a contestant that has used S seconds in an item is not run again there (60)
          --threads N      of every tool that has threads (one for each processor); BIND also runs with 8 N
          --no-peers       only keyturn
          --check          check every output; --no-check: none. Unless given, up to 100,000 names
          --floor-seconds N  of each measurement of libcrypto's speed (3)
          --keyturn FILE   the program (.build/release/keyturn)
          --policy FILE    what is planned and proven (Policies/default.yaml)
          --folder DIR     keep zones, keys and output there
          --json FILE      write all figures, after each item
        """

    init(_ arguments: [String]) throws(BenchmarkError) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if takeFlag(word) { continue }
            guard let value = rest.popFirst() else {
                throw BenchmarkError(text: "\(word) needs a value, or is unknown")
            }
            try take(word, value)
        }
    }

    private mutating func takeFlag(_ word: String) -> Bool {
        switch word {
        case "--list": onlyLists = true
        case "--no-peers": hasPeers = false
        case "--check": checks = true
        case "--no-check": checks = false
        default: return false
        }
        return true
    }

    private mutating func take(_ word: String, _ value: String) throws(BenchmarkError) {
        switch word {
        case "--names": names = try Self.number(value)
        case "--runs": runs = try Self.number(value)
        case "--patience": patience = Double(try Self.number(value))
        case "--threads": threads = try Self.number(value)
        case "--floor-seconds": floorSeconds = try Self.number(value)
        case "--only": only.append(value)
        case "--keyturn": keyturn = value
        case "--policy": policy = value
        case "--folder": folder = value
        case "--json": json = value
        default: throw BenchmarkError(text: "unknown: \(word)\n\(Self.help)")
        }
    }

    static func number(_ text: String) throws(BenchmarkError) -> Int {
        guard let number = Int(text), number > 0 else {
            throw BenchmarkError(text: "`\(text)` is no number above 0")
        }
        return number
    }

    /// What is to be measured: the list, or what `--only` chooses from the lists for all sizes.
    var items: [WorkItem] {
        guard !only.isEmpty else { return WorkList(names: names).items }
        let named = only.flatMap { $0.split(separator: "-") }.compactMap { Int($0) }
        let largest = max(names, named.max() ?? 0)
        let sizes = Set([1000, 10_000, 100_000, 1_000_000] + named + [names]).filter {
            (1000...largest).contains($0)
        }
        var seen: Set<WorkItem> = []
        return sizes.union([largest]).sorted().flatMap { WorkList(names: $0).items }
            .filter { item in only.contains { item.matches($0) } && seen.insert(item).inserted }
    }

    func checks(_ item: WorkItem) -> Bool { checks ?? ((item.subject?.names ?? 0) <= 100_000) }
}
