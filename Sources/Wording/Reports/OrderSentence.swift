public import ControlProtocol
public import DNSSECModel

extension OrderStatus {
    /// What was ordered, by whom, when and why, and what a forced step endangers, without a full stop.
    public func sentence(_ language: Language = .english) -> String {
        let name = KeyName(key).text(language)
        let why = reason.map { language.say(": \($0)", "：\($0)") } ?? ""
        switch kind {
        case .forcedStep:
            let step = step?.rawValue ?? ""
            let dangers = risks.map { $0.sentence(language) }.joined(separator: language.say("; ", "；"))
            return language.say(
                "\(user) forced \(step) of \(name) at \(at)\(why); \(dangers)",
                "\(user) 於 \(at.dateAndTime) 強制執行 \(name) 的 \(step)\(why)；\(dangers)"
            )
        case .roll, .emergencyRoll:
            let isEmergency = kind == .emergencyRoll
            let roll = language.say(isEmergency ? "emergency roll" : "roll", isEmergency ? "緊急輪替" : "輪替")
            let begin = start.map { language.say(" from \($0) on", "（自 \($0.dateAndTime) 起）") } ?? ""
            return language.say(
                "\(roll) to \(name)\(begin), ordered by \(user) at \(at)\(why)",
                "\(user) 於 \(at.dateAndTime) 下令\(roll)至 \(name)\(begin)\(why)"
            )
        }
    }
}

/// Who ordered a roll, when and why, as the reason of a step.
struct OrderReason {
    var user: String?
    var at: Instant?
    var reason: String?

    func text(_ language: Language) -> String {
        let user = user ?? language.say("somebody", "有人")
        let moment = at.map { language.say(" at \($0)", "於 \($0.dateAndTime) ") } ?? ""
        let why = reason.map { language.say(": \($0)", "：\($0)") } ?? ""
        return language.say("\(user) ordered it\(moment)\(why)", "\(user) \(moment)下令\(why)")
    }
}

extension RollRequest {
    /// Who ordered the roll, when and why, without a full stop.
    public func because(_ language: Language = .english) -> String {
        OrderReason(user: user, at: at, reason: reason).text(language)
    }
}
