import CLinux
import Glibc

/// The content of a file, in memory, to be read and never written.
///
/// - `.mapped` costs no memory of its own, but the file must not shrink while the value lives: a program that
///   cuts it in place (instead of putting a new file in its stead) makes the next read beyond the new end kill
///   this process with SIGBUS. That is right for a tool that a person runs.
/// - `.copied` reads the file once and is then safe from all that others do to it: right for a daemon.
/// - `.stream` also takes pipes and terminals, and waits until their writers have finished.
@safe
public struct MappedFile: ~Copyable, @unchecked Sendable {
    /// How the content comes into memory.
    public enum Access: Hashable, Sendable {
        /// The file's own pages.
        case mapped
        /// A copy of a regular file.
        case copied
        /// A copy of anything that can be read.
        case stream
    }

    private let base: UnsafeMutableRawPointer?
    private let count: Int
    /// The content where it is not mapped.
    private let copy: [UInt8]
    /// Which file, in which state, this is the content of.
    public let identity: FileIdentity

    /// Reads or maps a file.
    ///
    /// - Parameters:
    ///   - path: The file; anything but a regular file is refused unless `access` is `.stream`.
    ///   - access: How the content comes into memory.
    ///   - limit: Octets; a file that has more is refused with `EFBIG` before any memory is taken for it. What is mapped takes
    ///     none, and has no limit unless given.
    /// - Throws: `SystemError` if the file cannot be read, or is too large.
    public init(path: String, access: Access = .mapped, atMost limit: Int? = nil) throws(SystemError) {
        let waiting = access == .stream ? 0 : O_NONBLOCK
        let file = try Descriptor(path, flags: O_RDONLY | waiting)
        let status = try file.status(path)
        let isRegular = keyturn_is_regular(status.st_mode) != 0
        if !isRegular, access != .stream || keyturn_is_folder(status.st_mode) != 0 {
            let isFolder = keyturn_is_folder(status.st_mode) != 0
            throw SystemError(.readAsFile, path, errno: isFolder ? EISDIR : EINVAL)
        }
        let isMapped = access == .mapped
        let size = isRegular ? Int(status.st_size) : 0
        if let limit, size > limit { throw SystemError(.read, path, errno: EFBIG) }
        let mapping = unsafe isMapped ? try MappedFile.map(file, count: size, path: path) : nil
        let copy =
            isMapped
            ? [] : try file.readAll(path: path, expecting: size, atMost: limit ?? Descriptor.maximumOctets)
        unsafe base = mapping
        count = size
        self.copy = copy
        identity = FileIdentity(status)
    }

    deinit {
        if let base = unsafe base { unsafe munmap(base, count) }
    }

    /// All the octets of the file.
    public var octets: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            guard let base = unsafe base else { return copy.span }
            let buffer = unsafe UnsafeRawBufferPointer(start: base, count: count)
            let span = unsafe Span<UInt8>(_unsafeBytes: buffer)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// The memory of the content, of which a reader may give back what it has passed.
    public var pages: ContentPages {
        guard let base = unsafe base else {
            return unsafe copy.withUnsafeBytes { unsafe ContentPages($0) }
        }
        return unsafe ContentPages(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Maps a whole file privately; nil for an empty one, which cannot be mapped.
    private static func map(
        _ file: borrowing Descriptor,
        count: Int,
        path: String
    ) throws(SystemError) -> UnsafeMutableRawPointer? {
        guard count > 0 else { return nil }
        let mapped = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, file.number, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { throw SystemError(.map, path) }
        // Only a hint: the file is as readable without it.
        _ = unsafe posix_madvise(mapped, count, POSIX_MADV_SEQUENTIAL)
        return unsafe mapped
    }
}

/// The pages of a file's content.
///
/// It must not outlive the content, and octets that were given back must not be read again: those of a mapped file
/// would be read from the disk anew, those of a copy are zeros.
@safe
public struct ContentPages: @unchecked Sendable {
    /// Not worth a call of the system.
    private static let smallest = 1 << 18

    private let start: UInt
    private let end: UInt
    private var released: UInt

    fileprivate init(_ content: UnsafeRawBufferPointer) {
        let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
        let base = UInt(bitPattern: content.baseAddress)
        start = base
        end = base + UInt(content.count)
        // A copy may begin within a page that holds something else, too.
        released = (base + page - 1) / page * page
    }

    /// Gives the memory of the first `octets` octets back to the system, whole pages only.
    public mutating func release(_ octets: Int) {
        let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
        let limit = min(start + UInt(octets), end) / page * page
        guard limit > released, limit - released >= UInt(Self.smallest) else { return }
        // Only a hint: memory that is not given back now is given back with the content.
        _ = unsafe madvise(
            UnsafeMutableRawPointer(bitPattern: released),
            Int(limit - released),
            MADV_DONTNEED
        )
        released = limit
    }
}

/// Which file, in which state: two equal values mean that nothing was changed in between.
///
/// A file that is replaced by renaming changes its inode, one that is written in place its time or size. Two
/// writes of the same size within one tick of the file system's clock cannot be told apart.
public struct FileIdentity: Hashable, Sendable {
    /// The device that holds the file.
    public let device: UInt64
    /// The file's number on the device.
    public let inode: UInt64
    /// Its size in octets.
    public let size: Int64
    /// When its content was changed last, in nanoseconds since the epoch.
    public let modified: Int64

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    }

    /// The state of a file now, links followed.
    public init(path: String) throws(SystemError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw SystemError(.inspect, path) }
        self.init(status)
    }
}
