import ControlProtocol
import DNSSECModel

/// The steps of a plan in a language.
struct PlanText {
    let document: PlanDocument
    let language: PlanLanguage
    private let keys: [Int: PlanKey]

    init(_ document: PlanDocument, _ language: PlanLanguage) {
        self.document = document
        self.language = language
        keys = Dictionary(document.keys.map { ($0.number, $0) }) { first, _ in first }
    }

    var words: PlanWords { language.words }

    // MARK: - Keys

    /// The name of a step's key: its own, or role and tag, or role and number.
    func key(of event: PlanEvent) -> String {
        name(event.role, tag: event.tag, name: event.name, number: event.key)
    }

    /// The name of a key.
    func name(of key: PlanKey) -> String {
        name(key.role, tag: key.tag, name: key.name, number: key.number)
    }

    /// The key that a step's key follows.
    func predecessor(of event: PlanEvent) -> PlanKey? { event.predecessor.flatMap { keys[$0] } }

    /// The name of a hold's key.
    func key(of hold: PlanHold) -> String { hold.key.flatMap { keys[$0] }.map(name(of:)) ?? words.zone }

    private func name(_ role: KeyRole, tag: UInt16?, name: String?, number: Int?) -> String {
        if let name { return name }
        if let tag { return "\(role) \(tag)" }
        guard let number else { return language == .english ? "new \(role)" : "新的 \(role)" }
        return language == .english ? "\(role) no. \(number)" : "\(role) 第 \(number) 號"
    }

    // MARK: - Sentences

    /// What changes, without a full stop.
    func change(_ event: PlanEvent) -> String {
        language == .english ? event.change : chineseChange(event)
    }

    /// Why then and not earlier, without a full stop; where the facts are not known, the plan's own words.
    func because(_ event: PlanEvent) -> String {
        guard language == .traditionalChinese, let reason = event.reason else { return event.because }
        return chineseReason(reason, of: event)
    }

    /// What else is to be said of a step: its latest time, and how late it is.
    func remarks(_ event: PlanEvent) -> [String] {
        (event.latest.map { [words.latest($0.dateAndTime + " UTC")] } ?? [])
            + (event.late.map { [words.late(language.text($0))] } ?? [])
            + (event.isAssumed ? [words.assumedDate] : [])
            + (event.approval.map { [words.approval($0.needed, $0.approvers)] } ?? [])
    }

    /// What else is to be said of a milestone.
    func remarks(_ milestone: PlanMilestone) -> [String] {
        (milestone.until.map { [words.until($0.isMidnight ? $0.date : $0.dateAndTime)] } ?? [])
            + [milestone.note].compactMap(\.self) + (milestone.isAssumed ? [words.assumedDate] : [])
    }

    /// The assumptions in one sentence, or nil.
    var assumptions: String? {
        guard !document.assumptions.isEmpty else { return nil }
        let clauses = document.assumptions.map(language.clause)
        return language == .english
            ? "Assumed: \(clauses.joined(separator: ", "))." : "假設：\(clauses.joined(separator: "；"))。"
    }

    /// True where the key before ends its work with this step.
    func predecessorStops(_ event: PlanEvent) -> Bool {
        guard event.phase == .sign, let predecessor = event.predecessor else { return false }
        return document.events.contains {
            $0.key == predecessor && $0.time == event.time && $0.phase == .retire
        }
    }
}

// MARK: - Chinese

extension PlanText {
    private func chineseChange(_ event: PlanEvent) -> String {
        let key = key(of: event)
        let predecessor = predecessor(of: event).map(name(of:))
        switch event.phase {
        case .generate:
            return Chinese.joined("產生", key) + (predecessor.map { Chinese.joined("，用以接替", $0) } ?? "")
        case .publish: return Chinese.joined(key, "加入 DNSKEY 資源紀錄集")
        case .sign:
            let work =
                switch event.role {
                case .ksk: "DNSKEY 資源紀錄集"
                case .zsk: "區域資料"
                case .csk: "整個區域"
                }
            let stop =
                predecessorStops(event) ? predecessor.map { "，" + Chinese.joined($0, "停止簽署") } ?? "" : ""
            let spread = event.spread.map { Chinese.joined("，並於", language.text($0), "內逐步更換其簽章") } ?? ""
            return Chinese.joined(key, "開始簽署", work) + stop + spread
        case .submitDS: return Chinese.joined("請上層區域加入", key, "的 DS 紀錄")
        case .dsSeen: return Chinese.joined("上層區域的所有伺服器均已提供", key, "的 DS 紀錄")
        case .withdrawDS: return Chinese.joined("請上層區域移除", key, "的 DS 紀錄")
        case .dsGone: return Chinese.joined("上層區域的所有伺服器均已不再提供", key, "的 DS 紀錄")
        case .retire: return Chinese.joined(key, "結束任務")
        case .revoke: return Chinese.joined(key, "設定 REVOKE 位元，宣告撤銷")
        case .remove: return Chinese.joined(key, "自 DNSKEY 資源紀錄集移除")
        }
    }

    private func chineseReason(_ reason: PlanReason, of event: PlanEvent) -> String {
        let before = predecessor(of: event).map(name(of:)) ?? "前一把金鑰"
        let length = reason.interval.map { language.text($0) } ?? ""
        switch reason.kind {
        case .time:
            let since = reason.since.map { "自 \($0.dateAndTime) 起已滿 \(length)，" } ?? ""
            return since + (reason.formula?.chineseOutcome ?? "等待時間已滿")
        case .lifetime: return Chinese.joined(before, "的使用期限", length, "屆滿")
        case .preparation: return Chinese.joined(before, "的使用期限", length, "將在後繼金鑰可以接替時屆滿")
        case .calendar:
            guard let slot = reason.slot, let period = reason.since else { return "政策訂定於此時進行" }
            return "政策訂定於 \(period.date) 起之週期的第 \(slot) 時段進行"
        case .chainOfTrust: return "另一個步驟已先完成，" + (reason.rule?.chineseOutcome ?? "信任鏈保持完整")
        case .observation: return reason.awaits?.chineseOutcome ?? "等待的事項已經確認"
        case .successor: return Chinese.joined(before, "需要後繼金鑰")
        case .newRole: return "政策要求有\(language.word(event.role))，而區域目前沒有"
        case .relieved: return "已由另一把金鑰接手"
        case .parent: return "上層區域已完成所請求的變更"
        case .free: return "無須等待"
        case .manual:
            // The planner's word for a postponement that the policy records.
            let isPolicy = reason.user == nil || reason.user == "the policy"
            let holder = isPolicy ? "政策" : reason.user ?? ""
            guard let until = reason.until else { return Chinese.joined(holder, "已解除暫緩") }
            return Chinese.joined(holder, "所定的延後期限", until.dateAndTime, "已到")
        case .ordered:
            let word = reason.text.map { "，理由：\($0)" } ?? ""
            let moment = reason.since.map { " \($0.dateAndTime) " } ?? ""
            return Chinese.joined(reason.user ?? "", "於\(moment)下令輪替") + word
        case .approval: return "已獲核准"
        case .window: return "已進入允許執行的時段"
        case .condition: return reason.condition?.chineseOutcome ?? "所需條件已經成立"
        case .queued: return "先前政策下的輪替已經完成"
        }
    }
}

/// How Chinese text is put together.
enum Chinese {
    /// The pieces with a blank wherever a Chinese character meets a word of another script.
    static func joined(_ pieces: String...) -> String {
        pieces.reduce(into: "") { text, piece in
            guard let last = text.unicodeScalars.last, let first = piece.unicodeScalars.first else {
                return text += piece
            }
            text += (TextWidth.isWide(last) == TextWidth.isWide(first) ? "" : " ") + piece
        }
    }
}

extension TimingFormula {
    fileprivate var chineseOutcome: String {
        switch self {
        case .publicationInterval, .childPublicationInterval: "所有快取都已取得新的 DNSKEY 資源紀錄集"
        case .retireInterval: "所有快取都不再保有先前的簽章"
        case .parentPublicationInterval: "所有快取都已取得新的 DS 資源紀錄集"
        case .kskRetireInterval: "所有快取都不再保有舊的 DS 紀錄"
        case .dnskeyRetireInterval: "所有快取都不再保有舊的 DNSKEY 資源紀錄集"
        case .trustPointInterval: "遵循 RFC 5011 的驗證者都已將新金鑰納為信任錨"
        case .revocationInterval: "遵循 RFC 5011 的驗證者都已得知金鑰撤銷"
        }
    }
}

extension SafetyRule {
    fileprivate var chineseOutcome: String {
        switch self {
        case .chainFromDS: "快取中的每筆 DS 紀錄都能對應到各快取可取得的 DNSKEY"
        case .chainFromAnchor: "遵循 RFC 5011 的每個驗證者，都有能驗證其所見 DNSKEY 資源紀錄集的信任錨"
        case .zoneSignatures: "快取中的每個資源紀錄集，都由每份快取 DNSKEY 資源紀錄集內的金鑰所簽署"
        case .wholeInItself: "區域由其自身 DNSKEY 資源紀錄集內的金鑰簽署"
        case .algorithms: "快取中的每個資源紀錄集，都具備快取 DS 或 DNSKEY 所列每一種演算法的簽章"
        }
    }
}

extension GateCondition {
    fileprivate var chineseOutcome: String {
        switch self {
        case .verified: "前一步驟的區域已經驗證並發布"
        case .dsSeen: "上層區域的所有伺服器均已提供 DS 紀錄"
        }
    }
}

extension AwaitedObservation {
    fileprivate var chineseOutcome: String {
        switch self {
        case .keyGenerated: "金鑰對已經產生"
        case .zonePublished: "含有前一步驟的區域已經發布"
        case .dsSeen: "上層區域的所有伺服器均已提供新的 DS 紀錄"
        case .dsGone: "上層區域的所有伺服器均已不再提供舊的 DS 紀錄"
        }
    }
}
