import CLinux
import Glibc

/// The way from the root to a file: every folder that is looked into, and the name that is looked up there.
///
/// Symbolic links are followed, and the steps to a link are as much part of the way as those to its target. The
/// way ends at the first name that does not exist, or at the file. The way to a folder, written with a slash at its end,
/// leads into it: its last step has no name.
struct PathTrail: Hashable {
    /// One look-up of a name in a folder.
    struct Step: Hashable {
        /// The folder's absolute path, free of symbolic links.
        let folder: String
        let name: String
    }

    /// As many links as the kernel itself follows (path_resolution(7)).
    private static let maximumLinks = 40

    private(set) var steps: Set<Step> = []
    private var folders: Set<String> = []

    /// Walks the path as it is now.
    init(following path: String) {
        var links = 0
        var folder: [String] = []
        var ahead = PathTrail.components(PathTrail.absolute(path))
        while let name = ahead.popLast() {
            if name == ".." {
                _ = folder.popLast()
                continue
            }
            let place = "/" + folder.joined(separator: "/")
            steps.insert(Step(folder: place, name: name))
            folders.insert(place)
            switch PathTrail.look(at: place == "/" ? "/\(name)" : "\(place)/\(name)") {
            case .missing: return
            case .thing: folder.append(name)
            case .link(let target):
                links += 1
                if links > PathTrail.maximumLinks { return }
                if target.hasPrefix("/") { folder = [] }
                ahead += PathTrail.components(target)
            }
        }
        guard path.hasSuffix("/") else { return }
        let place = "/" + folder.joined(separator: "/")
        steps.insert(Step(folder: place, name: ""))
        folders.insert(place)
    }

    /// True if a symbolic link has this path.
    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && keyturn_is_link(status.st_mode) != 0
    }

    /// True if the way goes through a folder.
    func uses(_ folder: String) -> Bool { folders.contains(folder) }

    // MARK: - The file system

    private enum Thing {
        case missing
        case thing
        case link(to: String)
    }

    private static func look(at path: String) -> Thing {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return .missing }
        guard keyturn_is_link(status.st_mode) != 0 else { return .thing }
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe target.withUnsafeMutableBytes { buffer in
            guard let start = unsafe buffer.bindMemory(to: CChar.self).baseAddress else { return -1 }
            return unsafe readlink(path, start, buffer.count)
        }
        return count < 0 ? .missing : .link(to: String(decoding: target[..<count], as: UTF8.self))
    }

    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(folder) }
        let base = unsafe String(cString: folder)
        return base + "/" + path
    }

    /// The components of a path, last one first.
    private static func components(_ path: String) -> [String] {
        path.split(separator: "/").filter { $0 != "." }.map { String($0) }.reversed()
    }
}
