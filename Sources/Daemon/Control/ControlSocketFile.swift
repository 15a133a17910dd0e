import Glibc
import SystemIO

/// The control socket's place in the file system.
///
/// The socket is bound inside a new folder that only the daemon's user can enter, gets its mode and group there, and
/// then takes its final name. So nobody can connect before the rights are right, whatever the process's mask, and
/// the name never stands for anything but a socket that listens.
struct ControlSocketFile {
    static let maximumOctets = UnixConnection.maximumPathOctets
    /// Read and write for user and group.
    static let mode: mode_t = 0o660

    /// The final path.
    let path: String
    /// The folder in which the socket is bound.
    let workshop: String
    /// The number of the socket's group; nil = the daemon's own.
    let groupID: gid_t?

    /// The path at which the server binds.
    var bindPath: String { "\(workshop)/s" }

    /// Looks at the path and makes the folder.
    ///
    /// A socket at which nobody answers is left of a daemon that died: `publish` replaces it.
    init(path: String, group: String?) throws(ControlSocketError) {
        groupID = try group.map { name throws(ControlSocketError) in try Self.number(ofGroup: name) }
        try Self.demandFree(path)
        let slash = path.utf8.lastIndex(of: 0x2F)
        let folder = slash.map { String(path[..<$0]) } ?? "."
        var template = Array("\(folder)/.ktXXXXXX".utf8CString)
        guard template.count + 2 <= Self.maximumOctets, path.utf8.count <= Self.maximumOctets else {
            throw .pathTooLong(path: path, limit: Self.maximumOctets - "/.ktXXXXXX/s".utf8.count)
        }
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) } != nil
        }
        guard made else { throw .system("create the control socket", path: path, errno: errno) }
        workshop = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.path = path
    }

    /// Gives the bound socket its rights and its name, and gives back which file it is.
    func publish() throws(ControlSocketError) -> Identity {
        if let groupID, unsafe chown(bindPath, uid_t.max, groupID) != 0 {
            throw .system("give the group to", path: path, errno: errno)
        }
        guard unsafe chmod(bindPath, Self.mode) == 0 else {
            throw .system("set the mode of", path: path, errno: errno)
        }
        guard let identity = Identity(of: bindPath) else {
            throw .system("inspect", path: bindPath, errno: errno)
        }
        guard unsafe rename(bindPath, path) == 0 else {
            throw .system("create the control socket", path: path, errno: errno)
        }
        return identity
    }

    /// Removes the folder, and the socket in it where it never got its name.
    func removeWorkshop() {
        unsafe unlink(bindPath)
        unsafe rmdir(workshop)
    }

    /// Removes the socket, unless another daemon has put its own there.
    func remove(_ identity: Identity) {
        if Identity(of: path) == identity { unsafe unlink(path) }
    }

    /// Which file something is.
    struct Identity: Hashable, Sendable {
        private let device: UInt64
        private let node: UInt64

        init?(of path: String) {
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else { return nil }
            device = UInt64(status.st_dev)
            node = UInt64(status.st_ino)
        }
    }

    // MARK: - What is there already

    private static func demandFree(_ path: String) throws(ControlSocketError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        do throws(SystemError) {
            _ = try UnixConnection(to: path, timeLimit: 5)
        } catch {
            if error.isRefused || error.isMissing { return }
            // Its queue is full: somebody is there.
            guard error.isLate else {
                throw error.isTooLong
                    ? .pathTooLong(path: path, limit: maximumOctets)
                    : .system(error.operation.rawValue, path: path, errno: error.errno)
            }
        }
        throw .inUse(path: path)
    }

    private static func number(ofGroup name: String) throws(ControlSocketError) -> gid_t {
        var entry = unsafe group()
        var found: UnsafeMutablePointer<group>?
        let code = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 65_536) { buffer in
            unsafe buffer.baseAddress.map { unsafe getgrnam_r(name, &entry, $0, buffer.count, &found) }
        }
        guard code == 0, unsafe found != nil else { throw .unknownGroup(name) }
        return unsafe entry.gr_gid
    }
}
