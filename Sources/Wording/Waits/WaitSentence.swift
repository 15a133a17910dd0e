public import ControlProtocol
public import DNSSECModel

extension HoldStatus {
    /// The step that waits, as it will happen, without a full stop.
    public func step(_ language: Language = .english) -> String { phase.happening(to: key, in: language) }

    /// What waits, until when, and why, without a full stop.
    ///
    /// - Parameters:
    ///   - zone: The zone, for what there is to type.
    ///   - now: The moment that distances count from.
    ///   - language: The language to tell it in.
    /// - Returns: Such as `ZSK 12345 signs the zone at 2026-11-23T10:00:00Z (in 2h5m) at the earliest: ...`.
    public func sentence(of zone: Name, now: Instant, in language: Language = .english) -> String {
        let step = step(language)
        let notYet = { (why: String) in
            language.say("not yet: \(step). \(why)", "尚不可進行：\(step)。\(why)")
        }
        switch reason {
        case .policy(let until):
            let moment = language.moment(until, now)
            return language.say(
                "\(step) at \(moment), as scheduled by the policy",
                "\(step)，依政策訂於 \(moment)"
            )
        case .ordered(let order):
            let moment = language.moment(order.start, now)
            let because = order.because(language)
            return language.say("\(step) at \(moment); \(because)", "\(step)，訂於 \(moment)；\(because)")
        case .time(let until, let since, let interval, let formula):
            return timed(step, until, since, interval, formula, now, language)
        case .chainOfTrust(let rule):
            let kept = rule.kept(language)
            return notYet(
                language.say("Another step must come first, so that \(kept)", "須先完成另一步驟，以確保\(kept)")
            )
        case .observation(let awaited):
            return notYet(awaited.waiting(language) + command(awaited, zone, language))
        case .manual(let until, let why, let user):
            return notYet(Self.held(until, why, user, now, language))
        case .gate(let wait):
            return notYet(wait.waiting(now, language) + command(wait, zone, language))
        case .queued:
            return notYet(
                language.say(
                    "The policy was changed, and the roll that is under way ends first",
                    "政策已變更，須待進行中的輪替完成"
                )
            )
        }
    }

    private func timed(
        _ step: String,
        _ until: Instant,
        _ since: Instant,
        _ interval: Interval,
        _ formula: TimingFormula,
        _ now: Instant,
        _ language: Language
    ) -> String {
        let moment = language.moment(until, now)
        let danger = formula.danger(language)
        return language.say(
            "\(step) at \(moment) at the earliest: \(danger) (\(formula.text) = \(interval), since \(since))",
            "\(step)，最早於 \(moment)：\(danger)（\(formula.text) = \(language.text(interval))，自 \(since) 起）"
        )
    }

    private static func held(
        _ until: Instant?,
        _ why: String,
        _ user: String,
        _ now: Instant,
        _ language: Language
    ) -> String {
        let end = language.end(of: until, now: now)
        return language.say("Held \(end) by \(user): \(why)", "\(user) 已暫緩此步驟，\(end)：\(why)")
    }

    /// What is true once the wait is over, without a full stop.
    public func outcome(_ language: Language = .english) -> String {
        switch reason {
        case .policy: language.say("the policy's date has come", "政策所定的時間已到")
        case .ordered: language.say("the moment has come for which it was ordered", "所訂的時間已到")
        case .time(_, _, _, let formula): formula.outcome(language)
        case .chainOfTrust(let rule):
            language.say(
                "another step was taken, and with this one too \(rule.kept(language))",
                "另一步驟已經完成，且進行此步驟後\(rule.kept(language))"
            )
        case .observation(let awaited): awaited.seen(language)
        case .manual(nil, _, _): language.say("it is released", "暫緩已解除")
        case .manual: language.say("the date of the hold has come, or it is released", "暫緩期限已到，或已解除")
        case .gate(let wait): wait.opened(language)
        case .queued: language.say("the roll that is under way is over", "進行中的輪替已經完成")
        }
    }

    // MARK: - What to type

    /// What people type who may decide.
    private func command(_ wait: GateWait, _ zone: Name, _ language: Language) -> String {
        // A key that is to end its work waits for the gate of its successor.
        guard case .approval = wait, phase != .retire, let tag = key.tag else { return "" }
        let command = "keyturn approve \(zone) \(tag)/\(phase.rawValue)"
        return language.say(": \(command)", "：\(command)")
    }

    /// What a person types once it was seen.
    private func command(_ awaited: AwaitedObservation, _ zone: Name, _ language: Language) -> String {
        guard awaited == .dsSeen || awaited == .dsGone, let tag = key.tag else { return "" }
        let command = "keyturn \(awaited.rawValue) \(zone) \(tag)"
        return language.say("; then: \(command)", "；之後執行：\(command)")
    }
}

extension Language {
    /// When a hold ends: `until 2027-01-01T00:00:00Z (in 3d)`, `until it is released`.
    func end(of hold: Instant?, now: Instant) -> String {
        guard let hold else { return say("until it is released", "直到解除為止") }
        return say("until \(moment(hold, now))", "直到 \(moment(hold, now))")
    }
}

extension GateWait {
    /// What is waited for.
    func waiting(_ now: Instant, _ language: Language) -> String {
        switch self {
        case .approval(let given, let needed, let approvers, let refuser):
            let names = approvers.map(\.description)
            let refusal = refuser.map { language.say("; \($0) has refused", "；\($0) 已拒絕") } ?? ""
            return language.say(
                "\(needed) of \(names.joined(separator: ", ")) must approve it, \(given) did\(refusal)",
                "須經 \(names.joined(separator: "、")) 之中 \(needed) 人核准，已有 \(given) 人核准\(refusal)"
            )
        case .window(let until):
            let moment = language.moment(until, now)
            return language.say("Its hours begin at \(moment)", "允許執行的時段始於 \(moment)")
        case .condition(let condition): return condition.waiting(language)
        }
    }

    /// What opened the gate.
    func opened(_ language: Language) -> String {
        switch self {
        case .approval: language.say("it was approved", "已獲核准")
        case .window: language.say("its hours have begun", "已進入允許執行的時段")
        case .condition(let condition): condition.met(language)
        }
    }
}

extension RiskStatus {
    /// Which caches can fail and until when, without a full stop.
    public func sentence(_ language: Language = .english) -> String {
        let broken = rule.broken(language)
        let end =
            until.map { language.say("until \($0)", "直到 \($0)") }
            ?? language.say("with no end in sight", "尚無結束時間")
        return language.say("\(broken), \(end)", "\(broken)，\(end)")
    }
}

extension StepMove {
    /// The step, as it will happen, without a full stop.
    public func step(_ language: Language = .english) -> String { phase.happening(to: key, in: language) }
}

extension Shortcut {
    /// The step, as it would happen, without a full stop.
    public func step(_ language: Language = .english) -> String { phase.happening(to: key, in: language) }
}
