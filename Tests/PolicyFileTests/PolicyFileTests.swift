import DNSSECModel
import PolicyFile
import Testing

@Suite struct PolicyFileTests {
    static let shipped = [
        "default", "tld", "csk", "root", "root-2010-2019", "root-2016-plan", "root-2024-2027",
        "root-algorithm",
        "template",
    ]

    private func read(_ path: String, name: String) throws -> PolicyReading {
        let octets = try #require(Fixture.octets(path))
        return PolicyFile.read(octets: octets.span, file: path, name: name)
    }

    @Test(arguments: BadFile.policies)
    func `a broken policy is refused with the fault that its file is named by`(file: BadFile) throws {
        let reading = try read("\(Fixture.tests)/Bad/\(file.name).yaml", name: file.name)
        #expect(reading.policy == nil)
        #expect(reading.diagnostics.map(Fault.init) == file.faults)
        #expect(reading.diagnostics.allSatisfy { $0.severity == .error })
    }

    @Test func `every broken policy has its expectation`() {
        #expect(Fixture.names("\(Fixture.tests)/Bad") == Set(BadFile.policies.map(\.name)))
        #expect(BadFile.policies.count >= 50)
    }

    @Test func `every complaint says what is wrong and what was expected`() throws {
        for file in BadFile.policies {
            for diagnostic in try read("\(Fixture.tests)/Bad/\(file.name).yaml", name: "x").diagnostics {
                let text = diagnostic.description
                #expect(text.contains(": error: "))
                #expect(text.contains("; expected ") || text.contains("; did you mean `"), "\(text)")
                #expect(!text.contains("\n"))
            }
        }
    }

    @Test(arguments: shipped)
    func `every shipped policy is read without a complaint`(name: String) throws {
        let reading = try read("\(Fixture.root)/Policies/\(name).yaml", name: name)
        #expect(reading.diagnostics.map(\.description) == [])
        #expect(reading.policy?.name == name)
    }

    @Test func `all shipped policies are in the list`() {
        #expect(Fixture.names("\(Fixture.root)/Policies") == Set(Self.shipped))
    }

    /// The root's RSA ZSK shrinks for a while, so that an answer with two algorithms stays small.
    @Test(arguments: shipped)
    func `the lint finds nothing in a shipped policy but the short ZSK that is meant`(name: String) throws {
        let reading = try read("\(Fixture.root)/Policies/\(name).yaml", name: name)
        let problems = reading.findings().map(\.problem)
        #expect(problems == (name == "root-algorithm" ? [.finding(.shortRSA(1536))] : []))
    }

    @Test func `the template states the defaults`() throws {
        let reading = try read("\(Fixture.root)/Policies/template.yaml", name: "template")
        let minimal = Fixture.read(
            policy: """
                version: 1
                keys:
                  - { role: ksk, algorithm: ecdsap256sha256 }
                  - { role: zsk, algorithm: ecdsap256sha256 }
                """
        )
        var expected = try #require(minimal.policy)
        expected.name = "template"
        #expect(reading.policy == expected)
        let keys = [
            KeyPolicy(role: .ksk, algorithm: .ecdsaP256SHA256),
            KeyPolicy(role: .zsk, algorithm: .ecdsaP256SHA256),
        ]
        #expect(expected == DNSSECPolicy(name: "template", description: "", keys: keys))
    }
}
