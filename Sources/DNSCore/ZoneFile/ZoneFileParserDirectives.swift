// $ORIGIN, $TTL and $INCLUDE; $GENERATE is in ZoneFileParserGenerate.swift.

extension ZoneFileParser {
    /// Reads a directive whose word has been read.
    mutating func readDirective(_ scanner: inout FieldScanner, _ word: Field) throws(EntryError) {
        let text = scanner.text(of: word)
        guard let directive = ZoneDirective(rawValue: text.uppercased()) else {
            throw EntryError(.unknownDirective(text), at: word)
        }
        switch directive {
        case .origin: try readOrigin(&scanner)
        case .ttl: try readDefaultTTL(&scanner)
        case .include: try readInclude(&scanner)
        case .generate: try readGenerate(&scanner)
        }
    }

    /// The next field of a directive, which must be there.
    func argument(_ scanner: inout FieldScanner, of directive: ZoneDirective) throws(EntryError) -> Field {
        guard let field = try nextField(&scanner) else { throw missing(.missingArgument(directive), scanner) }
        return field
    }

    private mutating func readOrigin(_ scanner: inout FieldScanner) throws(EntryError) {
        let field = try argument(&scanner, of: .origin)
        let name = try name(scanner, field)
        try expectEnd(&scanner)
        origin = name
        owner.forgetText()
    }

    private mutating func readDefaultTTL(_ scanner: inout FieldScanner) throws(EntryError) {
        let field = try argument(&scanner, of: .ttl)
        let ttl = try readTTL(scanner, field)
        try expectEnd(&scanner)
        defaultTTL = ttl
    }

    private func name(_ scanner: borrowing FieldScanner, _ field: Field) throws(EntryError) -> [UInt8] {
        var wire: [UInt8] = []
        try appendName(scanner.octets.extracting(field.start..<field.end), field, to: &wire)
        return wire
    }

    private mutating func readInclude(_ scanner: inout FieldScanner) throws(EntryError) {
        let field = try argument(&scanner, of: .include)
        let path = resolve(includedPath(scanner, field))
        var newOrigin = origin
        if let originField = try nextField(&scanner) {
            newOrigin = try name(scanner, originField)
            try expectEnd(&scanner)
        }
        guard !places.isOpen(path) else { throw EntryError(.includeCycle(path), at: field) }
        guard places.uses[places.current].depth < ZoneFileReader.maximumIncludeDepth else {
            throw EntryError(.includesTooDeep(limit: ZoneFileReader.maximumIncludeDepth), at: field)
        }
        guard places.uses.count <= ZoneFileReader.maximumIncludes else {
            throw EntryError(.tooManyIncludes(limit: ZoneFileReader.maximumIncludes), at: field)
        }
        try include(path, origin: newOrigin, field)
    }

    /// Reads a file inside the present one.
    ///
    /// Behind it, origin and owner are what they were (RFC 1035 5.1).
    private mutating func include(_ path: String, origin newOrigin: [UInt8]?, _ field: Field)
        throws(EntryError)
    {
        let (oldOrigin, oldOwner) = (origin, owner)
        origin = newOrigin
        let outer = passed
        let failure = source.withOctets(of: path, atMost: octetsLeft) { octets, passed in
            self.passed = passed
            places.enter(path, line: field.line, column: field.column)
            let lastLine = readFile(octets)
            places.leave(at: lastLine)
        }
        passed = outer
        origin = oldOrigin
        owner = oldOwner
        owner.isNew = true
        if let failure { throw EntryError(problem(of: failure, path), at: field) }
    }

    /// The path as written, escapes of its quotes and blanks resolved.
    private func includedPath(_ scanner: borrowing FieldScanner, _ field: Field) -> String {
        var path: [UInt8] = []
        var position = field.start
        while position < field.end {
            if scanner.octets[position] == 0x5C, position + 1 < field.end { position += 1 }
            path.append(scanner.octets[position])
            position += 1
        }
        return String(decoding: path, as: UTF8.self)
    }

    /// A relative path begins in the folder of the including file.
    private func resolve(_ path: String) -> String {
        let including = places.uses[places.current].path
        guard !path.hasPrefix("/"), let slash = including.lastIndex(of: "/") else { return path }
        return including[...slash] + path
    }
}
