import Testing

@Suite struct `What is written for people` {
    @Test func `links to nothing that is missing`() {
        for document in Repository.documents {
            let folder = document.path.split(separator: "/").dropLast().map { "\($0)/" }.joined()
            for (index, line) in document.lines.enumerated() {
                for target in linkTargets(in: line) where !Repository.exists(folder + target) {
                    Issue.record("\(document.path):\(index + 1): no \(target)")
                }
            }
        }
    }

    @Test func `names no file of the repository that is missing`() {
        let folders = ["Sources/", "Tests/", "Policies/", "Zones/", "systemd/", "Documentation/", ".ci/"]
        for document in Repository.documents {
            for (index, line) in document.lines.enumerated() {
                for name in codeWords(in: line)
                where folders.contains(where: name.hasPrefix) && !name.contains("*")
                    && !Repository.exists(name)
                {
                    Issue.record("\(document.path):\(index + 1): no \(name)")
                }
            }
        }
    }

    @Test func `links and code are found`() {
        let line: Substring = "See [a](b.md#c), [d](https://e.example/) and `Sources/F`, or `make x Zones/g`."
        #expect(linkTargets(in: line) == ["b.md"])
        #expect(codeWords(in: line) == ["Sources/F", "make", "x", "Zones/g"])
    }
}

/// The files that a line links to, without places in them.
private func linkTargets(in line: Substring) -> [String] {
    line.split(separator: "](", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
        let target = rest.prefix { $0 != ")" && $0 != "#" }
        return target.isEmpty || target.contains("://") ? nil : String(target)
    }
}

/// The words between single backticks.
private func codeWords(in line: Substring) -> [String] {
    line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { !$0.offset.isMultiple(of: 2) }
        .flatMap { $0.element.split(separator: " ").map(String.init) }
}
