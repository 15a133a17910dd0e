/// A problem of a zone as a whole, with the mark of the record that shows it; `nil` if no record does.
struct ZoneFinding: Hashable {
    var severity: DiagnosticSeverity
    var problem: ZoneProblem
    var mark: UInt32?
    /// The servers that do not load the zone for this.
    var refusers: Set<NameServer> = []
}

/// A record at the apex that a signer makes, with the mark of its place.
struct ApexRecord {
    var type: RRType
    var record: Int
    var mark: UInt32

    /// Those of a zone, in the order of the file.
    static func all(in zone: Zone, marks: [UInt32]) -> [ApexRecord] {
        guard let apex = zone.owners.first else { return [] }
        return [RRType.dnskey, .cds, .cdnskey, .zonemd].compactMap { zone.rrset($0, of: apex) }
            .flatMap { rrset in
                rrset.records.map { ApexRecord(type: rrset.type, record: $0, mark: marks[$0]) }
            }
            .sorted { ($0.mark, $0.record) < ($1.mark, $1.record) }
    }
}

extension ZoneBuilder {
    /// The zone, what is wrong with it as a whole, and the records of its apex that a signer makes.
    consuming func finishChecked(
        rules: ZoneRules,
        threads: Int
    ) -> (zone: Zone, findings: [ZoneFinding], apexRecords: [ApexRecord]) {
        putInOrder(threads: threads)
        let differences = ttlDifferences.map { difference in
            let problem = ZoneProblem.differingTTLs(difference.type, difference.first, difference.other)
            return ZoneFinding(severity: .warning, problem: problem, mark: difference.mark)
        }
        let recordMarks = marks
        let zone = takeZone(threads: threads)
        // As the author reads: in the order of the file; what no record shows comes first.
        let findings =
            ZoneChecks.findings(in: zone, marks: recordMarks, rules: rules, threads: threads) + differences
        let order = findings.indices.sorted { left, right in
            (findings[left].mark ?? 0, left) < (findings[right].mark ?? 0, right)
        }
        return (zone, order.map { findings[$0] }, ApexRecord.all(in: zone, marks: recordMarks))
    }
}

/// The rules that a zone as a whole must keep; one pass over its owners.
struct ZoneChecks {
    let zone: Zone
    let marks: [UInt32]
    let rules: ZoneRules
    var findings: [ZoneFinding] = []
    /// The owner that is looked at.
    private(set) var present = 0
    private let apexKeyCount: Int
    /// The last owner with a DNAME whose subtree may not have ended.
    private var dnameOwner: ZoneOwner?
    /// Findings beyond this are not worth their memory.
    private static let limit = 10_000
    /// Location of a service (RFC 2782).
    private static let srv = RRType(rawValue: 33)
    /// A key for another protocol, never standardized.
    private static let rkey = RRType(rawValue: 57)

    init(zone: Zone, marks: [UInt32], rules: ZoneRules) {
        self.zone = zone
        self.marks = marks
        self.rules = rules
        apexKeyCount = zone.origin.canonicalKey.count
    }

    /// What is wrong with a zone, in the order of its owners.
    static func findings(in zone: Zone, marks: [UInt32], rules: ZoneRules, threads: Int) -> [ZoneFinding] {
        var apex = ZoneChecks(zone: zone, marks: marks, rules: rules)
        apex.checkApex()
        var findings = apex.findings
        let pieces = OwnerPieces(count: zone.owners.count)
        OrderedWork.run(count: pieces.count, threads: threads) { piece in
            var checks = ZoneChecks(zone: zone, marks: marks, rules: rules)
            checks.check(owners: pieces[piece])
            return checks.findings
        } take: {
            findings += $1
            return findings.count < limit
        }
        return judged(Array(findings.prefix(limit)), rules)
    }

    private mutating func check(owners: Range<Int>) {
        let zone = zone
        recallDNAME(above: owners.lowerBound)
        for index in owners {
            guard findings.count < Self.limit else { return }
            if (index - owners.lowerBound) % FetchAhead.owners == 0 {
                zone.fetch(index..<min(index + FetchAhead.owners, owners.upperBound))
            }
            present = index
            let owner = zone.owners[index]
            checkDNAME(above: owner)
            checkAlias(owner)
            checkTypes(of: owner)
            for index in owner.rrsets { check(zone.rrsets[index], of: owner) }
        }
    }

    /// Finds the DNAME below which the owner at an index is, if there is one.
    private mutating func recallDNAME(above index: Int) {
        guard index > 0 else { return }
        let key = zone.copy(zone.owners[index].key)
        for end in key.indices where end >= apexKeyCount && (end == 0 || key[end - 1] == 0) {
            guard let above = zone.ownerIndex(ofKey: Array(key[..<end])),
                zone.rrset(.dname, of: zone.owners[above]) != nil
            else { continue }
            return dnameOwner = zone.owners[above]
        }
    }

    /// Notes an error.
    mutating func error(_ problem: ZoneProblem, at rrset: ZoneRRset?) {
        let mark = rrset.flatMap { set in set.records.map { marks[$0] }.max() }
        findings.append(ZoneFinding(severity: .error, problem: problem, mark: mark))
    }

    /// Notes a warning about one record.
    mutating func warning(_ problem: ZoneProblem, record: Int) {
        findings.append(ZoneFinding(severity: .warning, problem: problem, mark: marks[record]))
    }

    func isApex(_ owner: ZoneOwner) -> Bool { Int(owner.key.count) == apexKeyCount }

    private mutating func checkApex() {
        guard let apex = zone.owners.first, isApex(apex), let soa = zone.rrset(.soa, of: apex) else {
            return error(.noSOA(apex: zone.origin), at: nil)
        }
        if soa.recordCount > 1 { error(.severalSOAs, at: soa) }
        if zone.rrset(.ns, of: apex) == nil { error(.noNSAtApex(zone.origin), at: soa) }
        if let ds = zone.rrset(.ds, of: apex) { error(.dsAtApex(zone.origin), at: ds) }
    }

    /// Warns of data that a DNAME hides (RFC 6672 2.4).
    private mutating func checkDNAME(above owner: ZoneOwner) {
        if let dname = dnameOwner, owner.status == .occluded,
            OctetOrder.hasPrefix(zone.octets(owner.key), zone.octets(dname.key))
        {
            let problem = ZoneProblem.occludedByDNAME(zone.name(of: owner), dname: zone.name(of: dname))
            let record = Int(zone.rrsets[Int(owner.firstRRset)].firstRecord)
            return refusal(problem, by: [.knot, .nsd], record: record)
        }
        dnameOwner = zone.rrset(.dname, of: owner) != nil ? owner : nil
    }

    /// A CNAME stands alone but for its DNSSEC records (RFC 2181 10.1, RFC 4035 2.5).
    private mutating func checkAlias(_ owner: ZoneOwner) {
        guard let cname = zone.rrset(.cname, of: owner) else { return }
        if cname.recordCount > 1 { error(.severalCNAMEs(zone.name(of: owner)), at: cname) }
        for index in owner.rrsets {
            let other = zone.rrsets[index]
            if [.cname, .rrsig, .nsec, .nsec3].contains(other.type) { continue }
            let problem = ZoneProblem.cnameBesideOtherData(zone.name(of: owner), other.type)
            let isLater = marks[Int(other.firstRecord)] > marks[Int(cname.firstRecord)]
            error(problem, at: isLater ? other : cname)
        }
    }

    private mutating func check(_ rrset: ZoneRRset, of owner: ZoneOwner) {
        checkSize(rrset, of: owner)
        switch rrset.type {
        case .dnskey where !isApex(owner):
            breach(.dnskeyBelowApex(zone.name(of: owner)), at: rrset)
        case Self.rkey:
            checkFlags(rrset, of: owner)
        case .soa where !isApex(owner):
            error(.soaBelowApex(zone.name(of: owner)), at: rrset)
        case .dname where rrset.recordCount > 1:
            error(.severalDNAMEs(zone.name(of: owner)), at: rrset)
        case .ds where owner.status == .authoritative && !isApex(owner):
            warning(.dsWithoutNS(zone.name(of: owner)), record: Int(rrset.firstRecord))
        case .ns:
            checkDelegation(rrset, of: owner)
            guard owner.status != .occluded else { return }
            for record in rrset.records { checkServer(record, of: owner) }
        case .mx where owner.status == .authoritative:
            for record in rrset.records { checkTarget(record, skipping: 2, .mx) }
        case Self.srv where owner.status == .authoritative:
            for record in rrset.records { checkTarget(record, skipping: 6, Self.srv) }
        default:
            break
        }
    }
}
