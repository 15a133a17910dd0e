public import ControlProtocol
public import DNSSECModel

extension OrderMistake {
    /// What is wrong, and what was expected, without a full stop.
    ///
    /// - Parameters:
    ///   - zone: The zone that the order is about.
    ///   - language: The language to tell it in.
    /// - Returns: The sentence.
    public func sentence(of zone: Name, in language: Language = .english) -> String {
        switch self {
        case .noKey(let tag, nil):
            language.say(
                "\(zone) has no key with the tag \(tag); keyturn keys list \(zone) lists those it has",
                "\(zone) 沒有標籤為 \(tag) 的金鑰；keyturn keys list \(zone) 會列出現有的金鑰"
            )
        case .noKey(_, let gone?):
            language.say(
                "\(KeyName(gone).text(language)) is gone from \(zone)",
                "\(KeyName(gone).text(language)) 已從 \(zone) 移除"
            )
        case .noRole(let role, let policy):
            language.say("the policy \(policy) has no \(role)", "政策 \(policy) 沒有 \(role)")
        case .endsInThePast(let end):
            language.say(
                "\(end) is not in the future; expected a later time",
                "\(end) 並非未來的時間；應為較晚的時間"
            )
        case .seenInTheFuture(let seen):
            language.say(
                "\(seen) is in the future; expected a past time",
                "\(seen) 是未來的時間；應為過去的時間"
            )
        case .seenTooEarly(let seen, let asked):
            language.say(
                "\(seen) is before \(asked), when the parent was asked",
                "\(seen) 早於向上層區域提出請求的時間 \(asked)"
            )
        case .noGate, .nothingAtGate, .severalAtGate: gateSentence(language)
        case .noRoll: language.say("no roll is under way or ordered", "並無進行中或已下令的輪替")
        case .severalRolls(let roles):
            language.say(
                "several rolls are under way; say \(Self.options(roles))",
                "有數項輪替正在進行；請指明 \(Self.options(roles))"
            )
        case .spanOutOfReach(let start, let end, let reach):
            language.say(
                "cannot look from \(start) to \(end); expected an end after the start, and at most \(reach) from now",
                "無法查看 \(start) 至 \(end)；結束應晚於開始，且距今不超過 \(language.text(reach))"
            )
        case .nothingToRecover:
            language.say(
                "nothing is known of \(zone) that its state does not know: nothing is to recover",
                "\(zone) 的狀態已包含所有已知的資料：沒有需要復原的內容"
            )
        case .nothingHeldBack:
            language.say("no guard holds anything of \(zone) back", "沒有任何防護機制攔下 \(zone) 的內容")
        case .otherGuards(let guards):
            language.say(
                "the content of \(zone) is held back by \(Self.words(guards)); expected --override "
                    + "\(Self.words(guards, ","))",
                "\(zone) 的內容由 \(Self.words(guards)) 攔下；應為 --override \(Self.words(guards, ","))"
            )
        }
    }

    private func gateSentence(_ language: Language) -> String {
        switch self {
        case .noGate(let gate, let policy, let others):
            let list =
                others.isEmpty
                ? language.say("it has none", "該政策沒有任何關卡")
                : language.say("its gates: \(Self.list(others))", "其關卡為：\(Self.list(others))")
            return language.say(
                "in the policy \(policy) no people decide on \(gate); \(list)",
                "政策 \(policy) 中沒有由人員決定的 \(gate)；\(list)"
            )
        case .nothingAtGate(let gate, let reach):
            return language.say(
                "no step waits at the gate \(gate), and none comes to it within \(reach)",
                "目前沒有步驟在關卡 \(gate) 等待，\(language.text(reach)) 內亦無"
            )
        case .severalAtGate(let gate, let steps):
            return language.say(
                "\(gate) is not clear; expected one of \(Self.list(steps))",
                "\(gate) 不夠明確；應為下列之一：\(Self.list(steps))"
            )
        default: return ""
        }
    }

    private static func list(_ gates: [GateName]) -> String {
        gates.map(\.description).joined(separator: ", ")
    }

    private static func words(_ guards: [ContentGuard], _ separator: String = ", ") -> String {
        guards.map(\.rawValue).joined(separator: separator)
    }

    private static func options(_ roles: [KeyRole]) -> String {
        roles.map { "--\($0.rawValue)" }.joined(separator: ", ")
    }
}

extension ControlFailure {
    /// The failure of a mistake, with its sentence.
    public init(_ mistake: OrderMistake, of zone: Name) {
        self.init(mistake.code, mistake.sentence(of: zone), mistake: mistake)
    }
}
