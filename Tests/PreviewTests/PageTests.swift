import ControlProtocol
import DNSSECModel
import Testing
import Wording

@testable import Preview

@Suite struct `A plan as a page` {
    private static let plans = [Plans.root, Plans.ordinary, Plans.many, Plans.hostile, Plans.empty]
    private static let now = Instant("2018-03-15T10:00:00Z")

    @Test(arguments: plans, Language.allCases)
    func `is well formed`(plan: PlanDocument, language: Language) {
        #expect(Tags.fault(in: PlanPage(plan, language: language, now: Self.now).html) == nil)
        #expect(Tags.fault(in: PlanDrawing(plan, language: language, now: Self.now).svg) == nil)
    }

    @Test func `finds tags that do not match`() {
        #expect(Tags.fault(in: "<p><b>a</p></b>") != nil)
        #expect(Tags.fault(in: "<p a=\"1\">a<br></p>") == nil)
        #expect(Tags.fault(in: "<p") != nil)
    }

    @Test(arguments: plans)
    func `needs nothing from outside and runs nothing`(plan: PlanDocument) {
        let page = PlanPage(plan, now: Self.now).html
        for forbidden in [
            "<script", "<link", "<img", "<iframe", " src=", "@import", "url(http", "javascript:",
        ] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        let outside = page.split(separator: "\"").filter { $0.hasPrefix("http") }
        #expect(outside.allSatisfy { $0 == "http://www.w3.org/2000/svg" })
    }

    @Test func `writes what people wrote as text`() {
        let page = PlanPage(Plans.hostile, now: Self.now).html
        #expect(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;, &amp; more"))
    }

    @Test(arguments: Language.allCases)
    func `keeps the words of operators to itself unless the policy lets them out`(language: Language) {
        var plan = Plans.ordinary
        let words = "Eva is on leave until Monday."
        for isPublic in [false, true] {
            plan.holds = [
                PlanHold(from: plan.from, until: nil, phase: .sign, reason: words, isPublic: isPublic)
            ]
            let page = PlanPage(plan, language: language, now: plan.from).html
            #expect(page.contains(words) == isPublic)
            #expect(page.contains(language.words.heldOpen))
        }
    }

    @Test(arguments: Language.allCases)
    func `can be listened to`(language: Language) {
        let page = PlanPage(Plans.root, language: language, now: Self.now).html
        #expect(page.contains("<html lang=\"\(language.tag)\">"))
        #expect(page.contains("role=\"img\" aria-labelledby=\"kt-title kt-description\""))
        #expect(page.contains("<title id=\"kt-title\">"))
        // The drawing in sentences, each key with its dates.
        let description = page.split(separator: "kt-description\">").last?.prefix { $0 != "<" } ?? ""
        for word in [
            "KSK-2010", "KSK-2017", "2018-10-11", "2019-01-11", "2019-03-22", language.word(.revoked),
        ] {
            #expect(description.contains(word), "\(word)")
        }
        let heads = page.split(separator: "<th").dropFirst().filter { !$0.hasPrefix("ead") }
        #expect(heads.allSatisfy { $0.prefix { $0 != ">" }.contains("scope=") })
        #expect(page.contains("<caption") || page.contains("<h2 id="))
    }

    @Test func `follows light, dark and paper, and says nothing by colour alone`() {
        let page = PlanPage(Plans.root, now: Self.now).html
        for rule in ["@media (prefers-color-scheme: dark)", "@media print", "print-color-adjust: exact"] {
            #expect(page.contains(rule))
        }
        // Each stage that is drawn has its word in the legend and in the vocabulary, and a sign for large answers.
        for stage in LaneStage.allCases {
            #expect(page.components(of: ">\(Language.english.word(stage))<") >= 2, "\(stage)")
        }
        #expect(page.contains(">1425 !<"))
    }

    @Test func `has the steps with their reasons, the milestones, and what was postponed`() {
        let page = PlanPage(Plans.root, now: Self.now).html
        for event in Plans.root.events {
            #expect(page.contains("<time datetime=\"\(event.time)\">\(event.time.dateAndTime)</time>"))
        }
        for milestone in Plans.root.milestones { #expect(page.contains(milestone.title)) }
        #expect(page.contains("postponed until 2018-10-11"))
        #expect(page.contains("Reports of trust anchors"))
        #expect(page.contains("today 2018-03-15"))
        #expect(!PlanPage(Plans.root, now: Instant("2026-11-23")).html.contains("class=\"today\""))
    }
}

extension String {
    /// How often a text stands in this one.
    func components(of part: String) -> Int {
        Text.replaced(self, part, "\u{1}").utf8.filter { $0 == 1 }.count
    }
}

/// Whether the tags of a page match.
enum Tags {
    private static let void: Set<Substring> = ["meta", "br"]

    /// The first fault, or nil.
    static func fault(in text: String) -> String? {
        var open: [Substring] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "<") {
            rest = rest[start...].dropFirst()
            guard let end = rest.firstIndex(of: ">") else { return "a tag does not end" }
            let tag = rest[..<end]
            rest = rest[end...].dropFirst()
            if tag.hasPrefix("!") || tag.hasPrefix("?") { continue }
            let name = tag.drop { $0 == "/" }.prefix { $0 != " " && $0 != "/" }
            if tag.hasPrefix("/") {
                guard open.popLast() == name else { return "</\(name)> closes nothing" }
            } else if !tag.hasSuffix("/"), !void.contains(name) {
                if tag.filter({ $0 == "\"" }).count % 2 != 0 { return "<\(tag)> has a broken attribute" }
                open.append(name)
            }
        }
        return open.last.map { "<\($0)> stays open" }
    }
}
