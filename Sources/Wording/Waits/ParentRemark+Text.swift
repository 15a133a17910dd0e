public import ControlProtocol

extension ParentRemark {
    /// What follows, without a full stop.
    public func text(_ language: Language = .english) -> String {
        switch self {
        case .goesAgain:
            language.say(
                "but the key is on its way out, so the parent will be asked to drop that DS",
                "但此金鑰即將退場，故仍將請上層區域移除該 DS 紀錄"
            )
        case .comesAgain:
            language.say(
                "but the key is in use, so the parent will be asked for that DS again",
                "但此金鑰仍在使用，故仍將請上層區域重新加入該 DS 紀錄"
            )
        case .unsigned:
            language.say(
                "until the parent shows a DS of the zone, validators take the zone for unsigned",
                "在上層區域提供此區域的 DS 紀錄之前，驗證者視此區域為未簽署"
            )
        }
    }
}
