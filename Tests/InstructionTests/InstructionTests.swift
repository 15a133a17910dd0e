import TestKit
import Testing

/// What the small cases may cost, in instructions, and how to renew that.
///
/// The counts are those of the release build: of the program itself, and of the system's libraries on its behalf.
/// libcrypto is left out: its code depends on the processor and the version.
///
/// Two runs of one build, with other keys each, differ by 1 in 10,000, in the libraries by 1 in 1,000. A tolerance of
/// 3 % leaves room for another release of the compiler, 10 % for another C library or the code that it chooses for a
/// processor. A count above the bar is slower code. One far below it asks for a lower bar, so that what was gained
/// cannot be lost unseen.
///
/// To renew: `make instructions`; put its numbers here, and say in the commit message what changed them.
private enum Bar {
    static let own: [InstructionCount.Work: Int] = [.sign: 65_647_000, .read: 28_956_000]
    static let system: [InstructionCount.Work: Int] = [.sign: 24_438_000, .read: 7_536_000]

    static let ownTolerance = 0.03
    static let systemTolerance = 0.10
    /// How far below the bar a count may lie.
    static let slack = 0.25
}

@Suite struct `The instructions of small cases` {
    /// The build that is installed, not the one beside the tests.
    private static let keyturn =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        + "/.build/release/keyturn"

    private static var canCount: Bool {
        ExternalTool.areRequired
            || (["valgrind", "strip"].allSatisfy { ExternalTool($0).isInstalled }
                && ToolRun("env", [keyturn, "--version"])?.status == 0)
    }

    @Test(
        .enabled(
            if: canCount,
            "valgrind or strip is not installed, or there is no release build: run `make tool`"
        ),
        arguments: InstructionCount.Work.allCases
    )
    func `stay below their bar`(_ work: InstructionCount.Work) throws {
        let count = try #require(
            InstructionCount(of: work, keyturn: Self.keyturn),
            "valgrind or keyturn failed"
        )
        print("\(work.rawValue): \(count.text)")
        let own = try #require(Bar.own[work])
        let system = try #require(Bar.system[work])
        #expect(Double(count.own) <= Double(own) * (1 + Bar.ownTolerance), "more work: \(count.text)")
        #expect(
            Double(count.system) <= Double(system) * (1 + Bar.systemTolerance),
            "more work: \(count.text)"
        )
        #expect(
            Double(count.own) >= Double(own) * (1 - Bar.slack),
            "less work: lower the bar to \(count.text)"
        )
    }

    @Test(
        .enabled(
            if: canCount,
            "valgrind or strip is not installed, or there is no release build: run `make tool`"
        )
    )
    func `of a plan grow with its span, and not with its square`() throws {
        let counts = try [20, 100].map { years in
            try #require(
                InstructionCount(ofPlanOver: 365 * years, keyturn: Self.keyturn),
                "valgrind or keyturn failed"
            )
        }
        print(counts.map(\.text).joined(separator: "\n"))
        #expect(counts[1].own < 6 * counts[0].own)
    }
}
