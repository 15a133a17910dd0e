internal import CYAML

extension YAMLReader {
    /// One event of libyaml, copied out of C: no pointer of it outlives `next()`.
    struct Event {
        enum Kind {
            case streamStart
            case streamEnd
            case documentStart
            case documentEnd
            case alias
            case scalar(String, isQuoted: Bool)
            case sequenceStart
            case sequenceEnd
            case mappingStart
            case mappingEnd
        }

        var kind: Kind
        var mark: Mark
    }

    /// The next event; anchors and tags, and what libyaml cannot read, are faults.
    mutating func next() throws(YAMLFault) -> Event {
        var raw = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &raw) == 1 else { throw unsafe syntaxFault(parser.pointee) }
        defer { unsafe yaml_event_delete(&raw) }
        let mark = unsafe text.mark(line: Int(raw.start_mark.line), column: Int(raw.start_mark.column))
        if unsafe Self.hasAnchor(raw) { throw YAMLFault(mark: mark, problem: .anchor) }
        if unsafe Self.hasTag(raw) { throw YAMLFault(mark: mark, problem: .tag) }
        return Event(kind: unsafe Self.kind(raw), mark: mark)
    }

    private static func kind(_ raw: yaml_event_t) -> Event.Kind {
        switch unsafe raw.type {
        case YAML_STREAM_START_EVENT: .streamStart
        case YAML_STREAM_END_EVENT: .streamEnd
        case YAML_DOCUMENT_START_EVENT: .documentStart
        case YAML_DOCUMENT_END_EVENT: .documentEnd
        case YAML_ALIAS_EVENT: .alias
        case YAML_SCALAR_EVENT: unsafe scalar(raw)
        case YAML_SEQUENCE_START_EVENT: .sequenceStart
        case YAML_SEQUENCE_END_EVENT: .sequenceEnd
        case YAML_MAPPING_START_EVENT: .mappingStart
        case YAML_MAPPING_END_EVENT: .mappingEnd
        default: preconditionFailure("libyaml parsed without an event")
        }
    }

    private static func scalar(_ raw: yaml_event_t) -> Event.Kind {
        let octets = unsafe UnsafeBufferPointer(start: raw.data.scalar.value, count: raw.data.scalar.length)
        return .scalar(
            unsafe String(decoding: octets, as: UTF8.self),
            isQuoted: unsafe raw.data.scalar.style != YAML_PLAIN_SCALAR_STYLE
        )
    }

    private static func hasAnchor(_ raw: yaml_event_t) -> Bool {
        switch unsafe raw.type {
        case YAML_SCALAR_EVENT: unsafe raw.data.scalar.anchor != nil
        case YAML_SEQUENCE_START_EVENT: unsafe raw.data.sequence_start.anchor != nil
        case YAML_MAPPING_START_EVENT: unsafe raw.data.mapping_start.anchor != nil
        default: false
        }
    }

    private static func hasTag(_ raw: yaml_event_t) -> Bool {
        switch unsafe raw.type {
        case YAML_SCALAR_EVENT: unsafe raw.data.scalar.tag != nil
        case YAML_SEQUENCE_START_EVENT: unsafe raw.data.sequence_start.tag != nil
        case YAML_MAPPING_START_EVENT: unsafe raw.data.mapping_start.tag != nil
        default: false
        }
    }

    private func syntaxFault(_ parser: yaml_parser_t) -> YAMLFault {
        let mark = unsafe text.mark(
            line: Int(parser.problem_mark.line),
            column: Int(parser.problem_mark.column)
        )
        guard unsafe parser.error != YAML_MEMORY_ERROR, let problem = unsafe parser.problem else {
            return YAMLFault(mark: mark, problem: .outOfMemory)
        }
        return YAMLFault(mark: mark, problem: .syntax(unsafe String(cString: problem)))
    }
}
