// One entry of a zone file: owner, TTL, class, type, data (RFC 1035 5.1).

/// What stands between an entry's owner and its data.
struct EntryHead {
    var ttl: UInt32?
    var type: RRType
    var typeField: Field
}

/// A line's octets up to its data: owner, TTL, class and type, and what they said.
///
/// The next line often begins with the same octets, and then says the same.
struct LineStart {
    /// Where the line begins in the present file.
    var start = 0
    /// How many octets, with the blank before the data; 0 for none.
    var count = 0
    var head = EntryHead(
        ttl: nil,
        type: .soa,
        typeField: Field(start: 0, end: 0, line: 0, column: 0, isQuoted: false)
    )
}

extension ZoneFileParser {
    /// Reads one entry, a directive or a blank line.
    mutating func readEntry(_ scanner: inout FieldScanner) throws(EntryError) {
        if scanner.column == 1, owner.line.count > 0, let head = repeatedHead(&scanner) {
            return try readData(head, &scanner)
        }
        let start = scanner.position
        let hasBlankOwner = scanner.isAtWhiteSpace
        guard let first = try nextField(&scanner) else { return }
        if hasBlankOwner {
            guard owner.isUsable else { return scanner.skipEntry() }
            guard !owner.wire.isEmpty else { throw EntryError(.noPreviousOwner, at: first) }
            try readRecord(&scanner, from: first, lineStart: start)
        } else if scanner.octets[first.start] == 0x24, !first.isQuoted {
            guard !isSegment else { return isStopped = true }
            try readDirective(&scanner, first)
        } else {
            try readOwner(&scanner, first)
            guard let next = try nextField(&scanner) else {
                throw missing(.missingType, scanner)
            }
            try readRecord(&scanner, from: next, lineStart: start)
        }
    }

    /// The next field, or nil at the end of the entry.
    func nextField(_ scanner: inout FieldScanner) throws(EntryError) -> Field? {
        do throws(FieldError) {
            return try scanner.nextField()
        } catch {
            throw EntryError(error)
        }
    }

    /// An error for an entry that ends too early, at the place behind its last field.
    func missing(_ problem: ZoneProblem, _ scanner: borrowing FieldScanner) -> EntryError {
        EntryError(problem, line: scanner.lastFieldLine, column: scanner.lastFieldEndColumn)
    }

    /// Insists on the end of the entry.
    func expectEnd(_ scanner: inout FieldScanner) throws(EntryError) {
        guard let extra = try nextField(&scanner) else { return }
        let open = scanner.openParenthesis?.line
        throw EntryError(.extraField(scanner.text(of: extra), openParenthesisLine: open), at: extra)
    }

    private mutating func readOwner(_ scanner: inout FieldScanner, _ field: Field) throws(EntryError) {
        if field.count == owner.textCount,
            scanner.hasEqualOctets(at: field.start, owner.textStart, field.count)
        {
            return
        }
        owner.begin()
        let text = scanner.octets.extracting(field.start..<field.end)
        try appendName(text, field, to: &owner.wire)
        try checkIsInZone(field)
        if Self.hasRawOctets(owner.wire.span) { noteRawOctets(text, field) }
        owner.isUsable = true
        owner.textStart = field.start
        owner.textCount = field.count
    }

    /// Appends the wire form of a name in text.
    func appendName(_ text: Span<UInt8>, _ field: Field, to wire: inout [UInt8]) throws(EntryError) {
        do throws(NameError) {
            try Name.appendWire(of: text, origin: origin, to: &wire)
        } catch {
            throw EntryError(.badName(error), at: field)
        }
    }

    /// Refuses an owner outside of the zone, or has its entries left out, as the rules say.
    func checkIsInZone(_ field: Field) throws(EntryError) {
        guard let apex, !Name.isSubdomain(owner.wire.span, of: apex.span) else { return }
        let (name, zone) = (Name(uncheckedWire: owner.wire), Name(uncheckedWire: apex))
        guard rules.outside == .warn else {
            throw EntryError(.outsideZone(owner: name, apex: zone), at: field)
        }
        var omission = EntryError(.outsideZoneLeftOut(owner: name, apex: zone), at: field)
        omission.severity = .warning
        throw omission
    }

    /// True if a name has octets outside of ASCII.
    private static func hasRawOctets(_ wire: Span<UInt8>) -> Bool {
        OctetWord.firstMarked(in: wire) { $0.highOctets } < wire.count
    }

    /// Warns of an owner that has such octets as they are: an operator means letters by them, the DNS does not.
    mutating func noteRawOctets(_ text: Span<UInt8>, _ field: Field) {
        guard Self.hasRawOctets(text) else { return }
        let name = Name(uncheckedWire: owner.wire)
        report(EntryError(.rawOctets(owner: name, aLabels: name.withALabels), at: field), as: .warning)
    }

    private mutating func readRecord(
        _ scanner: inout FieldScanner,
        from field: Field,
        lineStart start: Int
    ) throws(EntryError) {
        let head = try readHead(&scanner, from: field)
        let count = scanner.position + 1 - start
        let isPlain = scanner.isAtWhiteSpace && scanner.column == count && scanner.openParenthesis == nil
        owner.line = LineStart(start: start, count: isPlain ? count : 0, head: head)
        try readData(head, &scanner)
    }

    /// What a line says before its data where it begins as the last one did; its start is then passed.
    private func repeatedHead(_ scanner: inout FieldScanner) -> EntryHead? {
        let (position, line) = (scanner.position, owner.line)
        guard owner.isUsable, scanner.octets.count - position >= line.count,
            scanner.hasEqualOctets(at: position, line.start, line.count)
        else { return nil }
        var head = line.head
        head.typeField.start += position - line.start
        head.typeField.end += position - line.start
        head.typeField.line = scanner.line
        scanner.pass(line.count, lastField: head.typeField)
        return head
    }

    /// Reads the data of a record up to the end of the entry, and makes the record.
    mutating func readData(_ head: EntryHead, _ scanner: inout FieldScanner) throws(EntryError) {
        try checkZoneIsKnown(head)
        try beginOwner(head.typeField)
        let start = builder.arena.count
        do throws(EntryError) {
            try appendData(head.type, &scanner, start: start)
            try addRecord(head, dataStart: start)
        } catch {
            builder.arena.removeLast(builder.arena.count - start)
            throw error
        }
    }

    private mutating func appendData(
        _ type: RRType,
        _ scanner: inout FieldScanner,
        start: Int
    ) throws(EntryError) {
        do throws(RDATAError) {
            try RDATAText.append(type, from: &scanner, origin: origin, to: &builder.arena)
        } catch {
            if let tooLong = genericDataTooLong(error, type, scanner, start: start) { throw tooLong }
            throw entryError(error, type, in: scanner)
        }
        try expectEnd(&scanner)
    }

    /// The error of data in the RFC 3597 form that goes on behind the type's fields; nil for other errors.
    private func genericDataTooLong(
        _ error: RDATAError,
        _ type: RRType,
        _ scanner: borrowing FieldScanner,
        start: Int
    ) -> EntryError? {
        guard error.problem == .trailingData, let field = error.field, scanner.text(of: field) == "\\#" else {
            return nil
        }
        let data = builder.arena.span.extracting(start..<builder.arena.count)
        let used = RDATAWire.fieldOctets(type, data)
        return EntryError(.genericDataTooLong(type, used: used, found: data.count), at: field)
    }

    /// Makes a record of the octets at the end of the builder's arena.
    private mutating func addRecord(_ head: EntryHead, dataStart start: Int) throws(EntryError) {
        let ttl = try ttl(of: head, dataStart: start)
        lastTTL = ttl
        do throws(ZoneSizeError) {
            try builder.closeRecord(
                type: head.type,
                ttl: ttl,
                rdataStart: start,
                mark: places.mark(of: head.typeField.line)
            )
        } catch {
            throw sizeError(error, at: head.typeField)
        }
    }

    /// Tells the builder of the owner, if it does not know.
    private mutating func beginOwner(_ field: Field) throws(EntryError) {
        guard owner.isNew else { return }
        let wire = owner.wire
        do throws(ZoneSizeError) {
            try builder.beginOwner(wire.span)
        } catch {
            throw sizeError(error, at: field)
        }
        owner.isNew = false
    }

    private mutating func sizeError(_ error: ZoneSizeError, at field: Field) -> EntryError {
        switch error {
        case .tooLarge:
            isStopped = true
            return EntryError(
                builder.room.excess(of: builder).map { .beyondLimit($0) } ?? .zoneTooLarge,
                at: field
            )
        case .rdataTooLong(let octets):
            return EntryError(.rdataTooLong(octets: octets), at: field)
        }
    }

    /// The error of a record's data at its place; where the entry ended too early, that is where it ended.
    func entryError(_ error: RDATAError, _ type: RRType, in scanner: borrowing FieldScanner) -> EntryError {
        if case .text(let cause) = error.problem { return EntryError(cause) }
        guard let field = error.field else {
            return EntryError(
                .rdata(type, error.problem),
                line: scanner.lastFieldLine,
                column: scanner.lastFieldEndColumn
            )
        }
        guard error.problem != .trailingData else {
            let open = scanner.openParenthesis?.line
            return EntryError(.extraField(scanner.text(of: field), openParenthesisLine: open), at: field)
        }
        return EntryError(.rdata(type, error.problem), at: field)
    }

    /// Where the zone's name is not known, the first record must be the SOA, and its owner is the name.
    private mutating func checkZoneIsKnown(_ head: EntryHead) throws(EntryError) {
        guard apex == nil else { return }
        guard head.type == .soa else {
            isStopped = true
            throw EntryError(.zoneNameUnknown, at: head.typeField)
        }
        apex = owner.wire
        builder.origin = Name(uncheckedWire: owner.wire)
    }

    /// The TTL that holds for a record whose data ends the arena.
    private mutating func ttl(of head: EntryHead, dataStart: Int) throws(EntryError) -> UInt32 {
        if let ttl = head.ttl ?? defaultTTL ?? lastTTL { return ttl }
        let end = builder.arena.count
        guard head.type == .soa, end - dataStart >= 4 else {
            throw EntryError(.missingTTL(head.type), at: head.typeField)
        }
        let minimum = builder.arena[(end - 4)...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        defaultTTL = min(minimum, TTLText.maximum)
        report(EntryError(.soaMinimumAsTTL(minimum), at: head.typeField), as: .warning)
        return min(minimum, TTLText.maximum)
    }
}

// MARK: - TTL, class, type

extension ZoneFileParser {
    /// Reads TTL and class in either order, and the type.
    func readHead(_ scanner: inout FieldScanner, from first: Field) throws(EntryError) -> EntryHead {
        var field = first
        var ttl: UInt32?
        var hasClass = false
        while true {
            let octets = scanner.octets
            if ttl == nil, !field.isQuoted, octets[field.start] &- 0x30 < 10 {
                ttl = try readTTL(scanner, field)
            } else if !hasClass, !field.isQuoted, let isInternet = ClassText.isInternet(octets, field) {
                guard isInternet else { throw EntryError(.otherClass(scanner.text(of: field)), at: field) }
                hasClass = true
            } else {
                return EntryHead(ttl: ttl, type: try readType(scanner, field), typeField: field)
            }
            guard let next = try nextField(&scanner) else {
                throw missing(.missingType, scanner)
            }
            field = next
        }
    }

    /// Reads a TTL.
    func readTTL(_ scanner: borrowing FieldScanner, _ field: Field) throws(EntryError) -> UInt32 {
        switch TTLText.parse(scanner.octets, field) {
        case .seconds(let seconds): return seconds
        case .malformed: throw EntryError(.badTTL(scanner.text(of: field)), at: field)
        case .tooLarge: throw EntryError(.ttlTooLarge(scanner.text(of: field)), at: field)
        }
    }

    private func readType(_ scanner: borrowing FieldScanner, _ field: Field) throws(EntryError) -> RRType {
        guard !field.isQuoted, let type = RRType(field: scanner.octets, start: field.start, end: field.end)
        else {
            throw EntryError(.unknownType(scanner.text(of: field)), at: field)
        }
        guard !type.isMeta else { throw EntryError(.metaType(type), at: field) }
        return type
    }
}
