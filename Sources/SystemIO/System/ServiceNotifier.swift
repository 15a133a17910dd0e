import CLinux
import Glibc

/// Tells the service manager how the service is doing (sd_notify(3)).
///
/// Without NOTIFY_SOCKET in the environment every call does nothing.
public struct ServiceNotifier: Sendable {
    /// What can be told.
    public enum Message: Hashable, Sendable {
        /// The service is up, or has finished reloading.
        case ready
        /// One line for people, as `systemctl status` shows it; line breaks become spaces.
        case status(String)
        /// A sign of life.
        case watchdog
        /// Configuration is being read again; ends with `ready`. The time is added.
        case reloading
        /// The service is going down.
        case stopping
        /// Starting, reloading or stopping needs at least this long from now on, in microseconds.
        case extendTimeout(microseconds: UInt64)
    }

    /// The socket's path, or its abstract name with `@` in front; `nil` if nobody listens.
    public let socketName: String?
    /// How often a sign of life is due at least, in microseconds, or `nil` if none is expected.
    ///
    /// Send one in half of that time.
    public let watchdogInterval: UInt64?

    /// Takes socket and watchdog from the environment.
    public init() {
        self.init { name in unsafe getenv(name).map { unsafe String(cString: $0) } }
    }

    /// Takes the variables NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID from `variable`.
    public init(variable: (String) -> String?) {
        socketName = variable("NOTIFY_SOCKET").flatMap { $0.isEmpty ? nil : $0 }
        let isForUs = variable("WATCHDOG_PID").map { Int32($0) == getpid() } ?? true
        let interval = variable("WATCHDOG_USEC").flatMap { UInt64($0) } ?? 0
        watchdogInterval = isForUs && interval > 0 ? interval : nil
    }

    /// Tells all the messages at once; false if nobody listens.
    ///
    /// It never waits: where the listener does not read and its queue is full, that is an error (EAGAIN).
    @discardableResult
    public func send(_ messages: Message...) throws(SystemError) -> Bool {
        guard let socketName else { return false }
        try DatagramSender.send(Array(ServiceNotifier.text(of: messages).utf8).span, to: socketName)
        return true
    }

    static func text(of messages: [Message]) -> String {
        messages.map { "\(text(of: $0))\n" }.joined()
    }

    private static func text(of message: Message) -> String {
        switch message {
        case .ready: "READY=1"
        case .status(let line): "STATUS=" + String(line.map { $0.isNewline ? " " : $0 })
        case .watchdog: "WATCHDOG=1"
        case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(WallClock.monotonic().microseconds)"
        case .stopping: "STOPPING=1"
        case .extendTimeout(let microseconds): "EXTEND_TIMEOUT_USEC=\(microseconds)"
        }
    }
}

/// Sends one datagram to a Unix socket.
enum DatagramSender {
    static func send(_ octets: Span<UInt8>, to name: String) throws(SystemError) {
        let number = keyturn_datagram_socket()
        guard number >= 0 else { throw SystemError(.send, name) }
        let socket = Descriptor(owning: number)
        var address = try address(of: name)
        let sent = unsafe octets.withUnsafeBytes { message in
            unsafe address.withUnsafeMutableBytes { address in
                unsafe sendto(
                    socket.number,
                    message.baseAddress,
                    message.count,
                    Int32(MSG_NOSIGNAL),
                    address.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                    socklen_t(address.count)
                )
            }
        }
        guard sent == octets.count else { throw SystemError(.send, name) }
    }

    /// A `sockaddr_un` with exactly the octets that count: an abstract name ends where it ends.
    private static func address(of name: String) throws(SystemError) -> [UInt8] {
        let isAbstract = name.hasPrefix("@")
        let octets = Array(name.utf8)
        guard isAbstract || name.hasPrefix("/") else { throw SystemError(.send, name, errno: EAFNOSUPPORT) }
        guard octets.count < 108 else { throw SystemError(.send, name, errno: ENAMETOOLONG) }
        let family = UInt16(AF_UNIX)
        var address = [UInt8](repeating: 0, count: 2)
        unsafe address.withUnsafeMutableBytes { unsafe $0.storeBytes(of: family, as: UInt16.self) }
        return address + (isAbstract ? [0] + octets.dropFirst() : octets + [0])
    }
}
