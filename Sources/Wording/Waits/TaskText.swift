public import ControlProtocol
public import DNSSECModel

extension ZoneTask {
    /// What a person must do, and what to type, without a full stop.
    ///
    /// - Parameters:
    ///   - zone: The zone.
    ///   - now: The moment that distances count from.
    ///   - language: The language to tell it in.
    /// - Returns: Such as `bring the DS of KSK 12345 to the parent: ...`.
    public func sentence(of zone: Name, now: Instant, in language: Language = .english) -> String {
        let key = KeyName(wait.key).text(language)
        let asked =
            since.map { language.say(" (asked for \(language.distance(of: $0, from: now)))", "（\($0) 起等待）") }
            ?? ""
        let first = isAfterOthers ? language.say("after that, ", "之後，") : ""
        switch kind {
        case .bringDS:
            return language.say(
                "bring the DS of \(key) to the parent\(asked): \(command(0)); once all its servers show it: \(command(1))",
                "將 \(key) 的 DS 紀錄提交上層區域\(asked)：\(command(0))；其所有伺服器均已提供後：\(command(1))"
            )
        case .removeDS:
            return language.say(
                "\(first)let the parent remove the DS of \(key)\(asked); once none of its servers shows it: \(command(0))",
                "\(first)請上層區域移除 \(key) 的 DS 紀錄\(asked)；其所有伺服器均不再提供後：\(command(0))"
            )
        case .approve: return wait.sentence(of: zone, now: now, in: language)
        }
    }

    private func command(_ index: Int) -> String { index < commands.count ? commands[index] : "-" }
}
