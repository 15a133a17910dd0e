import CLinux
import Glibc

/// The few things that are asked of folders and names.
public enum FileSystem {
    /// Makes a folder; fails with EEXIST (`isTaken`) where the name is taken.
    ///
    /// `mode` holds the permission bits, which the process's mask does not change. The parent folder is
    /// synchronized, so that the new one outlasts a power cut.
    public static func createFolder(_ path: String, mode: UInt32) throws(SystemError) {
        guard unsafe mkdir(path, mode) == 0 else { throw SystemError(.create, path) }
        guard unsafe chmod(path, mode) == 0 else { throw SystemError(.setMode, path) }
        try synchronizeFolder(split(path).folder)
    }

    /// Makes a folder, and those above it that are missing, unless it is there already.
    ///
    /// The mode of a folder that exists is left alone.
    public static func ensureFolder(_ path: String, mode: UInt32) throws(SystemError) {
        if try isFolder(path) { return }
        let (parent, _) = split(path)
        if parent != path { try ensureFolder(parent, mode: mode) }
        do {
            try createFolder(path, mode: mode)
        } catch {
            // Another process may have been quicker.
            guard error.isTaken, try isFolder(path) else { throw error }
        }
    }

    /// The names in a folder, without `.` and `..`, sorted by their octets.
    ///
    /// Names that are not UTF-8 are left out: none of ours are.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - isWanted: False for a name that is to be left out.
    /// - Returns: The names.
    /// - Throws: `SystemError` where the folder cannot be read.
    public static func names(in folder: String, where isWanted: (String) -> Bool = { _ in true })
        throws(SystemError) -> [String]
    {
        try entries(in: folder) { name, _ in isWanted(name) }.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
    }

    /// The names in a folder that are symbolic links, or whose kind the file system does not tell.
    static func links(in folder: String) throws(SystemError) -> [String] {
        try entries(in: folder) { _, kind in kind == UInt8(DT_LNK) || kind == UInt8(DT_UNKNOWN) }
    }

    private static func entries(in folder: String, where isWanted: (String, UInt8) -> Bool)
        throws(SystemError) -> [String]
    {
        guard let stream = unsafe opendir(folder) else { throw SystemError(.read, folder) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                // The end and an error look alike but for this.
                guard errno == 0 else { throw SystemError(.read, folder) }
                break
            }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(validatingCString: $0)
                }
            }
            guard let name, name != ".", name != "..", unsafe isWanted(name, entry.pointee.d_type) else {
                continue
            }
            names.append(name)
        }
        return names
    }

    /// True if something has this name, be it a symbolic link that leads nowhere.
    ///
    /// A path that cannot be looked at is an error, not a no.
    public static func exists(_ path: String) throws(SystemError) -> Bool {
        try mode(of: path, followingLinks: false) != nil
    }

    /// True if a folder, or a symbolic link to one, has this name.
    public static func isFolder(_ path: String) throws(SystemError) -> Bool {
        guard let mode = try mode(of: path, followingLinks: true) else { return false }
        return keyturn_is_folder(mode) != 0
    }

    /// The permission bits of a file or folder, links followed, or `nil` if there is none.
    public static func permissions(of path: String) throws(SystemError) -> UInt32? {
        try mode(of: path, followingLinks: true).map { $0 & 0o7777 }
    }

    /// Makes an empty file; one that is there is left as it is.
    ///
    /// It is on the disk when its folder is.
    public static func createEmpty(_ path: String, mode: UInt32) throws(SystemError) {
        _ = try Descriptor(path, flags: O_WRONLY | O_CREAT | O_NOFOLLOW, mode: mode, as: .create)
    }

    /// Removes a file or symbolic link for good; one that is not there is not an error.
    ///
    /// With `isLasting` false it may be there again after a power cut.
    public static func remove(_ path: String, isLasting: Bool = true) throws(SystemError) {
        guard unsafe unlink(path) == 0 else {
            let error = SystemError(.remove, path)
            if error.errno == ENOENT { return }
            throw error
        }
        if isLasting { try synchronizeFolder(split(path).folder) }
    }

    /// Removes an empty folder for good.
    public static func removeFolder(_ path: String) throws(SystemError) {
        guard unsafe rmdir(path) == 0 else { throw SystemError(.remove, path) }
        try synchronizeFolder(split(path).folder)
    }

    /// Gives a file another name for good; a file that has the new name is replaced.
    public static func rename(_ path: String, to new: String) throws(SystemError) {
        guard unsafe Glibc.rename(path, new) == 0 else { throw SystemError(.rename, path) }
        try synchronizeFolder(split(new).folder)
        if split(path).folder != split(new).folder { try synchronizeFolder(split(path).folder) }
    }

    /// Brings the entries of a folder to the disk.
    public static func synchronizeFolder(_ path: String) throws(SystemError) {
        try Descriptor(path, flags: O_RDONLY | O_DIRECTORY).synchronize(path: path)
    }

    /// The most that `read` takes unless another limit is given: 64 MiB, of which configurations, policies, states and the
    /// lines of a journal stay far away.
    public static let usualLimit = 1 << 26

    /// The whole content of a regular file; one of more than `limit` octets is refused with `EFBIG` before it is read.
    public static func read(_ path: String, atMost limit: Int = usualLimit) throws(SystemError) -> [UInt8] {
        let file = try Descriptor(path, flags: O_RDONLY | O_NONBLOCK)
        let status = try file.status(path)
        guard keyturn_is_regular(status.st_mode) != 0 else {
            let isFolder = keyturn_is_folder(status.st_mode) != 0
            throw SystemError(.readAsFile, path, errno: isFolder ? EISDIR : EINVAL)
        }
        return try file.readAll(path: path, expecting: Int(status.st_size), atMost: limit)
    }

    /// The folder and the last component of a path; the folder of a bare name is `.`.
    public static func split(_ path: String) -> (folder: String, name: String) {
        let octets = path.utf8
        guard let slash = octets.lastIndex(of: 0x2F) else { return (".", path) }
        let name = String(path[octets.index(after: slash)...])
        return (slash == octets.startIndex ? "/" : String(path[..<slash]), name)
    }

    /// The path from the root: a relative one begins in the process's working folder.
    public static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(folder) }
        let start = unsafe String(cString: folder)
        let rest = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return start == "/" ? "/" + rest : "\(start)/\(rest)"
    }

    /// The path of a file or folder that is there, without symbolic links, `.` and `..`.
    public static func resolved(_ path: String) throws(SystemError) -> String {
        guard let found = unsafe realpath(path, nil) else { throw SystemError(.inspect, path) }
        defer { unsafe free(found) }
        return unsafe String(cString: found)
    }

    /// Where a file is written that is to have this path: a symbolic link is followed, and stays.
    ///
    /// A link that leads nowhere is an error.
    public static func writingPlace(of path: String) throws(SystemError) -> String {
        guard let mode = try mode(of: path, followingLinks: false), mode & S_IFMT == S_IFLNK else {
            return path
        }
        return try resolved(path)
    }

    private static func mode(of path: String, followingLinks: Bool) throws(SystemError) -> UInt32? {
        var status = stat()
        let flags = followingLinks ? 0 : AT_SYMLINK_NOFOLLOW
        guard unsafe fstatat(AT_FDCWD, path, &status, flags) == 0 else {
            let error = SystemError(.inspect, path)
            if error.isMissing { return nil }
            throw error
        }
        return status.st_mode
    }
}
