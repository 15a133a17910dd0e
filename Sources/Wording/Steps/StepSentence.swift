public import ControlProtocol
public import DNSSECModel
public import JSON

extension KeyStep {
    /// The step as it happens, without a full stop: `ZSK 12345 signs the zone`.
    ///
    /// - Parameters:
    ///   - key: The key whose step it is.
    ///   - language: The language to tell it in.
    /// - Returns: The sentence.
    public func happening(to key: KeyReference, in language: Language = .english) -> String {
        let name = KeyName(key).text(language)
        switch language {
        case .english: return english(name, key.role)
        case .traditionalChinese: return chinese(name, key.role)
        }
    }

    private func english(_ key: String, _ role: KeyRole) -> String {
        switch self {
        case .generate: "\(key) is made"
        case .publish: "\(key) enters the DNSKEY RRset"
        case .sign: "\(key) signs \(role == .ksk ? "the DNSKEY RRset" : "the zone")"
        case .submitDS: "the parent is asked for the DS of \(key)"
        case .dsSeen: "all servers of the parent show the DS of \(key)"
        case .withdrawDS: "the parent is asked to drop the DS of \(key)"
        case .dsGone: "no server of the parent shows the DS of \(key)"
        case .retire: "\(key) ends its work"
        case .revoke: "\(key) gets the REVOKE bit"
        case .remove: "\(key) leaves the DNSKEY RRset"
        }
    }

    private func chinese(_ key: String, _ role: KeyRole) -> String {
        switch self {
        case .generate: Chinese.joined("產生", key)
        case .publish: Chinese.joined(key, "加入 DNSKEY 資源紀錄集")
        case .sign: Chinese.joined(key, "開始簽署", Self.chineseWork(of: role))
        case .submitDS: Chinese.joined("請上層區域加入", key, "的 DS 紀錄")
        case .dsSeen: Chinese.joined("上層區域的所有伺服器均已提供", key, "的 DS 紀錄")
        case .withdrawDS: Chinese.joined("請上層區域移除", key, "的 DS 紀錄")
        case .dsGone: Chinese.joined("上層區域的所有伺服器均已不再提供", key, "的 DS 紀錄")
        case .retire: Chinese.joined(key, "結束任務")
        case .revoke: Chinese.joined(key, "設定 REVOKE 位元，宣告撤銷")
        case .remove: Chinese.joined(key, "自 DNSKEY 資源紀錄集移除")
        }
    }

    private static func chineseWork(of role: KeyRole) -> String {
        switch role {
        case .ksk: "DNSKEY 資源紀錄集"
        case .zsk: "區域資料"
        case .csk: "整個區域"
        }
    }
}

extension PlanEvent {
    /// What changes with the step, without a full stop.
    public func change(_ language: Language = .english) -> String {
        let step = phase.happening(to: subject, in: language)
        guard let follows else { return step + spreading(language) }
        let before = KeyName(follows).text(language)
        switch phase {
        case .generate:
            return step + language.say(", to follow \(before)", Chinese.joined("，用以接替", before))
        case .sign where relieves:
            let stops = language.say("; \(before) stops", "，" + Chinese.joined(before, "停止簽署"))
            return step + stops + spreading(language)
        default: return step + spreading(language)
        }
    }

    /// Over how long the signatures of the key before are replaced; empty if they are replaced all at once.
    private func spreading(_ language: Language) -> String {
        guard phase == .sign, let spread else { return "" }
        let length = language.text(spread)
        return language.say(
            ", and its signatures are replaced over \(length)",
            Chinese.joined("，並於", length, "內逐步更換其簽章")
        )
    }

    /// Why the step comes then and not earlier, without a full stop.
    public func because(_ language: Language = .english) -> String {
        ReasonSentence(reason: reason, subject: subject, follows: follows).text(language)
    }

    /// The formula behind the moment, with the numbers put into it; `nil` if no interval decided it.
    public var formula: String? {
        guard let formula = reason.formula, let interval = reason.interval else { return nil }
        return formula.text(interval, reason.summands)
    }

    /// What change and reason are in words, for documents that people and other programs read.
    public var sentences: [JSONValue.Member] {
        [
            .init("change", .string(change())), .init("because", .string(because())),
            .init("formula", formula.map { .string($0) } ?? .null),
        ]
    }
}

extension TimingFormula {
    /// The formula, its parts if they are known, and what it comes to:
    /// `RFC 7583 3.2.1: Ipub = Dprp + TTLkey + publish safety = Dprp 5m + TTLkey 1h + publish safety 1h = 2h5m`.
    func text(_ interval: Interval, _ summands: [TimingSummand]) -> String {
        // One part says no more than the whole.
        let sum = summands.count > 1 ? " = " + summands.map(\.description).joined(separator: " + ") : ""
        return "\(text)\(sum) = \(interval)"
    }
}
