import CLinux
import Glibc

/// A service manager's end of the notification socket.
final class ListeningSocket {
    private let number: Int32

    /// Binds a datagram socket to a path, or to an abstract name after `@`.
    init?(name: String) {
        number = keyturn_datagram_socket()
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let octets = name.hasPrefix("@") ? [0] + name.utf8.dropFirst() : Array(name.utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: octets) }
        let length = socklen_t(2 + octets.count + (name.hasPrefix("@") ? 0 : 1))
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(number, $0, length)
            }
        }
        if result != 0 { return nil }
    }

    deinit {
        close(number)
    }

    /// The datagram that has arrived, or nil.
    func receive() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe recv(number, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
        }
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }
}
