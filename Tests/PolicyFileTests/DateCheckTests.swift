import DNSSECModel
import PolicyFile
import Testing
import Timeline

/// Dates that would break a chain are refused with the earliest safe one.
@Suite struct DateCheckTests {
    private func shipped(_ name: String) throws -> PolicyReading {
        let path = "\(Fixture.root)/Policies/\(name).yaml"
        let octets = try #require(Fixture.octets(path))
        return PolicyFile.read(octets: octets.span, file: path, name: name)
    }

    private func complaints(_ text: String) throws -> [String] {
        let reading = Fixture.read(policy: text)
        #expect(reading.diagnostics.map(\.description) == [])
        let policy = try #require(reading.policy)
        return reading.placed(Timeline.dateFindings(policy)).map(\.description)
    }

    @Test(arguments: PolicyFileTests.shipped)
    func `a shipped policy keeps its own dates`(name: String) throws {
        let policy = try #require(try shipped(name).policy)
        #expect(Timeline.dateFindings(policy) == [])
    }

    /// The root's roll of 2017, with the new KSK shown for 20 days only.
    @Test func `a key that RFC 5011 validators do not trust yet is refused at its date`() throws {
        var policy = try #require(try shipped("root-2010-2019").policy)
        let early = try RootSchedule.instant("2017-07-31T00:00:00Z")
        policy.keys[0].known[1].dates[.sign] = early
        // 30 days of hold-down, twice a day between two questions, an hour to every server, a day of margin.
        let earliest = try RootSchedule.instant("2017-08-13T01:00:00Z")
        let path = PolicyKeyPath("keys").appending(0).appending("known").appending(1).appending("sign")
        #expect(
            Timeline.dateFindings(policy) == [
                PolicyFinding(
                    .error,
                    path,
                    .dateTooEarly(.sign, name: "KSK-2017", date: early, earliest: earliest)
                )
            ]
        )
        policy.keys[0].known[1].dates[.sign] = earliest
        #expect(Timeline.dateFindings(policy) == [])
        policy.keys[0].known[1].dates[.sign] = earliest - .seconds(1)
        #expect(Timeline.dateFindings(policy).count == 1)
    }

    @Test func `a refused date stands at its place in the file, with the earliest safe one`() throws {
        let text = """
            version: 1
            ttl: { dnskey: 1d }
            keys:
              - role: ksk
                algorithm: 13
              - role: zsk
                algorithm: 13
                known:
                  - name: ZSK-2
                    publish: 2027-05-01
                    sign: 2027-05-02
            """
        #expect(
            try complaints(text) == [
                "test.yaml:11:15: error: sign of ZSK-2 on 2027-05-02T00:00:00Z would break a chain of trust or another "
                    + "step's wait; the earliest safe date is 2027-05-02T01:05:00Z; expected that or a later one"
            ]
        )
        let safe = text.replacingLast("2027-05-02", with: "2027-05-02T01:05:00Z")
        #expect(try complaints(safe) == [])
    }

    @Test func `a step that never comes is refused`() throws {
        let text = """
            version: 1
            keys:
              - role: csk
                algorithm: 13
                known:
                  - { name: CSK-1, publish: 2027-05-01, remove: 2029-05-01 }
            """
        let complaints = try complaints(text)
        #expect(complaints.count == 1)
        #expect(complaints.first?.hasPrefix("test.yaml:6:53: error: remove of CSK-1 never comes") == true)
    }

    @Test func `a calendar that caches cannot follow is refused`() throws {
        func text(_ slot: Int) -> String {
            """
            version: 1
            ttl: { dnskey: 2d, zone-maximum: 6d }
            safety: { publish: 1d, retire: 1d }
            calendar: { period: month, slots: 7, step: 4d }
            keys:
              - role: ksk
                algorithm: 13
              - role: zsk
                algorithm: 13
                calendar: { every: 1 month, publish: 7, sign: 1, remove: \(slot) }
            """
        }
        #expect(try complaints(text(2)) == [])
        let complaints = try complaints(text(1))
        #expect(complaints.count == 1)
        #expect(complaints.first?.contains("test.yaml:10:24: error: a ZSK is due to take over at") == true)
    }

    @Test func `policies without dates are not rehearsed`() throws {
        #expect(try complaints("version: 1\nkeys: none\n") == [])
        let text = "version: 1\nkeys: [{ role: csk, algorithm: 13, known: [{ name: A }] }]\n"
        #expect(try complaints(text) == [])
    }
}

extension String {
    /// The text with the last occurrence of another one replaced.
    fileprivate func replacingLast(_ old: String, with new: String) -> String {
        let parts = split(separator: old, omittingEmptySubsequences: false)
        return parts.dropLast().joined(separator: old) + new + (parts.last ?? "")
    }
}
