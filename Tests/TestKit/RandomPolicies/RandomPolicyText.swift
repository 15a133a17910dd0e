/// A policy file with anything that the language has, drawn at random.
///
/// Much of it goes together and some of it never works: slots and hours that never meet, keys that should roll faster than
/// they can, conditions that cannot be met. Whether it does is for others to say.
public struct RandomPolicyText {
    /// How fast the keys of a policy live.
    public enum Pace: Sendable {
        /// As operators have it: lifetimes of weeks to years, calendars, dates, people.
        case usual
        /// A roll of each key within weeks, by the clock alone, so that a resolver can be asked all the way.
        case brisk
        /// A roll of the KSK within months, by the clock alone; validators follow it by RFC 5011, and there is no parent.
        case anchored
    }

    /// The text of the file.
    public let text: String
    /// What the policy has that others have not, in a few words for lists.
    public let traits: [String]

    /// Draws a policy; equal seeds give equal policies.
    public init(seed: UInt64, pace: Pace = .usual) {
        var draft = PolicyDraft(seed: seed, pace: pace)
        text = draft.written()
        traits = draft.traits
    }
}

/// A policy file while it is drawn.
struct PolicyDraft {
    let pace: RandomPolicyText.Pace
    var traits: [String] = []
    private var random: SplitMix64
    /// Who brings the DS: it decides which methods there are.
    private(set) var ds = "manual"
    /// The months of a period, if there is a calendar.
    private(set) var period: Int?
    private(set) var slots = 9

    init(seed: UInt64, pace: RandomPolicyText.Pace) {
        self.pace = pace
        random = SplitMix64(seed: seed &* 0x9E37_79B9)
    }

    // MARK: - Chance

    mutating func chance(_ percent: Int) -> Bool { pick(1...100) <= percent }

    mutating func pick(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }

    mutating func one(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }

    /// Notes a trait, and gives the text that has it.
    mutating func noting(_ trait: String, _ text: String) -> String {
        if !traits.contains(trait) { traits.append(trait) }
        return text
    }

    // MARK: - The file

    mutating func written() -> String {
        ds =
            pace == .anchored ? "none" : one(["manual", "manual", "hook"] + (pace == .usual ? ["none"] : []))
        if pace == .usual, chance(35) { drawPeriod() }
        let head = "version: 1\n" + ttl() + signatures() + other() + margins()
        let calendar = slotCalendar()
        let keys = pace == .usual && chance(2) ? noting("keys: none", "keys: none\n") : "keys:\n" + keyPair()
        return head + calendar + keys + parent() + gates() + revisions() + postponements()
    }

    private mutating func drawPeriod() {
        period = [1, 3, 6, 12][pick(0...3)]
        slots = chance(50) ? 9 : pick(1...9)
    }

    private mutating func ttl() -> String {
        // The laboratory asks once a day, which is often enough for a TTL of two days (RFC 5011 2.3).
        let dnskey =
            pace == .anchored
            ? one(["2d", "3d", "4d"])
            : one(["0s", "60s", "5m", "1h", "1h", "3h", "12h", "1d", "2d", "\(pick(1...200_000))s"])
        let parent = one(["0s", "5m", "1h", "1d", "1d", "2d", "\(pick(1...200_000))s"])
        let zone = one(["auto", "auto", "0s", "5m", "1h", "1d", "2d", "\(pick(1...200_000))s"])
        if dnskey == "0s" || parent == "0s" || zone == "0s" { traits.append("a TTL of zero") }
        return "ttl: { dnskey: \(dnskey), ds: \(parent), zone-maximum: \(zone) }\n"
    }

    private mutating func signatures() -> String {
        let validity = pick(12...40)
        let refresh = pick(5...(validity - 4))
        let signers = chance(15) ? ", dnskey-signers: both" : ""
        return
            "signatures: { validity: \(validity)d, refresh: \(refresh)d, jitter: \(pick(0...24))h\(signers) }\n"
    }

    private mutating func other() -> String {
        // What opt-out leaves open no resolver calls validated (RFC 5155 9.2).
        let denial = one(["nsec", "nsec3"] + (pace == .usual ? ["{ nsec3: { opt-out: true } }"] : []))
        return "denial: \(denial)\nserial: \(one(["unixtime", "counter", "datecounter"]))\n"
    }

    private mutating func margins() -> String {
        let most = pace == .usual ? 2 * 86_400 : 7200
        func some(_ most: Int, _ draft: inout Self) -> String {
            draft.chance(15) ? "0s" : "\(draft.pick(1...most))s"
        }
        let propagation = "propagation: { zone: \(some(7200, &self)), parent: \(some(most, &self)) }\n"
        return propagation + "safety: { publish: \(some(most, &self)), retire: \(some(most, &self)) }\n"
    }

    private mutating func parent() -> String {
        let cds = ds == "none" || chance(20) ? ", cds: false" : ""
        return "parent: { ds: \(ds)\(cds), digest: \(one(["sha256", "sha384", "[sha256, sha384]"])) }\n"
    }
}
