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

    @Test func `the tool has neither the daemon nor an HTTP server in it`() throws {
        let targets = try PackageTargets()
        let all = targets.everything(in: "keyturn")
        #expect(all.contains("Publishing"), "the list was not read")
        #expect(!all.contains("Daemon"))
        for library in ["HTTPTypes", "HummingbirdCore", "NIOCore", "ServiceLifecycle", "Subprocess"] {
            #expect(!all.contains(library))
            #expect(targets.everything(in: "keyturnd").contains(library), "no library is called \(library)")
        }
    }

    @Test func `each target names what its files import, and nothing else`() throws {
        let targets = try PackageTargets()
        for module in ModuleMap.allowed.keys.sorted() {
            let files = Repository.files(in: ["Sources/\(module)"], ending: ".swift")
            let imports = Set(files.flatMap(\.imports)).subtracting(ModuleMap.ofTheSystem)
            #expect(targets.dependencies[module] == imports, "\(module)")
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

/// What Package.swift says of its targets.
private struct PackageTargets {
    /// The modules that each target names.
    var dependencies: [String: Set<String>] = [:]

    init() throws {
        let manifest = try #require(SourceFile("Package.swift"))
        var target: String?
        var isList = false
        for line in manifest.lines.map({ $0.drop { $0 == " " } }) {
            let names = line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 1 }.map { String($0.element) }
            if line.hasPrefix("."), line.contains("arget("), !line.hasPrefix(".product") { target = nil }
            if let name = names.first, line.contains("name: \""), !line.hasPrefix(".product"), target == nil {
                target = name
                dependencies[name] = []
            }
            guard let target else { continue }
            if line.contains("dependencies: [") { isList = true }
            guard isList else { continue }
            let isProduct = line.hasPrefix(".product")
            let own = line.contains("name: \"") && !isProduct ? names.dropFirst() : names[...]
            dependencies[target]?.formUnion(isProduct ? own.prefix(1) : own)
            if line.contains("]") { isList = false }
        }
    }

    /// The target with all that it is linked with.
    func everything(in target: String) -> Set<String> {
        var all: Set<String> = [target]
        var rest = [target]
        while let next = rest.popLast() {
            for name in dependencies[next] ?? [] where all.insert(name).inserted { rest.append(name) }
        }
        return all
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
