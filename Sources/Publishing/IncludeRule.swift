public import DNSSECModel
import SystemIO

/// Which files a zone file may include.
///
/// Whoever may edit a zone file shall not have files read that only keyturn can read: the state folder with its private keys is
/// never included, and the daemon includes nothing outside of the zone file's folder unless `include-root` allows it.
public struct IncludeRule: Hashable, Sendable {
    /// What becomes of an included file.
    enum Verdict {
        case allowed
        /// It lies outside of every root, and is read all the same.
        case outside
        case refused
    }

    /// The zone file itself, which is no included file.
    private let zoneFile: String
    /// Folders from which nothing is included.
    private let refused: [String]
    /// The folders that included files lie in or below, beside that of the zone file; nil = any.
    private let roots: [String]?
    /// True if a file outside of the roots is read, and warned about.
    private let isLenient: Bool

    /// The rule of the daemon.
    ///
    /// - Parameters:
    ///   - zone: The zone, in the folder of whose file included files may lie, or in one that `include-root` names.
    ///   - state: The state folder.
    ///   - ring: The zone's keys. If it was published already, files elsewhere are only warned about without `include-root`.
    /// - Returns: The rule.
    public static func daemon(_ zone: ZoneConfiguration, state: String, _ ring: KeyRing?) -> IncludeRule {
        let roots = zone.rules.includeRoots
        return IncludeRule(
            zoneFile: zone.file,
            refused: [state],
            roots: roots ?? [],
            isLenient: ring?.publication != nil && roots == nil
        )
    }

    /// The rule of the tool, which a user runs with his own rights: anything but these folders.
    public static func tool(zoneFile: String, refusing folders: [String]) -> IncludeRule {
        IncludeRule(zoneFile: zoneFile, refused: folders, roots: nil, isLenient: false)
    }

    /// Nothing is included, as in what keyturn wrote itself.
    public static func none(file: String) -> IncludeRule {
        IncludeRule(zoneFile: file, refused: ["/"], roots: nil, isLenient: false)
    }

    private init(zoneFile: String, refused: [String], roots: [String]?, isLenient: Bool) {
        (self.zoneFile, self.refused, self.roots, self.isLenient) = (zoneFile, refused, roots, isLenient)
    }

    /// What becomes of a file, and where it lies once all links are followed.
    func verdict(on path: String) throws(SystemError) -> (verdict: Verdict, place: String) {
        guard path != zoneFile else { return (.allowed, path) }
        let place = try FileSystem.resolved(path)
        if refused.contains(where: { Self.contains($0, place) }) { return (.refused, place) }
        guard let roots else { return (.allowed, place) }
        let own = [FileSystem.split(zoneFile).folder, Self.linkedFolder(of: zoneFile)].compactMap(\.self)
        if (own + roots).contains(where: { Self.contains($0, place) }) { return (.allowed, place) }
        return (isLenient ? .outside : .refused, place)
    }

    /// The folder of the file that a link of this name leads to.
    private static func linkedFolder(of path: String) -> String? {
        (try? FileSystem.resolved(path)).map { FileSystem.split($0).folder }
    }

    /// True if a place lies below a folder, once the folder's links are followed.
    private static func contains(_ folder: String, _ place: String) -> Bool {
        guard let folder = try? FileSystem.resolved(folder) else { return false }
        return place.hasPrefix(folder == "/" ? "/" : folder + "/")
    }
}
