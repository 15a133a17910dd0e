import TestKit

/// How absence is proven in the signed zone.
enum Denial: String, CaseIterable {
    case nsec, nsec3
    case optOut = "optout"
}

/// The algorithms that are compared: that of most new zones, that of most old ones, and the modern one.
enum Algorithm: String, CaseIterable {
    case p256, rsa2048, ed25519

    /// The number in the registry, 13, 8 or 15.
    var number: Int {
        switch self {
        case .p256: 13
        case .rsa2048: 8
        case .ed25519: 15
        }
    }

    /// Its name in policies of keyturn and of Knot.
    var policyName: String {
        switch self {
        case .p256: "ecdsap256sha256"
        case .rsa2048: "rsasha256"
        case .ed25519: "ed25519"
        }
    }

    /// What `openssl speed` calls it.
    var opensslName: String { self == .p256 ? "ecdsap256" : rawValue }

    /// True if the same key and data always give the same signature.
    var isDeterministic: Bool { self != .p256 }
}

/// What happened to a zone since it was signed.
enum Change: String, CaseIterable {
    case unchanged, serial, ten, hundredth

    func names(of all: Int) -> Int {
        switch self {
        case .unchanged, .serial: 0
        case .ten: min(10, all)
        case .hundredth: max(1, all / 100)
        }
    }

    /// For people.
    var title: String {
        switch self {
        case .unchanged: "nothing changed"
        case .serial: "only the serial changed"
        case .ten: "10 names changed"
        case .hundredth: "1 % of the names changed"
        }
    }
}

/// What is done with a zone.
enum Work: Hashable {
    case sign, verify, read
    case resign(Change)

    var word: String {
        switch self {
        case .sign: "sign"
        case .verify: "verify"
        case .read: "read"
        case .resign(let change): "resign-\(change.rawValue)"
        }
    }
}

/// A zone to be signed one way.
struct Subject: Hashable {
    var kind: GeneratedZone.Kind
    var names: Int
    var denial = Denial.nsec
    var algorithm = Algorithm.p256

    /// Such as `tld-100000-nsec-p256`.
    var name: String { "\(kind.rawValue)-\(names)-\(denial.rawValue)-\(algorithm.rawValue)" }
}

/// One line of the list of work: what is done with which zone.
enum WorkItem: Hashable {
    case zone(Subject, Work)
    case plan
    case prove
    case start

    /// Such as `tld-100000-nsec-p256-sign`; what `--only` chooses by.
    var name: String {
        switch self {
        case .zone(let subject, .read): "\(subject.kind.rawValue)-\(subject.names)-read"
        case .zone(let subject, let work): "\(subject.name)-\(work.word)"
        case .plan: "plan-10-years"
        case .prove: "prove-10-years"
        case .start: "start"
        }
    }

    /// True if the words of a pattern stand side by side in the name: `100000-nsec` is in `tld-100000-nsec-p256-sign`.
    func matches(_ pattern: String) -> Bool {
        let (all, wanted) = (name.split(separator: "-"), pattern.split(separator: "-"))
        guard !wanted.isEmpty, wanted.count <= all.count else { return false }
        return (0...all.count - wanted.count).contains { all[$0...].starts(with: wanted) }
    }

    /// What the floor is made of, or `nil` if no cryptography is done.
    var algorithm: Algorithm? {
        switch self {
        case .zone(let subject, .sign), .zone(let subject, .verify): subject.algorithm
        default: nil
        }
    }

    var subject: Subject? {
        guard case .zone(let subject, _) = self else { return nil }
        return subject
    }
}
