public import DNSCore
public import Signing
public import SystemIO

/// A signed zone of an earlier run, and how far its signatures can be trusted.
public struct EarlierOutput: Sendable {
    /// The zone.
    public let zone: Zone
    /// The seal of its file: what keyturn knew of the zone when it wrote it; nil if the seal is broken or missing, so that
    /// anybody may have written it.
    public let seal: ZoneSeal.Kind?

    /// A zone with its seal.
    public init(zone: Zone, seal: ZoneSeal.Kind?) {
        (self.zone, self.seal) = (zone, seal)
    }

    /// Reads a signed zone from a file that is open.
    ///
    /// - Parameters:
    ///   - file: The content.
    ///   - path: The name for diagnostics.
    ///   - origin: The zone's name.
    ///   - threads: How many threads read, at least 1.
    /// - Returns: The zone, or nil with what is wrong.
    public static func read(
        _ file: borrowing MappedFile,
        path: String,
        origin: Name,
        threads: Int
    ) -> (output: EarlierOutput?, diagnostics: [ZoneDiagnostic]) {
        let seal = (try? ZoneSeal.kind(closing: file.octets)) ?? nil
        var pages = file.pages
        let reading = ZoneFileReader(source: NoZoneFiles(), rules: .lenient, threads: threads)
            .read(
                file.octets,
                file: path,
                origin: origin,
                passed: { pages.release($0) }
            )
        return (reading.zone.map { EarlierOutput(zone: $0, seal: seal) }, reading.diagnostics)
    }

    /// Reads a signed zone; nil with what is wrong.
    public static func read(
        _ path: String,
        origin: Name,
        threads: Int
    ) -> (output: EarlierOutput?, diagnostics: [ZoneDiagnostic]) {
        let input = ZoneInput(
            file: path,
            origin: origin,
            rules: .lenient,
            threads: threads,
            looksForSeal: true
        )
        return (input.zone.map { EarlierOutput(zone: $0, seal: input.seal) }, input.reading.diagnostics)
    }
}
