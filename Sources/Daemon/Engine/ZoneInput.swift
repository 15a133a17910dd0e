import DNSCore
import DNSSECModel
import Signing
import SystemIO

/// What reading a zone file gave, with the state of every file that was read for it.
struct ZoneInput {
    /// The zone, or nil where there was an error.
    let zone: Zone?
    /// Errors and warnings.
    let diagnostics: [ZoneDiagnostic]
    /// The files that were read, `$INCLUDE`d ones too; nil where one was missing.
    let identities: [String: FileIdentity?]
    /// True where the file ends with an unbroken seal that was looked for.
    let isSealed: Bool

    /// Reads a zone file and what it includes.
    ///
    /// With `looksForSeal` it is told whether the file is what was verified when it was written.
    init(
        file path: String,
        origin: Name,
        rules: ZoneRules = ZoneRules(),
        threads: Int = 1,
        looksForSeal: Bool = false
    ) {
        let files = RememberedFiles(sealed: looksForSeal ? path : nil)
        let reading = ZoneFileReader(source: files, rules: rules, threads: threads).read(
            file: path,
            origin: origin
        )
        zone = reading.zone
        diagnostics = reading.diagnostics
        identities = files.identities
        isSealed = files.isSealed
    }

    var errors: [ZoneDiagnostic] { diagnostics.filter { $0.severity == .error } }
    var warnings: [ZoneDiagnostic] { diagnostics.filter { $0.severity == .warning } }

    /// True where one of these files is no longer what it was.
    static func hasChanged(_ identities: [String: FileIdentity?]) -> Bool {
        identities.contains { path, identity in identity != (try? FileIdentity(path: path)) }
    }
}

/// Zone files, with a note of each that was asked for.
private final class RememberedFiles: ZoneFileSource {
    private(set) var identities: [String: FileIdentity?] = [:]
    private(set) var isSealed = false
    private let sealed: String?
    private let files = ZoneFiles(access: .copied)

    init(sealed: String?) { self.sealed = sealed }

    func withOctets(
        of path: String,
        _ body: (Span<UInt8>, _ passed: @escaping (Int) -> Void) -> Void
    ) -> ZoneFileSourceError? {
        // Taken before the reading: a change in between is seen as one.
        identities.updateValue(try? FileIdentity(path: path), forKey: path)
        return files.withOctets(of: path) { octets, passed in
            if path == sealed { isSealed = (try? ZoneSeal.isUnbroken(octets)) ?? false }
            body(octets, passed)
        }
    }
}
