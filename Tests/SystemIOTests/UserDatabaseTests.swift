import Glibc
import SystemIO
import TestKit
import Testing

struct UserDatabaseTests {
    @Test func `root is number 0, in the group of its name`() throws {
        let root = try #require(UserDatabase.user(0))
        #expect(root == SystemUser(name: "root", primaryGroup: 0))
        #expect(UserDatabase.groups(of: root).contains("root"))
    }

    @Test func `a number that nobody has is nobody`() {
        #expect(UserDatabase.user(4_000_123_456) == nil)
    }

    @Test func `every user of this machine is in the groups that id(1) names`() throws {
        let lines = String(decoding: try FileSystem.read("/etc/passwd"), as: UTF8.self).split(separator: "\n")
        for line in lines {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            let number = try #require(UInt32(fields[2]))
            let user = try #require(UserDatabase.user(number))
            let outcome = try #require(ToolRun("id", ["-Gn", user.name]))
            let groups = Set(outcome.output.split(whereSeparator: \.isWhitespace).map(String.init))
            #expect(groups == Set(UserDatabase.groups(of: user)), "\(user)")
        }
    }
}
