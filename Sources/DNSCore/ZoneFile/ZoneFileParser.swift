/// A problem at a place of the file that is being read.
struct EntryError: Error {
    var problem: ZoneProblem
    var line: Int
    var column: Int
    /// A warning is of an entry that is left out.
    var severity = DiagnosticSeverity.error

    init(_ problem: ZoneProblem, at field: Field) {
        self.problem = problem
        line = field.line
        column = field.column
    }

    init(_ problem: ZoneProblem, line: Int, column: Int) {
        self.problem = problem
        self.line = line
        self.column = column
    }

    init(_ error: FieldError) {
        line = error.line
        column = error.column
        problem = .text(error.problem)
    }
}

/// One run over a zone file and all that it includes: the state, and the loop over entries.
///
/// Records go straight into the builder's arena. What a directive sets is here; entries are in
/// `ZoneFileParserEntry.swift`, directives in `ZoneFileParserDirectives.swift`.
struct ZoneFileParser {
    let source: any ZoneFileSource
    let rules: ZoneRules
    var builder: ZoneBuilder
    var places = ZoneFilePlaces()
    /// The apex in wire form, or nil while it is not known.
    var apex: [UInt8]?
    /// What completes relative names, or nil while nothing does.
    var origin: [UInt8]?
    /// The TTL of `$TTL`, or the SOA's minimum in its place.
    var defaultTTL: UInt32?
    /// The TTL of the entry before.
    var lastTTL: UInt32?
    var owner = OwnerState()
    private var diagnostics: [ZoneDiagnostic] = []
    private var errorCount = 0
    /// Errors about rules from which a zone can be excused; they do not keep the zone from being built.
    private var recentErrorCount = 0
    private var warningCount = 0
    /// True if no more is to be read.
    var isStopped = false
    /// How many threads read large files.
    let threads: Int
    /// How much of a large file is read at once.
    let segmentOctets: Int
    /// True for the parser of one segment, which stops at whatever is more than a plain record.
    let isSegment: Bool
    /// Records that `$GENERATE` has made or is to make.
    var generated = 0
    /// Octets of the files that were read or are being read.
    private var octetsRead = 0
    /// Told how far the file that is read now will not be looked at again.
    var passed: (Int) -> Void = { _ in }

    /// The owner that an entry with a blank one belongs to.
    struct OwnerState {
        /// Wire form; empty before the first entry.
        var wire: [UInt8] = []
        /// True if the builder has not been told of it.
        var isNew = false
        /// False if it was wrong: entries with a blank owner after it are passed over, as the error is known.
        var isUsable = true
        /// Where its text stands in the present file; the same text again is the same owner.
        var textStart = 0
        /// Length of that text, 0 for none.
        var textCount = 0
        /// How the line of its last record began.
        var line = LineStart()

        /// Makes room for another owner, which is not usable until it has been read.
        mutating func begin() {
            wire.removeAll(keepingCapacity: true)
            isNew = true
            isUsable = false
            forgetText()
        }

        /// What the text stands for is another now.
        mutating func forgetText() {
            textCount = 0
            line.count = 0
        }
    }

    init(
        origin: Name?,
        source: any ZoneFileSource,
        rules: ZoneRules,
        threads: Int,
        segmentOctets: Int
    ) {
        self.source = source
        self.rules = rules
        self.builder = ZoneBuilder(origin: origin ?? .root)
        builder.room = ZoneBuilder.Room(rules.limits)
        self.apex = origin?.octets
        self.origin = origin?.octets
        self.threads = threads
        self.segmentOctets = segmentOctets
        isSegment = false
    }

    /// A parser for a segment of the file that `whole` is reading.
    init(segmentOf whole: borrowing ZoneFileParser) {
        source = NoZoneFiles()
        rules = whole.rules
        builder = ZoneBuilder(origin: whole.builder.origin)
        builder.room = whole.builder.room
        apex = whole.apex
        origin = whole.origin
        defaultTTL = whole.defaultTTL
        threads = 1
        segmentOctets = .max / 4
        isSegment = true
    }

    /// Reads the main file, which the source gives.
    mutating func readMainFile(_ path: String) {
        let failure = source.withOctets(of: path, atMost: octetsLeft) { octets, passed in
            self.passed = passed
            readMainFile(octets, named: path)
        }
        if let failure {
            places.enter(path, line: 1, column: 1)
            report(EntryError(problem(of: failure, path), line: 1, column: 1))
        }
    }

    /// Reads the main file.
    mutating func readMainFile(_ octets: Span<UInt8>, named path: String) {
        places.enter(path, line: 1, column: 1)
        guard octets.count <= octetsLeft else {
            return report(EntryError(problem(of: .tooLarge, path), line: 1, column: 1))
        }
        // Names, keys and data of a zone take about as many octets as its text; room that is not used costs nothing.
        builder.arena.reserveCapacity(min(octets.count + octets.count / 4, Int(UInt32.max)))
        _ = readFile(octets)
    }

    /// How many octets the files that are still to be read may have.
    var octetsLeft: Int { (rules.limits.octets ?? .max) - octetsRead }

    /// Why a file was not read; one that is beyond the limit ends the reading.
    mutating func problem(of failure: ZoneFileSourceError, _ path: String) -> ZoneProblem {
        guard failure == .tooLarge, let limit = rules.limits.octets else {
            return .unreadableFile(path, failure)
        }
        isStopped = true
        return .beyondLimit(.octets(limit: limit))
    }

    /// Reads one file to its end; gives the line where it ends.
    mutating func readFile(_ octets: Span<UInt8>) -> Int {
        octetsRead += octets.count
        if octets.count >= 3, octets[0] == 0xEF, octets[1] == 0xBB, octets[2] == 0xBF {
            report(EntryError(.byteOrderMark, line: 1, column: 1))
            return 1
        }
        if octets.count >= 2, min(octets[0], octets[1]) == 0xFE, max(octets[0], octets[1]) == 0xFF {
            report(EntryError(.byteOrderMark, line: 1, column: 1))
            return 1
        }
        owner.forgetText()
        var scanner = FieldScanner(octets)
        var course = SegmentCourse(fileOctets: octets.count, segmentOctets: segmentOctets)
        while !scanner.isAtEnd, !isStopped {
            if scanner.position >= course.position, readSegments(&scanner, &course) { continue }
            readEntryOrReport(&scanner)
        }
        return scanner.line
    }

    /// Reads entries to the end of the octets, or until no more is to be read.
    mutating func readEntries(_ scanner: inout FieldScanner) {
        while !scanner.isAtEnd, !isStopped { readEntryOrReport(&scanner) }
    }

    private mutating func readEntryOrReport(_ scanner: inout FieldScanner) {
        scanner.beginEntry()
        do throws(EntryError) {
            try readEntry(&scanner)
        } catch {
            report(error, as: error.severity)
            scanner.skipEntry()
        }
    }

    /// Notes an error in the present file.
    mutating func report(_ error: EntryError, as severity: DiagnosticSeverity = .error) {
        guard !isSegment else {
            isStopped = true
            return
        }
        let use = max(places.current, 0)
        let position = SourcePosition(file: places.uses[use].path, line: error.line, column: error.column)
        note(severity, error.problem, position, use: use)
    }

    private mutating func report(_ finding: ZoneFinding) {
        let (position, use) =
            finding.mark.map { places.position(of: $0) }
            ?? (SourcePosition(file: places.uses[0].path, line: 1, column: 1), 0)
        note(finding.severity, finding.problem, position, use: use)
    }

    private mutating func note(
        _ severity: DiagnosticSeverity,
        _ problem: ZoneProblem,
        _ position: SourcePosition,
        use: Int
    ) {
        guard errorCount < ZoneFileReader.maximumErrors else { return }
        if severity == .warning {
            warningCount += 1
            guard warningCount <= ZoneFileReader.maximumWarnings else { return }
        } else if problem.recentRule != nil {
            recentErrorCount += 1
            guard recentErrorCount <= ZoneFileReader.maximumErrors else { return }
        } else {
            errorCount += 1
        }
        diagnostics.append(
            ZoneDiagnostic(
                severity: severity,
                position: position,
                problem: problem,
                includedFrom: places.includers(of: use)
            )
        )
        guard errorCount == ZoneFileReader.maximumErrors else { return }
        isStopped = true
        diagnostics.append(
            ZoneDiagnostic(
                severity: .error,
                position: position,
                problem: .tooManyErrors(limit: errorCount),
                includedFrom: places.includers(of: use)
            )
        )
    }

    /// Checks the zone as a whole where its text was without errors.
    mutating func finish() -> ZoneReading {
        var zone: Zone?
        var isRead = false
        var apexRecords: [ApexRecordPlace] = []
        if errorCount == 0 {
            // Taken out of the parser: what two hold is copied when it is sorted.
            let whole = builder
            builder = ZoneBuilder(origin: .root)
            let checked = whole.finishChecked(rules: rules, threads: threads)
            for finding in checked.findings { report(finding) }
            zone = checked.zone
            checkMemory(checked.zone)
            isRead = errorCount == 0
            apexRecords = checked.apexRecords.map { place(of: $0, in: checked.zone) }
        }
        return ZoneReading(
            zone: isRead && recentErrorCount == 0 ? zone : nil,
            excusable: isRead && recentErrorCount > 0 ? zone : nil,
            diagnostics: diagnostics,
            omittedWarnings: max(0, warningCount - ZoneFileReader.maximumWarnings),
            apexRecords: apexRecords
        )
    }

    /// Refuses a zone that has room in memory as it was read, but not as it would be signed.
    private mutating func checkMemory(_ zone: Zone) {
        guard let limit = rules.limits.memory, ZoneLimits.memory(forSigning: zone) > limit else { return }
        report(ZoneFinding(severity: .error, problem: .beyondLimit(.memory(limit: limit)), mark: nil))
    }

    private func place(of found: ApexRecord, in zone: Zone) -> ApexRecordPlace {
        let (position, use) = places.position(of: found.mark)
        return ApexRecordPlace(
            type: found.type,
            rdata: zone.copy(zone.records[found.record]),
            position: position,
            includedFrom: places.includers(of: use)
        )
    }
}
