import DNSSECModel

/// What a reading has found so far: complaints, and where each value of a policy stands.
///
/// A class, since readers of nested mappings all write to the one of their file.
final class ReadingLog {
    let file: String
    private(set) var diagnostics: [PolicyDiagnostic] = []
    /// False for a file of which nobody asks later where its values stand.
    let notesPositions: Bool
    private(set) var positions: [PolicyKeyPath: SourcePosition] = [:]

    init(file: String, notesPositions: Bool = true) {
        (self.file, self.notesPositions) = (file, notesPositions)
    }

    /// Notes where a value stands.
    func note(_ path: PolicyKeyPath, at mark: Mark) {
        if notesPositions { positions[path] = position(mark) }
    }

    func position(_ mark: Mark) -> SourcePosition {
        SourcePosition(file: file, line: mark.line, column: mark.column)
    }

    func report(_ problem: PolicyProblem, at mark: Mark) {
        diagnostics.append(PolicyDiagnostic(position: position(mark), severity: .error, problem: problem))
    }

    /// All complaints in the order of the file.
    var inOrder: [PolicyDiagnostic] {
        diagnostics.enumerated().sorted { left, right in
            let (first, second) = (left.element.position, right.element.position)
            return (first.line, first.column, left.offset) < (second.line, second.column, right.offset)
        }.map(\.element)
    }
}

/// Reads the values of one mapping by their keys, complains about each that is wrong, and goes on.
///
/// A key is known by being asked for; `finish` complains about all others. A value that is absent or wrong reads
/// as nil: what was wrong is in the log, and a log with an error gives no policy.
struct MappingReader {
    let mark: Mark
    let path: PolicyKeyPath
    let log: ReadingLog
    /// In the order of the file; a mapping has few keys.
    private var entries: [YAMLEntry] = []
    private var known: [String] = []

    /// A reader of a node; nil and a complaint where it is no mapping.
    init?(_ node: YAMLNode, path: PolicyKeyPath, log: ReadingLog) {
        guard case .mapping(let list, let mark) = node else {
            log.report(.wrongShape(found: node.shape, wanted: .mapping), at: node.mark)
            return nil
        }
        (self.mark, self.path, self.log) = (mark, path, log)
        log.note(path, at: mark)
        guard hasRepeatedKey(list) else {
            entries = list
            return
        }
        for entry in list {
            if let first = self.entry(entry.key) {
                log.report(.repeatedKey(entry.key, firstLine: first.keyMark.line), at: entry.keyMark)
            } else {
                entries.append(entry)
            }
        }
    }

    private func hasRepeatedKey(_ list: [YAMLEntry]) -> Bool {
        list.indices.contains { index in list[..<index].contains { $0.key == list[index].key } }
    }

    private func entry(_ key: String) -> YAMLEntry? { entries.first { $0.key == key } }

    /// The value of a key; `nil` if it is absent.
    mutating func node(_ key: String) -> YAMLNode? {
        if !known.contains(key) { known.append(key) }
        guard let entry = entry(key) else { return nil }
        if log.notesPositions { log.note(path.appending(key), at: entry.value.mark) }
        return entry.value
    }

    /// Where a key stands; the mapping itself where it is absent.
    func keyMark(_ key: String) -> Mark {
        entry(key)?.keyMark ?? mark
    }

    /// Where the value of a key stands; the mapping itself where it is absent.
    func valueMark(_ key: String) -> Mark {
        entry(key)?.value.mark ?? mark
    }

    /// True if the mapping has the key, whatever its value.
    func has(_ key: String) -> Bool {
        entry(key) != nil
    }

    /// The keys in the order of the file, where the keys are values themselves: none of them is unknown then.
    mutating func takeKeys() -> [String] {
        known = entries.map(\.key)
        return known
    }

    /// Complains where a key is absent that must be there.
    func require(_ key: String) {
        guard entry(key) == nil else { return }
        log.report(.missingKey(key), at: mark)
    }

    /// Complains about every key that nobody asked for.
    func finish() {
        for key in entries.lazy.map(\.key) where !known.contains(key) {
            let suggestion = Suggestion.nearest(to: key, among: known)
            log.report(.unknownKey(key, suggestion: suggestion, known: known), at: keyMark(key))
        }
    }
}

// MARK: - Values

extension MappingReader {
    mutating func mapping(_ key: String) -> MappingReader? {
        node(key).flatMap { MappingReader($0, path: path.appending(key), log: log) }
    }

    mutating func list(_ key: String) -> [YAMLNode]? {
        guard let node = node(key) else { return nil }
        guard case .sequence(let items, _) = node else {
            log.report(.wrongShape(found: node.shape, wanted: .list), at: node.mark)
            return nil
        }
        return items
    }

    /// A text and its place, empty only if quoted.
    mutating func scalar(_ key: String) -> (text: String, mark: Mark)? {
        node(key).flatMap { log.scalar($0) }
    }

    /// A domain name, with or without its final dot.
    mutating func name(_ key: String) -> Name? {
        guard let (text, mark) = scalar(key) else { return nil }
        do throws(NameError) {
            return try Name(absolute: text)
        } catch {
            log.report(.badName(text, error), at: mark)
            return nil
        }
    }

    /// A text that says something.
    mutating func text(_ key: String) -> String? {
        guard let (text, mark) = scalar(key) else { return nil }
        guard !text.isEmpty else {
            log.report(.emptyText, at: mark)
            return nil
        }
        return text
    }

    /// One of some words; a word may have synonyms, which are not offered.
    mutating func word<Value>(
        _ key: String,
        _ words: [(String, Value)],
        synonyms: [(String, Value)] = []
    ) -> Value? {
        guard let (text, mark) = scalar(key) else { return nil }
        if let match = (words + synonyms).first(where: { $0.0 == text }) { return match.1 }
        let known = words.map(\.0)
        let suggestion = Suggestion.nearest(to: text, among: known)
        log.report(.unknownWord(text, suggestion: suggestion, known: known), at: mark)
        return nil
    }

    /// `true` or `false`; YAML 1.1's `yes` and `on` are not, since other readers disagree about them.
    mutating func boolean(_ key: String) -> Bool? {
        guard let (text, mark) = scalar(key) else { return nil }
        if let value = Bool(text) { return value }
        let likely = ["yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"]
        let suggestion = likely[text.lowercased()] ?? Suggestion.nearest(to: text, among: ["true", "false"])
        log.report(.unknownWord(text, suggestion: suggestion, known: ["true", "false"]), at: mark)
        return nil
    }

    mutating func integer(_ key: String, from: Int, to: Int) -> Int? {
        guard let (text, mark) = scalar(key) else { return nil }
        guard let value = Int(text), (from...to).contains(value) else {
            log.report(.badNumber(text, from: from, to: to), at: mark)
            return nil
        }
        return value
    }

    mutating func interval(_ key: String, from: Interval, to: Interval) -> Interval? {
        guard let (text, mark) = scalar(key) else { return nil }
        return log.interval(text, at: mark, from: from, to: to)
    }
}

extension ReadingLog {
    func scalar(_ node: YAMLNode) -> (text: String, mark: Mark)? {
        guard case .scalar(let text, _, let mark) = node, node.shape == .text else {
            report(.wrongShape(found: node.shape, wanted: .text), at: node.mark)
            return nil
        }
        return (text, mark)
    }

    func interval(_ text: String, at mark: Mark, from: Interval, to: Interval) -> Interval? {
        do throws(IntervalTextError) {
            let interval = try Interval(text: text)
            guard (from...to).contains(interval) else {
                report(.intervalOutOfRange(interval, from: from, to: to), at: mark)
                return nil
            }
            return interval
        } catch {
            report(.badInterval(text, error), at: mark)
            return nil
        }
    }
}
