import ControlProtocol
import Glibc
import NIOCore

/// Asks the kernel who is at the other end of a connection.
enum PeerCredentials {
    /// `struct ucred` of unix(7).
    private struct Credentials: Sendable {
        var processID: Int32
        var userID: UInt32
        var groupID: UInt32
    }

    /// The peer as it was when it connected; nil where the kernel does not say.
    static func peer(of channel: any Channel) async -> Peer? {
        guard let provider = channel as? any SocketOptionProvider,
            let credentials: Credentials = try? await provider.unsafeGetSocketOption(
                level: SocketOptionLevel(SOL_SOCKET),
                name: SocketOptionName(SO_PEERCRED)
            ).get()
        else { return nil }
        return Peer(
            userID: credentials.userID,
            groupID: credentials.groupID,
            processID: credentials.processID,
            user: name(ofUser: credentials.userID)
        )
    }

    /// The name of a user; nil where the number has none.
    static func name(ofUser number: UInt32) -> String? {
        var entry = unsafe passwd()
        var found: UnsafeMutablePointer<passwd>?
        return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            guard let base = buffer.baseAddress,
                unsafe getpwuid_r(number, &entry, base, buffer.count, &found) == 0, unsafe found != nil
            else { return nil }
            return unsafe String(validatingCString: entry.pw_name)
        }
    }
}
