extension ResolverModel {
    /// What was published and forgotten around a moment, one line each: the picture of a failed test.
    ///
    /// Each line begins with its distance from the moment.
    public func timeline(around moment: Int, within distance: Int = 60 * 86_400) -> String {
        let lines = (childLines() + parentLines() + forgettingLines())
            .filter { abs($0.time - moment) <= distance }
            .sorted { ($0.time, $0.text) < ($1.time, $1.text) }
        let here = "\(Self.signedDuration(0))  -- this is second \(moment)"
        let before = lines.filter { $0.time <= moment }
        let after = lines.filter { $0.time > moment }
        let text = { (line: (time: Int, text: String)) in
            "\(Self.signedDuration(line.time - moment))  \(line.text)"
        }
        return (before.map(text) + [here] + after.map(text)).joined(separator: "\n")
    }

    /// All violations and the surroundings of the first, for the comment of a failed expectation.
    public func report(_ violations: [Violation]) -> String {
        guard let first = violations.first else { return "no violation" }
        return (violations.map(\.description) + [timeline(around: first.time)]).joined(separator: "\n")
    }

    /// A distance in time, such as `+12d03:04:05`.
    static func signedDuration(_ seconds: Int) -> String {
        let size = seconds.magnitude
        let clock = [size / 3600 % 24, size / 60 % 60, size % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        let days = String(size / 86_400)
        let padding = String(repeating: " ", count: max(0, 5 - days.count))
        return padding + (seconds < 0 ? "-" : "+") + days + "d" + clock.joined(separator: ":")
    }
}

// MARK: - The lines

extension ResolverModel {
    private typealias Line = (time: Int, text: String)

    private func childLines() -> [Line] {
        childInOrder.enumerated().map { index, version in
            let keys = version.keys.sorted().map { key in
                key.description + (version.revoked.contains(key) ? "(revoked)" : "")
                    + (version.keySigners.contains(key) ? "*" : "")
            }
            let data = version.dataSigners.map(Self.list).sorted().joined(separator: " or ")
            return (
                version.time,
                "child \(index): DNSKEY {\(keys.joined(separator: " "))} data by \(data); TTLs \(version.keyTTL) "
                    + "\(version.dataTTL) \(version.negativeTTL), delay \(version.delay)"
            )
        }
    }

    private func parentLines() -> [Line] {
        parentInOrder.enumerated().map { index, version in
            let ttl = version.keys.isEmpty ? version.negativeTTL : version.ttl
            return (
                version.time,
                "parent \(index): DS \(Self.list(version.keys)), TTL \(ttl), delay \(version.delay)"
            )
        }
    }

    private func forgettingLines() -> [Line] {
        let ds = dsStretches().map { ($0.end, "the last cache forgets DS \(Self.list($0.content))") }
        let keys = keyStretches().map {
            ($0.end, "the last cache forgets the DNSKEY RRset of child \($0.version)")
        }
        let data = dataStretches().map { ($0.end, "the last cache forgets zone data of child \($0.version)") }
        return (ds + keys + data).filter { $0.0 < .max }.map { (time: $0.0, text: $0.1) }
    }

    private static func list(_ keys: Set<Key>) -> String {
        "{" + keys.sorted().map(\.description).joined(separator: " ") + "}"
    }
}
