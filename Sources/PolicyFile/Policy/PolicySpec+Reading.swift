import DNSSECModel

extension PolicySpec {
    /// Reads the top of a policy file; what is wrong goes into the log.
    static func file(_ root: YAMLNode, zones: TimeZoneSource, log: ReadingLog) -> File? {
        guard var top = MappingReader(root, path: PolicyKeyPath(), log: log) else { return nil }
        guard version(&top) else { return nil }
        defer { top.finish() }
        let (description, zone) = (top.scalar("description")?.text, top.name("zone"))
        let publishesReasons = top.boolean("publish-reasons")
        let ttl = top.mapping("ttl").map(ttl)
        let signatures = top.mapping("signatures").map(signatures)
        let denial = denial(&top)
        let serial = top.word("serial", serialWords, synonyms: serialSynonyms)
        let zonemd = top.word("zonemd", digestMethodWords)
        let guards = guards(&top)
        let propagation = top.mapping("propagation").map(propagation)
        let safety = top.mapping("safety").map(safety)
        // The keys lean on the calendar and on the parent, wherever these stand in the file.
        let calendar = top.mapping("calendar").map(calendar)
        let parent = top.mapping("parent").map(parent)
        let context = ScheduleContext(calendar: calendar, hasParent: parent?.ds != DSSubmission.none)
        let keys = keys(&top, context: context)
        let gates = GateReader(log: log, zones: zones, context: context).gates(&top)
        let milestones = milestones(&top)
        let revisions = revisions(&top, context: context)
        let all = keys + (revisions ?? []).flatMap(\.keys)
        return (
            description: description, zone: zone, publishesReasons: publishesReasons, ttl: ttl,
            signatures: signatures, denial: denial,
            serial: serial, zonemd: zonemd, guards: guards,
            propagation: propagation, safety: safety, calendar: calendar, keys: keys, parent: parent,
            gates: gates, milestones: milestones,
            postponements: postponements(&top, keys: all, context: context), revisions: revisions
        )
    }

    /// True if the file is of a version that is known; other complaints about another version would mislead.
    static func version(_ top: inout MappingReader) -> Bool {
        top.require("version")
        guard top.has("version") else { return true }
        guard let (text, mark) = top.scalar("version") else { return false }
        guard text == version else {
            top.log.report(.unsupportedVersion(text), at: mark)
            return false
        }
        return true
    }

    private static func ttl(_ mapping: MappingReader) -> TTL {
        var mapping = mapping
        defer { mapping.finish() }
        return (
            dnskey: mapping.interval("dnskey", from: ttlRange.from, to: ttlRange.to),
            ds: mapping.interval("ds", from: ttlRange.from, to: ttlRange.to),
            zoneMaximum: mapping.interval(
                "zone-maximum",
                orWord: "auto",
                from: ttlRange.from,
                to: ttlRange.to
            )
        )
    }

    private static func signatures(_ mapping: MappingReader) -> Signatures {
        var mapping = mapping
        defer { mapping.finish() }
        let (from, to) = validityRange
        return (
            validity: mapping.interval("validity", from: from, to: to),
            dnskeyValidity: mapping.interval("dnskey-validity", from: from, to: to),
            refresh: mapping.interval("refresh", from: from, to: to),
            jitter: mapping.interval("jitter", from: .zero, to: to),
            inceptionOffset: mapping.interval("inception-offset", from: .zero, to: to),
            dnskeySigners: mapping.word("dnskey-signers", signerWords)
        )
    }

    private static func propagation(_ mapping: MappingReader) -> Propagation {
        var mapping = mapping
        defer { mapping.finish() }
        return (
            zone: mapping.interval("zone", from: delayRange.from, to: delayRange.to),
            parent: mapping.interval("parent", from: delayRange.from, to: delayRange.to)
        )
    }

    private static func safety(_ mapping: MappingReader) -> Safety {
        var mapping = mapping
        defer { mapping.finish() }
        return (
            publish: mapping.interval("publish", from: delayRange.from, to: delayRange.to),
            retire: mapping.interval("retire", from: delayRange.from, to: delayRange.to)
        )
    }
}

extension MappingReader {
    /// A duration, or the word that may stand in its place.
    mutating func interval(
        _ key: String,
        orWord word: String,
        from: Interval,
        to: Interval
    ) -> PolicySpec.OrWord? {
        guard let (text, mark) = scalar(key) else { return nil }
        if text == word { return .word }
        if text.first?.isLetter == true, text.first != "P" {
            let suggestion = Suggestion.nearest(to: text, among: [word])
            log.report(.unknownWord(text, suggestion: suggestion, known: [word, "30d"]), at: mark)
            return nil
        }
        return log.interval(text, at: mark, from: from, to: to).map { .interval($0) }
    }
}

// MARK: - Denial

extension PolicySpec {
    /// `denial: nsec`, `denial: nsec3` or `denial: { nsec3: { ... } }`.
    private static func denial(_ top: inout MappingReader) -> Denial? {
        guard let node = top.node("denial") else { return nil }
        guard case .mapping = node else {
            let words: [(String, Denial)] = [
                ("nsec", .nsec), ("nsec3", .nsec3((optOut: nil, iterations: nil, salt: nil))),
            ]
            return top.word("denial", words)
        }
        guard var mapping = MappingReader(node, path: top.path.appending("denial"), log: top.log) else {
            return nil
        }
        mapping.require("nsec3")
        defer { mapping.finish() }
        return mapping.mapping("nsec3").map { .nsec3(nsec3($0)) }
    }

    private static func nsec3(_ mapping: MappingReader) -> NSEC3 {
        var mapping = mapping
        defer { mapping.finish() }
        let isForced = mapping.boolean("force") ?? false
        let optOut = mapping.boolean("opt-out")
        let iterations = mapping.integer("iterations", from: 0, to: maximumIterations)
        if let iterations, iterations > 0, !isForced {
            mapping.log.report(.unforcedIterations(iterations), at: mapping.valueMark("iterations"))
        }
        let salt = salt(&mapping)
        if let salt, !salt.isEmpty, !isForced {
            mapping.log.report(.unforcedSalt, at: mapping.valueMark("salt"))
        }
        return (optOut: optOut, iterations: iterations, salt: salt)
    }

    /// Hexadecimal digits; `-` and the empty text are no salt, as in zone files (RFC 5155 3.3).
    private static func salt(_ mapping: inout MappingReader) -> [UInt8]? {
        guard let (text, mark) = mapping.scalar("salt") else { return nil }
        guard text != "-" else { return [] }
        let digits = text.utf8.map { hexadecimalValue($0) }
        guard digits.count % 2 == 0, digits.count <= 510, !digits.contains(nil) else {
            mapping.log.report(.badSalt(text), at: mark)
            return nil
        }
        let values = digits.compactMap { $0 }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }

    private static func hexadecimalValue(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x41 + 10
        case 0x61...0x66: octet - 0x61 + 10
        default: nil
        }
    }
}

// MARK: - Parent

extension PolicySpec {
    private static func parent(_ mapping: MappingReader) -> Parent {
        var mapping = mapping
        defer { mapping.finish() }
        return (
            ds: mapping.word("ds", submissionWords),
            cds: mapping.boolean("cds"),
            digests: digests(&mapping)
        )
    }

    /// One digest, or a list with the preferred one first.
    private static func digests(_ mapping: inout MappingReader) -> [DigestType]? {
        guard let node = mapping.node("digest") else { return nil }
        guard case .sequence(let items, let mark) = node else {
            return digest(node, log: mapping.log).map { [$0] }
        }
        if items.isEmpty { mapping.log.report(.emptyList, at: mark) }
        var digests: [DigestType] = []
        for item in items {
            guard let digest = digest(item, log: mapping.log) else { continue }
            if digests.contains(digest) {
                mapping.log.report(.repeatedDigest(digest), at: item.mark)
            } else {
                digests.append(digest)
            }
        }
        return digests
    }

    private static func digest(_ node: YAMLNode, log: ReadingLog) -> DigestType? {
        guard let (text, mark) = log.scalar(node) else { return nil }
        switch text.lowercased() {
        case "sha256", "sha-256", "2": return .sha256
        case "sha384", "sha-384", "4": return .sha384
        case "sha1", "sha-1", "1": log.report(.forbiddenDigest(.sha1), at: mark)
        case "3": log.report(.forbiddenDigest(DigestType(rawValue: 3)), at: mark)
        default:
            let suggestion = Suggestion.nearest(to: text, among: digestWords)
            log.report(.unknownWord(text, suggestion: suggestion, known: digestWords), at: mark)
        }
        return nil
    }
}
