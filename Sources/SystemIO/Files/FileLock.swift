import CLinux
import Glibc

/// The right to be the only one, for as long as the value lives and the process runs.
///
/// The system gives it back when the process ends, however it ends, so a lock can never be stale. The file holds
/// the process number of the holder in decimal, for people and for the error of the next one; it stays when the
/// lock goes, because removing it would let two processes lock two files of one name.
public struct FileLock: ~Copyable {
    /// The lock file.
    public let path: String
    private let file: Descriptor

    /// Takes the lock, without waiting.
    public init(path: String) throws(FileLockError) {
        let file = try FileLock.open(path)
        guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
            let error = SystemError(.lock, path)
            guard error.errno == EWOULDBLOCK else { throw .system(error) }
            throw .held(path: path, processID: FileLock.holder(file, path: path))
        }
        try FileLock.sign(file, path: path)
        self.path = path
        self.file = file
    }

    deinit {
        // The next reader must not take our number for that of a holder.
        _ = ftruncate(file.number, 0)
        // Not left to the closing: a child that another thread has just forked holds a copy until it has begun its
        // program, and the lock with it.
        _ = flock(file.number, LOCK_UN)
    }

    private static func open(_ path: String) throws(FileLockError) -> Descriptor {
        do throws(SystemError) {
            return try Descriptor(path, flags: O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o644, as: .create)
        } catch {
            throw .system(error)
        }
    }

    private static func sign(_ file: borrowing Descriptor, path: String) throws(FileLockError) {
        guard ftruncate(file.number, 0) == 0 else { throw .system(SystemError(.truncate, path)) }
        do throws(SystemError) {
            try file.writeAll(Array("\(getpid())\n".utf8).span, path: path)
        } catch {
            throw .system(error)
        }
    }

    private static func holder(_ file: borrowing Descriptor, path: String) -> Int32? {
        guard let octets = try? file.readAll(path: path) else { return nil }
        return Int32(String(decoding: octets.prefix { $0 != 0x0A }, as: UTF8.self))
    }
}

/// Why a lock was not to be had.
public enum FileLockError: Error, Hashable, Sendable {
    /// Another process holds it; its number where the file tells it.
    case held(path: String, processID: Int32?)
    /// The lock file cannot be used.
    case system(SystemError)
}

extension FileLockError: CustomStringConvertible {
    /// A sentence for people.
    public var description: String {
        switch self {
        case .held(let path, let processID?): "\(path) is locked by process \(processID)"
        case .held(let path, nil): "\(path) is locked by another process"
        case .system(let error): error.description
        }
    }
}
