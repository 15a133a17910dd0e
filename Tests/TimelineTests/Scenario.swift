import DNSSECModel
import PolicyFile
import TestKit
import Timeline

/// A story of a zone in a file: one or more policies, then what happens and what is expected, line by line.
///
/// Policies and story are divided by lines of `---`. Times count from the first day. A line of the story:
///
///     +0d      KSK 1 generate, publish, sign      expected: just these steps, in this order
///     +20d     do roll zsk [emergency]            also: release, abort ksk, policy 2, sleep 40d, parent-delay 3d,
///                                                 zone-ttl 7d, parent deaf, parent hears, parent drops KSK 1,
///                                                 hold KSK 2 sign [until +40d], hold sign, approve KSK 2 sign by ann,
///                                                 refuse KSK 2 sign by bob
///     +21d     waits KSK 2 sign: gate             expected: this step waits for that (`ROLE -` for a key to come)
///     +400d    end
struct Scenario {
    struct Line {
        var number: Int
        var at: Instant
        var words: [String]
    }

    var name: String
    var policies: [DNSSECPolicy] = []
    var lines: [Line] = []
    var faults: [String] = []

    init(name: String, text: String) {
        self.name = name
        var sections: [[(number: Int, text: Substring)]] = [[]]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line == "---" {
                sections.append([])
            } else {
                sections[sections.count - 1].append((index + 1, line))
            }
        }
        for section in sections.dropLast() {
            read(policy: section.map { String($0.text) }.joined(separator: "\n"))
        }
        for line in sections.last ?? [] { read(line.text, line.number) }
    }

    private mutating func read(policy text: String) {
        let octets = Array((text + "\n").utf8)
        let reading = PolicyFile.read(octets: octets.span, file: name, name: name)
        faults += reading.diagnostics.map(\.description)
        if let policy = reading.policy { policies.append(policy) }
    }

    private mutating func read(_ text: Substring, _ number: Int) {
        let words = text.prefix { $0 != "#" }.split(separator: " ").map(String.init)
        guard let first = words.first else { return }
        guard let at = Self.moment(first) else {
            faults.append("\(name):\(number): no moment: \(first)")
            return
        }
        lines.append(Line(number: number, at: at, words: Array(words.dropFirst())))
    }

    static func moment(_ word: String) -> Instant? {
        guard word.hasPrefix("+"), let interval = try? Interval(text: String(word.dropFirst())) else {
            return nil
        }
        return VirtualWorld.start + interval
    }
}

/// A scenario as it is played.
struct Stage {
    let scenario: Scenario
    var world: VirtualWorld
    var faults: [String] = []
    private var expected: [(number: Int, text: String)] = []

    /// Plays a scenario; `nil` if it has no policy.
    init?(playing scenario: Scenario) {
        guard let policy = scenario.policies.first else { return nil }
        self.scenario = scenario
        var behaviour = VirtualWorld.Behaviour()
        behaviour.dsDelay = { _ in .days(1) }
        world = VirtualWorld(policy, behaviour: behaviour)
        for line in scenario.lines { play(line) }
        compare()
        faults += world.problems.map { "\(scenario.name): \($0)" }
    }

    private mutating func play(_ line: Scenario.Line) {
        switch line.words.first {
        case "do":
            world.pass(until: line.at)
            if !act(Array(line.words.dropFirst())) { fail(line, "not understood") }
        case "waits":
            world.pass(until: line.at)
            check(line)
        case "end":
            world.pass(until: line.at)
        default:
            let text = "\(Self.text(line.at)) \(line.words.joined(separator: " "))"
            expected.append((line.number, text))
        }
    }

    private mutating func fail(_ line: Scenario.Line, _ text: String) {
        faults.append("\(scenario.name):\(line.number): \(text)")
    }

    // MARK: - What is expected

    private mutating func compare() {
        let actual = actual
        for index in 0..<max(actual.count, expected.count) {
            let seen = index < actual.count ? actual[index] : "nothing"
            guard index < expected.count else {
                faults.append("\(scenario.name): not expected: \(seen)")
                return
            }
            if expected[index].text == seen { continue }
            let place = "\(scenario.name):\(expected[index].number)"
            faults.append("\(place): expected \(expected[index].text), was \(seen)")
            return
        }
    }

    /// The steps of one key at one moment in one line each.
    var actual: [String] {
        var lines: [(at: Instant, key: ManagedKey.ID, text: String)] = []
        for event in world.events {
            if let index = lines.lastIndex(where: { $0.at == event.at && $0.key == event.key }) {
                lines[index].text += ", \(event.phase.rawValue)"
            } else {
                let text =
                    "\(Self.text(event.at)) \(event.role) \(event.key.rawValue) \(event.phase.rawValue)"
                lines.append((event.at, event.key, text))
            }
        }
        return lines.map(\.text)
    }

    private static func text(_ at: Instant) -> String { "+\(at - VirtualWorld.start)" }

    private mutating func check(_ line: Scenario.Line) {
        let holds = Timeline.advance(world.policy, world.ring, at: world.now).holds
        let texts = holds.map { hold in
            "\(hold.role) \(hold.key.map { "\($0.rawValue)" } ?? "-") \(hold.phase.rawValue): \(Self.text(hold.reason))"
        }
        let wanted = line.words.dropFirst().joined(separator: " ")
        if !texts.contains(wanted) { fail(line, "no wait `\(wanted)` among \(texts)") }
    }

    private static func text(_ reason: HoldReason) -> String {
        switch reason {
        case .policy(let until): "policy until \(text(until))"
        case .time(let until, _, _, _): "time until \(text(until))"
        case .chainOfTrust(let rule): "rule \(rule.rawValue)"
        case .observation(let awaited): awaited.rawValue
        case .manual(let until, _, _): "hold" + (until.map { " until \(text($0))" } ?? "")
        case .gate(.approval(let given, let needed, _, _)): "approval \(given.count) of \(needed)"
        case .gate(.window(let until)): "window until \(text(until))"
        case .gate(.condition(let condition)): "condition \(condition.rawValue)"
        case .queued: "queued"
        case .ordered: "ordered"
        }
    }

    // MARK: - What people and the world do

    private mutating func act(_ words: [String]) -> Bool {
        switch words.first {
        case "roll", "release", "abort", "hold", "approve", "refuse": return order(words)
        case "policy":
            guard let number = Int(words.last ?? ""), scenario.policies.indices.contains(number - 1) else {
                return false
            }
            world.policy = scenario.policies[number - 1]
        case "parent": return parent(words)
        case "sleep", "zone-ttl", "parent-delay":
            guard let interval = try? Interval(text: words.last ?? "") else { return false }
            if words[0] == "sleep" {
                world.now = world.now + interval
            } else if words[0] == "zone-ttl" {
                world.behaviour.zoneTTL = interval
                world.touch()
            } else {
                world.behaviour.dsDelay = { _ in interval }
            }
        default: return false
        }
        return true
    }

    private mutating func parent(_ words: [String]) -> Bool {
        if words.last == "deaf" || words.last == "hears" {
            world.behaviour.parentListens = words.last == "hears"
            return true
        }
        guard words.count == 4, let number = Int(words[3]) else { return false }
        world.parentChanges(ManagedKey.ID(rawValue: number), comes: words[1] == "shows")
        return true
    }

    private mutating func order(_ words: [String]) -> Bool {
        let key = words.compactMap { Int($0) }.first.map { ManagedKey.ID(rawValue: $0) }
        let phase = words.compactMap { KeyStep(rawValue: $0) }.first
        let role = words.dropFirst().compactMap { KeyRole(rawValue: $0) }.first
        switch words[0] {
        case "roll":
            guard let role else { return false }
            let request = RollRequest(role: role, start: world.now, isEmergency: words.last == "emergency")
            world.note(world.ring.recording(.rollRequested(request)))
        case "release":
            world.note(world.ring.recording(.released(key: nil, phase: nil, at: world.now)))
        case "abort":
            guard let role,
                let ring = try? Timeline.abort(
                    role,
                    world.policy,
                    world.ring,
                    by: "root",
                    reason: "doubt",
                    at: world.now
                )
            else { return false }
            world.note(ring)
        case "hold":
            let until = words.last.flatMap(Scenario.moment)
            let hold = OperatorHold(
                key: key,
                phase: phase,
                until: until,
                reason: "doubt",
                user: "root",
                at: world.now
            )
            world.note(world.ring.recording(.held(hold)))
        default:
            guard let key, let phase, let user = words.last else { return false }
            let vote = GateVote(
                key: key,
                phase: phase,
                isApproval: words[0] == "approve",
                user: user,
                groups: [],
                at: world.now,
                reason: "so be it"
            )
            world.note(world.ring.recording(.voted(vote)))
        }
        return true
    }
}
