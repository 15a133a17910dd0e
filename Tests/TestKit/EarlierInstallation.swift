import Glibc

/// A folder with all that an earlier version of keyturn had on its disk: configuration, policies, zones, state, output.
///
/// They are kept in `Tests/Installations`, one for each version whose files are to be taken over as they are; the name is
/// the day of the version. None is ever changed: a new format gets a folder of its own.
public struct EarlierInstallation: Sendable, CustomStringConvertible {
    /// The day of the version.
    public let version: String
    /// The moment of the last step of that version's daemon, in seconds since 1970.
    public let end: Int64

    /// All that are kept, the oldest first.
    public static let all = [EarlierInstallation(version: "2026-11-28", end: 1_600_957_600)]

    /// The folder of the repository.
    private static let repository =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    /// The version.
    public var description: String { version }

    /// Where it is kept.
    public var path: String { "\(Self.repository)/Tests/Installations/\(version)" }

    /// Copies it into a folder, with the state closed to others as it was: version control keeps no modes.
    public func copy(to folder: TemporaryFolder) { copy("", to: folder, isSecret: false) }

    private func copy(_ inner: String, to folder: TemporaryFolder, isSecret: Bool) {
        for name in TemporaryFolder.names(in: "\(path)/\(inner)") {
            let place = inner.isEmpty ? name : "\(inner)/\(name)"
            let isSecret = isSecret || place == "state"
            if Self.isFolder("\(path)/\(place)") {
                _ = unsafe mkdir(folder.path(place), isSecret ? 0o700 : 0o755)
                copy(place, to: folder, isSecret: isSecret)
            } else {
                folder.write(TemporaryFolder.octets(of: "\(path)/\(place)") ?? [], to: place)
                if isSecret, !name.hasSuffix(".key") { _ = unsafe chmod(folder.path(place), 0o600) }
            }
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
