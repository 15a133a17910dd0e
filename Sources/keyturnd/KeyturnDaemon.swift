import ArgumentParser
import ControlProtocol
import DNSSECModel
import Daemon
import Glibc
import SystemIO

/// The daemon.
@main
struct KeyturnDaemon: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keyturnd",
        abstract: "Sign DNS zones and roll their keys, for as long as it runs.",
        discussion: """
            keyturnd reads its configuration, signs the zones in it, and then sleeps until a signature has to be \
            renewed, a key takes its next step, or a zone file changes. It runs in the foreground and writes its log \
            to standard error. It may be stopped and killed at any moment: the next start goes on where this one was.

            SIGHUP reads configuration, policies and zone files again, as keyturn reload does. SIGTERM and SIGINT end \
            it. Ask it with keyturn status.

            Exit status: 0 done, 64 usage, 65 bad zone or key data, 66 no such input, 69 another daemon has the state \
            or the socket, 70 a fault of keyturnd, 73 cannot create the state or the socket, 74 input or output \
            failed, 77 not allowed, 78 bad configuration or policy.

            Example:
              keyturnd --check --config /etc/keyturn/keyturn.yaml
              keyturnd --config /etc/keyturn/keyturn.yaml
            """,
        version: "keyturnd \(KeyturnVersion.current)"
    )

    @Option(name: .long, help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config = DaemonConfiguration.Default.file

    @Flag(name: .long, help: "Read configuration, policies and zone files, say what is wrong, and exit.")
    var check = false

    @Flag(
        name: .long,
        help: "Do all work that is due now, for every zone, and exit: for cron and for trials."
    )
    var once = false

    @Flag(
        name: .long,
        help: "Believe the clock, though it is far from where it was: after it was wrong and has been set."
    )
    var acceptClock = false

    @Option(name: .long, help: ArgumentHelp("Why the clock is believed, for the journal.", valueName: "text"))
    var reason: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "error, warning, notice, info or debug; without it what the configuration says.",
            valueName: "level"
        )
    )
    var logLevel: LogLevel?

    func validate() throws {
        if check, once {
            throw ValidationError("--check does nothing and --once does all that is due; expected one")
        }
        if acceptClock != (reason.map { !$0.allSatisfy(\.isWhitespace) } ?? false) {
            throw ValidationError("--accept-clock and --reason TEXT go together")
        }
    }

    func run() async throws {
        // Not yet able to read anything again, but no reason to end.
        signal(SIGHUP, SIG_IGN)
        // A hook that ends before it has read its input, or a client that goes, is an error of a write and no end of ours.
        signal(SIGPIPE, SIG_IGN)
        if check { return try checkOnly() }
        FileDescriptors.raiseLimit()
        let (engine, log) = try start()
        if once {
            let status = engine.runOnce(ClockReading.now)
            if status != 0 { throw ExitCode(status) }
        } else {
            try await DaemonProcess(engine: engine, log: log).run()
        }
    }

    private func checkOnly() throws {
        let (complaints, status) = Engine.check(configurationFile: config)
        for complaint in complaints { Self.complain(complaint) }
        if status != 0 { throw ExitCode(status) }
    }

    /// The engine of the configuration, and the log that it asks for.
    private func start() throws -> (Engine, DaemonLog) {
        let log = DaemonLog.standardError(
            threshold: logLevel?.threshold ?? DaemonConfiguration.Default.logLevel
        )
        do throws(EngineError) {
            let configuration = try Engine.read(config, log: log)
            log.threshold = logLevel?.threshold ?? configuration.logLevel
            var options = EngineOptions(
                program: "keyturnd \(KeyturnVersion.current)",
                log: log,
                hooks: HookRunner(blocking: once),
                clockReason: reason
            )
            options.isLogLevelFixed = logLevel != nil
            return (
                try Engine(configurationFile: config, configuration: configuration, options: options), log
            )
        } catch {
            for line in error.description.split(whereSeparator: \.isNewline) {
                log.write(.error, String(line))
            }
            throw ExitCode(error.exit)
        }
    }

    private static func complain(_ text: String) {
        let octets = Array("\(text)\n".utf8)
        unsafe octets.withUnsafeBytes { _ = unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// The levels of the log as they are typed.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case error
    case warning
    case notice
    case info
    case debug

    var threshold: LogThreshold {
        switch self {
        case .error: .error
        case .warning: .warning
        case .notice: .notice
        case .info: .info
        case .debug: .debug
        }
    }
}
