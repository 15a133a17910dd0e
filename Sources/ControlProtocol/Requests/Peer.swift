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
    /// The names of the groups that the user is a member of, where they were asked for.
    public var groups: [String]

    /// All fields as they are; no groups unless given.
    public init(
        userID: UInt32,
        groupID: UInt32,
        processID: Int32,
        user: String? = nil,
        groups: [String] = []
    ) {
        self.userID = userID
        self.groupID = groupID
        self.processID = processID
        self.user = user
        self.groups = groups
    }

    /// The user's name; for a number without a name words that are no name.
    public var person: String { user ?? (userID == 0 ? "root" : "uid \(userID)") }
}

extension Peer: CustomStringConvertible {
    /// `root (uid 0, pid 4711)`.
    public var description: String {
        "\(user ?? "user \(userID)") (uid \(userID), pid \(processID))"
    }
}
