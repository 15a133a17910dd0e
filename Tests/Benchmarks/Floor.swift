/// What libcrypto does alone: the least time that a zone's signatures take.
struct Floor {
    /// Signatures or verifications a second, right before and right after.
    var before: Double
    var after: Double
    /// How many the item needs.
    var count: Int

    /// The machine's speed drifts, so that it is taken on both sides.
    var rate: Double { (before + after) / 2 }
    var seconds: Double { rate > 0 ? Double(count) / rate : 0 }
}

/// What `openssl speed` measures in a second, on as many processes as tools have threads.
struct BareSpeed: Equatable {
    var signs: Double
    var verifies: Double

    init(_ algorithm: Algorithm, _ options: Options, in folder: String) throws(BenchmarkError) {
        let words = [
            "openssl", "speed", "-seconds", String(options.floorSeconds), "-multi", String(options.threads),
            algorithm.opensslName,
        ]
        _ = try MeasuredRun(words, in: folder, log: "speed")
        try self.init(text: try TextFile.read("\(folder)/speed"), algorithm: algorithm)
    }

    /// Reads the last line: its last two numbers are signatures and verifications a second.
    init(text: String, algorithm: Algorithm) throws(BenchmarkError) {
        guard let words = text.split(separator: "\n").last?.split(separator: " "), words.count > 3,
            let signs = Double(words[words.count - 2]), let verifies = Double(words[words.count - 1]),
            signs > 0
        else { throw BenchmarkError(text: "openssl speed says nothing of \(algorithm.rawValue)") }
        (self.signs, self.verifies) = (signs, verifies)
    }
}

/// Measures the speed of libcrypto around each item: what is measured after one is also what was before the next.
struct FloorKeeper {
    let options: Options
    let folder: String
    private var last: (algorithm: Algorithm, speed: BareSpeed)?

    init(_ options: Options, in folder: String) {
        self.options = options
        self.folder = folder
    }

    /// Before an item of cryptography; `nil` if there is none in it.
    mutating func before(_ item: WorkItem) throws(BenchmarkError) -> BareSpeed? {
        guard let algorithm = item.algorithm else {
            last = nil
            return nil
        }
        if let last, last.algorithm == algorithm { return last.speed }
        return try BareSpeed(algorithm, options, in: folder)
    }

    /// After the item.
    mutating func after(_ item: WorkItem) throws(BenchmarkError) -> BareSpeed? {
        guard let algorithm = item.algorithm else { return nil }
        let speed = try BareSpeed(algorithm, options, in: folder)
        last = (algorithm, speed)
        return speed
    }
}
