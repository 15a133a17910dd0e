import DNSSECModel

/// Reads the entries of `known`: keys with names, and perhaps with a public key and dates of their own.
struct KnownKeyReader {
    let key: MappingReader
    let role: KeyRole?
    let algorithm: SecurityAlgorithm?
    let bits: Int?
    let context: ScheduleContext

    private var log: ReadingLog { key.log }

    /// Steps in the order in which every key takes them; DS steps come where the method of the roll has them.
    private static let order: [KeyStep] = [.generate, .publish, .sign, .retire, .revoke, .remove]
    private static let parentOrder: [KeyStep] = [.generate, .submitDS, .withdrawDS]
    /// The steps that may have dates.
    static let phases: [KeyStep] = [
        .generate, .publish, .submitDS, .sign, .withdrawDS, .retire, .revoke, .remove,
    ]

    /// The keys, in the order of the file, which is that of their use.
    func keys() -> [KnownKey]? {
        var key = key
        guard let items = key.list("known") else { return nil }
        if items.isEmpty { log.report(.emptyList, at: key.valueMark("known")) }
        let path = key.path.appending("known")
        var lineOfName: [String: Int] = [:]
        var known: [KnownKey] = []
        for (index, item) in items.enumerated() {
            guard let mapping = MappingReader(item, path: path.appending(index), log: log) else { continue }
            guard let next = knownKey(mapping) else { continue }
            if let line = lineOfName[next.name] {
                log.report(
                    .schedule(.repeatedName(next.name, firstLine: line)),
                    at: mapping.valueMark("name")
                )
            }
            lineOfName[next.name] = lineOfName[next.name] ?? mapping.mark.line
            if let last = known.last(where: { $0.dates[.sign] != nil }), let used = last.dates[.sign],
                let date = next.dates[.sign], date < used
            {
                log.report(
                    .schedule(.keysOutOfOrder(next.name, after: last.name)),
                    at: mapping.valueMark("sign")
                )
            }
            known.append(next)
        }
        return known
    }

    private func knownKey(_ mapping: MappingReader) -> KnownKey? {
        var mapping = mapping
        defer { mapping.finish() }
        mapping.require("name")
        let name = mapping.text("name")
        let record = mapping.scalar("dnskey").flatMap { self.record($0.text, at: $0.mark) }
        var dates: [KeyStep: Instant] = [:]
        for phase in Self.phases {
            PolicySpec.checkPhase(phase, in: mapping, of: key, role: role, context: context)
            dates[phase] = mapping.date(phase.rawValue, context.dates)
        }
        checkOrder(dates, Self.order, mapping)
        checkOrder(dates, Self.parentOrder, mapping)
        let assumed = self.assumed(&mapping)
        return name.map { KnownKey(name: $0, record: record, dates: dates, assumed: assumed) }
    }

    private func checkOrder(_ dates: [KeyStep: Instant], _ order: [KeyStep], _ mapping: MappingReader) {
        let present = order.filter { dates[$0] != nil }
        for (earlier, later) in zip(present, present.dropFirst()) {
            guard let before = dates[earlier], let date = dates[later], date < before else { continue }
            log.report(
                .schedule(.datesOutOfOrder(later, date, before: earlier, before)),
                at: mapping.valueMark(later.rawValue)
            )
        }
    }

    private func assumed(_ mapping: inout MappingReader) -> Set<KeyStep> {
        var phases: Set<KeyStep> = []
        for item in mapping.list("assumed") ?? [] {
            guard let (phase, mark) = log.word(item, Self.phases.map { ($0.rawValue, $0) }) else { continue }
            if mapping.has(phase.rawValue) {
                phases.insert(phase)
            } else {
                log.report(.schedule(.assumedWithoutDate(phase)), at: mark)
            }
        }
        return phases
    }

    // MARK: - The public key

    /// `257 3 8 AwEAAaz...`, the key perhaps in several pieces.
    private func record(_ text: String, at mark: Mark) -> DNSKEYRecord? {
        let fields = text.split { $0 == " " || $0 == "\n" }
        var octets: [UInt8] = []
        guard fields.count >= 4, let flags = UInt16(fields[0]), fields[1] == "3",
            let algorithm = SecurityAlgorithm(text: String(fields[2])),
            Base64Text.decode(Array(fields[3...].joined().utf8).span, to: &octets), !octets.isEmpty,
            let size = Self.size(octets, algorithm)
        else {
            log.report(.schedule(.badKey(text)), at: mark)
            return nil
        }
        let record = DNSKEYRecord(flags: flags, algorithm: algorithm, publicKey: octets)
        for problem in problems(record, size: size) { log.report(.schedule(problem), at: mark) }
        return record
    }

    private func problems(_ record: DNSKEYRecord, size: Int) -> [ScheduleProblem] {
        if record.isRevoked { return [.keyRevoked] }
        var problems: [ScheduleProblem] = []
        if let role, record.flags != role.flags {
            problems.append(.keyFlags(found: record.flags, wanted: role.flags))
        }
        guard let algorithm else { return problems }
        guard record.algorithm == algorithm else {
            return problems + [.keyAlgorithm(found: record.algorithm, wanted: algorithm)]
        }
        let wanted = bits ?? DNSSECPolicy.Default.rsaBits
        if algorithm.isRSA, size != wanted { problems.append(.keySize(found: size, wanted: wanted)) }
        return problems
    }

    /// Bits of the modulus of an RSA key (RFC 3110 2), or of the octets of a key of a curve; `nil` if the octets
    /// are no key of the algorithm.
    private static func size(_ octets: [UInt8], _ algorithm: SecurityAlgorithm) -> Int? {
        guard algorithm.isRSA else {
            let wanted: [SecurityAlgorithm: Int] = [
                .ecdsaP256SHA256: 64, .ecdsaP384SHA384: 96, .ed25519: 32, .ed448: 57,
            ]
            return wanted[algorithm] == octets.count ? octets.count * 8 : nil
        }
        guard let first = octets.first else { return nil }
        var start = 1
        var length = Int(first)
        if first == 0 {
            guard octets.count >= 3 else { return nil }
            (start, length) = (3, Int(octets[1]) << 8 | Int(octets[2]))
        }
        let modulus = octets.dropFirst(start + length)
        guard length > 0, let top = modulus.first, top != 0 else { return nil }
        return modulus.count * 8 - top.leadingZeroBitCount
    }
}

extension ReadingLog {
    /// One of some words, standing in a list.
    func word<Value>(_ node: YAMLNode, _ words: [(String, Value)]) -> (value: Value, mark: Mark)? {
        guard let (text, mark) = scalar(node) else { return nil }
        if let match = words.first(where: { $0.0 == text }) { return (match.1, mark) }
        let known = words.map(\.0)
        let suggestion = Suggestion.nearest(to: text, among: known)
        report(.unknownWord(text, suggestion: suggestion, known: known), at: mark)
        return nil
    }
}
