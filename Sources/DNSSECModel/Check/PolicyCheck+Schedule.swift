extension PolicyCheck.Check {
    private typealias Threshold = PolicyCheck.Threshold

    /// What calendars and gates say about themselves; whether dates can be kept is for a forecast to say.
    var schedule: [PolicyFinding] {
        slotSignatures
            + policy.gates.enumerated().flatMap { index, gate in
                self.gate(gate, PolicyKeyPath("gates").appending(index))
            }
    }

    /// A slot's signatures must be good until caches have forgotten them for those of the next slot.
    private var slotSignatures: [PolicyFinding] {
        guard let calendar = policy.calendar, let validity = calendar.signatureValidity else { return [] }
        let longest: [Int: Int64] = [1: 31, 3: 92, 6: 184, 12: 366]
        let period = Interval.days(longest[calendar.months] ?? Int64(calendar.months) * 31)
        let last = period - Int64(calendar.slots - 1) * calendar.step
        // The edit of a slot may come at the end of its first day.
        let edit = ([calendar.editTime] + calendar.editTimes.map(\.time)).max() ?? .zero
        let least = max(last, calendar.step) + edit + policy.propagation.zone + policy.ttl.dnskey
        guard validity < least else { return [] }
        let path = PolicyKeyPath("calendar", "dnskey-signatures")
        return [PolicyFinding(.error, path, .slotSignaturesTooShort(validity, least: least))]
    }

    private func gate(_ gate: GatePolicy, _ path: PolicyKeyPath) -> [PolicyFinding] {
        var findings: [PolicyFinding] = []
        for (index, window) in gate.windows.enumerated() {
            let length = window.closes - window.opens
            guard length < Threshold.shortestWindow else { continue }
            let problem = PolicyFinding.Problem.shortWindow(length, least: Threshold.shortestWindow)
            findings.append(
                PolicyFinding(.warning, path.appending("windows").appending(index), problem)
            )
        }
        if let approval = gate.approval, approval.validity < Threshold.shortestApproval {
            let problem = PolicyFinding.Problem.shortApproval(
                approval.validity,
                least: Threshold.shortestApproval
            )
            findings.append(PolicyFinding(.warning, path.appending("approval-validity"), problem))
        }
        return findings
    }
}
