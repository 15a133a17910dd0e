import ControlProtocol
import DNSSECModel
import Testing
import Wording

@testable import Preview

@Suite struct `A plan as a table` {
    private static let plans = [Plans.root, Plans.ordinary, Plans.hostile]

    private func lines(_ plan: PlanDocument, _ language: Language, isVerbose: Bool = true) -> [String] {
        PlanTable(plan, language: language, isVerbose: isVerbose).lines.map(\.plain)
    }

    @Test(arguments: plans, Language.allCases)
    func `fits 100 columns and has every step`(plan: PlanDocument, language: Language) {
        let lines = lines(plan, language)
        for line in lines { #expect(TextWidth.columns(line) <= 100, "\(line)") }
        for event in plan.events { #expect(lines.contains { $0.hasPrefix("\(event.time)  ") }) }
        for line in lines { #expect(line.last != " ") }
    }

    @Test func `shows formulas only if asked`() {
        #expect(lines(Plans.ordinary, .english).contains { $0.contains("RFC 7583") })
        #expect(!lines(Plans.ordinary, .english, isVerbose: false).contains { $0.contains("RFC 7583") })
    }

    @Test func `says when a step is late, and by when it must be done`() {
        #expect(lines(Plans.root, .english).contains("    365d later than the policy has set it"))
        #expect(lines(Plans.root, .traditionalChinese).contains("    比政策所定時間晚 365 天"))
        #expect(lines(Plans.hostile, .english).contains("    Latest safe time: 2026-11-30 12:00 UTC"))
        #expect(lines(Plans.hostile, .english).contains("    The date is assumed: nobody has published it"))
        let approval = "    2 of root, group dns-approvers must approve it first"
        #expect(lines(Plans.hostile, .english).contains(approval))
    }

    @Test func `marks what a person must do and answers that are too large`() {
        let lines = PlanTable(Plans.ordinary, isVerbose: false).lines
        let tasks = lines.filter { $0.parts.contains { $0.emphasis == .task } }
        #expect(tasks.count == Plans.ordinary.events.filter { $0.actor == .operator }.count)
        #expect(tasks.allSatisfy { $0.plain.contains("operator") })
        #expect(self.lines(Plans.root, .english).contains { $0.hasSuffix("1425!") })
    }

    @Test func `has no English sentence in Chinese`() {
        for line in lines(Plans.ordinary, .traditionalChinese, isVerbose: false) {
            for word in [" the ", " is ", "daemon", "operator", "parent", "policy"] {
                #expect(!line.contains(word), "\(line)")
            }
        }
    }
}

@Suite struct `The sentences of a step in Chinese` {
    @Test func `tell over how long signatures are replaced`() {
        var event = Plans.ordinary.events[0]
        event.phase = .sign
        event.spread = .days(3)
        let text = PlanText(Plans.ordinary, .traditionalChinese).change(event)
        #expect(text.hasSuffix("，並於 3 天內逐步更換其簽章"), "\(text)")
    }

    @Test(arguments: PlanReason.Kind.allCases)
    func `give every sort of reason`(kind: PlanReason.Kind) {
        var event = Plans.ordinary.events[0]
        event.reason = PlanReason(kind)
        let text = PlanText(Plans.ordinary, .traditionalChinese).because(event)
        #expect(text.unicodeScalars.contains(where: TextWidth.isWide))
        #expect(!text.contains("set it for this moment"))
        event.reason = PlanReason(
            kind,
            since: Instant("2026-11-01"),
            interval: .hours(25),
            formula: .retireInterval,
            rule: .algorithms,
            awaits: .dsSeen,
            condition: .verified,
            user: "root"
        )
        #expect(PlanText(Plans.ordinary, .traditionalChinese).because(event).count >= 4)
    }

    @Test func `are whole sentences with figures and names`() throws {
        let text = PlanText(Plans.ordinary, .traditionalChinese)
        let events = Plans.ordinary.events
        let sign = try #require(events.first { $0.phase == .sign && $0.role == .zsk })
        #expect(text.change(sign) == "ZSK 第 3 號開始簽署區域資料，ZSK 31007 停止簽署")
        #expect(text.because(sign) == "自 2027-01-29 22:00 起已滿 2 小時，所有快取都已取得新的 DNSKEY 資源紀錄集")
        let submit = try #require(events.first { $0.phase == .submitDS })
        #expect(text.change(submit) == "請上層區域加入 KSK 第 20 號的 DS 紀錄")
        let gone = try #require(events.first { $0.phase == .dsGone })
        #expect(text.change(gone) == "上層區域的所有伺服器均已不再提供 KSK 50211 的 DS 紀錄")
    }
}

@Suite struct `Lines of text` {
    @Test func `break at blanks and between Chinese characters, never before closing punctuation`() {
        let text = String(repeating: "金鑰簽署，", count: 30)
        let lines = PlainText.wrapped(text, indentation: "  ")
        #expect(lines.count > 1)
        #expect(lines.allSatisfy { TextWidth.columns($0) <= 100 && !$0.hasPrefix("  ，") })
        #expect(lines.map { $0.dropFirst(2) }.joined() == text)
        let words = PlainText.wrapped(String(repeating: "word ", count: 60), indentation: "    ")
        #expect(words.allSatisfy { $0.hasPrefix("    word") && $0.hasSuffix("word") && $0.count <= 100 })
    }

    @Test func `keep words of other scripts whole in Chinese text`() {
        let lines = PlainText.wrapped(String(repeating: "自 DNSKEY 資源紀錄集移除。", count: 20), indentation: "")
        #expect(lines.count > 2)
        #expect(
            lines.allSatisfy {
                $0.components(of: "DNSKEY") * 6 == $0.filter { $0.isASCII && $0 != " " }.count
            }
        )
    }

    @Test(arguments: [("KSK", 3), ("金鑰", 4), ("e\u{301}", 1), ("ｋ", 2), ("", 0)])
    func `are counted in columns`(text: String, columns: Int) { #expect(TextWidth.columns(text) == columns) }
}
