/// Who is at the other end of the control socket, as the kernel says.
public struct Peer: Hashable, Sendable {
    /// The effective user.
    public var userID: UInt32
    /// The effective group.
    public var groupID: UInt32
    /// The process that connected.
    public var processID: Int32
    /// The user's name, where the number has one.
    public var user: String?

    /// All fields as they are.
    public init(userID: UInt32, groupID: UInt32, processID: Int32, user: String? = nil) {
        self.userID = userID
        self.groupID = groupID
        self.processID = processID
        self.user = user
    }
}

extension Peer: CustomStringConvertible {
    /// `root (uid 0, pid 4711)`.
    public var description: String {
        "\(user ?? "user \(userID)") (uid \(userID), pid \(processID))"
    }
}
