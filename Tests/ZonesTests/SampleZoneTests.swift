import DNSCore
import Glibc
import TestKit
import Testing

@Suite struct `The sample zones` {
    private func expectAcceptance(of file: String, origin: String, by readers: [Reader]) throws {
        for reader in readers where reader.isExpected {
            let run = try #require(ToolRun(reader.rawValue, reader.arguments(origin: origin, file: file)))
            #expect(run.status == 0, "\(reader.rawValue): \(run.output)")
        }
    }

    /// The zone as keyturn writes it, in a folder of its own.
    private func written(_ zone: SampleZone) throws -> TemporaryFolder {
        let reading = ZoneFileReader(source: ZonesFolder()).read(
            file: "\(zone.name).zone",
            origin: try Name(absolute: zone.origin)
        )
        let content = try #require(reading.zone, "\(reading.diagnostics)")
        let folder = TemporaryFolder()
        folder.write(ZoneFileWriter.text(of: content), to: "written.zone")
        return folder
    }

    @Test(arguments: SampleZone.all)
    func `are accepted by the tools that can read them`(zone: SampleZone) throws {
        try expectAcceptance(
            of: "\(SampleZone.folder)/\(zone.name).zone",
            origin: zone.origin,
            by: zone.readers
        )
    }

    @Test(arguments: SampleZone.all)
    func `are accepted by more tools once keyturn has written them`(zone: SampleZone) throws {
        let folder = try written(zone)
        try expectAcceptance(
            of: folder.path("written.zone"),
            origin: zone.origin,
            by: zone.readersOfOutput
        )
    }

    @Test(.enabled(if: Reader.named.isExpected), arguments: SampleZone.all)
    func `mean the same to keyturn and to BIND`(zone: SampleZone) throws {
        let folder = try written(zone)
        let whole = ["-i", "none", "-D", "-o"]
        let original = whole + [folder.path("original")] + ["-w", SampleZone.folder]
        let first = try #require(
            ToolRun("named-checkzone", original + [zone.origin, "\(SampleZone.folder)/\(zone.name).zone"])
        )
        #expect(first.status == 0, "\(first.output)")
        let second = try #require(
            ToolRun(
                "named-checkzone",
                whole + [folder.path("copy"), zone.origin, folder.path("written.zone")]
            )
        )
        #expect(second.status == 0, "\(second.output)")
        let lines = ["original", "copy"].map { name in
            Set(
                String(decoding: folder.read(name) ?? [], as: UTF8.self).split(separator: "\n").map(
                    Self.folded
                )
            )
        }
        #expect(!lines[0].isEmpty)
        #expect(lines[0].symmetricDifference(lines[1]) == [])
    }

    /// A line with its owner's name in lower case: BIND keeps a spelling for each RRset, keyturn one for each name.
    private static func folded(_ line: Substring) -> String {
        let owner = line.prefix { $0 != "\t" && $0 != " " }
        return owner.lowercased() + line[owner.endIndex...]
    }

    @Test(arguments: SampleZone.all)
    func `begin with what they show and with their origin`(zone: SampleZone) throws {
        let octets = try #require(ZonesFolder.octets(of: "\(zone.name).zone"))
        let comment = String(decoding: octets, as: UTF8.self).split(separator: "\n")
            .prefix { $0.hasPrefix(";") }.joined(separator: " ")
        #expect(comment.contains("; Shows: "))
        #expect(comment.contains("Origin: \(zone.origin)"))
    }
}

/// The folder Zones/ as a source of files.
private struct ZonesFolder: ZoneFileSource {
    func withOctets(
        of path: String,
        atMost limit: Int,
        _ body: (Span<UInt8>, _ passed: @escaping (Int) -> Void) -> Void
    ) -> ZoneFileSourceError? {
        guard let octets = Self.octets(of: path) else { return .notFound }
        body(octets.span) { _ in }
        return nil
    }

    static func octets(of name: String) -> [UInt8]? {
        guard let file = unsafe fopen("\(SampleZone.folder)/\(name)", "r") else { return nil }
        defer { unsafe fclose(file) }
        var octets: [UInt8] = []
        while case let octet = unsafe getc(file), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        return octets
    }
}
