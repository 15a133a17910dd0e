import DNSCore
import Foundation
import TestKit
import Testing

/// What other name servers make of our text, and what we make of theirs.
struct ZoneInteropTests {
    /// A sample zone of the repository and its origin.
    struct Sample: CustomTestStringConvertible {
        var file: String
        var origin: String
        var testDescription: String { file }
    }

    static let samples = [
        Sample(file: "business.zone", origin: "bakery.example."),
        Sample(file: "difficult.zone", origin: "difficult.example."),
        Sample(file: "root.zone", origin: "."), Sample(file: "tld.zone", origin: "example."),
    ]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Zones")

    /// The options that keep BIND from judging the zone: it shall only read and print it.
    static let leniency = [
        "-q", "-i", "none", "-k", "ignore", "-n", "ignore", "-m", "ignore", "-M", "ignore", "-r", "ignore",
    ]

    @Test(
        .enabled(if: ExternalTool("named-compilezone").isExpected, "named-compilezone is missing"),
        arguments: samples
    )
    func `BIND reads the same zone from the source and from our text`(_ sample: Sample) throws {
        let work = TemporaryFolder()
        let zone = try Self.zone(of: sample)
        work.write(ZoneFileWriter.text(of: zone), to: "ours")
        let source = Self.folder.appending(path: sample.file).path()
        for (input, output) in [(source, "a"), (work.path("ours"), "b")] {
            let tool = ExternalTool("named-compilezone")
            let run = tool.run(
                Self.leniency + ["-s", "full", "-o", work.path(output), sample.origin, input],
                in: Self.folder.path()
            )
            #expect(run.status == 0, "\(run.output)")
            let theirs = try Self.read(work.read(output) ?? [], sample)
            #expect(try Self.content(theirs) == Self.content(zone))
        }
    }

    @Test(.enabled(if: ExternalTool("named-compilezone").isExpected, "named-compilezone is missing"))
    func `BIND makes the same of $GENERATE`() throws {
        let work = TemporaryFolder()
        let source = """
            $TTL 60
            @ SOA ns a 1 2 3 4 5
            @ NS ns
            ns A 192.0.2.1
            $GENERATE 1-3 g$ TXT "\\"text $ ${10,4,x} ${0,7,n}\\""
            $GENERATE 1-3 \\$g$$$ A 192.0.2.$
            $GENERATE 0-200/50 h${0,3,o} 5m IN A 10.0.${1}.${-0,1}
            $GENERATE 250-260 ${0,5,n}.x PTR h${0,4,X}
            $GENERATE 1-2 t$ MX "${5} mail$"
            $GENERATE 1-2 c$ CNAME \\$x$
            $GENERATE 1-2 e$ TXT "a\\$ \\\\$"

            """
        work.write(source, to: "source")
        let run = ExternalTool("named-compilezone").run(
            Self.leniency + ["-o", "theirs", "example.", "source"],
            in: work.path
        )
        #expect(run.status == 0, "\(run.output)")
        let sample = Sample(file: "source", origin: "example.")
        let theirs = try Self.read(work.read("theirs") ?? [], sample)
        #expect(try Self.content(Self.read(Array(source.utf8), sample)) == Self.content(theirs))
    }

    @Test(.enabled(if: ExternalTool("kzonecheck").isExpected, "kzonecheck is missing"), arguments: samples)
    func `Knot finds nothing wrong with our text`(_ sample: Sample) throws {
        let work = TemporaryFolder()
        work.write(ZoneFileWriter.text(of: try Self.zone(of: sample)), to: "ours")
        let run = ExternalTool("kzonecheck").run(["-o", sample.origin, "ours"], in: work.path)
        #expect(run.status == 0, "\(run.output)")
    }

    @Test(
        .enabled(if: ExternalTool("nsd-checkzone").isExpected, "nsd-checkzone is missing"),
        arguments: samples
    )
    func `NSD reads the same zone from our text`(_ sample: Sample) throws {
        let work = TemporaryFolder()
        let zone = try Self.zone(of: sample)
        work.write(ZoneFileWriter.text(of: zone), to: "ours")
        let run = ExternalTool("nsd-checkzone").run(["-p", sample.origin, "ours"], in: work.path)
        #expect(run.status == 0, "\(run.output)")
        // Its messages are among the lines and begin with a time stamp in brackets.
        let printed = run.output.split(separator: "\n").filter {
            !$0.hasPrefix("[") && !$0.hasPrefix("zone ")
        }
        let theirs = try Self.read(Array(printed.joined(separator: "\n").utf8), sample)
        #expect(try Self.content(theirs) == Self.content(zone))
    }

    @Test(
        .enabled(if: ExternalTool("ldns-read-zone").isExpected, "ldns-read-zone is missing"),
        arguments: samples
    )
    func `ldns reads the same zone from our text`(_ sample: Sample) throws {
        let work = TemporaryFolder()
        let zone = try Self.zone(of: sample)
        work.write(ZoneFileWriter.text(of: zone), to: "ours")
        let run = ExternalTool("ldns-read-zone").run(["ours"], in: work.path)
        #expect(run.status == 0, "\(run.output)")
        // ldns 1.8.3 prints a quote in a name without its backslash, which nobody can read again.
        let printed = run.output.replacing("quo\"te.", with: "quo\\\"te.")
        let theirs = try Self.read(Array(printed.utf8), sample)
        #expect(try Self.content(theirs) == Self.content(zone))
    }

    private static func zone(of sample: Sample) throws -> Zone {
        let reading = ZoneFileReader(source: FolderSource(folder: folder))
            .read(file: sample.file, origin: try Name(sample.origin))
        return try #require(reading.zone, "\(reading.diagnostics)")
    }

    private static func read(_ octets: [UInt8], _ sample: Sample) throws -> Zone {
        let reading = ZoneFileReader().read(octets.span, file: "theirs", origin: try Name(sample.origin))
        return try #require(reading.zone, "\(reading.diagnostics)")
    }

    /// The content in canonical form: the case of names is not theirs to keep.
    private static func content(_ zone: Zone) throws -> [ZoneContent.RRset] {
        ZoneContent(zone).rrsets.map { rrset in
            var copy = rrset
            copy.owner = rrset.owner.map(Name.lowercased)
            copy.records = rrset.records.map { rdata in canonical(rrset.type, rdata) }
            return copy
        }
    }

    private static func canonical(_ type: RRType, _ rdata: [UInt8]) -> [UInt8] {
        var form: [UInt8] = []
        CanonicalRDATA.append(type, rdata.span, to: &form)
        return form
    }
}
