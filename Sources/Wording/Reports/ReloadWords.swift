public import ControlProtocol
public import DNSSECModel

// What a reload is told of: doubts, notes, and a configuration that is not in force.

extension ReloadDoubt {
    /// Why a person has to agree, without a full stop.
    public func sentence(_ language: Language = .english) -> String {
        switch self {
        case .manyZones(let count, let all):
            return language.say(
                "\(count) of \(all) zones are changed or removed at once",
                "\(all) 個區域之中有 \(count) 個同時變更或移除"
            )
        case .unseenZones(let count):
            return language.say(
                "\(count) changed zones were not looked at; their rolls may begin at once",
                "有 \(count) 個變更的區域未經檢視，其輪替可能立即開始"
            )
        case .rollsSoon(let zones, let count, let interval):
            let names = zones.map(\.description)
            let more = count - zones.count
            let rest = more > 0 ? language.say(" and of \(more) more", " 等 \(count) 個區域") : ""
            return language.say(
                "a roll of \(names.joined(separator: ", "))\(rest) begins within \(interval)",
                "\(names.joined(separator: "、"))\(rest) 的輪替將於 \(language.text(interval))內開始"
            )
        }
    }
}

extension ReloadNote {
    /// What becomes of a changed policy, without a full stop.
    public func sentence(_ language: Language = .english) -> String {
        let names = roles.map(\.description).joined(separator: language.say(", ", "、"))
        switch kind {
        case .queued:
            return language.say(
                "\(zone): the new policy \(policy) is read; its change of the \(names) keys waits until the roll that "
                    + "is under way is over",
                "\(zone)：已讀入新政策 \(policy)；其對 \(names) 金鑰的變更須待進行中的輪替完成"
            )
        case .underWay:
            return language.say(
                "\(zone): the new policy \(policy) is in force; the roll of the \(names) that is under way goes on, and "
                    + "waits for the largest TTL that a cache can hold",
                "\(zone)：新政策 \(policy) 已生效；進行中的 \(names) 輪替繼續進行，並等候快取可能保有的最大 TTL"
            )
        }
    }
}

extension HeldReload {
    /// That the configuration on the disk is not in force, why, and what to type, without a full stop.
    public func sentence(now: Instant, in language: Language = .english) -> String {
        let why = (problems + doubts.map { $0.sentence(language) }).joined(separator: language.say("; ", "；"))
        let when = language.moment(at, now)
        guard outcome == .unconfirmed else {
            return language.say(
                "the configuration on the disk is not in force; the reload at \(when) was refused: \(why); once it is "
                    + "mended: keyturn reload",
                "磁碟上的組態尚未生效；\(when) 的重新載入遭到拒絕：\(why)；修正之後執行：keyturn reload"
            )
        }
        return language.say(
            "the configuration on the disk is not in force; the reload at \(when) waits for a person: \(why); look at "
                + "keyturn reload --dry-run, then: keyturn reload --yes",
            "磁碟上的組態尚未生效；\(when) 的重新載入等待人員確認：\(why)；請先檢視 keyturn reload --dry-run，再執行：keyturn reload --yes"
        )
    }
}
