import DNSSECModel
import Testing

/// A change of a policy or a zone without findings, and all that the lint must find then.
struct LintCase: CustomStringConvertible, Sendable {
    var description: String
    var zone: ZoneFacts?
    var change: @Sendable (inout DNSSECPolicy) -> Void
    var expected: [PolicyFinding]

    init(
        _ description: String,
        zone: ZoneFacts? = nil,
        _ expected: [PolicyFinding],
        change: @escaping @Sendable (inout DNSSECPolicy) -> Void = { _ in }
    ) {
        self.description = description
        self.zone = zone
        self.change = change
        self.expected = expected
    }

    /// KSK and ZSK, all values the defaults, the ZSK for 90 days.
    static let clean = DNSSECPolicy(
        name: "clean",
        description: "",
        keys: [
            KeyPolicy(role: .ksk, algorithm: .ecdsaP256SHA256),
            KeyPolicy(role: .zsk, algorithm: .ecdsaP256SHA256, lifetime: .days(90)),
        ]
    )

    static func facts(
        maximumTTL: Interval = .days(1),
        soaRefresh: Interval = .hours(1),
        soaExpire: Interval = .days(7),
        insecureDelegations: Int = 0
    ) -> ZoneFacts {
        ZoneFacts(
            maximumTTL: maximumTTL,
            soaRefresh: soaRefresh,
            soaExpire: soaExpire,
            insecureDelegations: insecureDelegations
        )
    }

    static func warning(_ path: PolicyKeyPath, _ problem: PolicyFinding.Problem) -> PolicyFinding {
        PolicyFinding(.warning, path, problem)
    }

    static func error(_ path: PolicyKeyPath, _ problem: PolicyFinding.Problem) -> PolicyFinding {
        PolicyFinding(.error, path, problem)
    }

    static func key(_ index: Int, _ key: String...) -> PolicyKeyPath {
        key.reduce(PolicyKeyPath("keys").appending(index)) { $0.appending($1) }
    }
}

@Suite struct PolicyCheckTests {
    static let cases =
        LintCase.signatures + LintCase.soa + LintCase.ttls + LintCase.lifetimes + LintCase.spreads
        + LintCase.keys
        + LintCase.parents + LintCase.schedules

    @Test(arguments: cases)
    func `the lint finds what a policy does wrong and nothing else`(lint: LintCase) {
        var policy = LintCase.clean
        lint.change(&policy)
        #expect(PolicyCheck.findings(policy, zone: lint.zone) == lint.expected)
    }

    @Test(arguments: cases)
    func `each finding says in one line what was expected`(lint: LintCase) {
        for finding in lint.expected {
            let text = finding.problem.description
            #expect(text.contains("; expected "), "\(text)")
            #expect(!text.contains("\n"))
            #expect(text != "not understood")
        }
    }

    @Test func `the lint is silent about the defaults, with a usual zone and without one`() {
        #expect(PolicyCheck.findings(LintCase.clean) == [])
        #expect(PolicyCheck.findings(LintCase.clean, zone: LintCase.facts()) == [])
    }

    @Test func `a message names the numbers that meet`() {
        let problem = PolicyFinding.Problem.lifetimeBelowRoll(
            .zsk,
            lifetime: .hours(3),
            publish: .hours(2),
            retire: .hours(4)
        )
        #expect(
            problem.description
                == "lifetime 3h is below what a ZSK roll takes, 2h to publish and 4h to retire: "
                + "the next would have to begin before the last is over; expected at least 6h"
        )
    }

    @Test func `paths are written as in the file`() {
        #expect(LintCase.key(1, "rfc5011", "revoked").description == "keys[1].rfc5011.revoked")
        #expect(PolicyKeyPath().description == "")
        #expect(PolicyKeyPath("a", "b").parent == PolicyKeyPath("a"))
        #expect(PolicyKeyPath().parent == nil)
    }
}
