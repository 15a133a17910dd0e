/// Walks through time from one change of what can be cached to the next, and judges each new combination.
///
/// Combinations change only where a stretch begins or ends, and a new one needs a stretch that begins. Stretches
/// that share a second in pairs share one all together, so it is enough to look at the moments of beginning.
struct CacheSweep {
    typealias Key = ResolverModel.Key

    private let ds: Lane<Set<Key>>
    private let keys: Lane<ResolverModel.KeyContent>
    private let data: Lane<ResolverModel.DataContent>

    /// Verdicts by the numbers of the contents: the same few combinations return thousands of times.
    private var chainVerdicts: [Pair: ResolverModel.Fault?] = [:]
    private var dataVerdicts: [Pair: ResolverModel.Fault?] = [:]
    private var found: [ResolverModel.Violation] = []

    private struct Pair: Hashable {
        var first: Int
        var second: Int
    }

    init(model: ResolverModel, start: Int, end: Int) {
        ds = Lane(model.dsStretches(), start: start, end: end)
        keys = Lane(model.keyStretches(), start: start, end: end)
        data = Lane(model.dataStretches(), start: start, end: end)
    }

    mutating func run(limit: Int) -> [ResolverModel.Violation] {
        var present = (ds: Present(), keys: Present(), data: Present())
        let starts = Set(ds.starts).union(keys.starts).union(data.starts).sorted()
        for now in starts where found.count < limit {
            ds.move(to: now, &present.ds)
            keys.move(to: now, &present.keys)
            data.move(to: now, &present.data)
            judge(now, present.ds, present.keys, present.data)
        }
        return Array(found.prefix(limit))
    }

    /// Judges the combinations of which at least one part has just come.
    private mutating func judge(_ now: Int, _ ds: Present, _ keys: Present, _ data: Present) {
        for dsEntry in ds.entries where !self.ds.contents[dsEntry.content].isEmpty {
            for keyEntry in keys.entries {
                let pairIsNew = dsEntry.isNew || keyEntry.isNew
                if let fault = chainFault(dsEntry.content, keyEntry.content) {
                    if pairIsNew { report(now, fault, dsEntry.content, keyEntry.content, nil) }
                    continue
                }
                for dataEntry in data.entries where pairIsNew || dataEntry.isNew {
                    guard let fault = dataFault(keyEntry.content, dataEntry.content) else { continue }
                    report(now, fault, dsEntry.content, keyEntry.content, dataEntry.content)
                }
            }
        }
    }

    private mutating func report(
        _ now: Int,
        _ fault: ResolverModel.Fault,
        _ ds: Int,
        _ keys: Int,
        _ data: Int?
    ) {
        found.append(
            ResolverModel.Violation(
                time: now,
                dsVersion: self.ds.version(of: ds, at: now),
                dnskeyVersion: self.keys.version(of: keys, at: now),
                dataVersion: data.map { self.data.version(of: $0, at: now) },
                fault: fault
            )
        )
    }
}

// MARK: - What a validator says (RFC 4035 5.2, 5.3)

extension CacheSweep {
    /// Why the DNSKEY RRset does not follow from a DS RRset that is not empty; nil if it does.
    private mutating func chainFault(_ ds: Int, _ keys: Int) -> ResolverModel.Fault? {
        let pair = Pair(first: ds, second: keys)
        if let known = chainVerdicts[pair] { return known }
        let verdict = Self.fault(ds: self.ds.contents[ds], keys: self.keys.contents[keys])
        chainVerdicts[pair] = .some(verdict)
        return verdict
    }

    /// Why zone data does not follow from a DNSKEY RRset that is secure; nil if it does.
    private mutating func dataFault(_ keys: Int, _ data: Int) -> ResolverModel.Fault? {
        let pair = Pair(first: keys, second: data)
        if let known = dataVerdicts[pair] { return known }
        let verdict = Self.fault(keys: self.keys.contents[keys], data: self.data.contents[data])
        dataVerdicts[pair] = .some(verdict)
        return verdict
    }

    private static func fault(ds: Set<Key>, keys: ResolverModel.KeyContent) -> ResolverModel.Fault? {
        if keys.keys.isEmpty { return .noDNSKEY }
        let named = ds.intersection(keys.keys)
        if named.isEmpty { return .dsMatchesNoKey }
        let usable = named.subtracting(keys.revoked)
        if usable.isEmpty { return .dsMatchesOnlyRevokedKeys }
        if !usable.isDisjoint(with: keys.signers) { return nil }
        return keys.isExpired ? .keySignaturesExpired : .dsKeyDoesNotSign
    }

    private static func fault(
        keys: ResolverModel.KeyContent,
        data: ResolverModel.DataContent
    ) -> ResolverModel.Fault? {
        if data.isExpired { return .dataSignaturesExpired }
        if data.signers.isEmpty { return .dataUnsigned }
        let known = data.signers.intersection(keys.keys)
        if known.isEmpty { return .dataSignerNotInDNSKEY }
        return known.isSubset(of: keys.revoked) ? .dataSignerRevoked : nil
    }
}
