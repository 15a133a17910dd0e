public import ControlProtocol
public import DNSSECModel

extension StepRefusal {
    /// Why the step is refused, and when it is safe, without a full stop.
    ///
    /// - Parameters:
    ///   - zone: The zone, for what there is to type.
    ///   - now: The moment that distances count from.
    ///   - language: The language to tell it in.
    /// - Returns: The sentence.
    public func sentence(of zone: Name, now: Instant, in language: Language = .english) -> String {
        let name = KeyName(key).text(language)
        let step = phase.map(language.word) ?? ""
        switch kind {
        case .unknownKey:
            return language.say("\(zone) has no \(name), or it is gone", "\(zone) 沒有 \(name)，或其已移除")
        case .notBeforeIt:
            return language.say(
                "\(name) does not have the step \(step) before it",
                "\(name) 目前並無「\(step)」這個步驟"
            )
        case .tooEarly, .held: return waiting(zone, now, language)
        case .brokenInItself:
            return language.say(
                "after \(step) of \(name) the zone would be broken in itself; not even by force",
                "\(name) 進行「\(step)」之後，區域本身將不完整；強制亦不可行"
            )
        case .leavesParentBehind:
            let command = "keyturn ds \(zone)"
            return language.say(
                "after \(step) of \(name) no DS at the parent would lead to the zone, and nothing could be published; "
                    + "bring the DS of the new key there first: \(command)",
                "\(name) 進行「\(step)」之後，上層區域將無任何 DS 紀錄指向此區域，亦無法發布；請先提交新金鑰的 DS 紀錄：\(command)"
            )
        case .insecureWithAnchors: return PolicyWords.insecureWithAnchors(key.role, language)
        case .dsWithoutParent: return PolicyWords.dsWithoutParent(key.role, language)
        case .nothingToAbort:
            return language.say(
                "no roll of the \(key.role) is under way or ordered",
                "\(key.role) 並無進行中或已下令的輪替"
            )
        case .noWayBack:
            return language.say(
                "there is no way back: \(name) is revoked or gone; only a new roll leads on",
                "無法回復：\(name) 已撤銷或移除；只能另行輪替"
            )
        case .behindIt:
            return language.say("\(name) has \(step) behind it already", "\(name) 已完成「\(step)」")
        case .noDS: return language.say("\(name) has no DS", "\(name) 沒有 DS 紀錄")
        case .lostKey:
            let command = "keyturn roll \(zone) --\(key.role.rawValue) --emergency --reason TEXT"
            return language.say(
                "the private key of \(name) is missing, and this roll needs its signatures: put its file back, or go on "
                    + "without it: \(command)",
                "\(name) 的私鑰遺失，而此輪替需要其簽章：請放回檔案，或在沒有該金鑰的情況下繼續：\(command)"
            )
        case .mayNotDecide:
            let names = people.joined(separator: language.say(", ", "、"))
            return language.say(
                "not among those who decide on \(step) of \(name): \(names)",
                "不在可決定 \(name)「\(step)」的人員之中：\(names)"
            )
        case .policyDemands:
            return language.say(
                "the policy demands the change: change the policy back, then keyturn reload",
                "此變更為政策所要求：請改回政策，再執行 keyturn reload"
            )
        }
    }

    private func waiting(_ zone: Name, _ now: Instant, _ language: Language) -> String {
        let sentence = wait.map { $0.sentence(of: zone, now: now, in: language) } ?? ""
        // A moment that the wait tells already is not told twice.
        guard let safe, safe > now, safe != wait?.until else { return sentence }
        let moment = language.moment(safe, now)
        return sentence
            + (kind == .held
                ? language.say("; but for that it is safe from \(moment)", "；若無此項，自 \(moment) 起即屬安全")
                : language.say("; safe from \(moment)", "；自 \(moment) 起安全"))
    }
}

extension ScheduleCost {
    /// What the change costs, without a full stop.
    public func sentence(_ language: Language = .english) -> String {
        switch self {
        case .lateEnd(let late): return late.sentence(language)
        case .lapsedApproval(let key, let phase, let user, let end):
            let name = KeyName(key).text(language)
            return language.say(
                "\(user)'s approval of \(phase.rawValue) for \(name) ends at \(end), before the step: it will have to be "
                    + "given again",
                "\(user) 對 \(name)「\(language.word(phase))」的核准將於 \(end) 失效，早於該步驟，屆時須重新核准"
            )
        }
    }
}

extension LateEnd {
    fileprivate func sentence(_ language: Language) -> String {
        let name = KeyName(key).text(language)
        let emergency = isEmergency ? language.say(", though it is an emergency", "（儘管為緊急情況）") : ""
        switch (end, due, lifetime) {
        case (let end?, let due?, let lifetime?) where end > due:
            return language.say(
                "\(name) is in use until \(end), \(end - due) longer than its lifetime of \(lifetime)\(emergency)",
                "\(name) 將使用至 \(end)，超出其使用期限 \(lifetime) 達 \(language.text(end - due))\(emergency)"
            )
        case (let end?, _, _):
            return language.say(
                "\(name) is in use until \(end), \(end - planned) longer than planned\(emergency)",
                "\(name) 將使用至 \(end)，比原訂多 \(language.text(end - planned))\(emergency)"
            )
        case (nil, let due?, let lifetime?):
            return language.say(
                "\(name) is in use for as long as this holds; its lifetime of \(lifetime) ends at \(due)\(emergency)",
                "在此情況下 \(name) 將持續使用；其使用期限 \(lifetime) 於 \(due) 屆滿\(emergency)"
            )
        case (nil, _, _):
            return language.say(
                "\(name) is in use for as long as this holds; it would have ended its work at \(planned)\(emergency)",
                "在此情況下 \(name) 將持續使用；原訂於 \(planned) 結束任務\(emergency)"
            )
        }
    }
}

/// What is said of a policy that does not fit a zone's keys.
public enum PolicyWords {
    /// The policy wants no keys, and nobody could tell the validators that hold a trust anchor of a role's key.
    public static func insecureWithAnchors(_ role: KeyRole, _ language: Language = .english) -> String {
        language.say(
            "the policy wants no keys, but validators hold a trust anchor of the zone's \(role): nobody could tell them",
            "政策不要任何金鑰，但驗證者持有此區域 \(role) 的信任錨，無從通知"
        )
    }

    /// The policy knows no parent, and the parent holds a DS of a role's key.
    public static func dsWithoutParent(_ role: KeyRole, _ language: Language = .english) -> String {
        language.say(
            "the policy says `ds: none`, but the parent holds a DS of the zone's \(role), and no roll could change it",
            "政策為 `ds: none`，但上層區域仍有此區域 \(role) 的 DS 紀錄，任何輪替都無法變更"
        )
    }
}
