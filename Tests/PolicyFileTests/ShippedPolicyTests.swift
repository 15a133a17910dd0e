import DNSSECModel
import PolicyFile
import Testing

/// The shipped policies with the sample zones that they are for.
@Suite struct ShippedPolicyTests {
    private func findings(_ policy: String, _ zone: String, origin: String) throws -> [PolicyDiagnostic] {
        let text = try #require(Fixture.octets("\(Fixture.root)/Zones/\(zone).zone"))
        let origin = try Name(absolute: origin)
        let reading = ZoneFileReader().read(text.span, file: zone, origin: origin)
        #expect(reading.diagnostics.filter { $0.severity == .error }.map(\.description) == [])
        let facts = try #require(reading.zone.flatMap { ZoneFacts($0) })
        let path = "\(Fixture.root)/Policies/\(policy).yaml"
        let octets = try #require(Fixture.octets(path))
        return PolicyFile.read(octets: octets.span, file: policy, name: policy).findings(zone: facts)
    }

    @Test(arguments: [
        ("default", "business", "bakery.example."), ("csk", "business", "bakery.example."),
        ("root", "root", "."),
    ])
    func `a shipped policy and the zone that it is for go together`(
        policy: String,
        zone: String,
        origin: String
    ) throws {
        #expect(try findings(policy, zone, origin: origin).map(\.description) == [])
    }

    /// The sample is a thousandth of a real registry.
    @Test func `opt-out is the one thing that the lint has against the TLD sample`() throws {
        let findings = try findings("tld", "tld", origin: "example.")
        #expect(findings.count == 1)
        guard case .finding(.optOutInSmallZone) = findings.first?.problem else {
            Issue.record("\(findings)")
            return
        }
        #expect(findings.first?.severity == .warning)
    }

    @Test(arguments: PolicyFileTests.shipped)
    func `no shipped policy meets an error under any sample zone`(policy: String) throws {
        for (zone, origin) in [("business", "bakery.example."), ("root", "."), ("tld", "example.")] {
            #expect(try findings(policy, zone, origin: origin).allSatisfy { $0.severity == .warning })
        }
    }
}
