import ArgumentParser
import ControlProtocol
import DNSSECModel
import JSON
import Preview
import Wording

/// How a plan is printed.
enum PlanFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv
    case ics
    case html
    case svg

    /// True if people read it: in their language.
    var isForReaders: Bool { self == .table || self == .html || self == .svg }
    /// True if two plans can be set side by side in it.
    var isForDifferences: Bool { self == .table || self == .json }
}

/// The languages that the tool tells of keys in, as they are typed.
enum LanguageOption: String, ExpressibleByArgument, CaseIterable {
    case english = "en"
    case traditionalChinese = "zh-TW"

    var language: Language { self == .english ? .english : .traditionalChinese }
}

/// `--lang`, of every command that tells of keys and steps in both languages.
struct LanguageOptions: ParsableArguments {
    @Option(
        name: .customLong("lang"),
        help: ArgumentHelp("The language of what people read: en or zh-TW.", valueName: "language")
    )
    var choice = LanguageOption.english

    /// The language to tell it in.
    var language: Language { choice.language }

    /// Refuses another language beside `--json`: documents for programs have facts, and sentences in English.
    func check(_ json: JSONOption) throws {
        if choice != .english, json.json {
            throw ValidationError("--lang is for people: expected --lang or --json, not both")
        }
    }
}

/// Prints a plan.
struct PlanPrinter {
    var format: PlanFormat
    var language: Language
    var isVerbose: Bool
    /// The present moment of pages and calendars.
    var now: Instant

    /// The plan, in its format.
    func print(_ document: PlanDocument) throws(ToolFailure) {
        switch format {
        case .table:
            try print(PlanTable(document, language: language, isVerbose: isVerbose).lines)
        case .json: try Terminal.print(document.told.pretty)
        case .csv: try Terminal.write(PlanCSV(document).text)
        case .ics: try Terminal.write(PlanCalendar(document, language: language, now: now).text)
        case .html: try Terminal.write(PlanPage(document, language: language, now: now).html)
        case .svg: try Terminal.write(PlanDrawing(document, language: language, now: now).svg)
        }
    }

    /// What one plan has and another has not.
    func print(_ difference: PlanDifference) throws(ToolFailure) {
        if format == .json { return try Terminal.print(difference.json.pretty) }
        try print(difference.lines(language: language))
    }

    private func print(_ lines: [StyledLine]) throws(ToolFailure) {
        for line in lines { try Terminal.print(line.styled) }
    }
}

extension StyledLine {
    /// The line as it looks on standard output.
    fileprivate var styled: String {
        parts.map { part in
            part.emphasis.style.map { Terminal.styled(part.text, $0, on: .output) } ?? part.text
        }.joined()
    }
}

extension StyledLine.Emphasis {
    fileprivate var style: Terminal.Style? {
        switch self {
        case .plain: nil
        case .bold: .bold
        case .dim: .dim
        case .task: .task
        case .parent: .aside
        case .warning: .warning
        }
    }
}
