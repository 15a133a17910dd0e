import DNSSECModel

// Milestones and postponements are read straight into nouns: every field of theirs is an argument of an initialiser
// here, and so none is forgotten.

extension PolicySpec {
    /// `milestones`, in order of time.
    static func milestones(_ top: inout MappingReader) -> [Milestone]? {
        guard let items = top.list("milestones") else { return nil }
        let path = top.path.appending("milestones")
        let milestones = items.enumerated().compactMap { index, item in
            MappingReader(item, path: path.appending(index), log: top.log).flatMap { milestone($0) }
        }
        return milestones.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
    }

    private static func milestone(_ mapping: MappingReader) -> Milestone? {
        var mapping = mapping
        defer { mapping.finish() }
        for key in ["at", "title"] { mapping.require(key) }
        // No step of a key, and so no edit of the zone: a date alone is the whole day.
        let at = mapping.date("at", DateReader())
        let until = mapping.date("until", DateReader())
        if let at, let until, until <= at {
            mapping.log.report(
                .schedule(.endsTooEarly(until, start: at)),
                at: mapping.valueMark("until")
            )
        }
        let title = mapping.text("title")
        let note = mapping.text("note")
        let isAssumed = mapping.boolean("assumed") ?? false
        guard let at, let title else { return nil }
        return Milestone(at: at, until: until, title: title, note: note, isAssumed: isAssumed)
    }

    /// `postponements`, in the order in which they were announced.
    static func postponements(
        _ top: inout MappingReader,
        keys: [Key],
        context: ScheduleContext
    ) -> [Postponement]? {
        guard let items = top.list("postponements") else { return nil }
        let path = top.path.appending("postponements")
        let postponements = items.enumerated().compactMap { index, item in
            MappingReader(item, path: path.appending(index), log: top.log).flatMap {
                postponement($0, keys: keys, context: context)
            }
        }
        return postponements.enumerated().sorted {
            ($0.element.announced, $0.offset) < ($1.element.announced, $1.offset)
        }.map(\.element)
    }

    private static func postponement(
        _ mapping: MappingReader,
        keys: [Key],
        context: ScheduleContext
    ) -> Postponement? {
        var mapping = mapping
        defer { mapping.finish() }
        for key in ["announced", "role", "phase", "until", "reason"] { mapping.require(key) }
        let announced = mapping.date("announced", DateReader())
        let role = mapping.word("role", roleWords)
        let name = mapping.text("key")
        let phase = mapping.word("phase", GateReader.phases.map { ($0.rawValue, $0) })
        let until = mapping.date("until", context.dates)
        let reason = mapping.text("reason")
        if let announced, let until, until <= announced {
            mapping.log.report(
                .schedule(.endsTooEarly(until, start: announced)),
                at: mapping.valueMark("until")
            )
        }
        if let role { checkNames(role, name, keys, mapping) }
        guard let announced, let role, let phase, let until, let reason else { return nil }
        return Postponement(
            announced: announced,
            role: role,
            key: name,
            phase: phase,
            until: until,
            reason: reason
        )
    }

    private static func checkNames(_ role: KeyRole, _ name: String?, _ keys: [Key], _ mapping: MappingReader)
    {
        let ofRole = keys.filter { $0.role == role }
        guard !ofRole.isEmpty else {
            mapping.log.report(.schedule(.unknownRole(role)), at: mapping.valueMark("role"))
            return
        }
        let known = ofRole.flatMap { $0.known ?? [] }.map(\.name)
        guard let name, !known.contains(name) else { return }
        let suggestion = Suggestion.nearest(to: name, among: known)
        mapping.log.report(
            .schedule(.unknownName(name, suggestion: suggestion, known: known)),
            at: mapping.valueMark("key")
        )
    }
}

// MARK: - Revisions

extension PolicySpec {
    /// `revisions`, each later than the one above it.
    static func revisions(_ top: inout MappingReader, context: ScheduleContext) -> [Revision]? {
        guard let items = top.list("revisions") else { return nil }
        let path = top.path.appending("revisions")
        var revisions: [Revision] = []
        for (index, item) in items.enumerated() {
            guard let mapping = MappingReader(item, path: path.appending(index), log: top.log) else {
                continue
            }
            let revision = revision(mapping, context: context)
            if let date = revision.from, let above = revisions.last?.from, date <= above {
                top.log.report(
                    .schedule(.revisionNotLater(date, than: above)),
                    at: mapping.valueMark("from")
                )
            }
            revisions.append(revision)
        }
        return revisions
    }

    private static func revision(_ mapping: MappingReader, context: ScheduleContext) -> Revision {
        var mapping = mapping
        defer { mapping.finish() }
        mapping.require("from")
        return (
            from: mapping.date("from", context.dates),
            keys: keys(&mapping, context: context),
            isAssumed: mapping.boolean("assumed")
        )
    }
}
