public import ControlProtocol
public import DNSSECModel

/// Keys in tables.
public enum KeyText {
    /// One line a key; with a column for its name if role and tag are not the whole name of some key.
    public static func table(_ keys: [KeyStatus], time: Instant, in language: Language = .english) -> [String]
    {
        let names = keys.contains { $0.reference.name != nil || $0.tag == nil }
        var table = Columns(rightAligned: [0])
        let head = language.say("TAG ROLE ALGORITHM PHASE SINCE", "標籤 角色 演算法 階段 起始時間").split(separator: " ")
            .map(String.init)
        table.append(head + (names ? [language.say("KEY", "金鑰")] : []))
        for key in keys {
            let cells = [
                tag(key), key.role.description, algorithm(key), key.phase.map(language.word) ?? "-",
                language.moment(key.since, time),
            ]
            table.append(cells + (names ? [KeyName(key.reference).text(language)] : []))
        }
        return table.lines
    }

    /// `RSASHA256 2048`: of keys that come in several sizes, the size of the modulus in bits, too.
    private static func algorithm(_ key: KeyStatus) -> String {
        key.algorithm.description + (key.bits.map { " \($0)" } ?? "")
    }

    /// The state of every record of every key, as caches may see it.
    public static func states(_ keys: [KeyStatus], in language: Language = .english) -> [String] {
        var table = Columns(rightAligned: [0])
        table.append(
            language.say("TAG", "標籤"),
            "DNSKEY",
            "ZRRSIG",
            "KRRSIG",
            "DS",
            language.say("ANCHOR", "信任錨"),
            language.say("REVOCATION", "撤銷")
        )
        for key in keys {
            let state = { (record: KeyRecord) in key[record].map(language.word) ?? "-" }
            table.append(
                tag(key),
                state(.dnskey),
                state(.zrrsig),
                state(.krrsig),
                state(.ds),
                state(.anchor),
                state(.revocation)
            )
        }
        return table.lines
    }

    private static func tag(_ key: KeyStatus) -> String { key.tag.map(String.init) ?? "-" }
}

extension Language {
    /// What caches may know of a record.
    func word(_ state: RecordState) -> String {
        switch state {
        case .hidden: say(state.rawValue, "未公開")
        case .rumoured: say(state.rawValue, "傳播中")
        case .omnipresent: say(state.rawValue, "已遍及")
        case .unretentive: say(state.rawValue, "消退中")
        }
    }
}
