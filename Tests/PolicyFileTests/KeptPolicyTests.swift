import DNSSECModel
import Glibc
import JSON
import PolicyFile
import Testing

/// A policy that a ring keeps is the policy of the file, to the last value.
struct KeptPolicyTests {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        + "/Policies"

    private static let names: [String] = {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(".yaml") { names.append(name) }
        }
        return names.sorted()
    }()

    private func octets(_ name: String) -> [UInt8] {
        guard let file = unsafe fopen("\(Self.folder)/\(name)", "r") else { return [] }
        defer { unsafe fclose(file) }
        var octets: [UInt8] = []
        while case let octet = unsafe getc(file), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        return octets
    }

    @Test(arguments: names)
    func `every shipped policy comes back as it was, also through the text of a state file`(_ name: String)
        throws
    {
        let reading = PolicyFile.read(octets: octets(name).span, file: name, name: name)
        let kept = try #require(reading.kept)
        #expect(PolicyFile.read(kept, file: name).policy == reading.policy)
        let stored = try JSONValue(parsing: kept.content.prettyOctets.span)
        let again = PolicyFile.read(KeptPolicy(name: name, content: stored), file: name)
        #expect(again.policy == reading.policy)
        #expect(again.kept == kept)
    }

    @Test func `a policy with an error is not kept`() {
        let text = Array("version: 1\nkeys: [ { role: ksk } ]\n".utf8)
        #expect(PolicyFile.read(octets: text.span, file: "bad", name: "bad").kept == nil)
    }

    @Test func `what this version cannot read any more is told, not guessed`() {
        let kept = KeptPolicy(name: "old", content: ["version": "1", "no-such-key": ["a", nil]])
        let reading = PolicyFile.read(kept, file: "old")
        #expect(reading.policy == nil && !reading.diagnostics.isEmpty)
    }
}
