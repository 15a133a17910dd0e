import ControlProtocol
import Glibc
import NIOCore
import SystemIO

/// Asks the kernel who is at the other end of a connection.
enum PeerCredentials {
    /// `struct ucred` of unix(7).
    private struct Credentials: Sendable {
        var processID: Int32
        var userID: UInt32
        var groupID: UInt32
    }

    /// The peer as it was when it connected; `nil` if the kernel does not say.
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
            user: UserDatabase.user(credentials.userID)?.name
        )
    }
}

extension Peer {
    /// The peer with the groups of its user; this may take as long as the user database does.
    func withGroups() -> Peer {
        var peer = self
        peer.groups = UserDatabase.user(userID).map { UserDatabase.groups(of: $0) } ?? []
        return peer
    }
}
