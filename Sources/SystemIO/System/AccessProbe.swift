internal import CLinux
internal import Glibc

/// What a process wants to do with a file or folder.
public enum AccessMode: Hashable, Sendable {
    /// Read a file.
    case read
    /// Make, replace and remove files in a folder.
    case changeFolder
    /// Run a program.
    case execute

    var bits: Int32 {
        switch self {
        case .read: R_OK
        case .changeFolder: W_OK | X_OK
        case .execute: X_OK
        }
    }
}

/// Asks the system what another user may do, without becoming that user: a child process does.
public enum AccessProbe {
    /// True if this process may ask: it must be root's.
    public static var isPossible: Bool { geteuid() == 0 }

    /// What keeps a user from each of some paths.
    ///
    /// - Parameters:
    ///   - user: The user.
    ///   - groups: Groups that the user's process has beside those of the user database.
    ///   - wishes: Paths, and what is wanted there.
    /// - Returns: For each wish nil if it is granted, else the error number.
    /// - Throws: `SystemError` if nobody could be asked.
    public static func refusals(
        of user: SystemUser,
        groups: [UInt32] = [],
        _ wishes: [(path: String, mode: AccessMode)]
    ) throws(SystemError) -> [Int32?] {
        guard let number = UserDatabase.number(of: user.name) else {
            throw SystemError(.inspect, "user \(user.name)", errno: ENOENT)
        }
        let all = UserDatabase.groupNumbers(of: user) + groups
        var answers = [Int32](repeating: 0, count: wishes.count)
        var paths: [CChar] = []
        for wish in wishes { paths += wish.path.utf8CString }
        let modes = wishes.map(\.mode.bits)
        let code = unsafe keyturn_access_as(
            number,
            user.primaryGroup,
            all,
            Int32(all.count),
            paths,
            modes,
            &answers,
            Int32(wishes.count)
        )
        guard code == 0 else { throw SystemError(.inspect, "files as user \(user.name)", errno: code) }
        return answers.map { $0 == 0 ? nil : $0 }
    }
}
