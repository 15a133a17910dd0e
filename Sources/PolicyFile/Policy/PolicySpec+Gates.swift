import DNSSECModel

/// Reads `gates`.
struct GateReader {
    let log: ReadingLog
    let zones: TimeZoneSource
    let context: ScheduleContext

    /// The steps that may have gates.
    static let phases: [KeyStep] = [.publish, .submitDS, .sign, .withdrawDS, .revoke, .remove]

    /// The gates, in the order of the file.
    func gates(_ top: inout MappingReader) -> [GatePolicy]? {
        guard let items = top.list("gates") else { return nil }
        var lines: [(phase: KeyStep, role: KeyRole?, line: Int)] = []
        let path = top.path.appending("gates")
        return items.enumerated().compactMap { index, item in
            guard let mapping = MappingReader(item, path: path.appending(index), log: log),
                let gate = gate(mapping)
            else { return nil }
            if let first = lines.first(where: { $0.phase == gate.phase && $0.role == gate.role }) {
                log.report(
                    .schedule(.repeatedGate(gate.phase, firstLine: first.line)),
                    at: mapping.mark
                )
            }
            lines.append((gate.phase, gate.role, mapping.mark.line))
            return gate
        }
    }

    private func gate(_ mapping: MappingReader) -> GatePolicy? {
        var mapping = mapping
        defer { mapping.finish() }
        mapping.require("phase")
        let phase = mapping.word("phase", Self.phases.map { ($0.rawValue, $0) })
        let role = mapping.word("role", PolicySpec.roleWords)
        let approval = approval(&mapping)
        let windows = windows(&mapping)
        let conditions = conditions(&mapping, role: role)
        if !["approve", "windows", "conditions"].contains(where: { mapping.has($0) }) {
            log.report(.schedule(.emptyGate), at: mapping.mark)
        }
        guard let phase else { return nil }
        checkPhase(phase, role: role, mapping)
        return GatePolicy(
            phase: phase,
            role: role,
            approval: approval,
            windows: windows ?? [],
            conditions: conditions ?? []
        )
    }

    private func checkPhase(_ phase: KeyStep, role: KeyRole?, _ mapping: MappingReader) {
        let isAtParent = phase == .submitDS || phase == .withdrawDS
        if role == .zsk, isAtParent || phase == .revoke {
            log.report(.schedule(.wrongPhase(phase, .zsk)), at: mapping.valueMark("phase"))
        } else if isAtParent, !context.hasParent {
            log.report(.schedule(.phaseWithoutParent(phase)), at: mapping.valueMark("phase"))
        }
    }

    private func windows(_ mapping: inout MappingReader) -> [WeeklyWindow]? {
        guard let items = mapping.list("windows") else { return nil }
        if items.isEmpty { log.report(.emptyList, at: mapping.valueMark("windows")) }
        return items.compactMap { item in
            guard let (text, mark) = log.scalar(item) else { return nil }
            do throws(ScheduleProblem) {
                return try WindowText.window(text, zones: zones)
            } catch {
                log.report(.schedule(error), at: mark)
                return nil
            }
        }
    }

    private func conditions(_ mapping: inout MappingReader, role: KeyRole?) -> [GateCondition]? {
        guard let items = mapping.list("conditions") else { return nil }
        if items.isEmpty { log.report(.emptyList, at: mapping.valueMark("conditions")) }
        var conditions: [GateCondition] = []
        for item in items {
            let words = GateCondition.allCases.map { ($0.rawValue, $0) }
            guard let (condition, mark) = log.word(item, words) else { continue }
            if conditions.contains(condition) {
                log.report(.schedule(.repeatedCondition(condition)), at: mark)
            } else if condition == .dsSeen, !context.hasParent {
                log.report(.schedule(.dsSeenWithoutParent), at: mark)
            } else if condition == .dsSeen, role == .zsk {
                log.report(.schedule(.dsSeenOnZSK), at: mark)
            }
            conditions.append(condition)
        }
        return conditions
    }

    // MARK: - Approvals

    private func approval(_ mapping: inout MappingReader) -> ApprovalPolicy? {
        let validity = mapping.interval(
            "approval-validity",
            from: .hours(1),
            to: PolicySpec.delayRange.to
        )
        guard let (text, mark) = mapping.scalar("approve") else {
            if mapping.has("approval-validity"), !mapping.has("approve") {
                log.report(.schedule(.validityWithoutApproval), at: mapping.keyMark("approval-validity"))
            }
            return nil
        }
        do throws(ScheduleProblem) {
            let (count, approvers) = try ApprovalText.parse(text)
            return ApprovalPolicy(
                count: count,
                approvers: approvers,
                validity: validity ?? ApprovalPolicy.defaultValidity
            )
        } catch {
            log.report(.schedule(error), at: mark)
            return nil
        }
    }
}

/// Who must agree, as people write it: `2 of [root, group dns-approvers]`, `1 of root`.
enum ApprovalText {
    /// The longest name of a user that Linux allows.
    private static let maximumName = 32

    static func parse(
        _ text: String
    ) throws(ScheduleProblem) -> (count: Int, approvers: [Principal]) {
        let words = text.split(separator: " ", maxSplits: 2)
        guard words.count == 3, words[1] == "of", let count = Int(words[0]), (1...99).contains(count) else {
            throw .badApproval(text)
        }
        var list = words[2][...]
        if list.hasPrefix("[") || list.hasSuffix("]") {
            guard list.hasPrefix("["), list.hasSuffix("]"), list.count > 2 else { throw .badApproval(text) }
            list = list.dropFirst().dropLast()
        }
        var approvers: [Principal] = []
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let principal = try principal(part)
            guard !approvers.contains(principal) else { throw .repeatedPrincipal(principal) }
            approvers.append(principal)
        }
        try checkCount(count, approvers)
        return (count, approvers)
    }

    private static func principal(_ part: Substring) throws(ScheduleProblem) -> Principal {
        let words = part.split(separator: " ").map(String.init)
        if words.count == 1, isName(words[0]), words[0] != "group" { return .user(words[0]) }
        guard words.count == 2, words[0] == "group", isName(words[1]) else {
            throw .badPrincipal(words.joined(separator: " "))
        }
        return .group(words[1])
    }

    /// Where only users are named, everybody can be counted.
    private static func checkCount(_ count: Int, _ approvers: [Principal]) throws(ScheduleProblem) {
        let hasGroup = approvers.contains { if case .group = $0 { true } else { false } }
        guard hasGroup || count <= approvers.count else {
            throw .tooFewPeople(count: count, people: approvers.count)
        }
    }

    /// Names as useradd allows them.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= maximumName else { return false }
        guard first == 0x5F || (0x61...0x7A).contains(first | 0x20) else { return false }
        return text.utf8.allSatisfy { octet in
            switch octet {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
    }
}
