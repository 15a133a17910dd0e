import Glibc
import JSON
import TestKit
import Testing

/// `check` by root looks with the rights of the daemon's user, and in its sandbox.
@Suite(.enabled(if: geteuid() == 0, "only root can look with the rights of others"))
struct CheckRightsTests {
    /// A configuration that anybody may read, with a folder for the output that anybody may write to.
    private func installation(hook: String = "/bin/true") -> TemporaryFolder {
        let folder = TemporaryFolder()
        _ = unsafe chmod(folder.path, 0o755)
        folder.write(Workshop.zoneText, to: "example.zone")
        folder.write("version: 1\nkeys:\n  - { role: csk, algorithm: 13 }\n", to: "own.yaml")
        for name in ["signed", "state"] {
            folder.makeFolder(name)
            _ = unsafe chmod(folder.path(name), 0o777)
        }
        folder.write(
            """
            version: 1
            state: state
            policies: .
            zones:
              - name: example.
                file: example.zone
                policy: own
                output: signed/example.zone
                hooks: { published: [ "\(hook)" ] }

            """,
            to: "keyturn.yaml"
        )
        for name in ["example.zone", "own.yaml", "keyturn.yaml"] {
            _ = unsafe chmod(folder.path(name), 0o644)
        }
        return folder
    }

    /// Runs `check` with a systemctl that prints these properties, or knows no unit.
    private func check(_ folder: TemporaryFolder, unit: String = "LoadState=not-found\n", _ more: String...)
        throws -> Tool.Outcome
    {
        folder.makeFolder("bin")
        folder.write("#!/bin/sh\ncat <<'END'\n\(unit)END\n", to: "bin/systemctl")
        _ = unsafe chmod(folder.path("bin/systemctl"), 0o755)
        return try Tool.run(
            ["check", "--config", folder.path("keyturn.yaml")] + more,
            environment: ["PATH": "\(folder.path("bin")):/usr/bin:/bin"]
        )
    }

    private func unit(_ more: String) -> String {
        "LoadState=loaded\nUser=nobody\nProtectSystem=strict\nProtectHome=yes\nPrivateTmp=no\n\(more)\n"
    }

    @Test func `what the user may do is no fault, and what nobody looked at is told`() throws {
        let outcome = try check(installation(), "--user", "nobody")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("not looked at: the daemon's sandbox"))
        let unknown = try check(installation(), "--user", "no-such-user", "--json")
        #expect(unknown.status == 0)
        #expect(
            try unknown.json()["not-looked-at"]?.elements.map(\.text)
                == ["the rights of the daemon's user: there is no user no-such-user"]
        )
    }

    @Test func `a zone file that the user cannot read is an error where the zone names it`() throws {
        let folder = installation()
        _ = unsafe chmod(folder.path("example.zone"), 0o600)
        let outcome = try check(folder, "--user", "nobody")
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("keyturn.yaml:6:"), "\(outcome.errors)")
        #expect(outcome.errors.contains("the daemon's user nobody may not read it: Permission denied"))
        #expect(try check(folder, "--user", "root").status == 0)
    }

    @Test func `a folder that the user cannot write to and a hook that it cannot run are errors`() throws {
        let folder = installation(hook: "/etc/passwd")
        _ = unsafe chmod(folder.path("signed"), 0o755)
        let outcome = try check(folder, "--user", "nobody")
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("may not write the signed zone into it"), "\(outcome.errors)")
        #expect(outcome.errors.contains("/etc/passwd: the daemon's user nobody may not run it"))
    }

    @Test func `a folder that is read-only in the sandbox is an error, with the line that opens it`() throws {
        let folder = installation()
        let closed = try check(folder, unit: unit("ReadWritePaths=\(folder.path("state"))"))
        #expect(closed.status == 78)
        let line = "expected ReadWritePaths=\(folder.path("signed"))"
        #expect(closed.errors.contains(line), "\(closed.errors)")
        let open = try check(folder, unit: unit("ReadWritePaths=-\(folder.path)"))
        #expect(open.status == 0, "\(open.errors)")
        #expect(!open.errors.contains("not looked at"))
    }

    @Test func `files in a private tmp are not there for the daemon`() throws {
        let folder = installation()
        let text = unit("ReadWritePaths=/var/lib/keyturn").replacing("PrivateTmp=no", with: "PrivateTmp=yes")
        let outcome = try check(folder, unit: text)
        #expect(outcome.status == 78 || !folder.path.hasPrefix("/tmp/"))
        #expect(
            outcome.errors.contains("/tmp is hidden") || !folder.path.hasPrefix("/tmp/"),
            "\(outcome.errors)"
        )
    }
}
