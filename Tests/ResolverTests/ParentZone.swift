import TestKit

/// A signed root that delegates one zone, kept by BIND's tools: the parent is no business of keyturn.
///
/// Its signatures hold for years, so that nothing but its DS RRset ever changes.
final class ParentZone {
    private let folder = TemporaryFolder()
    private let child: String
    private var editions: [[String]: [UInt8]] = [:]

    init(of child: String) throws {
        self.child = child
        for arguments in [["-f", "KSK"], []] {
            try run("dnssec-keygen", ["-q", "-K", folder.path, "-a", "ECDSAP256SHA256"] + arguments + ["."])
        }
    }

    /// The zone with these DS records for the child.
    func edition(_ ds: [String]) throws -> [UInt8] {
        let ds = ds.sorted()
        if let known = editions[ds] { return known }
        let text = """
            . 86400 SOA a.authority. hostmaster.authority. \(editions.count + 1) 1800 900 604800 86400
            . 86400 NS a.authority.
            a.authority. 86400 A 127.0.0.1
            \(child) 86400 NS a.authority.

            """
        folder.write(text + ds.map { "\($0)\n" }.joined(), to: "parent")
        let times = ["-s", "20160101000000", "-e", "20400101000000"]
        // -P: the times are not those of the machine's clock.
        try run(
            "dnssec-signzone",
            ["-q", "-P", "-S", "-K", folder.path, "-d", folder.path, "-o", ".", "-f", folder.path("signed")]
                + times + [folder.path("parent")]
        )
        let zone = folder.read("signed") ?? []
        editions[ds] = zone
        return zone
    }

    private func run(_ name: String, _ arguments: [String]) throws {
        guard let run = ToolRun(name, arguments) else { throw LabError.missing(name) }
        guard run.status == 0 else { throw LabError.failed(name, run.output) }
    }
}
