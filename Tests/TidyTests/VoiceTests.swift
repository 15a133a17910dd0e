import Testing

/// `Wording` is the one voice: what can be seen of that in the text of the other modules.
@Suite struct `Only Wording names keys and tells their steps` {
    /// The modules that tell people of keys; those below have diagnostics of files, which get names by their caller.
    private static let tellers = [
        "ControlProtocol", "Daemon", "Preview", "Simulation", "Timeline", "keyturn", "keyturnd",
    ]

    /// Words of sentences that only `Wording` may make of a key.
    private static let phrases = [
        "signs the zone", "signs the DNSKEY RRset", "enters the DNSKEY RRset", "leaves the DNSKEY RRset",
        "the parent is asked", "gets the REVOKE bit", "ends its work", "a cache may still hold",
        "no cache holds", "is in use until", "is in use for as long", "held until", "held by",
        "the private key of",
        "under way already", "is ordered already", "ahead of the schedule", "broken in itself", "is aborted",
        "behind it already", "have approved", "a person must act", "waits until the roll",
        "does not have the step",
        "would lead to the zone", "ordered for", " released\"", " approved\"", "resolver fetches",
        "as trust anchor", "of its trust anchors",
        "its DNSKEY RRset", "its DS RRset", "takes over from", "never leaves", "waits for ever", "Not proven",
        "Proven:",
    ]

    /// Lines outside `Wording` that make a name of a role and a tag, or a sentence about a step.
    private static func offences(in file: SourceFile) -> [String] {
        file.lines.enumerated().compactMap { index, line in
            let isComment = line.drop { $0 == " " }.hasPrefix("//")
            guard !isComment,
                namesKey(line) || putsNameIntoText(line) || phrases.contains(where: { quoted(line, $0) })
            else {
                return nil
            }
            return "\(file.path):\(index + 1): \(line)"
        }
    }

    /// True if a string has the value of a role, and behind it that of a tag.
    private static func namesKey(_ line: Substring) -> Bool {
        let values = line.split(separator: "\\(").dropFirst().map { $0.prefix { $0 != ")" } }
        guard let role = values.firstIndex(where: { $0.hasSuffix("role") }) else { return false }
        return values[(role + 1)...].contains { $0.lowercased().hasSuffix("tag") }
    }

    /// True if a key's name is put into a string where it is made: then the string is a sentence about the key.
    private static func putsNameIntoText(_ line: Substring) -> Bool {
        ["\\(KeyNames(", "\\(KeyName("].contains { line.contains($0) }
    }

    /// True if a phrase stands in a string of the line; what belongs to a zone is not the zone.
    private static func quoted(_ line: Substring, _ phrase: String) -> Bool {
        guard let found = line.firstRange(of: phrase), line[found.upperBound...].first != "'" else {
            return false
        }
        return line[..<found.lowerBound].contains("\"")
    }

    @Test func `no other module does`() {
        let files = Repository.swiftFiles.filter { file in
            Self.tellers.contains { file.path.hasPrefix("Sources/\($0)/") }
        }
        #expect(files.count > 150)
        let offences = files.flatMap(Self.offences)
        #expect(offences.isEmpty, "\(offences.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("        let text = \"\\(key.role) \\(key.tag)\"", true),
        ("        let text = \"\\(hold.role) \\(order.tag): \\(phase)\"", true),
        ("        return \"\\(name) signs the zone\"", true),
        ("        \"signs the zone's list of keys\"", false),
        ("        let role = key.role, tag = key.tag", false), ("        // It signs the zone.", false),
        ("            \"\\(KeyNames(ring)[key.id]) has no DS\"", true),
        ("        done: \"\\(name) is in use until \\(end)\"", true),
        ("        return \"policy has no \\(order.role)\"", false),
    ])
    func `a line is judged by what its strings are made of`(line: String, isOffence: Bool) {
        let isComment = line.drop { $0 == " " }.hasPrefix("//")
        let found =
            !isComment
            && (Self.namesKey(line[...]) || Self.putsNameIntoText(line[...])
                || Self.phrases.contains { Self.quoted(line[...], $0) })
        #expect(found == isOffence)
    }
}
