import Glibc

/// Why the control socket cannot be opened or used.
public enum ControlSocketError: Error, Hashable, Sendable {
    /// Another daemon answers at this path.
    case inUse(path: String)
    /// Something that is no socket has this path.
    case notASocket(path: String)
    /// The path is longer than the system takes, in octets.
    case pathTooLong(path: String, limit: Int)
    /// The machine has no such group.
    case unknownGroup(String)
    /// A call to the system failed, with its error number.
    case system(String, path: String, errno: Int32)
    /// The server ended with an error of its library.
    case server(String)

    /// The exit status of the daemon, of sysexits.h.
    public var exit: Int32 {
        switch self {
        case .inUse, .server: 69
        case .notASocket: 73
        case .pathTooLong, .unknownGroup: 78
        case .system(_, _, let errno): errno == EACCES || errno == EPERM ? 77 : 73
        }
    }
}

extension ControlSocketError: CustomStringConvertible {
    /// A sentence for people.
    public var description: String {
        switch self {
        case .inUse(let path): "another daemon answers at \(path)"
        case .notASocket(let path): "\(path) is no socket; move it away"
        case .pathTooLong(let path, let limit):
            "the path \(path) is too long for a socket; expected at most \(limit) octets"
        case .unknownGroup(let group): "the group \(group) of the control socket is not known here"
        case .system(let what, let path, let errno):
            "cannot \(what) \(path): \(unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)")"
        case .server(let text): "the control socket failed: \(text)"
        }
    }
}
