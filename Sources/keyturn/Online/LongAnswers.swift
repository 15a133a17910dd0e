import ArgumentParser
import ControlProtocol
import DNSSECModel
import JSON
import Wording

// Answers about all zones, which are read and printed as they come.
extension Conversation {
    /// Asks, and gives each element of the answer's list to `element`; with `--json` the answer is printed as it comes,
    /// each element as `element` tells it.
    ///
    /// - Returns: The answer with an empty list.
    func follow(
        _ request: ControlRequest,
        _ element: (JSONReader) throws -> JSONValue
    ) throws -> ControlAnswer {
        let path = try socket.path()
        var splitter = JSONListSplitter()
        var printer: LongAnswerPrinter?
        do {
            try ControlClient(path: path).stream(request) { octets in
                var elements: [JSONValue] = []
                try splitter.take(octets) { octets throws in
                    elements.append(try element(JSONReader(try JSONValue(parsing: octets.span))))
                }
                guard isJSON, !elements.isEmpty else { return }
                if printer == nil { printer = try LongAnswerPrinter(frame: splitter.frame) }
                for element in elements { try printer?.print(element) }
            }
            if isJSON { try (printer ?? LongAnswerPrinter(frame: splitter.frame)).finish() }
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

/// Prints a document with one long list, element by element.
private struct LongAnswerPrinter {
    private var writer: JSONListWriter

    /// Prints what stands before the list.
    ///
    /// The frame is what has come of the document without the elements of its list, which is its last member.
    init(frame: [UInt8]) throws {
        let document =
            try (try? JSONValue(parsing: frame.span)) ?? JSONValue(parsing: (frame + Array("]}".utf8)).span)
        guard case .object(let members) = document, let list = members.last else {
            throw ToolFailure(.fault, "the answer of the daemon is not understood: it has no list")
        }
        writer = JSONListWriter(members.dropLast(), list: list.name)
        try Terminal.write(writer.opening)
    }

    mutating func print(_ element: JSONValue) throws { try Terminal.write(writer.element(element)) }

    func finish() throws { try Terminal.write(writer.closing) }
}

/// `keyturn status` of all zones.
struct AllZonesStatus {
    private let conversation: Conversation
    private let checks: Bool
    private let language: Language

    init(_ conversation: Conversation, checks: Bool, _ language: Language) {
        (self.conversation, self.checks, self.language) = (conversation, checks, language)
    }

    /// Asks and prints; true if a person must act.
    func run() throws -> Bool {
        var overview = StatusOverview()
        var needsPerson = false
        var isQuiet = true
        let answer = try conversation.follow(.status(zone: nil)) { reader in
            let summary = try ZoneSummary(json: reader)
            needsPerson = needsPerson || summary.needsPerson
            if conversation.isJSON { return summary.told(now: Start.now) }
            if !checks {
                overview.append(summary)
            } else {
                if summary.isOfConcern { isQuiet = false }
                let concerns =
                    summary.isOfConcern ? StatusText.concerns([summary], now: Start.now, in: language) : []
                for line in concerns + StatusText.notices(summary, in: language) { try Terminal.print(line) }
            }
            return .null
        }
        guard case .status(let report) = answer else { return needsPerson }
        needsPerson = needsPerson || report.heldReload != nil
        guard !conversation.isJSON else { return needsPerson }
        overview.heldReload = report.heldReload
        if checks, let held = report.heldReload {
            isQuiet = false
            try Terminal.print(StatusText.line(held.sentence(now: report.time, in: language)))
        }
        if !checks {
            for line in overview.lines(now: report.time, in: language) { try Terminal.print(line) }
        } else if isQuiet {
            for line in StatusText.concerns([], now: report.time, in: language) { try Terminal.print(line) }
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
            if conversation.isJSON { return plan.told }
            for step in plan.steps { try Terminal.print("\(step.time)  \(plan.zone)  \(step.change())") }
            return .null
        }
        return failures
    }
}
