import CLinux
import Glibc

/// Files that are there as a whole or not at all, whatever happens in between.
///
/// The new content goes to a temporary file in the same folder, to the disk, and then gets its name. A reader
/// sees the old content or the new one. Temporaries that a crash left over hold no lock and are removed by
/// `removeLeftovers`.
public enum AtomicFile {
    /// Whether a file that has the name already is replaced.
    public enum Placement: Hashable, Sendable {
        /// Takes the place of the file or symbolic link that has the name.
        case replacing
        /// Fails with EEXIST where anything has the name.
        case new
    }

    /// Puts `octets` in the place of the file at `path`.
    ///
    /// `mode` holds the permission bits, which the process's mask does not change. When this returns, content and
    /// name are on the disk; when it throws, the old file is as it was.
    public static func replace(_ path: String, with octets: Span<UInt8>, mode: UInt32) throws(SystemError) {
        var writer = try AtomicFileWriter(path: path, mode: mode)
        try writer.writeThrough(octets)
        try writer.commit()
    }

    /// Makes a new file with this content; fails with EEXIST (`isTaken`) where the name is taken.
    ///
    /// With `isLasting` false only the content is on the disk when this returns: for several files of one folder, which
    /// the caller brings there when all have their names.
    public static func createNew(
        _ path: String,
        with octets: Span<UInt8>,
        mode: UInt32,
        isLasting: Bool = true
    ) throws(SystemError) {
        var writer = try AtomicFileWriter(path: path, mode: mode)
        try writer.writeThrough(octets)
        try writer.commit(.new, isLasting: isLasting)
    }

    /// Removes the temporaries in a folder that no living writer holds, and returns their names.
    @discardableResult
    public static func removeLeftovers(in folder: String) throws(SystemError) -> [String] {
        var removed: [String] = []
        for name in try FileSystem.names(in: folder, where: AtomicFileWriter.isTemporary) {
            let path = "\(folder)/\(name)"
            guard let file = try? Descriptor(path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK) else {
                continue
            }
            guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else { continue }
            guard unsafe unlink(path) == 0 else { throw SystemError(.remove, path) }
            removed.append(name)
        }
        return removed
    }
}

/// A file in the making, for content that comes in pieces.
///
/// Nothing can be seen at `path` before `commit`. A writer that ends without it removes its temporary.
public struct AtomicFileWriter: ~Copyable {
    private static let prefix = ".keyturn-"
    private static let suffix = ".tmp"
    private static let bufferSize = 1 << 16
    private static let writebackSize = 1 << 23

    /// The path that the file will have.
    public let path: String
    private let name: String
    private let folderPath: String
    private let folder: Descriptor
    private let file: Descriptor
    private let temporary: String
    private var buffer: [UInt8] = []
    private var isPlaced = false
    /// Octets written since the disk was told to begin.
    private var unbegun = 0

    /// Creates the temporary, in the folder where the file will be.
    public init(path: String, mode: UInt32) throws(SystemError) {
        let (folderPath, name) = FileSystem.split(path)
        guard !name.isEmpty else { throw SystemError(.create, path, errno: EISDIR) }
        let folder = try Descriptor(
            folderPath,
            flags: O_RDONLY | O_DIRECTORY,
            as: .create,
            reportedAs: path
        )
        try AtomicFileWriter.refuseDevice(name, in: folder, path: path)
        var temporary = AtomicFileWriter.freshName()
        var file = try AtomicFileWriter.create(temporary, in: folder, reportedAs: path)
        while try !AtomicFileWriter.claim(file, path: path) {
            temporary = AtomicFileWriter.freshName()
            file = try AtomicFileWriter.create(temporary, in: folder, reportedAs: path)
        }
        guard fchmod(file.number, mode) == 0 else {
            let error = SystemError(.setMode, path)
            unsafe unlinkat(folder.number, temporary, 0)
            throw error
        }
        self.path = path
        self.name = name
        self.folderPath = folderPath
        self.folder = folder
        self.file = file
        self.temporary = temporary
    }

    deinit {
        if !isPlaced { unsafe unlinkat(folder.number, temporary, 0) }
    }

    /// Adds octets at the end.
    public mutating func append(_ octets: Span<UInt8>) throws(SystemError) {
        if buffer.count + octets.count > AtomicFileWriter.bufferSize { try flush() }
        guard octets.count < AtomicFileWriter.bufferSize else {
            try file.writeAll(octets, path: path)
            beginWriteback(octets.count)
            return
        }
        if buffer.isEmpty { buffer.reserveCapacity(AtomicFileWriter.bufferSize) }
        unsafe octets.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// Adds text at the end.
    public mutating func append(_ text: String) throws(SystemError) {
        try append(Array(text.utf8).span)
    }

    /// Adds octets without a copy in this process's memory, as private keys want it.
    mutating func writeThrough(_ octets: Span<UInt8>) throws(SystemError) {
        try flush()
        try file.writeAll(octets, path: path)
    }

    /// Brings the content to the disk and gives the file its name, for good unless `isLasting` is false.
    public consuming func commit(
        _ placement: AtomicFile.Placement = .replacing,
        isLasting: Bool = true
    ) throws(SystemError) {
        try flush()
        try file.synchronize(path: path)
        switch placement {
        case .replacing:
            guard unsafe renameat(folder.number, temporary, folder.number, name) == 0 else {
                throw SystemError(.rename, path)
            }
            isPlaced = true
        case .new:
            // A second name can never take a place that is taken; the first one goes when `self` ends.
            guard unsafe linkat(folder.number, temporary, folder.number, name, 0) == 0 else {
                throw SystemError(.create, path)
            }
            unsafe unlinkat(folder.number, temporary, 0)
            isPlaced = true
        }
        if isLasting { try folder.synchronize(path: folderPath) }
    }

    /// Gives the file up; nothing of it stays.
    public consuming func discard() {}

    /// Has the disk begin with what is written, so that little is left to be waited for at the end.
    private mutating func beginWriteback(_ count: Int) {
        unbegun += count
        guard unbegun >= AtomicFileWriter.writebackSize else { return }
        // Only a hint: `commit` waits for all of it.
        _ = keyturn_begin_writeback(file.number)
        unbegun = 0
    }

    private mutating func flush() throws(SystemError) {
        guard !buffer.isEmpty else { return }
        try file.writeAll(buffer.span, path: path)
        buffer.removeAll(keepingCapacity: true)
    }
}

// MARK: - Temporaries

extension AtomicFileWriter {
    /// True for the name of a temporary of ours.
    static func isTemporary(_ name: String) -> Bool {
        name.hasPrefix(prefix) && name.hasSuffix(suffix)
    }

    /// A file must never take the place of a device, a pipe or a socket: as root, /dev/null would be gone.
    private static func refuseDevice(_ name: String, in folder: borrowing Descriptor, path: String)
        throws(SystemError)
    {
        var status = stat()
        guard unsafe fstatat(folder.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
        guard [S_IFREG, S_IFLNK, S_IFDIR].contains(status.st_mode & S_IFMT) else {
            throw SystemError(.replaceAsFile, path, errno: EINVAL)
        }
    }

    private static func freshName() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return prefix + String(repeating: "0", count: 16 - digits.count) + digits + suffix
    }

    private static func create(
        _ temporary: String,
        in folder: borrowing Descriptor,
        reportedAs path: String
    ) throws(SystemError) -> Descriptor {
        try Descriptor(
            temporary,
            flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
            mode: 0o600,
            in: folder.number,
            as: .create,
            reportedAs: path
        )
    }

    /// Marks the temporary as one that is being written; false if the clean-up of another process was
    /// quicker and took it for a leftover.
    private static func claim(_ file: borrowing Descriptor, path: String) throws(SystemError) -> Bool {
        guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
            if case let code = keyturn_errno(), code != EWOULDBLOCK {
                throw SystemError(.lock, path, errno: code)
            }
            return false
        }
        return try file.status(path).st_nlink > 0
    }
}
