public import DNSCore
internal import Glibc
public import SystemIO

/// Zone files of this machine, for `ZoneFileReader`.
///
/// The tool maps them; the daemon copies them, so that a file that somebody cuts while it is read cannot end it.
public struct ZoneFiles: ZoneFileSource, Sendable {
    private let access: MappedFile.Access
    private let includes: IncludeRule

    /// A source that reads files in this way, and includes what the rule allows.
    public init(access: MappedFile.Access, includes: IncludeRule) {
        (self.access, self.includes) = (access, includes)
    }

    /// Calls `body` with the content of the file at `path`.
    public func withOctets(
        of path: String,
        atMost limit: Int,
        _ body: (Span<UInt8>, _ passed: @escaping (Int) -> Void) -> Void
    ) -> ZoneFileSourceError? {
        do throws(SystemError) {
            let (verdict, place) = try includes.verdict(on: path)
            guard verdict != .refused else { return .notAllowed }
            let file = try MappedFile(path: place, access: access, atMost: limit)
            var pages = file.pages
            body(file.octets) { pages.release($0) }
            return nil
        } catch {
            return ZoneFileSourceError(error)
        }
    }
}

extension ZoneFileSourceError {
    /// The cause that the system names.
    public init(_ error: SystemError) {
        self =
            if error.isMissing {
                .notFound
            } else if error.isForbidden {
                .notPermitted
            } else if error.errno == EFBIG {
                .tooLarge
            } else if error.operation == .readAsFile || error.errno == EISDIR {
                .notAFile
            } else {
                .system(error.errno)
            }
    }
}
