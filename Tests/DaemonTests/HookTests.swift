import DNSSECModel
import Dispatch
import Glibc
import Synchronization
import TestKit
import Testing

@testable import Daemon

struct HookTests {
    private static func call(_ words: [String], limit: Interval = .minutes(30), input: String = "") throws
        -> HookCall
    {
        HookCall(
            .published,
            zone: try Name(absolute: "example."),
            words: words,
            environment: ["KEYTURN_SERIAL": "17"],
            input: input,
            timeLimit: limit
        )
    }

    @Test
    func `a hook that succeeds is no failure`() async throws {
        #expect(await HookRunner.failure(of: try Self.call(["true"])) == nil)
    }

    @Test
    func `a hook's status and the end of its output are kept`() async throws {
        let words = ["sh", "-c", "echo serial $KEYTURN_SERIAL; cat >&2; exit 7"]
        let failure = await HookRunner.failure(of: try Self.call(words, input: "from stdin\n"))
        #expect(failure?.reason == .exited(7))
        #expect(failure?.output == "serial 17\nfrom stdin\n")
    }

    @Test
    func `a hook gets a clean environment`() async throws {
        unsafe setenv("NOTIFY_SOCKET", "/run/systemd/notify", 1)
        unsafe setenv("KEYTURN_SECRET", "x", 1)
        defer {
            unsafe unsetenv("NOTIFY_SOCKET")
            unsafe unsetenv("KEYTURN_SECRET")
        }
        let failure = await HookRunner.failure(of: try Self.call(["env"], limit: .minutes(1)))
        #expect(failure == nil)
        let told = await HookRunner.failure(of: try Self.call(["sh", "-c", "env; exit 1"]))
        let lines = (told?.output ?? "").split(separator: "\n")
        let names = Set(lines.compactMap { $0.split(separator: "=").first.map(String.init) })
        #expect(names.contains("PATH") && names.contains("KEYTURN_SERIAL"))
        // PWD, SHLVL and _ are the shell's own.
        let known = Set(HookRunner.inherited + ["KEYTURN_SERIAL", "PWD", "OLDPWD", "SHLVL", "_"])
        #expect(names.subtracting(known) == [])
    }

    @Test
    func `a hook that prints much is cut and not stopped`() async throws {
        let failure = await HookRunner.failure(of: try Self.call(["sh", "-c", "seq 1 20000; exit 1"]))
        #expect(failure?.reason == .exited(1))
        #expect(failure?.output.utf8.count == HookRunner.maximumOutput)
        #expect(failure?.output.hasSuffix("19999\n20000\n") == true)
    }

    @Test
    func `a program that is not there has not started`() async throws {
        let failure = await HookRunner.failure(of: try Self.call(["/nowhere/program"]))
        guard case .notStarted? = failure?.reason else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test
    func `a hook that hangs is ended with all its children`() async throws {
        let folder = TemporaryFolder()
        let words = ["sh", "-c", "sleep 600 & echo $! > \(folder.path("child")); wait"]
        let failure = await HookRunner.failure(of: try Self.call(words, limit: .seconds(10)))
        #expect(failure?.reason == .timedOut(.seconds(10)))
        let child = String(decoding: folder.read("child") ?? [], as: UTF8.self).split(separator: "\n").first
        let run = ToolRun("ps", ["-o", "stat=", "-p", String(try #require(child))])
        #expect(run.map { $0.output.isEmpty || $0.output.hasPrefix("Z") } ?? true)
    }

    // MARK: - In the engine

    @Test
    func `the hook after publication gets zone, serial and file, once for each publication`() async throws {
        try await OwnThread.run {
            let world = EngineWorld()
            let script =
                "echo $KEYTURN_EVENT $KEYTURN_ZONE $KEYTURN_SERIAL $KEYTURN_FILE >> \(world.folder.path("calls"))"
            world.zones["example"] = "    hooks: { published: [ sh, -c, '\(script)' ] }\n"
            world.writeConfiguration()
            try world.run()
            try world.restart()
            try world.run()
            let calls = String(decoding: world.folder.read("calls") ?? [], as: UTF8.self)
            let serial = try #require(world.ring().publication?.serial)
            #expect(calls == "published example. \(serial) \(world.folder.path("signed/example.zone"))\n")
        }
    }

    @Test
    func `a zone counts as published only when its hook has succeeded`() async throws {
        try await OwnThread.run {
            let world = EngineWorld()
            let script = "test -e \(world.folder.path("server"))"
            world.zones["example"] = "    hooks: { published: [ sh, -c, '\(script)' ] }\n"
            world.writeConfiguration()
            try world.run()
            #expect(world.output() != nil)
            #expect(try world.ring().publication == nil)
            #expect(try world.report().nextWake == world.now + .minutes(1))
            world.now = world.now + .minutes(1)
            try world.run()
            #expect(try world.report().troubles[.publication]?.failures == 2)
            #expect(try world.report().nextWake == world.now + .minutes(2))
            world.folder.write("", to: "server")
            world.now = world.now + .minutes(2)
            try world.run()
            #expect(try world.ring().publication?.at == world.now)
            #expect(try world.report().troubles.isEmpty)
        }
    }

    @Test
    func `the hook to the parent gets the DS on its standard input, once, and again after a failure`()
        async throws
    {
        try await OwnThread.run {
            let world = EngineWorld()
            let calls = world.folder.path("calls")
            let script =
                "cat >> \(calls); echo $KEYTURN_EVENT >> \(calls); test -e \(world.folder.path("registry"))"
            world.zones["example"] = """
                    hooks:
                      ds-submit: [ sh, -c, '\(script)' ]
                      ds-withdraw: [ 'false' ]

                """
            world.writeConfiguration()
            world.folder.write(EngineWorld.policyText + "parent: { ds: hook }\n", to: "policies/default.yaml")
            try world.live(until: EngineWorld.start + .hours(6)) { world in
                if world.folder.read("calls") != nil { world.folder.write("", to: "registry") }
            }
            try world.restart()
            try world.run()
            let lines = String(decoding: world.folder.read("calls") ?? [], as: UTF8.self).split(
                separator: "\n"
            )
            #expect(lines.count == 4 && lines.filter { $0 == "ds-submit" }.count == 2, "\(lines)")
            #expect(lines.first?.hasPrefix("example. 86400 IN DS ") == true)
            #expect(try world.report().troubles.isEmpty, "\(world.log.all)")
            try world.confirmParent()
            #expect(try world.ring().keys.contains { $0.ds?.seen != nil })
        }
    }
}

/// A thread of a test's own: hooks that block must not hold the threads that others run on.
enum OwnThread {
    static func run(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            DispatchQueue(label: "test").async { done.resume(with: Result(catching: body)) }
        }
    }
}
