import CLinux
import Glibc

/// A call to the operating system that failed: what was tried, on what, and the error number.
public struct SystemError: Error, Hashable, Sendable {
    /// What was tried, in the operator's terms.
    public enum Operation: String, Hashable, Sendable, CaseIterable {
        /// Opening a file or folder that should exist.
        case open
        /// Creating a file or folder.
        case create
        /// Reading octets or a folder's list of names.
        case read
        /// Taking something that is no regular file for one.
        case readAsFile = "read as a regular file"
        /// Putting a regular file in the place of a device, a pipe or a socket.
        case replaceAsFile = "replace by a regular file"
        /// Writing octets.
        case write
        /// Asking for size, time, kind or mode.
        case inspect
        /// Mapping a file into memory.
        case map
        /// Bringing octets or a folder's entries to the disk for good.
        case synchronize
        /// Giving a file its name.
        case rename
        /// Removing a file or folder.
        case remove
        /// Shortening a file.
        case truncate
        /// Setting permission bits.
        case setMode = "set the mode of"
        /// Taking a lock.
        case lock
        /// Watching a folder for changes.
        case watch
        /// Making or setting a timer.
        case setTimer = "set"
        /// Waiting for events.
        case wait = "wait for events on"
        /// Reaching who listens at a socket.
        case connect = "connect to"
        /// Sending a message to the service manager, or octets over a socket.
        case send = "send to"
        /// Waiting for octets from a socket.
        case receive = "receive from"
    }

    /// What was tried.
    public let operation: Operation
    /// The file or folder; for things without a name, a word for them.
    public let path: String
    /// The error number, as in errno(3).
    public let errno: Int32

    /// An error with a known number.
    public init(_ operation: Operation, _ path: String, errno: Int32) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    /// An error of the call that was made just before, on this thread.
    init(_ operation: Operation, _ path: String) {
        self.init(operation, path, errno: keyturn_errno())
    }

    /// True if the thing does not exist (ENOENT), or a file stands where a folder should (ENOTDIR).
    public var isMissing: Bool { errno == ENOENT || errno == ENOTDIR }

    /// True if the name is taken already (EEXIST).
    public var isTaken: Bool { errno == EEXIST }

    /// True if nobody listens at a socket (ECONNREFUSED).
    public var isRefused: Bool { errno == ECONNREFUSED }

    /// True if the other side of a socket did not act within the time limit, or its queue is full (EAGAIN).
    public var isLate: Bool { errno == EAGAIN }

    /// True if a path or its last part is longer than the system takes (ENAMETOOLONG).
    public var isTooLong: Bool { errno == ENAMETOOLONG }

    /// True if permission is missing (EACCES, EPERM, EROFS).
    public var isForbidden: Bool { errno == EACCES || errno == EPERM || errno == EROFS }
}

extension SystemError: CustomStringConvertible {
    /// A sentence for people, such as `cannot open /x: No such file or directory`.
    public var description: String {
        let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
        return "cannot \(operation.rawValue) \(path): \(reason)"
    }
}
