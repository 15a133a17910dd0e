import ArgumentParser
import DNSSECModel
import Daemon
import Dispatch
import Logging
import ServiceLifecycle
import SystemIO
import UnixSignals

/// The daemon as a process: engine, control socket and signals, begun and stopped together.
///
/// The socket listens before the engine begins, so that a second daemon ends before it has done anything, and whoever
/// is told READY can ask at once. On SIGTERM the socket goes first: no request is taken that would not be answered.
struct DaemonProcess {
    let engine: Engine
    let log: DaemonLog

    /// Runs until a signal ends it.
    ///
    /// - Throws: `ExitCode`, after the reason was logged.
    func run() async throws {
        let log = log
        let logger = Logger(label: "keyturnd") { _ in LibraryLog(log: log) }
        let runner = DaemonRunner(engine: engine, log: log)
        let (listening, said) = AsyncStream.makeStream(of: Void.self)
        let socket = ControlServer(engine: engine, logger: logger, clock: { engine.now }) {
            said.yield()
        }
        let services = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: RunnerService(runner: runner, listening: listening),
                        failureTerminationBehavior: .gracefullyShutdownGroup
                    ),
                    .init(service: ReloadService(runner: runner)),
                    .init(service: socket, failureTerminationBehavior: .gracefullyShutdownGroup),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
        do {
            try await services.run()
        } catch let error as ControlSocketError {
            log.write(.error, error.description)
            throw ExitCode(error.exit)
        } catch let error as SystemError {
            log.write(.error, error.description)
            throw ExitCode(74)
        }
    }
}

/// The engine's loop, on a thread of its own: it blocks.
private struct RunnerService: Service {
    let runner: DaemonRunner
    let listening: AsyncStream<Void>

    func run() async throws {
        let runner = runner
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                // Ends without a word where the socket cannot be opened: the group is stopping then.
                for await _ in listening.cancelOnGracefulShutdown() { return try await loop() }
            } onGracefulShutdown: {
                runner.stop()
            }
        } onCancel: {
            runner.stop()
        }
    }

    private func loop() async throws {
        let runner = runner
        let outcome = await withCheckedContinuation { continuation in
            DispatchQueue(label: "keyturn.engine").async {
                continuation.resume(returning: Result { () throws(SystemError) in try runner.run() })
            }
        }
        try outcome.get()
    }
}

/// Reads everything again on SIGHUP.
private struct ReloadService: Service {
    let runner: DaemonRunner

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            runner.reload()
        }
    }
}

/// What the libraries say, where it matters to an operator.
private struct LibraryLog: LogHandler {
    let log: DaemonLog
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .warning

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        log.write(event.level >= .error ? .error : .warning, event.message.description)
    }
}
