import Glibc
import TestKit
import Testing

/// The stories of `Scenarios`: one for each kind of roll and each thing that may come between.
struct ScenarioTests {
    private static let folder =
        "\(#filePath)".split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Scenarios"

    static let names = names(in: folder)

    @Test(arguments: names)
    func `all goes as the story has it`(_ name: String) throws {
        let text = try #require(Self.text(of: "\(Self.folder)/\(name)"))
        let scenario = Scenario(name: name, text: text)
        #expect(scenario.faults.isEmpty, "\(scenario.faults.joined(separator: "\n"))")
        let stage = try #require(Stage(playing: scenario))
        let comment = (stage.faults + ["it was:"] + stage.actual).joined(separator: "\n")
        #expect(stage.faults.isEmpty, "\(comment)")
    }

    @Test func `there are stories`() { #expect(Self.names.count >= 25) }

    @Test func `a story that is wrong is told by file and line`() throws {
        let text = """
            version: 1
            keys:
              - { role: csk, algorithm: ed25519 }
            ---
            +0s CSK 1 generate, publish, sign
            +1d waits CSK 1 submit-ds: queued
            +2d end
            """
        let stage = try #require(Stage(playing: Scenario(name: "wrong.story", text: text)))
        #expect(stage.faults.contains { $0.hasPrefix("wrong.story:6: no wait") }, "\(stage.faults)")
        #expect(
            stage.faults.contains { $0.contains("not expected: +1d1h5m CSK 1 submit-ds") },
            "\(stage.faults)"
        )
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(".story") { names.append(name) }
        }
        return names.sorted()
    }

    private static func text(of path: String) -> String? {
        guard let file = unsafe fopen(path, "r") else { return nil }
        defer { unsafe fclose(file) }
        var octets = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe fread(&octets, 1, octets.count, file)
        return String(validating: octets.prefix(count), as: UTF8.self)
    }
}
