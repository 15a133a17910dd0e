public import ControlProtocol
public import DNSSECModel

/// What stands in tables, pages and drawings beside the steps themselves.
public struct PlanWords: Sendable {
    // Heads of columns.
    /// Head of the column of moments.
    public var time: String
    /// Head of the column of keys.
    public var key: String
    /// Head of the column of steps.
    public var step: String
    /// Head of the column of actors.
    public var who: String
    /// Head of the column of answer sizes.
    public var octets: String
    /// Head of the column of sentences.
    public var whatAndWhy: String

    // Plans and pages.
    /// Title for a zone.
    public var title: @Sendable (String) -> String
    /// From one moment to another.
    public var span: @Sendable (String, String) -> String
    /// Said if nothing happens.
    public var noStep: String
    /// The latest safe time of a step.
    public var latest: @Sendable (String) -> String
    /// How late a step is.
    public var late: @Sendable (String) -> String
    /// Said of a date that nobody has published.
    public var assumedDate: String
    /// How many of whom must approve.
    public var approval: @Sendable (Int, [String]) -> String
    /// What the column of answer sizes means.
    public var octetsNote: String
    /// What is true of answers above a size.
    public var tooLarge: @Sendable (Int) -> String
    /// Said before what is assumed.
    public var assumed: String
    /// When the plan was made.
    public var computed: @Sendable (String) -> String
    /// The policy of a name.
    public var policy: @Sendable (String) -> String
    /// What a forecast rests on.
    public var forecast: String

    // Sections of the page.
    /// Section: the facts at a glance.
    public var glance: String
    /// Section: the drawing.
    public var timeline: String
    /// Section: the dates that matter to validators.
    public var keyDates: String
    /// Section: all steps.
    public var allSteps: String
    /// Section: milestones.
    public var milestones: String
    /// Section: what is postponed.
    public var holds: String
    /// Section: assumptions.
    public var assumptions: String
    /// Section: what the words mean.
    public var vocabulary: String
    /// Said of the drawing to those who cannot see it.
    public var scrollHint: String

    // Facts at a glance.
    /// Fact: the next step.
    public var nextStep: String
    /// Fact: the next step of a person.
    public var nextPerson: String
    /// Fact: the next change that validators see.
    public var nextKeyChange: String
    /// Fact: the largest DNSKEY answer.
    public var largestAnswer: String
    /// Said if there is none.
    public var none: String
    /// A number of octets.
    public var octetsUnit: @Sendable (Int) -> String
    /// A number of octets from a moment on.
    public var at: @Sendable (Int, String) -> String

    // The drawing.
    /// An algorithm by its number.
    public var algorithm: @Sendable (UInt8) -> String
    /// The present moment.
    public var today: String
    /// A milestone.
    public var milestone: String
    /// Something that is held back.
    public var held: String
    /// Held back until a moment.
    public var heldUntil: @Sendable (String) -> String
    /// Held back with no end.
    public var heldOpen: String
    /// The curve of answer sizes.
    public var answerSize: String
    /// The largest answer that is safe over UDP.
    public var udpLimit: @Sendable (Int) -> String
    /// Between two moments.
    public var between: @Sendable (String, String) -> String
    /// From a moment on.
    public var since: @Sendable (String) -> String
    /// Until a moment.
    public var until: @Sendable (String) -> String
    /// The whole time.
    public var throughout: String
    /// Several keys in one lane.
    public var manyKeys: @Sendable (String, Int) -> String
    /// What the drawing shows.
    public var description: @Sendable (String, String, String) -> String
    /// The months.
    public var months: [String]
    /// A year.
    public var year: @Sendable (Int64) -> String
    /// Between members of a list.
    public var listComma: String
    /// Between sentences.
    public var stop: String
    /// Before an explanation.
    public var colon: String
}

extension PlanWords {
    /// The words in English.
    public static let english = PlanWords(
        time: "Time (UTC)",
        key: "Key",
        step: "Step",
        who: "Who",
        octets: "DNSKEY answer",
        whatAndWhy: "What changes, and why then",
        title: { $0 == "." ? "Key schedule of the root zone" : "Key schedule of \($0)" },
        span: { "\($0) to \($1)" },
        noStep: "No step.",
        latest: { "Latest safe time: \($0)" },
        late: { "\($0) later than the policy has set it" },
        assumedDate: "The date is assumed: nobody has published it",
        approval: { "\($0) of \($1.joined(separator: ", ")) must approve it first" },
        octetsNote: "is the size of the answer to a DNSKEY query from that moment",
        tooLarge: { "More than \($0) octets: such answers are cut off over UDP and asked for over TCP." },
        assumed: "Assumed",
        computed: { "computed on \($0)" },
        policy: { "policy \($0)" },
        forecast:
            "This is a forecast. It holds as long as the policy, the keys and the assumptions stay as they are.",
        glance: "At a glance",
        timeline: "Timeline",
        keyDates: "The dates that matter to validators",
        allSteps: "All steps",
        milestones: "Milestones",
        holds: "Postponed",
        assumptions: "Assumptions",
        vocabulary: "What the words mean",
        scrollHint: "The timeline; it can be scrolled sideways",
        nextStep: "Next step",
        nextPerson: "Next step that a person must take",
        nextKeyChange: "Next change that validators see",
        largestAnswer: "Largest DNSKEY answer",
        none: "none",
        octetsUnit: { "\($0) octets" },
        at: { "\($0) octets, from \($1)" },
        algorithm: { "alg. \($0)" },
        today: "today",
        milestone: "milestone",
        held: "postponed",
        heldUntil: { "postponed until \($0)" },
        heldOpen: "postponed, end open",
        answerSize: "DNSKEY answer, octets",
        udpLimit: { "\($0): safe over UDP" },
        between: { "\($0) to \($1)" },
        since: { "from \($0)" },
        until: { "until \($0)" },
        throughout: "all the time",
        manyKeys: { "\($0), \($1) keys" },
        description: { "The keys of \($0) from \($1) to \($2), one lane for each." },
        months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        year: { "\($0)" },
        listComma: ", ",
        stop: ". ",
        colon: ": "
    )

    /// The words in Chinese.
    public static let traditionalChinese = PlanWords(
        time: "時間（UTC）",
        key: "金鑰",
        step: "步驟",
        who: "執行者",
        octets: "DNSKEY 回應",
        whatAndWhy: "變更內容與原因",
        title: { $0 == "." ? "根區域金鑰時程" : "\($0) 金鑰時程" },
        span: { "\($0) 至 \($1)" },
        noStep: "此期間沒有任何步驟。",
        latest: { "最晚安全時間：\($0)" },
        late: { "比政策所定時間晚 \($0)" },
        assumedDate: "此日期為假設，尚未公布",
        approval: { "須先經 \($1.joined(separator: "、")) 之中 \($0) 人核准" },
        octetsNote: "為自該時刻起 DNSKEY 查詢回應的大小（位元組）",
        tooLarge: { "超過 \($0) 位元組：此類回應經 UDP 傳送時會被截斷，須改以 TCP 重新查詢。" },
        assumed: "假設",
        computed: { "計算於 \($0)" },
        policy: { "政策 \($0)" },
        forecast: "本頁為預測時程；在政策、金鑰與各項假設維持不變時成立。",
        glance: "摘要",
        timeline: "時間軸",
        keyDates: "與驗證者相關的重要日期",
        allSteps: "所有步驟",
        milestones: "里程碑",
        holds: "延後事項",
        assumptions: "假設條件",
        vocabulary: "名詞說明",
        scrollHint: "時間軸；可左右捲動",
        nextStep: "下一步驟",
        nextPerson: "下一個須由人員執行的步驟",
        nextKeyChange: "驗證者下一次看到的變更",
        largestAnswer: "最大的 DNSKEY 回應",
        none: "無",
        octetsUnit: { "\($0) 位元組" },
        at: { "\($0) 位元組，自 \($1) 起" },
        algorithm: { "演算法 \($0)" },
        today: "今日",
        milestone: "里程碑",
        held: "延後",
        heldUntil: { "延後至 \($0)" },
        heldOpen: "延後，解除時間未定",
        answerSize: "DNSKEY 回應（位元組）",
        udpLimit: { "\($0)：UDP 安全上限" },
        between: { "\($0) 至 \($1)" },
        since: { "自 \($0) 起" },
        until: { "至 \($0) 止" },
        throughout: "全程",
        manyKeys: { "\($0)，共 \($1) 把金鑰" },
        description: { "\($0) 自 \($1) 至 \($2) 的金鑰時程，每把金鑰各占一列。" },
        months: (1...12).map { "\($0)月" },
        year: { "\($0) 年" },
        listComma: "、",
        stop: "。",
        colon: "："
    )
}

// MARK: - Words for the nouns

extension Language {
    /// The words that stand in tables, pages and drawings.
    public var words: PlanWords { self == .english ? .english : .traditionalChinese }

    /// A step, as the head of its line; in English the word of the command line.
    public func word(_ phase: KeyStep) -> String {
        guard self == .traditionalChinese else { return phase.rawValue }
        return switch phase {
        case .generate: "產生"
        case .publish: "發布"
        case .sign: "簽署"
        case .submitDS: "提交 DS"
        case .dsSeen: "DS 生效"
        case .withdrawDS: "撤回 DS"
        case .dsGone: "DS 消失"
        case .retire: "退役"
        case .revoke: "撤銷"
        case .remove: "移除"
        }
    }

    /// Who takes a step.
    public func word(_ actor: PlanActor) -> String {
        guard self == .traditionalChinese else { return actor.rawValue }
        return switch actor {
        case .daemon: "自動"
        case .operator: "操作人員"
        case .parent: "上層區域"
        }
    }

    /// What a key is for, in full.
    public func word(_ role: KeyRole) -> String {
        switch (self, role) {
        case (.english, .ksk): "key-signing key (KSK)"
        case (.english, .zsk): "zone-signing key (ZSK)"
        case (.english, .csk): "combined signing key (CSK)"
        case (.traditionalChinese, .ksk): "金鑰簽署金鑰（KSK）"
        case (.traditionalChinese, .zsk): "區域簽署金鑰（ZSK）"
        case (.traditionalChinese, .csk): "合併簽署金鑰（CSK）"
        }
    }

    /// What is assumed, in a clause.
    public func clause(_ assumption: PlanAssumption) -> String {
        let value = text(assumption.interval)
        return switch (self, assumption.kind) {
        case (.english, .dsDelay): "a DS changes at the parent \(value) after it was asked"
        case (.english, .zoneTTL): "largest TTL of the zone \(value)"
        case (.english, .negativeTTL): "negative answers are kept \(value)"
        case (.english, .approvalDelay) where assumption.interval == .zero: "people approve at once"
        case (.traditionalChinese, .approvalDelay) where assumption.interval == .zero: "核准均即時完成"
        case (.english, .approvalDelay): "people approve a step \(value) after it waits for them"
        case (.traditionalChinese, .dsDelay): "向上層區域提出後 \(value)，DS 紀錄完成變更"
        case (.traditionalChinese, .zoneTTL): "區域內最大的 TTL 為 \(value)"
        case (.traditionalChinese, .negativeTTL): "否定回應的快取時間為 \(value)"
        case (.traditionalChinese, .approvalDelay): "步驟等待核准後 \(value) 獲得核准"
        }
    }
}
