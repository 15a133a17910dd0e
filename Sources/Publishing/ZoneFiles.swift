public import DNSCore
internal import Glibc
public import SystemIO

/// Zone files of this machine, for `ZoneFileReader`.
///
/// The tool maps them; the daemon copies them, so that a file that somebody cuts while it is read cannot end it.
public struct ZoneFiles: ZoneFileSource, Sendable {
    private let access: MappedFile.Access

    /// A source that reads files in this way.
    public init(access: MappedFile.Access) { self.access = access }

    /// Calls `body` with the content of the file at `path`.
    public func withOctets(
        of path: String,
        _ body: (Span<UInt8>, _ passed: @escaping (Int) -> Void) -> Void
    ) -> ZoneFileSourceError? {
        do throws(SystemError) {
            let file = try MappedFile(path: path, access: access)
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
            } else if error.operation == .readAsFile || error.errno == EISDIR {
                .notAFile
            } else {
                .system(error.errno)
            }
    }
}
