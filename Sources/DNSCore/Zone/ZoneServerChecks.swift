// What name servers refuse: BIND 9.18, Knot 3.2 and NSD 4.6, each tried with the zones of the tests.

extension ZoneChecks {
    /// What the largest DNS message has room for behind its header (RFC 1035 4.1.1).
    private static let messageRoom = 65_535 - 12
    /// Type and class of a question, and what stands around the data of a record: a pointer to the owner's name, type,
    /// class, TTL and length (RFC 1035 3.2.1, 4.1.4).
    private static let (questionOctets, recordOctets) = (4, 12)

    /// Makes errors of what no server would load, and of what one of the servers that are asked for would not.
    ///
    /// A zone that each of them refuses for a reason of its own can be loaded nowhere.
    static func judged(_ findings: [ZoneFinding], _ rules: ZoneRules) -> [ZoneFinding] {
        guard rules.refuses, findings.contains(where: { !$0.refusers.isEmpty }) else { return findings }
        let isRefusedByAll =
            findings.reduce(into: Set()) { $0.formUnion($1.refusers) }.count
            == NameServer.allCases.count
        return findings.map { finding in
            var finding = finding
            let isWanted = !finding.refusers.isDisjoint(with: rules.servers)
            if !finding.refusers.isEmpty, isRefusedByAll || isWanted { finding.severity = .error }
            return finding
        }
    }

    /// Notes something for which some servers do not load the zone.
    mutating func refusal(_ problem: ZoneProblem, by servers: Set<NameServer>, record: Int) {
        findings.append(
            ZoneFinding(
                severity: .warning,
                problem: .refused(problem, by: servers),
                mark: marks[record],
                refusers: servers
            )
        )
    }

    /// Notes what no zone may have, though zones that are there already may have it.
    mutating func breach(_ problem: ZoneProblem, at rrset: ZoneRRset) {
        let severity: DiagnosticSeverity = rules.refuses ? .error : .warning
        findings.append(
            ZoneFinding(severity: severity, problem: problem, mark: marks[Int(rrset.firstRecord)])
        )
    }

    /// No flag of RKEY is defined, and no server reads one that is set.
    mutating func checkFlags(_ rrset: ZoneRRset, of owner: ZoneOwner) {
        let zone = zone
        for record in rrset.records {
            let rdata = zone.octets(zone.records[record])
            guard rdata.count >= 2, rdata[0] != 0 || rdata[1] != 0 else { continue }
            return breach(.rkeyFlags(zone.name(of: owner)), at: rrset)
        }
    }

    /// Checks the number of types at a name against BIND's limit.
    mutating func checkTypes(of owner: ZoneOwner) {
        let (count, limit) = (Int(owner.rrsetCount), rules.maximumTypesPerName)
        guard limit > 0, count > limit else { return }
        let problem = ZoneProblem.tooManyTypes(zone.name(of: owner), count: count, limit: limit)
        refusal(problem, by: [.bind], record: Int(zone.rrsets[owner.rrsets.upperBound - 1].firstRecord))
    }

    /// Checks the number of records of an RRset against BIND's limit, and its size against that of a message.
    mutating func checkSize(_ rrset: ZoneRRset, of owner: ZoneOwner) {
        let (count, limit) = (Int(rrset.recordCount), rules.maximumRecordsPerType)
        if limit > 0, count > limit {
            let problem = ZoneProblem.tooManyRecords(
                zone.name(of: owner),
                rrset.type,
                count: count,
                limit: limit
            )
            refusal(problem, by: [.bind], record: Int(rrset.firstRecord) + limit)
        }
        var octets = Int(owner.name.count) + Self.questionOctets + Self.recordOctets * count
        for record in rrset.records { octets += Int(zone.records[record].count) }
        guard octets > Self.messageRoom else { return }
        let problem = ZoneProblem.rrsetTooLarge(zone.name(of: owner), rrset.type, octets: octets)
        refusal(problem, by: Set(NameServer.allCases), record: Int(rrset.firstRecord))
    }

    /// Looks at an NS RRset where it stands.
    mutating func checkDelegation(_ rrset: ZoneRRset, of owner: ZoneOwner) {
        let record = Int(rrset.firstRecord)
        let zone = zone
        let name = zone.octets(owner.name)
        if name.count > 2, name[0] == 1, name[1] == 0x2A {
            refusal(.wildcardNS(zone.name(of: owner)), by: [.bind], record: record)
        }
        if !isApex(owner), zone.rrset(.dname, of: owner) != nil {
            refusal(.nsBesideDNAME(zone.name(of: owner)), by: [.knot], record: record)
        }
    }
}
