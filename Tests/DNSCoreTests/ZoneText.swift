import Testing

@testable import DNSCore

/// Gives files from a dictionary.
struct DictionarySource: ZoneFileSource {
    var files: [String: String]

    func withOctets(
        of path: String,
        atMost limit: Int,
        _ body: (Span<UInt8>, _ passed: @escaping (Int) -> Void) -> Void
    ) -> ZoneFileSourceError? {
        guard let text = files[path] else { return .notFound }
        let octets = Array(text.utf8)
        guard octets.count <= limit else { return .tooLarge }
        body(octets.span) { _ in }
        return nil
    }
}

/// The start of a small zone that is in order.
let zoneHead = """
    $TTL 1h
    @ IN SOA ns hostmaster 1 2h 1h 2w 10m
    @ NS ns
    ns A 192.0.2.1

    """

/// Reads a zone file `main` from text, as a whole and in segments of very few octets: both must find the same.
func read(
    _ text: String,
    origin: String? = "example.",
    files: [String: String] = [:],
    rules: ZoneRules = ZoneRules()
) throws -> ZoneReading {
    let octets = Array(text.utf8)
    let apex = try origin.map { text throws(NameError) in try Name(text) }
    var reader = ZoneFileReader(source: DictionarySource(files: files), rules: rules, threads: 2)
    let whole = reader.read(octets.span, file: "main", origin: apex)
    for size in [1, 7, 40] {
        reader.segmentOctets = size
        let pieces = reader.read(octets.span, file: "main", origin: apex)
        #expect(lines(of: pieces.zone) == lines(of: whole.zone), "in segments of \(size) octets")
        #expect(pieces.diagnostics == whole.diagnostics, "in segments of \(size) octets")
    }
    return whole
}

/// What the writer makes of a zone, line by line.
func lines(of zone: Zone?) -> [String] {
    guard let zone else { return [] }
    return String(decoding: ZoneFileWriter.text(of: zone), as: UTF8.self).split(separator: "\n").map(
        String.init
    )
}

/// The records that a zone file has besides those of `zoneHead`; empty where it cannot be read.
func records(_ text: String, files: [String: String] = [:]) throws -> [String] {
    let reading = try read(zoneHead + text, files: files)
    return lines(of: reading.zone).filter { line in
        ![" SOA ", " NS ns.example.", "ns.example. "].contains { line.contains($0) }
    }
}
