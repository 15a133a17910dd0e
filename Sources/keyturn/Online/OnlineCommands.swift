import ArgumentParser
import ControlProtocol
import DNSSECModel
import JSON
import Wording

/// The commands that ask the daemon.
enum OnlineCommands {
    /// All of them, in the order of the help.
    static let all = ControlVerb.allCases.flatMap(commands)

    /// The commands that send a word of the protocol.
    private static func commands(for verb: ControlVerb) -> [any ParsableCommand.Type] {
        switch verb {
        case .status: [StatusCommand.self]
        case .plan: []  // It works without a daemon, too, and stands among those commands.
        case .explain: [ExplainCommand.self]
        case .roll: [RollCommand.self]
        case .advance: [AdvanceCommand.self]
        case .hold: [HoldCommand.self, PostponeCommand.self]
        case .release: [ReleaseCommand.self]
        case .abort: [AbortCommand.self]
        case .approve: [ApproveCommand.self]
        case .refuse: [RefuseCommand.self]
        case .ds: [DSCommand.self]
        case .dsSeen: [DSSeenCommand.self]
        case .dsGone: [DSGoneCommand.self]
        case .keys: [KeysCommand.self]
        case .history: [HistoryCommand.self]
        case .reload: [ReloadCommand.self]
        case .clock: [ClockCommand.self]
        case .recover: [RecoverCommand.self]
        case .publish: [PublishCommand.self]
        }
    }

    /// The daemon's plan of a zone, for `plan ZONE`.
    static func plan(_ request: ControlRequest, socket: SocketOptions) throws -> PlanDocument {
        guard case .plan(let document) = try Conversation(socket: socket).ask(request) else {
            preconditionFailure("an answer is read as the answer to its request")
        }
        return document
    }
}

/// One question to the daemon, and what the tool prints of the answer.
struct Conversation {
    let socket: SocketOptions
    var isJSON = false

    /// Asks, and ends the program where the daemon refuses.
    func ask(_ request: ControlRequest) throws -> ControlAnswer {
        let path = try socket.path()
        do throws(ControlFailure) {
            return try ControlClient(path: path).ask(request)
        } catch {
            if isJSON { try Terminal.print(error.json.pretty) }
            for line in Self.lines(of: error, now: Start.now) { Terminal.complain(line) }
            throw ExitCode(error.exit)
        }
    }

    /// Asks and prints what the lines say, or the answer as JSON.
    @discardableResult
    func hold(_ request: ControlRequest, _ lines: (ControlAnswer) -> [String]) throws -> ControlAnswer {
        let answer = try ask(request)
        for line in isJSON ? [answer.told.pretty] : lines(answer) { try Terminal.print(line) }
        return answer
    }

    /// Gives an order and prints what was done; where it failed for one zone of several, the exit status is 65.
    func act(_ request: ControlRequest) throws {
        let answer = try hold(request) { answer in
            switch answer {
            case .action(let report): ActionText.lines(report)
            case .actions(let report): ActionText.lines(report)
            default: []
            }
        }
        guard case .actions(let report) = answer, !report.failures.isEmpty else { return }
        throw ToolFailure(
            .badData,
            report.failures.map { Diagnostic(.error, "\($0.zone): \($0.message)") }
        )
    }

    /// A refusal in words: message, rule, and the earliest safe moment.
    static func lines(of failure: ControlFailure, now: Instant) -> [String] {
        let word = failure.code == .refused ? "refused" : Terminal.styled("error", .error, on: .error)
        var lines = Prose.hanging("\(word): \(failure.message)", by: 2)
        if let rule = failure.rule { lines.append("  rule: \(rule.rawValue)") }
        if let earliest = failure.earliest {
            lines.append("  earliest safe time: \(earliest) (\(earliest.distance(from: now)))")
        } else if failure.rule != nil {
            lines.append("  earliest safe time: not known; something must happen first")
        }
        return lines
    }
}
