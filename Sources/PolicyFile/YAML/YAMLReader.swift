internal import CYAML

/// Reads one YAML document into a tree, over the event interface of libyaml.
///
/// Refused, each with its place: more than `limit` octets, nesting deeper than `maximumDepth`, aliases, anchors and
/// tags (a policy is short; what it says should stand where it is read), a second document, keys that are not text.
@safe
struct YAMLReader: ~Copyable {
    static let maximumDepth = 16

    let text: SourceText
    let parser: UnsafeMutablePointer<yaml_parser_t>

    /// The tree of a text.
    static func tree(_ octets: Span<UInt8>, limit: Int) throws(YAMLFault) -> YAMLNode {
        let text = try SourceText(octets, limit: limit)
        return try unsafe text.octets.span.withUnsafeBufferPointer { buffer throws(YAMLFault) in
            var reader = unsafe try YAMLReader(text, reading: buffer)
            return try reader.document()
        }
    }

    /// The parser keeps pointers to itself and to the buffer: it lives at one address, no longer than the buffer.
    private init(_ text: SourceText, reading buffer: UnsafeBufferPointer<UInt8>) throws(YAMLFault) {
        self.text = text
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            throw YAMLFault(mark: .start, problem: .outOfMemory)
        }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
    }

    // MARK: - Grammar

    private mutating func document() throws(YAMLFault) -> YAMLNode {
        guard case .streamStart = try next().kind else { preconditionFailure("libyaml begins a stream") }
        let start = try next()
        guard case .documentStart = start.kind else {
            throw YAMLFault(mark: .start, problem: .emptyDocument)
        }
        let root = try node(try next(), depth: 1)
        guard root.shape != .nothing else { throw YAMLFault(mark: .start, problem: .emptyDocument) }
        _ = try next()
        let end = try next()
        guard case .streamEnd = end.kind else { throw YAMLFault(mark: end.mark, problem: .secondDocument) }
        return root
    }

    private mutating func node(_ event: Event, depth: Int) throws(YAMLFault) -> YAMLNode {
        switch event.kind {
        case .scalar(let text, let isQuoted):
            try refuseControls(text, at: event.mark)
            return .scalar(text, isQuoted: isQuoted, at: event.mark)
        case .sequenceStart:
            return .sequence(try sequence(event, depth: depth), at: event.mark)
        case .mappingStart:
            return .mapping(try mapping(event, depth: depth), at: event.mark)
        case .alias:
            throw YAMLFault(mark: event.mark, problem: .alias)
        default:
            preconditionFailure("libyaml balances its events")
        }
    }

    private mutating func sequence(_ start: Event, depth: Int) throws(YAMLFault) -> [YAMLNode] {
        try checkDepth(start, depth)
        var items: [YAMLNode] = []
        while true {
            let event = try next()
            if case .sequenceEnd = event.kind { return items }
            items.append(try node(event, depth: depth + 1))
        }
    }

    private mutating func mapping(_ start: Event, depth: Int) throws(YAMLFault) -> [YAMLEntry] {
        try checkDepth(start, depth)
        var entries: [YAMLEntry] = []
        while true {
            let event = try next()
            if case .mappingEnd = event.kind { return entries }
            guard case .scalar(let key, _, _) = try node(event, depth: depth + 1), !key.isEmpty else {
                throw YAMLFault(mark: event.mark, problem: .keyIsNotText)
            }
            let value = try node(try next(), depth: depth + 1)
            entries.append(YAMLEntry(key: key, keyMark: event.mark, value: value))
        }
    }

    private func checkDepth(_ event: Event, _ depth: Int) throws(YAMLFault) {
        guard depth <= Self.maximumDepth else {
            throw YAMLFault(mark: event.mark, problem: .tooDeep(limit: Self.maximumDepth))
        }
    }

    /// Escapes such as `"\0"` make characters that the text itself may not have.
    private func refuseControls(_ text: String, at mark: Mark) throws(YAMLFault) {
        for scalar in text.unicodeScalars where scalar.value != 0x0A {
            guard scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) else { continue }
            throw YAMLFault(mark: mark, problem: .controlCharacter(scalar.value))
        }
    }
}
