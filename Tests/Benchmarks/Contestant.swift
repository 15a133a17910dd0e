/// A program and what it does in a race.
struct Contestant {
    let name: String
    let words: [String]
    /// What it writes, or `nil` if that is its standard output or nothing.
    var output: String?
    /// Where its standard output goes.
    var log = "log"
    /// A program that is compared with, not ours.
    var isPeer = true
    /// Exit statuses that mean that the work was done.
    var goodStatuses: Set<Int32> = [0]
}

/// What the runs of a contestant came to.
struct Entry: Equatable {
    let name: String
    let isPeer: Bool
    var seconds: [Double] = []
    var mebibytes: [Double] = []

    var medianSeconds: Double { Self.median(seconds) }
    var medianMebibytes: Double { Self.median(mebibytes) }

    /// The middle one; of an even number the mean of the two in the middle; 0 of none.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard let last = sorted.last else { return 0 }
        return sorted.count == 1 ? last : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// How many times as long this one takes as another: the median of the rounds in which both ran.
    func times(_ other: Entry) -> Double {
        Self.median(zip(seconds, other.seconds).map { $1 > 0 ? $0 / $1 : 0 })
    }
}

/// Contestants that take turns, so that a drift of the machine's speed meets them all.
struct Race {
    let contestants: [Contestant]
    let folder: String
    let runs: Int
    let patience: Double

    func run() throws(BenchmarkError) -> [Entry] {
        var entries = contestants.map { Entry(name: $0.name, isPeer: $0.isPeer) }
        for _ in 0..<runs {
            for (index, contestant) in contestants.enumerated()
            where entries[index].seconds.reduce(0, +) < patience {
                // A signer that found its last output would keep the signatures in it.
                if let output = contestant.output { TextFile.remove(output) }
                let run = try MeasuredRun(contestant, in: folder)
                entries[index].seconds.append(run.seconds)
                entries[index].mebibytes.append(run.mebibytes)
            }
        }
        return entries
    }
}
