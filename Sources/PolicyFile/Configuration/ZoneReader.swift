import DNSSECModel

/// Reads the entries of `zones` and remembers what no two may share.
struct ZoneReader {
    let paths: PathResolver
    let rules: ZoneRules
    let log: ReadingLog
    private var lineOfName: [Name: Int] = [:]
    private var lineOfOutput: [String: Int] = [:]

    init(paths: PathResolver, rules: ZoneRules, log: ReadingLog) {
        (self.paths, self.rules, self.log) = (paths, rules, log)
    }

    /// The zone of an entry; `nil` if a part that it needs is missing or wrong.
    mutating func zone(_ node: YAMLNode) -> ZoneConfiguration? {
        guard var entry = MappingReader(node, path: PolicyKeyPath(), log: log) else { return nil }
        defer { entry.finish() }
        for key in ["name", "file", "output"] { entry.require(key) }
        let name = name(&entry)
        let file = entry.text("file").map(paths.resolve)
        let policy = policy(&entry)
        let output = output(&entry, file: file)
        let hooks = entry.mapping("hooks").map { self.hooks($0) }
        var rules = rules
        if let own = entry.mapping("limits") { rules.limits = rules.limits.overridden(by: ZoneLimits(own)) }
        guard let name, let file, let output else { return nil }
        return ZoneConfiguration(
            name: name,
            file: file,
            policy: policy ?? DaemonConfiguration.Default.policy,
            output: output,
            rules: rules,
            hooks: hooks ?? HookConfiguration(),
            position: log.position(entry.mark),
            policyPosition: log.position(entry.valueMark("policy")),
            filePosition: log.position(entry.valueMark("file"))
        )
    }

    /// The name, with or without its final dot; one that is taken is a fault.
    private mutating func name(_ entry: inout MappingReader) -> Name? {
        guard let (text, mark) = entry.scalar("name") else { return nil }
        do throws(NameError) {
            let name = try Name(absolute: text)
            if let line = lineOfName[name] {
                log.report(.repeatedZone(name, firstLine: line), at: mark)
            } else {
                lineOfName[name] = mark.line
            }
            return name
        } catch {
            log.report(.badName(text, error), at: mark)
            return nil
        }
    }

    /// A name that is safe as a part of a path, so that no policy comes from elsewhere.
    private func policy(_ entry: inout MappingReader) -> String? {
        guard let policy = entry.text("policy") else { return nil }
        let isWord = policy.utf8.allSatisfy { octet in
            switch octet {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }
        guard isWord, !policy.hasPrefix("."), !policy.hasSuffix(".yaml") else {
            log.report(.badPolicyName(policy), at: entry.valueMark("policy"))
            return nil
        }
        return policy
    }

    private mutating func output(_ entry: inout MappingReader, file: String?) -> String? {
        guard let output = entry.text("output").map(paths.resolve) else { return nil }
        let mark = entry.valueMark("output")
        if output == file {
            log.report(.outputIsInput(output), at: mark)
        } else if let line = lineOfOutput[output] {
            log.report(.sharedOutput(output, firstLine: line), at: mark)
        } else {
            lineOfOutput[output] = mark.line
        }
        return output
    }

    // MARK: - Hooks

    private func hooks(_ mapping: MappingReader) -> HookConfiguration {
        var mapping = mapping
        defer { mapping.finish() }
        let (from, to) = ConfigurationFile.timeLimitRange
        return HookConfiguration(
            published: words(&mapping, "published"),
            dsSubmit: words(&mapping, "ds-submit"),
            dsWithdraw: words(&mapping, "ds-withdraw"),
            timeLimit: mapping.interval("time-limit", from: from, to: to)
                ?? DaemonConfiguration.Default.hookTimeLimit
        )
    }

    /// A program and its arguments; the arguments may be empty texts, the program not.
    private func words(_ mapping: inout MappingReader, _ key: String) -> [String]? {
        guard let node = mapping.node(key) else { return nil }
        if case .scalar(let text, _, let mark) = node, node.shape == .text {
            log.report(.hookIsText(text), at: mark)
            return nil
        }
        guard let items = mapping.list(key) else { return nil }
        if items.isEmpty { log.report(.emptyList, at: node.mark) }
        let words = items.compactMap { log.scalar($0) }
        if let (program, mark) = words.first, program.isEmpty { log.report(.emptyText, at: mark) }
        return words.map(\.text)
    }
}
