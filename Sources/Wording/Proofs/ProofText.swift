public import ControlProtocol
import DNSSECModel

extension PlanProof {
    /// What was proven, or that it was not, in sentences.
    public func sentence(_ language: Language = .english) -> String {
        let (safety, liveness) = (safety(language), liveness(language))
        let both = { (first: String, second: String) in language.say("\(first) \(second)", first + second) }
        guard stall == nil else { return both(liveness, safety) }
        return failure == nil ? both(safety, liveness) : safety
    }

    /// Whether a resolver can hold something that does not validate, in sentences.
    public func safety(_ language: Language = .english) -> String {
        if let failure {
            return language.say(
                "Not proven: at \(failure) a resolver can hold something that does not validate.",
                "無法證明：於 \(failure)，某解析器可能持有無法通過驗證的資料。"
            )
        }
        let counted = language.say(
            "(\(combinations) combinations at \(moments) moments)",
            "（於 \(moments) 個時間點檢查 \(combinations) 種組合）"
        )
        let validators = offline.map { Self.validators($0, language) } ?? ""
        return language.say(
            "Proven: no resolver\(validators) can hold anything that does not validate \(counted).",
            "已證明：任何解析器\(validators)均不會持有無法通過驗證的資料\(counted)。"
        ) + (longestOffline.map { Self.longest($0, language) } ?? "")
    }

    private static func validators(_ offline: Interval, _ language: Language) -> String {
        guard offline > .zero else {
            return language.say(" and no validator of RFC 5011", "，及任何依循 RFC 5011 的驗證者，")
        }
        return language.say(
            " and no validator of RFC 5011 that was off for up to \(offline)",
            "，及任何依循 RFC 5011 而停機不超過 \(language.text(offline))的驗證者，"
        )
    }

    private static func longest(_ offline: Interval, _ language: Language) -> String {
        let days = offline.seconds / 86400
        return language.say(
            " Such a validator may be off for \(days) days, not for more.",
            "此類驗證者停機至多 \(days) 天，不可更久。"
        )
    }

    /// Whether all that is due comes, in a sentence.
    public func liveness(_ language: Language = .english) -> String {
        guard let stall else {
            return language.say(
                "Each key that is due by \(reach) has a successor that takes over, and no step waits for ever.",
                "\(reach) 之前到期的每把金鑰均有後繼者接替，且無任何步驟永遠等待。"
            )
        }
        return language.say(
            "Not proven: since \(stall.time) the plan waits for what cannot come: \(stall.text()).",
            "無法證明：自 \(stall.time) 起，計畫所等待的事不會發生：\(stall.text(language))。"
        )
    }
}

extension ProofMoment {
    /// What happens, without a full stop.
    public func text(_ language: Language = .english) -> String {
        let key = language.names(keys)
        let end = end.map(\.description) ?? ""
        switch kind {
        case .fetches: return fetching(end, language)
        case .starts:
            return language.say(
                "a validator that follows RFC 5011 starts with \(key) as trust anchor",
                Chinese.joined("某依循 RFC 5011 的驗證者啟動，以", key, "為信任錨")
            )
        case .missesKey:
            return language.say(
                "it asks for the DNSKEY RRset and is not shown \(key) yet",
                Chinese.joined("它查詢 DNSKEY 資源紀錄集，尚未見到", key)
            )
        case .seesKey:
            return language.say(
                "it asks again, sees \(key), and must go on seeing it until \(end)",
                Chinese.joined("它再次查詢，見到", key, "，且須持續見到它直到", end)
            )
        case .asksTooEarly:
            return language.say(
                "it asks a moment before it may trust \(key)",
                Chinese.joined("它在可信任", key, "的前一刻查詢")
            )
        case .asksInVain:
            return language.say(
                "it asks and gets no answer, and asks again at \(end)",
                Chinese.joined("它查詢而未獲回應，將於", end, "再次查詢")
            )
        case .isOff:
            return language.say("it is switched off until \(end)", Chinese.joined("它停機至", end))
        case .seesRevocation:
            return language.say(
                "it sees that \(key) is revoked and trusts it no more",
                Chinese.joined("它得知", key, "已撤銷，不再信任")
            )
        case .missesRevocation:
            return language.say(
                "a validator that follows RFC 5011 asks and is not shown the revoked \(key) yet",
                Chinese.joined("某依循 RFC 5011 的驗證者查詢，尚未見到已撤銷的", key)
            )
        case .signatureShown:
            let part = part.map(language.word) ?? ""
            return language.say(
                "the signature over \(part) that is shown has so much left that it is not made anew; "
                    + "it expires at \(end)",
                Chinese.joined("所提供的", part, "的簽章所餘效期尚不須更新；其於", end, "到期")
            )
        case .fails: return fault.map { Self.text($0, key, language) } ?? ""
        case .stalls: return stall.map { never($0, language) } ?? ""
        }
    }

    // MARK: - Fetching

    private func fetching(_ end: String, _ language: Language) -> String {
        let stop = until.map { language.say(" until \($0)", Chinese.joined("至", "\($0)")) } ?? ""
        let shown =
            from.map { language.say("shown from \($0)", Chinese.joined("自", "\($0)", "起提供")) }
            ?? language.say("shown for a long time", "早已提供")
        let content = content(language)
        return language.say(
            "a resolver fetches \(content) (\(shown)\(stop)) and keeps it until \(end)",
            Chinese.joined("某解析器取得", content, "（\(shown)\(stop)），並保留至", end)
        )
    }

    private func content(_ language: Language) -> String {
        let signed = language.names(signers)
        switch part {
        case .ds:
            let keys = language.names(keys)
            return language.say("the DS RRset of \(keys)", Chinese.joined(keys, "的 DS 資源紀錄集"))
        case .dnskey where keys.isEmpty:
            return language.say(
                "the answer that there is no DNSKEY RRset",
                "「沒有 DNSKEY 資源紀錄集」的回應"
            )
        case .dnskey:
            let plain = language.names(keys.filter { !revoked.contains($0) })
            let gone = language.names(revoked)
            let withRevoked = revoked.isEmpty ? "" : language.say(", revoked \(gone)", "、已撤銷的 \(gone)")
            return language.say(
                "the DNSKEY RRset of \(plain)\(withRevoked), signed by \(signed)",
                Chinese.joined("由", signed, "簽署、含", plain + withRevoked, "的 DNSKEY 資源紀錄集")
            )
        case .data where signers.isEmpty: return language.say("data without a signature", "沒有簽章的資料")
        case .data, nil: return language.say("data signed by \(signed)", Chinese.joined("由", signed, "簽署的資料"))
        }
    }

    // MARK: - The end

    private static func text(_ fault: ProofFault, _ key: String, _ language: Language) -> String {
        language.say(fault.text { _ in key }, chinese(fault, key))
    }

    private static func chinese(_ fault: ProofFault, _ key: String) -> String {
        switch fault {
        case .noDNSKEY: "它持有 DS 資源紀錄集，而區域沒有 DNSKEY 資源紀錄集"
        case .dsNamesNoKey: "其 DS 資源紀錄集所指的金鑰均不在其 DNSKEY 資源紀錄集中"
        case .dsNamesRevokedKey: "其 DS 資源紀錄集所指的金鑰在其 DNSKEY 資源紀錄集中均已撤銷"
        case .dsKeyDoesNotSign: "其 DS 資源紀錄集所指的金鑰均未簽署其 DNSKEY 資源紀錄集"
        case .algorithmWithoutEntry(let algorithm):
            "其 DS 資源紀錄集有演算法 \(algorithm)，而其所指的此類金鑰均未簽署 DNSKEY 資源紀錄集（RFC 4035 2.2）"
        case .dataUnsigned: "它持有沒有簽章的資料，而區域應已簽署"
        case .dataSignerUnknown: "簽署其資料的金鑰均不在其 DNSKEY 資源紀錄集中"
        case .dataSignerRevoked: "簽署其資料的金鑰在其 DNSKEY 資源紀錄集中均已撤銷"
        case .algorithmWithoutSignature(let algorithm):
            "其 DNSKEY 資源紀錄集有演算法 \(algorithm)，而此類金鑰均未簽署其資料（RFC 4035 2.2）"
        case .signatureExpires(let part):
            Chinese.joined(Language.traditionalChinese.word(part), "的簽章在快取期間到期")
        case .noAnchor: "其信任錨均未簽署該 DNSKEY 資源紀錄集"
        case .unsignedUnderAnchor: "它持有信任錨，而區域沒有 DNSKEY 資源紀錄集"
        case .revocationMissed:
            Chinese.joined("在它再次查詢之前，已撤銷的", key, "已移除：它將永遠信任該金鑰")
        }
    }

    private func never(_ stall: StallKind, _ language: Language) -> String {
        let name = keys.first.map { KeyName($0).text(language) } ?? role.map { "\($0)" } ?? ""
        let text =
            switch stall {
            case .noKey: language.say("no \(name) comes", Chinese.joined("不會有", name))
            case .neverWorks:
                language.say("\(name) never does its work", Chinese.joined(name, "永遠不會開始執行任務"))
            case .neverReplaced:
                language.say("nothing ever takes over from \(name)", Chinese.joined("永遠沒有金鑰接替", name))
            case .neverLeaves: language.say("\(name) never leaves", Chinese.joined(name, "永遠不會移除"))
            case .staysSecure:
                language.say(
                    "the zone shall have no keys, and nobody could tell the validators that hold a trust anchor of "
                        + name,
                    Chinese.joined("政策不要任何金鑰，但驗證者持有", name, "的信任錨，無從通知")
                )
            }
        guard let step, let role else { return text }
        return text
            + language.say(
                "; step `\(step.rawValue)` of the \(role) waits for ever",
                Chinese.joined("；", "\(role)", "的「\(language.word(step))」永遠等待")
            )
    }
}

extension Language {
    /// What a part of the chain of trust is called.
    func word(_ part: ChainPart) -> String {
        switch part {
        case .ds: say(part.text, "DS 資源紀錄集")
        case .dnskey: say(part.text, "DNSKEY 資源紀錄集")
        case .data: say(part.text, "區域資料")
        }
    }

    /// Keys in a row: `KSK 1 and ZSK 2`, or `no key`.
    fileprivate func names(_ keys: [KeyReference]) -> String {
        let all = keys.map { KeyName($0).text(self) }
        guard let last = all.last else { return say("no key", "（無金鑰）") }
        return say(
            all.count == 1 ? last : all.dropLast().joined(separator: ", ") + " and " + last,
            all.joined(separator: "、")
        )
    }
}
