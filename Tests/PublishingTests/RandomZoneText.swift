import TestKit

/// Random small zones as text, with all that makes signing hard, and random edits of them.
struct RandomZoneText {
    private var generator: SplitMix64
    private var serial = 1
    private var lines: Set<String> = []

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
        for _ in 0..<Int.random(in: 2...12, using: &generator) { add() }
    }

    var text: String {
        """
        $ORIGIN example.
        $TTL 3600
        @ SOA ns hostmaster \(serial) 7200 3600 1209600 600
        @ NS ns
        ns A 192.0.2.1
        \(lines.sorted().joined(separator: "\n"))

        """
    }

    /// Some records go, some come; the serial grows.
    mutating func edit() {
        serial += 1
        for line in lines where Int.random(in: 0..<5, using: &generator) == 0 { lines.remove(line) }
        for _ in 0..<Int.random(in: 1...3, using: &generator) { add() }
    }

    private mutating func add() {
        let number = Int.random(in: 0..<20, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: lines.insert("c\(number) NS ns.c\(number)\nns.c\(number) A 192.0.2.9")
        case 1:
            let digest = String(repeating: "07", count: 32)
            lines.insert("s\(number) NS ns.elsewhere.test.\ns\(number) DS 4711 13 2 \(digest)")
        case 2: lines.insert("*.w\(number) TXT \"any\"")
        case 3: lines.insert("a.b.d\(number) A 192.0.2.\(number)")
        case 4: lines.insert("Upper\(number) MX 10 Mail.EXAMPLE.")
        case 5: lines.insert("alias\(number) CNAME ns")
        case 6: lines.insert("\\000\\001o\(number) 77 TXT \"zero\"")
        default: lines.insert("h\(number) A 192.0.2.\(number)\nh\(number) AAAA 2001:db8::\(number)")
        }
    }
}
