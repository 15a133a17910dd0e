import DNSSECModel
import Testing

/// Which recent rules count for whom.
struct RuleRecordTests {
    private let old = RecentRule("old", edition: 1)
    private let new = RecentRule("new", edition: 1)
    private let later = RecentRule("later", edition: 2)

    @Test func `a zone that was never signed is excused from nothing`() {
        let record = RuleRecord()
        #expect(record.counts(old, isSigned: false))
        let noted = record.noting([old], isSigned: false)
        #expect(noted == RuleRecord(edition: RecentRule.presentEdition))
        #expect(noted.counts(old, isSigned: true))
    }

    @Test func `a zone that was signed before is excused from what it breaks, and from that alone`() {
        let record = RuleRecord()
        #expect(!record.counts(old, isSigned: true))
        let noted = record.noting([old], isSigned: true)
        #expect(noted.excused == ["old"])
        #expect(!noted.counts(old, isSigned: true))
        #expect(noted.counts(new, isSigned: true))
        #expect(noted.noting([old], isSigned: true) == noted)
    }

    @Test func `a rule that was kept once counts from then on`() {
        let noted = RuleRecord().noting([old], isSigned: true).noting([], isSigned: true)
        #expect(noted.excused.isEmpty)
        #expect(noted.counts(old, isSigned: true))
    }

    @Test func `rules of a later edition are new again`() {
        let noted = RuleRecord().noting([], isSigned: true)
        #expect(noted.counts(old, isSigned: true) && !noted.counts(later, isSigned: true))
    }
}
