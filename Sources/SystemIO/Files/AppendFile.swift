import CLinux
import Glibc

/// A file that only grows, for journals.
///
/// One writer at a time: the holder of the state folder's `FileLock`.
public struct AppendFile: ~Copyable {
    /// Where the file is.
    public let path: String
    private let file: Descriptor
    /// Its size in octets, by this writer's own account.
    public private(set) var size: Int64
    /// True while the file may hold octets beyond `size`.
    private var isTorn = false

    /// Opens the file, or makes it with these permission bits; a symbolic link is refused.
    public init(path: String, mode: UInt32) throws(SystemError) {
        let flags = O_WRONLY | O_APPEND | O_NOFOLLOW
        let isNew = try !FileSystem.exists(path)
        let file = try Descriptor(
            path,
            flags: flags | (isNew ? O_CREAT | O_EXCL : 0),
            mode: mode,
            as: isNew ? .create : .open
        )
        if isNew {
            guard fchmod(file.number, mode) == 0 else { throw SystemError(.setMode, path) }
            try FileSystem.synchronizeFolder(FileSystem.split(path).folder)
        }
        let size = Int64(try file.status(path).st_size)
        self.path = path
        self.file = file
        self.size = size
    }

    /// Adds octets at the end; when this returns, they are on the disk.
    ///
    /// When it throws, what was written of them is taken away again, now or before the next octets. A crash in
    /// between leaves a torn end, which the reader has to expect.
    public mutating func append(_ octets: Span<UInt8>) throws(SystemError) {
        if isTorn { try truncate(to: size) }
        isTorn = true
        do throws(SystemError) {
            try file.writeAll(octets, path: path)
            guard fdatasync(file.number) == 0 else { throw SystemError(.synchronize, path) }
        } catch {
            isTorn = ftruncate(file.number, Int(size)) != 0
            throw error
        }
        isTorn = false
        size += Int64(octets.count)
    }

    /// Cuts the file back to `size` octets, to take a torn end away.
    public mutating func truncate(to size: Int64) throws(SystemError) {
        guard ftruncate(file.number, Int(size)) == 0 else { throw SystemError(.truncate, path) }
        try file.synchronize(path: path)
        self.size = size
        isTorn = false
    }
}
