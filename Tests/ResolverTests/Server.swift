import Foundation
import TestKit

/// Why a laboratory could not be set up or went wrong.
enum LabError: Error, CustomStringConvertible {
    case missing(String)
    case failed(String, String)
    case silent(String, log: String)

    var description: String {
        switch self {
        case .missing(let what): "\(what) is not installed"
        case .failed(let what, let output): "\(what) failed: \(output)"
        case .silent(let what, let log): "\(what) does not answer or go on; the end of its log:\n\(log)"
        }
    }
}

/// A name server as a child of the test, which it never outlives.
final class Server {
    let name: String
    let port: ServerPort
    private let process = Process()
    private let log: String

    /// Starts a server and waits until it answers; `name` is for messages and the log.
    ///
    /// A copy of the program runs: profiles of AppArmor go by the path, and would keep it out of the folder.
    init(
        _ program: String,
        name: String,
        _ arguments: [String],
        port: ServerPort,
        environment: [String: String] = [:],
        in folder: TemporaryFolder
    ) throws {
        (self.name, self.port) = (name, port)
        guard let path = ToolRun.path(of: program), let keeper = ToolRun.path(of: "setpriv") else {
            throw LabError.missing(program)
        }
        let copy = folder.path(program)
        if !FileManager.default.fileExists(atPath: copy) {
            try FileManager.default.copyItem(
                atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path,
                toPath: copy
            )
        }
        log = folder.write("", to: "\(name).log")
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        // The kernel ends the server even where the test is killed.
        process.executableURL = URL(fileURLWithPath: keeper)
        process.arguments = ["--pdeathsig", "KILL", copy] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C", "TZ": "UTC"]
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try Server.withSignals { try process.run() }
        try wait { port.wake() }
    }

    deinit { stop() }

    /// Threads that run tests block all signals, and a child would go on with that: it must see SIGHUP.
    private static func withSignals(_ body: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// Ends the server and its children.
    func stop() {
        guard process.isRunning else { return }
        kill(-process.processIdentifier, SIGKILL)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Makes the server read its files again.
    func hangUp() { kill(process.processIdentifier, SIGHUP) }

    /// Waits until the server has done what it has to do; an error where it does not within half a minute.
    func wait(for isDone: () throws -> Bool) throws {
        guard try waits(upTo: 30_000, for: isDone) else { throw LabError.silent(name, log: lastLines) }
    }

    /// Waits so many milliseconds at most; false if that was in vain.
    func waits(upTo limit: Int, for isDone: () throws -> Bool) throws -> Bool {
        for _ in 0..<limit {
            if try isDone() { return true }
            guard process.isRunning else { return false }
            usleep(1000)
        }
        return false
    }

    /// The end of the log.
    var lastLines: String {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(20).joined(separator: "\n")
    }
}
