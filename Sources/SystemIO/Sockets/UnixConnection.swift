import CLinux
import Glibc

/// A connection to a Unix socket that blocks, each step within a time limit.
public struct UnixConnection: ~Copyable {
    /// The longest path of a socket, in octets: `sun_path` with its final zero octet.
    public static let maximumPathOctets = 107

    private let number: Int32
    private let path: String

    /// Connects; `timeLimit` in seconds holds for each later step, too.
    ///
    /// - Throws: `SystemError`: `isMissing` or `isRefused` if nobody listens there, `isLate` if its queue is full,
    ///   `isTooLong` if no socket can have such a path.
    public init(to path: String, timeLimit: Int) throws(SystemError) {
        number = try Self.connected(to: path, timeLimit: timeLimit)
        self.path = path
    }

    private static func connected(to path: String, timeLimit: Int) throws(SystemError) -> Int32 {
        let octets = Array(path.utf8)
        guard octets.count <= maximumPathOctets else {
            throw SystemError(.connect, path, errno: ENAMETOOLONG)
        }
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw SystemError(.connect, path) }
        var limit = timeval(tv_sec: timeLimit, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        unsafe setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: octets) }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe connect(number, pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let code = errno
            close(number)
            throw SystemError(.connect, path, errno: code)
        }
        return number
    }

    deinit {
        close(number)
    }

    /// Sends all the octets; `isLate` if the other side takes none within the time limit.
    public func send(_ octets: [UInt8]) throws(SystemError) {
        var rest = octets[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.send(number, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno != EINTR {
                throw SystemError(.send, path)
            }
        }
    }

    /// All that comes until the other side closes; at most `limit` octets, else EMSGSIZE.
    public func receive(limit: Int) throws(SystemError) -> [UInt8] {
        var all: [UInt8] = []
        while let more = try receiveSome() {
            all += more
            guard all.count <= limit else { throw SystemError(.receive, path, errno: EMSGSIZE) }
        }
        return all
    }

    /// What comes next; nil if the other side has closed.
    public func receiveSome() throws(SystemError) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(number, $0.baseAddress, $0.count, 0)
            }
            if count == 0 { return nil }
            if count > 0 { return Array(buffer[..<count]) }
            if errno != EINTR { throw SystemError(.receive, path) }
        }
    }
}
