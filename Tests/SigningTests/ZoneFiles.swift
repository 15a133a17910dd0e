import DNSCore
import Glibc
import Testing

/// Gives zone files from the disk.
struct DiskSource: ZoneFileSource {
    func withOctets(
        of path: String,
        atMost limit: Int,
        _ body: (Span<UInt8>, _ passed: @escaping (Int) -> Void) -> Void
    ) -> ZoneFileSourceError? {
        guard let file = unsafe fopen(path, "r") else { return .notFound }
        defer { unsafe fclose(file) }
        var octets: [UInt8] = []
        while case let octet = unsafe getc(file), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        body(octets.span) { _ in }
        return nil
    }
}

/// A zone of the folder Vectors, which must be read with just so many warnings.
func vector(_ file: String, origin: String, rules: ZoneRules = ZoneRules(), warnings: Int = 0) throws -> Zone
{
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/")
    let path = "\(folder)/Vectors/\(file)"
    let reading = ZoneFileReader(source: DiskSource(), rules: rules).read(
        file: path,
        origin: try Name(origin)
    )
    #expect(reading.diagnostics.count == warnings, "\(reading.diagnostics.map(\.description))")
    return try #require(reading.zone)
}
