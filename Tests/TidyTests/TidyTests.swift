import Testing

@Suite struct `The repository is tidy` {
    @Test func `the tests see the repository`() {
        #expect(Repository.swiftFiles.count > 100)
        #expect(Repository.exists("Package.swift"))
    }

    @Test func `no Swift file is longer than 400 lines`() {
        for file in Repository.swiftFiles {
            #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func `no folder of a module holds more than sixteen files of its own`() {
        let folders = Repository.swiftFiles.filter { $0.path.hasPrefix("Sources/") }.map { file in
            file.path.split(separator: "/").dropLast().joined(separator: "/")
        }
        let counts = Dictionary(folders.map { ($0, 1) }, uniquingKeysWith: +)
        for (folder, count) in counts { #expect(count <= 16, "\(folder) has \(count) files") }
    }

    @Test func `no function is longer than 60 lines`() {
        for file in Repository.swiftFiles {
            for function in FunctionLength.all(in: file.lines) where function.count > 60 {
                Issue.record("\(file.path):\(function.line): a function of \(function.count) lines")
            }
        }
    }

    @Test func `nothing is left to do`() {
        let marks = ["TO" + "DO", "FIX" + "ME", "HA" + "CK"]
        let shell = [SourceFile("Makefile"), SourceFile("Tests/Demo/demo.sh")].compactMap(\.self)
        for file in Repository.swiftFiles + Repository.documents + shell {
            for (index, line) in file.lines.enumerated() where marks.contains(where: line.contains) {
                Issue.record("\(file.path):\(index + 1): \(line)")
            }
        }
    }

    @Test func `the top level holds what belongs there`() {
        let wanted: Set<String> = [
            "CHANGELOG.md", "CONTRIBUTING.md", "Documentation", "LICENSE", "Makefile", "Package.swift",
            "Policies",
            "README.md", "Sources", "Tests", "Zones", "systemd",
        ]
        // What .gitignore names may lie about.
        let ignored: Set<String> = ["Package.resolved", "demo"]
        let found = Set(Repository.names(in: "").filter { !$0.hasPrefix(".") }).subtracting(ignored)
        #expect(found.subtracting(wanted) == [])
        #expect(wanted.subtracting(found) == [])
    }

    @Test func `each dependency is known and has its reason beside it`() throws {
        let manifest = try #require(SourceFile("Package.swift")).lines
        var found: Set<String> = []
        for (index, line) in manifest.enumerated() where line.contains(".package(url:") {
            let address = line.split(separator: "\"")[1]
            found.insert(String(address.split(separator: "/").last ?? ""))
            #expect(manifest[index - 1].contains("//"), "\(address) has no comment")
        }
        #expect(found.subtracting(ModuleMap.packages) == [])
    }
}

/// How long the functions of a file are, by indentation: swift-format keeps it right.
enum FunctionLength {
    /// The functions with their first line and number of lines, declaration and closing brace included.
    static func all(in lines: [Substring]) -> [(line: Int, count: Int)] {
        lines.indices.filter { isFunction(lines[$0]) }.compactMap { start in
            let indentation = lines[start].prefix { $0 == " " }
            guard hasBody(lines[start...], indentation),
                let end = lines[start...].firstIndex(where: { $0 == indentation + "}" })
            else { return nil }
            return (start + 1, end - start + 1)
        }
    }

    /// True where the declaration's own lines end with a brace; a requirement of a protocol has none.
    private static func hasBody(_ lines: ArraySlice<Substring>, _ indentation: Substring) -> Bool {
        for (offset, line) in lines.enumerated()
        where line.prefix(while: { $0 == " " }).count <= indentation.count {
            let words = line.drop { $0 == " " }
            let goesOn = [")", "->", "throws", "where", "{", "async"].contains(where: words.hasPrefix)
            guard offset == 0 || goesOn else { return false }
            if words.hasSuffix("{") { return true }
        }
        return false
    }

    private static func isFunction(_ line: Substring) -> Bool {
        let words = line.drop { $0 == " " }
        guard !words.hasPrefix("//"), !words.hasPrefix("."), !words.hasPrefix("self.") else { return false }
        if words.hasSuffix("}") { return false }
        return words.contains("func ") || words.contains("init(") || words.contains("init?(")
            || words.contains("deinit {") || words.contains("subscript(")
    }
}

@Suite struct `The length of functions` {
    @Test func `is counted from the declaration to the closing brace`() {
        let text = """
            struct S {
                @Test func `a b`(
                    c: Int
                ) {
                    d()
                }
                func short() { e() }
                init() {
                }
            }
            protocol P {
                func nothing() -> Int
                /// Text.
                func more(f: Int)
                    throws -> Int
                var g: Int {
                }
            }
            """
        let lengths = FunctionLength.all(in: text.split(separator: "\n"))
        #expect(lengths.map(\.line) == [2, 8])
        #expect(lengths.map(\.count) == [5, 2])
    }
}
