import TestKit

/// What is measured, in its order, for zones up to a size.
struct WorkList {
    /// The largest zone; sizes are 1,000, 10,000 and so on below it, and itself.
    var names: Int

    var items: [WorkItem] {
        [.start, .plan, .prove] + mixed + delegations + hosting + otherAlgorithms + reading + verifying
            + resigning
    }

    private var sizes: [Int] {
        [1000, 10_000, 100_000, 1_000_000].filter { $0 < names } + [names]
    }

    private var mixed: [WorkItem] {
        Denial.allCases.map { .zone(Subject(kind: .mixed, names: 1000, denial: $0), .sign) }
    }

    private var delegations: [WorkItem] {
        sizes.flatMap { names in
            Denial.allCases.map { .zone(Subject(kind: .tld, names: names, denial: $0), .sign) }
        }
    }

    /// Four signatures a name: a tenth of the largest zone of delegations is as much work, but for 100,000 names.
    private var hosting: [WorkItem] {
        let size = min(names, 100_000)
        return [
            .zone(Subject(kind: .flat, names: size), .sign),
            .zone(Subject(kind: .flat, names: max(1, size / 10), denial: .nsec3), .sign),
        ]
    }

    /// At most 10,000 names, once 100,000: RSA takes ten times as long as the others.
    private var otherAlgorithms: [WorkItem] {
        let size = min(names, 10_000)
        var subjects = [Algorithm.rsa2048, .ed25519].flatMap { algorithm in
            [Denial.nsec, .optOut].map { denial in
                Subject(kind: .tld, names: size, denial: denial, algorithm: algorithm)
            }
        }
        if names >= 100_000 {
            subjects.append(Subject(kind: .tld, names: 100_000, denial: .nsec, algorithm: .rsa2048))
        }
        return subjects.map { .zone($0, .sign) }
    }

    private var reading: [WorkItem] {
        sizes.map { .zone(Subject(kind: .tld, names: $0), .read) }
            + [.zone(Subject(kind: .flat, names: min(names, 100_000)), .read)]
    }

    private var verifying: [WorkItem] {
        let small = sizes.dropLast().map { WorkItem.zone(Subject(kind: .tld, names: $0), .verify) }
        return small + Denial.allCases.map { .zone(Subject(kind: .tld, names: names, denial: $0), .verify) }
    }

    private var resigning: [WorkItem] {
        Change.allCases.map { .zone(Subject(kind: .tld, names: names), .resign($0)) }
    }
}
