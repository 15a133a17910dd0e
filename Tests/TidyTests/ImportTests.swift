import Testing

@Suite struct `Imports go downwards only` {
    @Test func `every module has its place in the map`() {
        let folders = Set(Repository.names(in: "Sources"))
        #expect(folders.subtracting(ModuleMap.allowed.keys).subtracting(ModuleMap.systemLibraries) == [])
    }

    @Test func `no module imports what the map does not allow`() {
        for (module, allowed) in ModuleMap.allowed {
            for file in Repository.files(in: ["Sources/\(module)"], ending: ".swift") {
                for imported in file.imports where !allowed.contains(imported) {
                    Issue.record("\(file.path) imports \(imported)")
                }
            }
        }
    }

    @Test func `an import is found with and without access level, attribute and kind`() {
        let lines: [Substring] = [
            "import A", "public import B", "internal import C", "@preconcurrency import D",
            "@testable import E",
            "private import struct F.G", "// import H", "let important = 1",
        ]
        #expect(lines.compactMap(importedModule) == ["A", "B", "C", "D", "E", "F"])
    }
}

extension SourceFile {
    /// The modules that the file imports.
    var imports: [String] { lines.compactMap(importedModule) }
}

/// The module that a line imports, or nil.
private func importedModule(_ line: Substring) -> String? {
    var words = line.split(separator: " ")[...]
    while let word = words.first, word.hasPrefix("@") || levels.contains(word) { words = words.dropFirst() }
    guard words.first == "import" else { return nil }
    words = words.dropFirst()
    if let kind = words.first, kinds.contains(kind) { words = words.dropFirst() }
    return words.first.map { String($0.prefix { $0 != "." }) }
}

private let levels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
private let kinds: Set<Substring> = [
    "class", "enum", "func", "let", "protocol", "struct", "typealias", "var",
]
