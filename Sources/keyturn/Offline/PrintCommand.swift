import ArgumentParser
import DNSSECModel
import JSON

/// `keyturn print`: the zone as it was read.
struct PrintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print",
        abstract: "Print a zone as it was read.",
        discussion: """
            Canonical order (RFC 4034 6), absolute names, one record a line, every type in its own text form; \
            $INCLUDE, $GENERATE and all shorthand are resolved. What comes out means the same to BIND, Knot, NSD and \
            ldns. Errors and warnings go to standard error; a zone with an error is not printed.

            Example: keyturn print example.zone --origin example.
            """
    )

    @Argument(
        help: ArgumentHelp("The zone file; - is standard input.", valueName: "zone-file"),
        completion: .file()
    )
    var file: String

    @OptionGroup var origin: OriginOption
    @OptionGroup var output: JSONOption

    func run() throws {
        try perform {
            let zone = try InputFile.usableZone(file, origin: origin.origin, rules: origin.lenientRules)
            if output.json {
                try ZoneJSON.write(zone) { text throws(ToolFailure) in
                    try Terminal.write(Array(text.utf8).span)
                }
            } else {
                try ZoneFileWriter.write(zone, form: .own, threads: Processors.count) {
                    chunk throws(ToolFailure) in
                    try Terminal.write(chunk)
                }
            }
        }
    }
}

/// A zone as a JSON document, in pieces: `{"zone", "records": [{"name", "ttl", "type", "data"}]}`, one record a line.
enum ZoneJSON {
    static func write(_ zone: Zone, to sink: (String) throws(ToolFailure) -> Void) throws(ToolFailure) {
        try sink("{\"zone\":\(JSONValue.string(zone.origin.description).compact),\"records\":[")
        var separator = "\n"
        for owner in zone.owners {
            let name = JSONValue.string(zone.name(of: owner).description)
            for index in owner.rrsets {
                let rrset = zone.rrsets[index]
                for record in rrset.records {
                    var data: [UInt8] = []
                    RDATAText.appendText(rrset.type, zone.octets(zone.records[record]), to: &data)
                    let line: JSONValue = [
                        "name": name, "ttl": .integer(Int64(zone.ttl(of: record, in: rrset))),
                        "type": .string(rrset.type.description),
                        "data": .string(String(decoding: data, as: UTF8.self)),
                    ]
                    try sink(separator + line.compact)
                    separator = ",\n"
                }
            }
        }
        try sink("\n]}\n")
    }
}
