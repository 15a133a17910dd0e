// The schedule of a random policy.
extension PolicyDraft {
    mutating func slotCalendar() -> String {
        guard let period else { return "" }
        let name = [1: "month", 3: "quarter", 6: "half-year", 12: "year"][period] ?? "quarter"
        let step = max(1, period * 27 / slots)
        let signatures = chance(10) ? ", dnskey-signatures: \(pick(10...60) + 31 * period)d" : ""
        let edit = chance(50) ? ", edit-time: \"\(pick(10...23)):00\"" : ""
        return
            "calendar: { period: \(name), slots: \(slots), step: \(pick(1...step))d\(edit)\(signatures) }\n"
    }

    // MARK: - Gates

    mutating func gates() -> String {
        let most = pace == .usual && chance(45) ? pick(1...4) : 0
        guard most > 0 else { return "" }
        return "gates:\n" + (1...most).map { _ in gate() }.joined()
    }

    private mutating func gate() -> String {
        let phase = one([
            "publish", "publish", "sign", "sign", "submit-ds", "withdraw-ds", "revoke", "remove",
        ])
        let role = chance(30) ? ", role: \(one(["ksk", "zsk", "csk"]))" : ""
        var parts: [String] = []
        if chance(60) { parts.append(noting("hours", "windows: [ \(window()) ]")) }
        if chance(25) { parts.append(noting("approvals", approval())) }
        if chance(25) || parts.isEmpty {
            let condition = one(["verified", "verified", "verified", "ds-seen"])
            parts.append(noting("conditions", "conditions: [ \(condition) ]"))
        }
        return "  - { phase: \(phase)\(role), \(parts.joined(separator: ", ")) }\n"
    }

    private mutating func window() -> String {
        let days = one(["Mon", "Tue", "Fri", "Tue-Thu", "Mon-Sun", "Sat"])
        let opens = pick(10...20)
        let zone = one(["", "", " UTC+2", " Europe/Prague"])
        return "\(days) \(opens):00-\(opens + pick(1...3)):30\(zone)"
    }

    private mutating func approval() -> String {
        "approve: \""
            + one(["1 of [ anna ]", "2 of [ anna, bert ]", "2 of [ root, group dns ]", "2 of [ anna ]"])
            + "\""
            + (chance(30) ? ", approval-validity: \(pick(1...10))d" : "")
    }

    // MARK: - Later

    /// Other keys from a date on: another algorithm, other roles, or none.
    mutating func revisions() -> String {
        guard chance(pace == .usual ? 15 : 25) else { return "" }
        traits.append("revision")
        guard pace == .usual else {
            return "revisions:\n  - from: 2026-01-\(pick(14...20))\n    keys:\n" + revised()
        }
        return (0..<pick(1...2)).map { number in
            let year = 2029 + 3 * number + pick(0...1)
            let none = number == 1 && chance(20)
            let keys = none ? "    keys: none\n" : "    keys:\n" + revised()
            return "  - from: \(year)-0\(pick(1...9))-11\n" + keys
        }.reduce("revisions:\n", +)
    }

    private mutating func revised() -> String {
        keyPair().split(separator: "\n").map { "    \($0)\n" }.joined()
    }

    mutating func postponements() -> String {
        guard pace == .usual, chance(6) else { return "" }
        let role = one(["ksk", "zsk"])
        let fields = "announced: 2027-02-01, role: \(role), phase: \(one(["sign", "publish", "remove"]))"
        return noting(
            "postponement",
            "postponements:\n  - { \(fields), until: 2028-0\(pick(1...9))-11, reason: Not yet }\n"
        )
    }
}
