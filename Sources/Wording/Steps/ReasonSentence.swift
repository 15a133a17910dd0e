import ControlProtocol
import DNSSECModel

/// Why a step comes when it comes, made from the facts of a `PlanReason`.
struct ReasonSentence {
    let reason: PlanReason
    /// The key of the step.
    let subject: KeyReference
    /// The key that it follows.
    let follows: KeyReference?

    /// The reason in a language, without a full stop.
    func text(_ language: Language) -> String {
        language.say(english, chinese)
    }

    /// The lifetime in months of the calendar, if the policy counts in these.
    private var span: CalendarSpan? { reason.months.flatMap { CalendarSpan(months: $0) } }

    // MARK: - English

    private var english: String {
        let before = follows.map { KeyName($0).text() } ?? "the key before"
        let length = span?.description ?? reason.interval?.description ?? "its time"
        switch reason.kind {
        case .time:
            let since = reason.since.map { ", \(length) after \($0)" } ?? ""
            return (reason.formula?.outcome(.english) ?? "the wait is over") + since
        case .lifetime: return "the lifetime of \(before), \(length), ends"
        case .preparation:
            return "the lifetime of \(before), \(length), ends when its successor can take over"
        case .calendar: return calendar
        case .chainOfTrust:
            let kept = reason.rule?.kept(.english) ?? "the chain of trust is whole"
            return "another step came first, and now \(kept)"
        case .observation: return reason.awaits?.seen(.english) ?? "what was awaited has been seen"
        case .successor: return "\(before) needs a successor"
        case .size: return "the policy wants keys of \(reason.bits.map { "\($0) bits" } ?? "another size")"
        case .standby: return "the policy wants a \(subject.role) that stands by"
        case .newRole:
            let policy = reason.policy.map { "the policy \($0)" } ?? "the policy"
            return "\(policy) has a \(subject.role) that the zone does not have"
        case .relieved: return "another key does its work"
        case .parent: return "the parent has done what it was asked"
        case .free: return "nothing has to be waited for"
        case .manual: return held
        case .ordered: return order.text(.english)
        case .approval: return "it was approved"
        case .window: return "its hours have begun"
        case .condition: return reason.condition?.met(.english) ?? "what its gate demands is met"
        case .queued: return "the roll before it is over"
        }
    }

    private var calendar: String {
        guard let slot = reason.slot, let period = reason.since else {
            return "the policy has set it for this moment"
        }
        return "the policy has set it for slot \(slot) of the period from \(period.date)"
    }

    private var order: OrderReason {
        OrderReason(user: reason.user, at: reason.since, reason: reason.text)
    }

    private var held: String {
        let user = reason.user ?? "the policy"
        return reason.until.map { "\(user) held it until \($0)" } ?? "\(user) held it and has let it go"
    }

    // MARK: - Chinese

    private var chinese: String {
        let language = Language.traditionalChinese
        let before = follows.map { KeyName($0).text(language) } ?? "前一把金鑰"
        let length = span?.chinese ?? reason.interval.map { language.text($0) } ?? ""
        switch reason.kind {
        case .time:
            let since = reason.since.map { "自 \($0.dateAndTime) 起已滿 \(length)，" } ?? ""
            return since + (reason.formula?.outcome(language) ?? "等待時間已滿")
        case .lifetime: return Chinese.joined(before, "的使用期限", length, "屆滿")
        case .preparation: return Chinese.joined(before, "的使用期限", length, "將在後繼金鑰可以接替時屆滿")
        case .calendar:
            guard let slot = reason.slot, let period = reason.since else { return "政策訂定於此時進行" }
            return "政策訂定於 \(period.date) 起之週期的第 \(slot) 時段進行"
        case .chainOfTrust: return "另一個步驟已先完成，" + (reason.rule?.kept(language) ?? "信任鏈保持完整")
        case .observation: return reason.awaits?.seen(language) ?? "等待的事項已經確認"
        case .successor: return Chinese.joined(before, "需要後繼金鑰")
        case .size: return "政策要求" + (reason.bits.map { " \($0) 位元的金鑰" } ?? "另一種長度的金鑰")
        case .standby: return "政策要求備有一把備用的 \(subject.role)"
        case .newRole: return "政策要求有\(language.word(subject.role))，而區域目前沒有"
        case .relieved: return "已由另一把金鑰接手"
        case .parent: return "上層區域已完成所請求的變更"
        case .free: return "無須等待"
        case .manual: return chineseHeld
        case .ordered: return order.text(language)
        case .approval: return "已獲核准"
        case .window: return "已進入允許執行的時段"
        case .condition: return reason.condition?.met(language) ?? "所需條件已經成立"
        case .queued: return "先前政策下的輪替已經完成"
        }
    }

    private var chineseHeld: String {
        // The planner's word for a postponement that the policy records.
        let isPolicy = reason.user == nil || reason.user == "the policy"
        let holder = isPolicy ? "政策" : reason.user ?? ""
        guard let until = reason.until else { return Chinese.joined(holder, "已解除暫緩") }
        return Chinese.joined(holder, "所定的延後期限", until.dateAndTime, "已到")
    }
}

extension CalendarSpan {
    /// `1 年 6 個月`.
    fileprivate var chinese: String {
        let parts = [(months / 12, "年"), (months % 12, "個月")].filter { $0.0 > 0 }
        return parts.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }
}
