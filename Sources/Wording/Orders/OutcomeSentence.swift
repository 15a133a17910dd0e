public import ControlProtocol
public import DNSSECModel

extension ActionReport {
    /// What was done, without a full stop.
    public var done: String { outcome.sentence(of: zone, now: time) }
}

extension ActionOutcome {
    /// What an order has come to, without a full stop.
    ///
    /// - Parameters:
    ///   - zone: The zone, for what there is to type.
    ///   - now: The moment that distances count from.
    ///   - language: The language to tell it in.
    /// - Returns: Such as `ZSK 12345: sign was ordered ahead of the schedule`.
    public func sentence(of zone: Name, now: Instant, in language: Language = .english) -> String {
        switch self {
        case .advanced(let key, let phase):
            let name = KeyName(key).text(language)
            return language.say(
                "\(name): \(phase.rawValue) was ordered ahead of the schedule",
                "\(name)：已下令提前執行「\(language.word(phase))」"
            )
        case .observed(let awaited, let key, let since, let remarks):
            let told = awaited.noted(of: key, since, language)
            return ([told] + remarks.map { $0.text(language) }).joined(separator: language.say("; ", "；"))
        case .nothingNew(let awaited, let key):
            let name = KeyName(key).text(language)
            return language.say(
                "\(awaited.rawValue) of \(name): nothing new",
                Chinese.joined(name, "的 \(awaited.rawValue)：並無新資訊")
            )
        case .held(let hold, let replaced):
            let before =
                replaced.map { before in
                    let end = before.end(language)
                    return language.say(
                        "; before, \(before.user) held it \(end)",
                        "；此前由 \(before.user) 暫緩，\(end)"
                    )
                } ?? ""
            let held = hold.heldSentence(language)
            return language.say("\(held)\(before); signing goes on", "\(held)\(before)；簽署照常進行")
        case .released(let holds):
            let names = holds.map { HeldSubject($0).text(language) }
            return language.say(
                names.map { "\($0) released" }.joined(separator: ", "),
                "已解除暫緩：" + names.joined(separator: "、")
            )
        case .nothingHeld(let others): return Self.nothingHeld(others, language)
        case .aborted(let role, let leaving): return Self.aborted(role, leaving, language)
        case .voted(let vote): return vote.sentence(now: now, in: language)
        case .roll(let roll): return roll.sentence(of: zone, now: now, in: language)
        case .recovered(let time):
            return language.say(
                "the state of \(time) was taken from the journal, the newest that is known",
                "已從日誌還原目前所知最新的狀態（\(time)）"
            )
        case .overridden(let guards):
            let words = guards.map(\.rawValue).joined(separator: ", ")
            return language.say(
                "what \(words) held back is published, this content only",
                "由 \(words) 攔下的內容將予發布，僅限此份內容"
            )
        }
    }

    private static func nothingHeld(_ others: [OperatorHoldStatus], _ language: Language) -> String {
        let held = others.map { hold in
            let what = HeldSubject(hold).text(language)
            let end = hold.end(language)
            return language.say("\(what) held by \(hold.user), \(end)", "\(what)，由 \(hold.user) 暫緩，\(end)")
        }
        let nothing = language.say("nothing like that is held", "並無此類暫緩")
        guard !held.isEmpty else { return nothing }
        return nothing
            + language.say(
                "; in force: \(held.joined(separator: ", "))",
                "；目前生效者：\(held.joined(separator: "；"))"
            )
    }

    private static func aborted(_ role: KeyRole, _ leaving: [KeyReference], _ language: Language) -> String {
        let names = leaving.map { KeyName($0).text(language) }
        let what =
            names.isEmpty
            ? ""
            : language.say(
                ": \(names.joined(separator: ", ")) goes again",
                "：\(names.joined(separator: "、")) 將再度退場"
            )
        return language.say("the roll of the \(role) is aborted\(what)", "\(role) 的輪替已中止\(what)")
    }
}

extension AwaitedObservation {
    /// That a person's word about the parent was noted.
    fileprivate func noted(of key: KeyReference, _ since: Instant, _ language: Language) -> String {
        let name = KeyName(key).text(language)
        switch self {
        case .dsGone:
            return language.say(
                "noted: none of the parent's servers shows the DS of \(name) since \(since)",
                "已記錄：自 \(since) 起，上層區域的所有伺服器均不再提供 \(name) 的 DS 紀錄"
            )
        case .dsSeen, .keyGenerated, .zonePublished:
            return language.say(
                "noted: all the parent's servers show the DS of \(name) since \(since)",
                "已記錄：自 \(since) 起，上層區域的所有伺服器均提供 \(name) 的 DS 紀錄"
            )
        }
    }
}

extension OperatorHoldStatus {
    /// When it ends: `until 2027-01-01T00:00:00Z`, `until it is released`.
    func end(_ language: Language) -> String {
        until.map { language.say("until \($0)", "直到 \($0)") }
            ?? language.say("until it is released", "直到解除為止")
    }

    /// What is held until when: `sign of every key held until 2027-01-01T00:00:00Z`.
    func heldSentence(_ language: Language) -> String {
        let what = HeldSubject(self).text(language)
        return language.say(
            "\(what) held \(until.map { "until \($0)" } ?? "until released")",
            "已暫緩\(what)，\(end(language))"
        )
    }
}

extension VoteOutcome {
    /// Who has said what, how far people have agreed, and when the step comes.
    fileprivate func sentence(now: Instant, in language: Language) -> String {
        let name = KeyName(key).text(language)
        let step = language.say(
            "\(phase.rawValue) of \(name)",
            Chinese.joined(name, "的「\(language.word(phase))」")
        )
        let said = language.say(
            "step \(step) \(approves ? "approved" : "refused") by \(user): ",
            "\(user) 已\(approves ? "核准" : "拒絕")\(step)："
        )
        let count = counts.map {
            language.say("\($0.given) of \($0.needed)", "\($0.needed) 人中 \($0.given) 人")
        }
        .joined(separator: language.say(", ", "、"))
        guard isOpen else {
            let names = refusers.joined(separator: language.say(", ", "、"))
            let refusal = refusers.isEmpty ? "" : language.say("; refused by \(names)", "；\(names) 已拒絕")
            let have = counts.contains { $0.needed > 1 } ? "have" : "has"
            return said + language.say("\(count) \(have) approved\(refusal)", "\(count)已核准\(refusal)")
        }
        let when = date.map { date in
            let moment = language.moment(date, now)
            return language.say("the step comes at \(moment)", "步驟將於 \(moment) 進行")
        }
        return said + language.say("\(count) approved, the gate is open; ", "\(count)已核准，關卡已開啟；")
            + (when ?? language.say("the step has no date yet", "步驟尚無日期"))
    }
}
