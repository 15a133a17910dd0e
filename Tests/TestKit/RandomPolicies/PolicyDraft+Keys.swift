// The keys of a random policy.
extension PolicyDraft {
    private static let algorithms = [
        "rsasha256", "rsasha512", "ecdsap256sha256", "ecdsap384sha384", "ed25519", "ed448",
    ]

    /// A KSK and a ZSK, or a CSK; each entry indented by two.
    mutating func keyPair() -> String {
        // Beside a real resolver RSA of 2048 bits would take most of the time.
        let algorithm = one(pace == .usual ? Self.algorithms : Array(Self.algorithms[2...4]))
        traits.append(algorithm)
        let bits = algorithm.hasPrefix("rsa") && chance(50) ? ", bits: \(1024 * pick(1...4))" : ""
        let roles = chance(30) ? ["csk"] : ["ksk", "zsk"]
        return roles.map { role in
            "  - { role: \(role), algorithm: \(algorithm)\(bits)" + rolling(role) + " }\n"
        }.joined()
    }

    private mutating func rolling(_ role: String) -> String {
        let signsKeys = role != "zsk"
        let needsAnchor = signsKeys && (ds == "none" || pace == .usual && chance(15))
        let way = duration(role) + method(role)
        let isPlain = !way.contains("double-ds") && !way.contains("double-rrset")
        let timers = needsAnchor && isPlain ? rfc5011() : ""
        // Standby keys and Double-DS are refused together.
        let spares = way.contains("double-ds") && !chance(10) ? "" : standby()
        return way + timers + spares + names(role)
    }

    // MARK: - When

    private mutating func duration(_ role: String) -> String {
        switch pace {
        case .brisk: return ", lifetime: \(role == "zsk" ? pick(12...20) : pick(18...30))d"
        case .anchored: return ", lifetime: \(role == "zsk" ? pick(20...60) : pick(80...120))d"
        case .usual: break
        }
        if let period, chance(70) { return noting("calendar", ", calendar: { \(calendar(role, period)) }") }
        switch pick(1...20) {
        case 1...4: return chance(50) ? "" : ", lifetime: unlimited"
        case 5, 6: return noting("years", ", lifetime: \(one(["1y", "6mo", "1y6mo", "P1Y", "3y"]))")
        case 7, 8:
            return noting("jitter", ", lifetime: \(pick(60...900))d, lifetime-jitter: \(pick(1...40))d")
        case 9: return noting("short lifetime", ", lifetime: \(pick(1...40))d")
        default: return ", lifetime: \(role == "zsk" && period == nil ? pick(20...200) : pick(100...1500))d"
        }
    }

    private mutating func calendar(_ role: String, _ period: Int) -> String {
        var parts: [String] = []
        // One turn in eight does not begin with a period.
        let every = chance(12) ? pick(1...30) : period * pick(1...6)
        if chance(92) { parts.append("every: \(every) months") } else { traits.append("calendar by hand") }
        if chance(20), every > 1 { parts.append("ahead: \(pick(1...every - 1)) months") }
        for step in ["publish", "submit-ds", "sign", "withdraw-ds", "retire", "revoke", "remove"] {
            let isKSKOnly = ["submit-ds", "withdraw-ds", "revoke"].contains(step)
            guard chance(isKSKOnly ? 15 : 45), !(isKSKOnly && role == "zsk") else { continue }
            parts.append("\(step): \(stretch())")
        }
        return parts.isEmpty ? "every: \(period) months" : parts.joined(separator: ", ")
    }

    /// One slot, several, or slots some periods later.
    private mutating func stretch() -> String {
        let first = pick(1...slots)
        let text = chance(50) ? "\(first)" : "\(first)-\(pick(first...slots))"
        return chance(12) ? "{ slots: \(text), periods: \(pick(1...2)) }" : text
    }

    // MARK: - How

    private mutating func method(_ role: String) -> String {
        let methods = methods(role)
        // One policy in five leaves it to the default.
        guard chance(80) else { return "" }
        let method = one(methods)
        traits.append("\(role) \(method)")
        let days = pace == .usual ? 12 : 3
        let spread = role != "ksk" && method == "pre-publication" && chance(30)
        return ", roll: \(method)" + (spread ? noting("spread", ", spread: \(pick(1...days * 24))h") : "")
    }

    /// What goes with the parent; one policy in ten asks for what does not.
    private mutating func methods(_ role: String) -> [String] {
        guard role == "ksk" else { return ["pre-publication", "pre-publication", "double-signature"] }
        let all = ["double-signature", "double-signature", "double-ds", "double-rrset"]
        return ds == "none" && !chance(10) ? Array(all[...1]) : all
    }

    private mutating func rfc5011() -> String {
        switch pick((pace == .usual ? 1 : 3)...12) {
        case 1: noting("RFC 5011 too fast", ", rfc5011: { add-hold-down: \(pick(1...29))d }")
        case 2:
            noting("RFC 5011 by force", ", rfc5011: { add-hold-down: \(pick(1...29))d, force: true }")
        case 3, 4: noting("RFC 5011", ", rfc5011: {}")
        default:
            noting(
                "RFC 5011",
                ", rfc5011: { add-hold-down: \(pick(30...60))d, revoked: \(pick(1...90))d }"
            )
        }
    }

    private mutating func standby() -> String {
        let count = pick(1...4)
        return chance(25) ? noting("standby", ", standby: \(count)") : ""
    }

    // MARK: - Names

    /// Keys with names; some of them have dates.
    private mutating func names(_ role: String) -> String {
        guard pace == .usual, chance(12) else { return "" }
        traits.append("known keys")
        var year = 2028
        let keys = (1...pick(1...3)).map { number in
            defer { year += pick(1...3) }
            return "{ name: \(role)-\(number)" + (number > 1 ? dates(year, role) : "") + " }"
        }
        return ", known: [ \(keys.joined(separator: ", ")) ]"
    }

    private mutating func dates(_ year: Int, _ role: String) -> String {
        guard chance(60) else { return "" }
        let (month, day) = (pick(1...6), pick(10...28))
        let publish = chance(50) ? ", publish: \(year)-0\(month)-\(day)" : ""
        return publish + ", sign: \(year)-0\(month + pick(role == "zsk" ? 1...3 : 2...3))-\(day)"
    }
}
