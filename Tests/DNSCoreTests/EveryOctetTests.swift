import TestKit
import Testing

@testable import DNSCore

/// Every octet, in every place where one can stand, is written so that BIND, Knot, NSD and ldns read it back.
struct EveryOctetTests {
    /// Names with each octet alone, in front, in the middle and at the end of a label, as owners and in data.
    private static func names() throws -> Zone {
        try zone { builder, octet throws(ZoneSizeError) in
            for (place, label) in places(of: octet).enumerated() {
                let name = [UInt8(label.count)] + label + tail(place, octet)
                try builder.append(owner: name.span, type: .txt, ttl: 60, rdata: [1, 0x78].span)
                let holder = tail(9, octet)
                try builder.append(owner: holder.span, type: RRType(rawValue: 12), ttl: 60, rdata: name.span)
                try builder.append(owner: holder.span, type: .mx, ttl: 60, rdata: ([0, 1] + name).span)
                let mailbox = name + name
                try builder.append(
                    owner: holder.span,
                    type: RRType(rawValue: 17),
                    ttl: 60,
                    rdata: mailbox.span
                )
            }
        }
    }

    /// Character-strings with each octet in those places, in the types that have them.
    private static func strings() throws -> Zone {
        try zone { builder, octet throws(ZoneSizeError) in
            for (place, text) in places(of: octet).enumerated() {
                let string = [UInt8(text.count)] + text
                let owner = tail(place, octet)
                try builder.append(owner: owner.span, type: .txt, ttl: 60, rdata: (string + string).span)
                try builder.append(
                    owner: owner.span,
                    type: RRType(rawValue: 13),
                    ttl: 60,
                    rdata: (string + string).span
                )
                let naptr = [0, 1, 0, 2] + string + string + [0, 0]
                try builder.append(owner: owner.span, type: RRType(rawValue: 35), ttl: 60, rdata: naptr.span)
                let caa = [0, 5] + Array("issue".utf8) + text
                try builder.append(owner: owner.span, type: RRType(rawValue: 257), ttl: 60, rdata: caa.span)
                let uri = [0, 1, 0, 2] + text
                try builder.append(owner: owner.span, type: RRType(rawValue: 256), ttl: 60, rdata: uri.span)
                let alpn = [0, 1, 0, 0, 1, 0, UInt8(string.count)] + string
                try builder.append(owner: owner.span, type: RRType(rawValue: 64), ttl: 60, rdata: alpn.span)
                let other = [0, 1, 0, 0xFF, 0, 0, UInt8(text.count)] + text
                try builder.append(owner: owner.span, type: RRType(rawValue: 65), ttl: 60, rdata: other.span)
            }
        }
    }

    private static func places(of octet: UInt8) -> [[UInt8]] {
        [[octet], [octet, 0x61], [0x61, octet, 0x62], [0x61, octet]]
    }

    /// The rest of a name that is another for each octet and place.
    private static func tail(_ place: Int, _ octet: UInt8) -> [UInt8] {
        let label = Array("p\(place)o\(octet)".utf8)
        return [UInt8(label.count)] + label + [7] + Array("example".utf8) + [0]
    }

    private static func zone(
        _ fill: (inout ZoneBuilder, UInt8) throws(ZoneSizeError) -> Void
    ) throws -> Zone {
        let origin = try Name("example.")
        let text = Array("@ 60 SOA ns.example.net. h 1 2 3 4 5\n@ 60 NS ns.example.net.\n".utf8)
        let head = try #require(ZoneFileReader().read(text.span, file: "head", origin: origin).zone)
        var builder = ZoneBuilder(origin: origin)
        for rrset in head.rrsets {
            let rdata = head.copy(head.records[Int(rrset.firstRecord)])
            try builder.append(origin, rrset.type, ttl: 60, rdata: rdata)
        }
        for octet in UInt8.min...UInt8.max { try fill(&builder, octet) }
        return builder.finish()
    }

    private static func content(_ zone: Zone) -> [ZoneContent.RRset] {
        ZoneContent(zone).rrsets.map { rrset in
            var copy = rrset
            copy.owner = rrset.owner.map(Name.lowercased)
            copy.records = rrset.records.map { rdata in
                var form: [UInt8] = []
                CanonicalRDATA.append(rrset.type, rdata.span, to: &form)
                return form
            }
            return copy
        }
    }

    private static func read(_ octets: [UInt8]) throws -> Zone {
        let reading = ZoneFileReader(rules: .lenient).read(
            octets.span,
            file: "theirs",
            origin: try Name("example.")
        )
        return try #require(reading.zone, "\(reading.diagnostics)")
    }

    /// What of our text comes back from a tool that reads and prints.
    private static func expect(_ output: [UInt8], sameAs zone: Zone) throws {
        #expect(try content(read(output)) == content(zone))
    }

    @Test func `our own reader reads every octet back`() throws {
        for zone in [try Self.names(), try Self.strings()] {
            for form in [ZoneTextForm.portable, .own] {
                try Self.expect(ZoneFileWriter.text(of: zone, form: form), sameAs: zone)
            }
        }
    }

    @Test(.enabled(if: ExternalTool("named-compilezone").isExpected, "named-compilezone is missing"))
    func `BIND reads every octet back`() throws {
        for zone in [try Self.names(), try Self.strings()] {
            let work = TemporaryFolder()
            work.write(ZoneFileWriter.text(of: zone), to: "ours")
            let run = ExternalTool("named-compilezone").run(
                ZoneInteropTests.leniency + ["-s", "full", "-o", "theirs", "example.", "ours"],
                in: work.path
            )
            #expect(run.status == 0, "\(run.output)")
            try Self.expect(work.read("theirs") ?? [], sameAs: zone)
        }
    }

    @Test(.enabled(if: ExternalTool("kzonecheck").isExpected, "kzonecheck is missing"))
    func `Knot reads every octet`() throws {
        for zone in [try Self.names(), try Self.strings()] {
            let work = TemporaryFolder()
            work.write(ZoneFileWriter.text(of: zone), to: "ours")
            let run = ExternalTool("kzonecheck").run(["-o", "example.", "ours"], in: work.path)
            #expect(run.status == 0, "\(run.output)")
        }
    }

    @Test(.enabled(if: ExternalTool("nsd-checkzone").isExpected, "nsd-checkzone is missing"))
    func `NSD reads every octet`() throws {
        for zone in [try Self.names(), try Self.strings()] {
            let work = TemporaryFolder()
            work.write(ZoneFileWriter.text(of: zone), to: "ours")
            let run = ExternalTool("nsd-checkzone").run(["example.", "ours"], in: work.path)
            #expect(run.status == 0, "\(run.output.prefix(2000))")
        }
    }

    @Test(.enabled(if: ExternalTool("ldns-read-zone").isExpected, "ldns-read-zone is missing"))
    func `ldns reads every octet`() throws {
        for zone in [try Self.names(), try Self.strings()] {
            let work = TemporaryFolder()
            work.write(ZoneFileWriter.text(of: zone), to: "ours")
            let run = ExternalTool("ldns-read-zone").run(["ours"], in: work.path)
            #expect(run.status == 0, "\(run.output.prefix(2000))")
        }
    }
}
