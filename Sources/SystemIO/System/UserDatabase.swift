internal import Glibc

/// A user of this machine, as its user database has him.
public struct SystemUser: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The number of the group that the user belongs to first of all.
    public let primaryGroup: UInt32

    /// A user of this name and group.
    public init(name: String, primaryGroup: UInt32) {
        self.name = name
        self.primaryGroup = primaryGroup
    }
}

/// Users and groups of this machine, from files, LDAP or whatever nsswitch.conf names.
///
/// A look-up may take as long as the network does. What cannot be found out is nobody, and no group.
public enum UserDatabase {
    /// The largest entry that is read, in octets.
    private static let largestEntry = 1 << 20
    /// No user is in more groups: the limit of Linux.
    private static let mostGroups: Int32 = 65_536

    /// The user with a number; `nil` if there is none.
    public static func user(_ number: UInt32) -> SystemUser? {
        unsafe lookUp { buffer in
            var entry = unsafe passwd()
            var found: UnsafeMutablePointer<passwd>?
            guard let base = buffer.baseAddress else { return .nothing }
            let code = unsafe getpwuid_r(number, &entry, base, buffer.count, &found)
            guard code == 0, unsafe found != nil, let name = unsafe entry.pw_name else {
                return code == ERANGE ? .tooLarge : .nothing
            }
            guard let text = unsafe String(validatingCString: name) else { return .nothing }
            return .found(SystemUser(name: text, primaryGroup: unsafe entry.pw_gid))
        }
    }

    /// The user with a name; nil if there is none.
    public static func user(named name: String) -> SystemUser? { number(of: name).flatMap { user($0) } }

    /// The number of the user with a name; nil if there is none.
    static func number(of name: String) -> UInt32? {
        unsafe lookUp { buffer in
            var entry = unsafe passwd()
            var found: UnsafeMutablePointer<passwd>?
            guard let base = buffer.baseAddress else { return .nothing }
            let code = unsafe getpwnam_r(name, &entry, base, buffer.count, &found)
            guard code == 0, unsafe found != nil else { return code == ERANGE ? .tooLarge : .nothing }
            return .found(unsafe entry.pw_uid)
        }
    }

    /// The number of the group with a name; nil if there is none.
    public static func group(named name: String) -> UInt32? {
        unsafe lookUp { buffer in
            var entry = unsafe Glibc.group()
            var found: UnsafeMutablePointer<Glibc.group>?
            guard let base = buffer.baseAddress else { return .nothing }
            let code = unsafe getgrnam_r(name, &entry, base, buffer.count, &found)
            guard code == 0, unsafe found != nil else { return code == ERANGE ? .tooLarge : .nothing }
            return .found(unsafe entry.gr_gid)
        }
    }

    /// The names of the groups that a user belongs to, sorted; groups without a name are left out.
    public static func groups(of user: SystemUser) -> [String] {
        let numbers = Set(groupNumbers(of: user))
        return Set(numbers.compactMap { groupName($0) }).sorted()
    }

    /// The numbers of the groups that a user belongs to.
    static func groupNumbers(of user: SystemUser) -> [UInt32] {
        var capacity: Int32 = 64
        while capacity <= mostGroups {
            var numbers = [gid_t](repeating: 0, count: Int(capacity))
            var count = capacity
            let code = unsafe numbers.withUnsafeMutableBufferPointer { buffer -> Int32 in
                guard let base = buffer.baseAddress else { return -1 }
                return unsafe getgrouplist(user.name, user.primaryGroup, base, &count)
            }
            if code >= 0 { return Array(numbers.prefix(Int(max(0, count)))) }
            capacity = max(capacity * 2, count)
        }
        return []
    }

    private static func groupName(_ number: UInt32) -> String? {
        unsafe lookUp { buffer in
            var entry = unsafe Glibc.group()
            var found: UnsafeMutablePointer<Glibc.group>?
            guard let base = buffer.baseAddress else { return .nothing }
            let code = unsafe getgrgid_r(number, &entry, base, buffer.count, &found)
            guard code == 0, unsafe found != nil, let name = unsafe entry.gr_name else {
                return code == ERANGE ? .tooLarge : .nothing
            }
            return unsafe String(validatingCString: name).map { .found($0) } ?? .nothing
        }
    }

    // MARK: - Buffers

    /// What came of a look-up with a buffer of some size.
    private enum Outcome<Value> {
        case found(Value)
        case nothing
        case tooLarge
    }

    /// Looks up with larger and larger buffers until one suffices.
    private static func lookUp<Value>(
        _ look: (UnsafeMutableBufferPointer<CChar>) -> Outcome<Value>
    ) -> Value? {
        var size = 2048
        while size <= largestEntry {
            let outcome = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) {
                unsafe look($0)
            }
            switch outcome {
            case .found(let value): return value
            case .nothing: return nil
            case .tooLarge: size *= 2
            }
        }
        return nil
    }
}
