import Glibc
import TestKit
import Testing

@Suite struct `The files for systemd` {
    /// The folder systemd/ of the repository.
    private let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/") + "/systemd"

    /// The unit with a program that exists: keyturnd is not installed where tests run.
    private func unitForTesting() throws -> (folder: TemporaryFolder, path: String) {
        let text = try #require(contents("keyturnd.service"))
        let temporary = TemporaryFolder()
        #expect(text.contains("ExecStart=/usr/bin/keyturnd\n"))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("ExecStart") ? "\(line.prefix { $0 != "=" })=/bin/true" : String(line)
        }
        let path = temporary.write(lines.joined(separator: "\n"), to: "keyturnd.service")
        return (temporary, path)
    }

    private func contents(_ name: String) -> String? {
        guard let file = unsafe fopen("\(folder)/\(name)", "r") else { return nil }
        defer { unsafe fclose(file) }
        var octets: [UInt8] = []
        while case let octet = unsafe getc(file), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        return String(decoding: octets, as: UTF8.self)
    }

    @Test(.enabled(if: ExternalTool("systemd-analyze").isExpected, "systemd-analyze is not installed"))
    func `the unit has no key that systemd does not know`() throws {
        let unit = try unitForTesting()
        let run = try #require(ToolRun("systemd-analyze", ["verify", "--man=no", unit.path]))
        // Unknown keys are only warned of, with status 0: nothing at all may be printed.
        #expect(run.output.isEmpty)
        #expect(run.status == 0)
    }

    @Test(.enabled(if: ExternalTool("systemd-analyze").isExpected, "systemd-analyze is not installed"))
    func `the check of the unit does notice an unknown key`() throws {
        let unit = try unitForTesting()
        let text = String(decoding: try #require(unit.folder.read("keyturnd.service")), as: UTF8.self)
        unit.folder.write(text + "\n[Service]\nNoSuchKey=yes\n", to: "keyturnd.service")
        let run = try #require(ToolRun("systemd-analyze", ["verify", "--man=no", unit.path]))
        #expect(run.output.contains("NoSuchKey"))
    }

    // 1.2 is reached with systemd 252. What is left: the loopback for hooks, and users for the control socket.
    @Test(.enabled(if: ExternalTool("systemd-analyze").isExpected, "systemd-analyze is not installed"))
    func `the sandbox leaves an exposure of at most 1,5`() throws {
        let unit = try unitForTesting()
        let arguments = ["security", "--offline=true", "--threshold=15", "--no-pager", unit.path]
        let run = try #require(ToolRun("systemd-analyze", arguments))
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.contains("Overall exposure level for keyturnd.service"))
    }

    @Test(.enabled(if: ExternalTool("systemd-sysusers").isExpected, "systemd-sysusers is not installed"))
    func `the user is accepted`() throws {
        let root = TemporaryFolder()
        let run = try #require(
            ToolRun("systemd-sysusers", ["--dry-run", "--root=\(root.path)", "\(folder)/keyturn.sysusers"])
        )
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.contains("Creating user 'keyturn'"), "\(run.output)")
    }

    @Test(
        .enabled(
            if: ExternalTool("systemd-sysusers").isExpected && ExternalTool("systemd-tmpfiles").isExpected,
            "systemd is not installed"
        ),
        .enabled(if: geteuid() == 0, "only root can make folders for another user")
    )
    func `the folders are made, with the state closed to others`() throws {
        let root = TemporaryFolder()
        #expect(unsafe mkdir(root.path("etc"), 0o755) == 0)
        let users = try #require(
            ToolRun("systemd-sysusers", ["--root=\(root.path)", "\(folder)/keyturn.sysusers"])
        )
        #expect(users.status == 0, "\(users.output)")
        let arguments = ["--create", "--root=\(root.path)", "\(folder)/keyturn.tmpfiles"]
        let run = try #require(ToolRun("systemd-tmpfiles", arguments))
        #expect(run.status == 0, "\(run.output)")
        #expect(mode(of: root.path("etc/keyturn/policies")) == 0o755)
        #expect(mode(of: root.path("etc/keyturn/zones")) == 0o755)
        #expect(mode(of: root.path("var/lib/keyturn")) == 0o750)
        #expect(mode(of: root.path("var/lib/keyturn/signed")) == 0o750)
    }

    private func mode(of path: String) -> mode_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    @Test func `the unit keeps the promises that no tool checks`() throws {
        let text = try #require(contents("keyturnd.service"))
        let lines = Set(text.split(separator: "\n").map(String.init))
        for line in [
            "Type=notify", "NotifyAccess=main", "ExecStart=/usr/bin/keyturnd",
            "ExecReload=/bin/kill -HUP $MAINPID", "Restart=on-failure", "User=keyturn", "Group=keyturn",
            "UMask=0027", "StateDirectory=keyturn", "StateDirectoryMode=0750", "RuntimeDirectory=keyturn",
            "ConfigurationDirectory=keyturn", "LimitCORE=0", "IPAddressDeny=any", "IPAddressAllow=localhost",
        ] {
            #expect(lines.contains(line))
        }
        #expect(lines.contains { $0.hasPrefix("WatchdogSec=") })
        // Nothing that a zone or a policy can fail stands before the start, and a bad configuration is not tried again.
        #expect(!lines.contains { $0.hasPrefix("ExecStartPre") || $0.hasPrefix("ExecCondition") })
        #expect(lines.contains("RestartPreventExitStatus=78"))
        // With these the daemon would not see who asks on the control socket, or no Swift program would start.
        #expect(!lines.contains { $0.hasPrefix("PrivateUsers=") || $0.hasPrefix("DynamicUser=") })
        #expect(!lines.contains { $0.hasPrefix("SystemCallFilter=~") && $0.contains("@resources") })
    }
}
