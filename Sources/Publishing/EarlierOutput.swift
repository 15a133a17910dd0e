public import DNSCore
public import DNSSECCrypto
public import Signing
public import SystemIO

/// A signed zone of an earlier run, and how far its signatures can be trusted.
public struct EarlierOutput: Sendable {
    /// The zone.
    public let zone: Zone
    /// The seal of its file: what keyturn knew of the zone when it wrote it; nil if the seal is broken or missing, so that
    /// anybody may have changed it.
    public let seal: ZoneSeal.Reading?

    /// A zone with its seal.
    public init(zone: Zone, seal: ZoneSeal.Reading?) {
        (self.zone, self.seal) = (zone, seal)
    }

    /// True if keyturn wrote it and had verified it.
    var isVerified: Bool { seal == ZoneSeal.Reading(.verified, isOurs: true) }

    /// Reads a signed zone from a file that is open.
    ///
    /// - Parameters:
    ///   - file: The content.
    ///   - path: The name for diagnostics.
    ///   - origin: The zone's name.
    ///   - threads: How many threads read, at least 1.
    ///   - key: The secret of the seals; nil trusts none.
    /// - Returns: The zone, or nil with what is wrong.
    public static func read(
        _ file: borrowing MappedFile,
        path: String,
        origin: Name,
        threads: Int,
        key: AuthenticationKey?
    ) -> (output: EarlierOutput?, diagnostics: [ZoneDiagnostic]) {
        let seal = (try? ZoneSeal.reading(closing: file.octets, key: key)) ?? nil
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
        threads: Int,
        key: AuthenticationKey?
    ) -> (output: EarlierOutput?, diagnostics: [ZoneDiagnostic]) {
        let input = ZoneInput(
            file: path,
            origin: origin,
            rules: .lenient,
            threads: threads,
            seal: .looked(for: key)
        )
        return (input.zone.map { EarlierOutput(zone: $0, seal: input.seal) }, input.reading.diagnostics)
    }
}
