import DNSSECModel

extension PolicySpec {
    /// The entries of `keys`, in the order of the file; none for the word `none`.
    static func keys(_ holder: inout MappingReader, context: ScheduleContext) -> [Key] {
        holder.require("keys")
        if case .scalar(_, _, _)? = holder.node("keys"), holder.scalar("keys") != nil {
            _ = holder.word("keys", [("none", true)])
            return []
        }
        guard let items = holder.list("keys") else { return [] }
        if items.isEmpty { holder.log.report(.emptyList, at: holder.valueMark("keys")) }
        let path = holder.path.appending("keys")
        let keys = items.enumerated().compactMap { index, item in
            MappingReader(item, path: path.appending(index), log: holder.log).map { key($0, context) }
        }
        if keys.count == items.count { checkCombination(keys, path, log: holder.log) }
        return keys
    }

    private static func key(_ mapping: MappingReader, _ context: ScheduleContext) -> Key {
        var mapping = mapping
        defer { mapping.finish() }
        mapping.require("role")
        mapping.require("algorithm")
        let role = mapping.word("role", roleWords)
        let algorithm = algorithm(&mapping)
        let bits = bits(&mapping, algorithm: algorithm)
        let lifetime = lifetime(&mapping)
        let jitter = lifetimeJitter(&mapping, lifetime)
        let roll = roll(&mapping, role: role, context)
        let spread = spread(&mapping, role: role, roll: roll)
        let rfc5011 = rfc5011(&mapping, role: role, roll: roll)
        let standby = mapping.integer("standby", from: 0, to: maximumStandby)
        let calendar = keyCalendar(&mapping, role: role, context: context)
        _ = mapping.node("known")
        let known = KnownKeyReader(
            key: mapping,
            role: role,
            algorithm: algorithm,
            bits: bits,
            context: context
        )
        return (
            role: role, algorithm: algorithm, bits: bits, lifetime: lifetime, roll: roll, spread: spread,
            rfc5011: rfc5011, standby: standby, calendar: calendar, known: known.keys(),
            lifetimeJitter: jitter,
            mark: mapping.mark
        )
    }

    private static func algorithm(_ mapping: inout MappingReader) -> SecurityAlgorithm? {
        guard let (text, mark) = mapping.scalar("algorithm") else { return nil }
        guard let algorithm = SecurityAlgorithm(text: text) else {
            let suggestion = Suggestion.nearest(to: text, among: algorithmWords)
            mapping.log.report(.unknownWord(text, suggestion: suggestion, known: algorithmWords), at: mark)
            return nil
        }
        guard !SecurityAlgorithm.signing.contains(algorithm) else { return algorithm }
        let isForbidden = [1, 3, 5, 6, 7, 12].contains(algorithm.rawValue)
        mapping.log.report(
            isForbidden ? .forbiddenAlgorithm(algorithm) : .unsupportedAlgorithm(algorithm),
            at: mark
        )
        return nil
    }

    private static func bits(_ mapping: inout MappingReader, algorithm: SecurityAlgorithm?) -> Int? {
        let bits = mapping.integer("bits", from: rsaBits.from, to: rsaBits.to)
        if let algorithm, !algorithm.isRSA, mapping.has("bits") {
            mapping.log.report(.bitsWithoutRSA(algorithm), at: mapping.keyMark("bits"))
        }
        return bits
    }

    private static func lifetime(_ mapping: inout MappingReader) -> OrWord? {
        switch lifetimeSpan(&mapping) {
        case .success(let span)?: return .span(span)
        case .failure(let problem)?:
            mapping.log.report(problem, at: mapping.valueMark("lifetime"))
            return nil
        case nil: break
        }
        let lifetime = mapping.interval(
            "lifetime",
            orWord: "unlimited",
            from: .zero,
            to: lifetimeRange.to
        )
        if case .interval(.zero) = lifetime {
            mapping.log.report(.zeroLifetime, at: mapping.valueMark("lifetime"))
        }
        return lifetime
    }

    /// Whole months and years, or why months and years are not these; `nil` if the lifetime counts in neither.
    private static func lifetimeSpan(_ mapping: inout MappingReader) -> Result<CalendarSpan, PolicyProblem>? {
        guard case .scalar(let text, _, _)? = mapping.node("lifetime") else { return nil }
        if let span = CalendarSpan(text: text) { return .success(span) }
        do throws(IntervalTextError) {
            _ = try Interval(text: text)
            return nil
        } catch {
            let isSpan = error == .monthOrYear || text.first?.isNumber == true && text.contains("mo")
            return isSpan ? .failure(.badLifetimeSpan(text)) : nil
        }
    }

    /// Less than the lifetime, of which there must be one.
    private static func lifetimeJitter(_ mapping: inout MappingReader, _ lifetime: OrWord?) -> Interval? {
        guard let lifetime = lifetime?.interval else {
            if mapping.node("lifetime-jitter") != nil {
                mapping.log.report(.jitterWithoutLifetime, at: mapping.keyMark("lifetime-jitter"))
            }
            return nil
        }
        let most = max(.zero, lifetime - .seconds(1))
        return mapping.interval("lifetime-jitter", from: .zero, to: most)
    }

    private static func roll(
        _ mapping: inout MappingReader,
        role: KeyRole?,
        _ context: ScheduleContext
    ) -> RolloverMethod? {
        guard let method = mapping.word("roll", rollWords), let role else { return nil }
        if !methods(of: role).contains(method.rawValue) {
            mapping.log.report(.wrongRollMethod(method, role), at: mapping.valueMark("roll"))
        } else if method == .doubleDS || method == .doubleRRset, !context.hasParent {
            mapping.log.report(.methodWithoutParent(method), at: mapping.valueMark("roll"))
        }
        return method
    }

    /// Only where signatures change over from one key to the next at a moment.
    private static func spread(
        _ mapping: inout MappingReader,
        role: KeyRole?,
        roll: RolloverMethod?
    ) -> OrWord? {
        let spread = mapping.interval("spread", orWord: "none", from: spreadRange.from, to: spreadRange.to)
        guard case .interval? = spread, let role else { return spread }
        if role == .ksk {
            mapping.log.report(.spreadOnKSK, at: mapping.keyMark("spread"))
        } else if !mapping.has("roll") || roll != nil, roll ?? .usual(of: role) != .prePublication {
            mapping.log.report(.spreadBesideMethod(.doubleSignature), at: mapping.keyMark("spread"))
        }
        return spread
    }

    private static func rfc5011(
        _ mapping: inout MappingReader,
        role: KeyRole?,
        roll: RolloverMethod?
    ) -> RFC5011? {
        guard var timers = mapping.mapping("rfc5011") else { return nil }
        defer { timers.finish() }
        if role == .zsk {
            mapping.log.report(.rfc5011OnZSK, at: mapping.keyMark("rfc5011"))
        } else if let roll, roll == .doubleDS || roll == .doubleRRset {
            mapping.log.report(.rfc5011BesideMethod(roll), at: mapping.keyMark("rfc5011"))
        }
        return (
            addHoldDown: timers.interval("add-hold-down", from: delayRange.from, to: delayRange.to),
            revoked: timers.interval("revoked", from: delayRange.from, to: delayRange.to),
            isForced: timers.boolean("force")
        )
    }
}

// MARK: - Which keys go together

extension PolicySpec {
    /// One KSK and one ZSK of one algorithm, or one CSK.
    private static func checkCombination(_ keys: [Key], _ path: PolicyKeyPath, log: ReadingLog) {
        var firsts: [KeyRole: Mark] = [:]
        for key in keys {
            guard let role = key.role else { return }
            if let first = firsts[role] {
                log.report(.repeatedRole(role, firstLine: first.line), at: key.mark)
            } else {
                firsts[role] = key.mark
            }
        }
        if let csk = firsts[.csk] {
            if firsts.count > 1 { log.report(.cskBesideOthers, at: csk) }
        } else if let only = firsts.first, firsts.count == 1 {
            log.report(.missingRole(only.key == .ksk ? .zsk : .ksk), at: only.value)
        } else {
            checkAlgorithms(keys, path, log: log)
        }
    }

    private static func checkAlgorithms(_ keys: [Key], _ path: PolicyKeyPath, log: ReadingLog) {
        guard let first = keys.first?.algorithm else { return }
        for (index, key) in keys.enumerated().dropFirst() {
            guard let algorithm = key.algorithm, algorithm != first else { continue }
            let position = log.positions[path.appending(index).appending("algorithm")]
            let mark = position.map { Mark(line: $0.line, column: $0.column) } ?? key.mark
            log.report(.mixedAlgorithms(first, algorithm), at: mark)
        }
    }
}
