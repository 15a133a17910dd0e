import ArgumentParser
import ControlProtocol
import DNSSECModel
import Daemon
import JSON

// Answers about all zones, which are read and printed as they come.
extension Conversation {
    /// Asks, and gives each element of the answer's list to `element`; with `--json` the answer is printed as it comes.
    ///
    /// - Returns: The answer with an empty list.
    func follow(_ request: ControlRequest, _ element: (JSONReader) throws -> Void) throws -> ControlAnswer {
        let path = try socket.path()
        var splitter = JSONListSplitter()
        do {
            try ControlClient(path: path).stream(request) { octets in
                if isJSON { try Terminal.write(octets.span) }
                try splitter.take(octets) { octets throws in
                    try element(JSONReader(try JSONValue(parsing: octets.span)))
                }
            }
            return try ControlAnswer(
                json: JSONReader(try JSONValue(parsing: splitter.frame.span)),
                to: request
            )
        } catch let error as ControlFailure {
            if isJSON { try Terminal.print(error.json.pretty) }
            for line in Self.lines(of: error, now: Start.now) { Terminal.complain(line) }
            throw ExitCode(error.exit)
        } catch let error as ToolFailure {
            throw error
        } catch {
            throw ToolFailure(
                .fault,
                "the answer of the daemon is not understood: \(error)"
            )
        }
    }
}

/// `keyturn status` of all zones.
struct AllZonesStatus {
    private let conversation: Conversation
    private let checks: Bool

    init(_ conversation: Conversation, checks: Bool) {
        (self.conversation, self.checks) = (conversation, checks)
    }

    /// Asks and prints; true where a person must act.
    func run() throws -> Bool {
        var overview = StatusOverview()
        var needsPerson = false
        let answer = try conversation.follow(.status(zone: nil)) { reader in
            let summary = try ZoneSummary(json: reader)
            needsPerson = needsPerson || summary.needsPerson
            if conversation.isJSON { return }
            guard checks else { return overview.append(summary) }
            for line in StatusText.notices(summary) { try Terminal.print(line) }
            if !summary.needsPerson { return }
            for line in StatusText.concerns([summary]) { try Terminal.print(line) }
        }
        guard !conversation.isJSON, case .status(let report) = answer else { return needsPerson }
        if !checks {
            for line in overview.lines(now: report.time) { try Terminal.print(line) }
        } else if !needsPerson {
            for line in StatusText.concerns([]) { try Terminal.print(line) }
        }
        return needsPerson
    }
}

/// `keyturn plan --all`.
struct AllZonesPlan {
    let conversation: Conversation
    let from: Instant?
    let until: Instant?

    /// Asks and prints a line for each step, zone by zone.
    ///
    /// - Returns: The zones that have no plan, and why.
    func run() throws -> [String] {
        var failures: [String] = []
        _ = try conversation.follow(.plans(from: from, until: until)) { reader in
            let plan = try ZonePlan(json: reader)
            if let error = plan.error { failures.append("\(plan.zone): \(error)") }
            if conversation.isJSON { return }
            for step in plan.steps { try Terminal.print("\(step.time)  \(plan.zone)  \(step.change)") }
        }
        return failures
    }
}
