public import DNSSECModel

extension SignatureLife {
    /// How near the signatures are to their end, and what follows from it, without a full stop.
    ///
    /// - Parameters:
    ///   - end: When the first one expires.
    ///   - isTrusted: Whether a DS or a trust anchor leads to the zone: then validators refuse what has expired.
    ///   - now: The moment that distances count from.
    ///   - language: The language to tell it in.
    /// - Returns: Such as `the signatures expired 9h ago; validators refuse the zone`.
    public func sentence(end: Instant, isTrusted: Bool, now: Instant, in language: Language = .english)
        -> String
    {
        let distance = language.distance(of: end, from: now)
        switch self {
        case .sound:
            return language.say("the first signature expires \(distance)", "最早到期的簽章：\(distance)")
        case .half, .quarter, .lastDay:
            return language.say(
                "the signatures are not made anew in time: the first expires \(distance), at \(end)",
                "簽章未能及時更新：最早者於 \(end) 到期（\(distance)）"
            )
        case .expired:
            let outcome =
                isTrusted
                ? language.say("validators refuse the zone", "驗證者拒絕此區域")
                : language.say(
                    "validators will refuse the zone as soon as a DS leads to it",
                    "一旦有 DS 紀錄指向此區域，驗證者即拒絕此區域"
                )
            return language.say(
                "the signatures expired \(distance); \(outcome)",
                "簽章已到期（\(distance)）；\(outcome)"
            )
        }
    }
}
