import ControlProtocol
import DNSSECModel

extension RollOutcome {
    /// What the order of a roll has come to, with the date of its end and what becomes of lost keys.
    func sentence(of zone: Name, now: Instant, in language: Language) -> String {
        let ending = end.map {
            language.say("; the old key is out of the zone at \($0)", "；舊金鑰將於 \($0) 移出區域")
        }
        let way = isUrgent ? language.say(", by the shortest way that is safe", "，採安全的最短途徑") : ""
        return what(language) + way + (ending ?? "") + remark(language)
            + losses.map { $0.remark(zone, now, language) }.joined()
    }

    private func what(_ language: Language) -> String {
        let start = order?.start.description ?? ""
        switch kind {
        case .ordered: return language.say("the \(role) rolls from \(start) on", "\(role) 自 \(start) 起輪替")
        case .orderedBefore:
            let roll = kindText(language)
            return language.say(
                "nothing new: the \(roll) of the \(role) from \(start) on is ordered already\(who(language))",
                "並無新增：自 \(start) 起的 \(role) \(roll)先前已經下令\(who(language))"
            )
        case .underWay:
            let name = key.map { KeyName($0).text(language) } ?? "\(role)"
            return language.say(
                "nothing new: a roll of the \(role) is under way already, to \(name)\(who(language))",
                "並無新增：\(role) 的輪替已在進行中，新金鑰為 \(name)\(who(language))"
            )
        }
    }

    private func kindText(_ language: Language) -> String {
        let isEmergency = order?.isEmergency ?? false
        return language.say(isEmergency ? "emergency roll" : "roll", isEmergency ? "緊急輪替" : "輪替")
    }

    private func who(_ language: Language) -> String {
        guard let order, order.user != nil else { return "" }
        return language.say(", as \(order.because())", "（\(order.because(language))）")
    }

    private func remark(_ language: Language) -> String {
        switch kind {
        case .ordered:
            return replaced.map {
                language.say("; before, it was ordered for \($0)", "；此前訂於 \($0)")
            } ?? ""
        case .orderedBefore, .underWay:
            guard !isUrgent else { return "" }
            return language.say("; --start TIME orders one for later", "；以 --start TIME 可另訂稍後的輪替")
        }
    }
}

extension KeyLoss {
    /// That the key is lost and how the roll does without it, behind a semicolon.
    fileprivate func remark(_ zone: Name, _ now: Instant, _ language: Language) -> String {
        let old = KeyName(key).text(language)
        let new = successor.map { KeyName($0).text(language) } ?? language.say("the new key", "新金鑰")
        let lost = language.say("; the private key of \(old) is lost", "；\(old) 的私鑰已遺失")
        switch way {
        case .unmade:
            return language.say(
                "; the private key of \(old) is lost, and the new one is not made yet",
                "；\(old) 的私鑰已遺失，新金鑰尚未產生"
            )
        case .successorSigns:
            return lost + language.say(", so \(new) signs at once", "，故由 \(new) 立即簽署")
        case .obstructed:
            let why = obstacle.map { $0.sentence(of: zone, now: now, in: language) } ?? ""
            return lost
                + language.say(
                    ", and its successor cannot take over yet: \(why)",
                    "，而後繼金鑰尚無法接手：\(why)"
                )
        case .waitsForParent:
            let end = signaturesEnd.map {
                language.say(" before the published signatures end at \($0)", "，且須在已發布簽章於 \($0) 到期之前")
            }
            return lost
                + language.say(
                    ", and no DNSKEY RRset can be signed with both keys: the parent must show the DS of \(new) beside "
                        + "that of \(old), and every cache must know it\(end ?? ""); then the keys change at one moment. "
                        + "Until then the zone stays as it is published: do not let the parent drop the DS of \(old)",
                    "，無法以兩把金鑰簽署 DNSKEY 資源紀錄集：上層區域須同時提供 \(new) 與 \(old) 的 DS 紀錄，"
                        + "且所有快取均須得知\(end ?? "")；屆時金鑰於同一時刻更換。在此之前區域維持已發布的內容："
                        + "請勿讓上層區域移除 \(old) 的 DS 紀錄"
                )
        }
    }
}
