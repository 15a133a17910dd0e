public import ControlProtocol
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// The control socket: HTTP and JSON over a Unix socket, for the tool and for `curl --unix-socket`.
///
/// It knows nothing of zones: each request goes to the handler together with who asks, as the kernel says. A graceful
/// stop takes no new connections, calls questions off, lets orders that were begun come to their end for a moment, and
/// removes the socket. What clients can ask of it has bounds (`ControlLimits`).
public struct ControlServer: Service {
    /// Answers a request of a peer.
    public typealias Handler = @Sendable (ControlRequest, Peer) async -> Result<ControlAnswer, ControlFailure>

    /// Answers a request piece by piece; nil for one that the handler answers.
    public typealias Streamer =
        @Sendable (ControlRequest, Peer) async -> Result<ControlStream, ControlFailure>?

    private let path: String
    private let group: String?
    private let handler: Handler
    private let streamer: Streamer
    private let logger: Logger
    private let connections: ControlConnections
    private let onListening: @Sendable () async -> Void

    /// A server that does not listen yet.
    ///
    /// - Parameters:
    ///   - path: The socket's path.
    ///   - group: The group that may use it; nil = the daemon's own.
    ///   - logger: For what goes wrong on a connection.
    ///   - limits: The bounds of requests and connections.
    ///   - onListening: Called once, as soon as clients can connect.
    ///   - streamer: Answers those requests whose answers are long; none unless given.
    ///   - handler: Answers all other requests, several at a time.
    public init(
        path: String,
        group: String?,
        logger: Logger,
        limits: ControlLimits = ControlLimits(),
        onListening: @escaping @Sendable () async -> Void = {},
        streamer: @escaping Streamer = { _, _ in nil },
        handler: @escaping Handler
    ) {
        self.path = path
        self.group = group
        self.handler = handler
        self.streamer = streamer
        self.logger = logger
        connections = ControlConnections(limits)
        self.onListening = onListening
    }

    /// Listens until a graceful stop or the task's cancellation.
    ///
    /// - Throws: `ControlSocketError`.
    public func run() async throws {
        let file = try ControlSocketFile(path: path, group: group)
        let opening = Opening()
        let server = server(bindingAt: file, opening)
        defer { opening.close(file) }
        do {
            try await withGracefulShutdownHandler {
                try await server.run()
            } onGracefulShutdown: {
                connections.stop()
            }
        } catch let error as IOError {
            throw ControlSocketError.system("listen at", path: path, errno: error.errnoCode)
        } catch {
            throw ControlSocketError.server("\(error)")
        }
        if let error = opening.failure { throw error }
    }

    private func server(bindingAt file: ControlSocketFile, _ opening: Opening) -> Server<HTTP1Channel> {
        let responder = ControlResponder(
            handler: handler,
            streamer: streamer,
            connections: connections,
            logger: logger
        )
        let (connections, limits) = (connections, connections.limits)
        return Server(
            childChannelSetup: HTTP1Channel(
                responder: { request, writer, channel in
                    try await responder.respond(to: request, writer, over: channel)
                },
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [ConnectionGuard(connections)],
                    idleTimeout: .seconds(limits.idleSeconds)
                )
            ),
            configuration: ServerConfiguration(
                address: .unixDomainSocket(path: file.bindPath),
                availableConnectionsDelegate: ConnectionPlaces(connections: connections)
            ),
            onServerRunning: { channel in
                Self.lookForClients(of: channel, connections, logger)
                if opening.publish(file) {
                    await onListening()
                } else {
                    try? await channel.close()
                }
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        )
    }

    /// Looks every second whether connections can be taken again: descriptors become free without a word.
    private static func lookForClients(
        of channel: any Channel,
        _ connections: ControlConnections,
        _ logger: Logger
    ) {
        let second = TimeAmount.seconds(1)
        let task = channel.eventLoop.scheduleRepeatedTask(initialDelay: second, delay: second) { _ in
            if connections.isNewlyShort {
                logger.warning("file descriptors are short: the control socket takes no connection")
            }
            channel.read()
        }
        channel.closeFuture.whenComplete { _ in task.cancel() }
    }

    /// How far the opening of the socket came.
    private final class Opening: Sendable {
        private let outcome = Mutex<Result<ControlSocketFile.Identity, ControlSocketError>?>(nil)

        var failure: ControlSocketError? {
            outcome.withLock { outcome in
                if case .failure(let error) = outcome { error } else { nil }
            }
        }

        /// Gives the socket its name; false if that failed.
        func publish(_ file: ControlSocketFile) -> Bool {
            let result: Result<ControlSocketFile.Identity, ControlSocketError>
            do throws(ControlSocketError) {
                result = .success(try file.publish())
            } catch {
                result = .failure(error)
            }
            file.removeWorkshop()
            outcome.withLock { $0 = result }
            return failure == nil
        }

        /// Takes the socket away again.
        func close(_ file: ControlSocketFile) {
            file.removeWorkshop()
            let identity = outcome.withLock { outcome -> ControlSocketFile.Identity? in
                if case .success(let identity) = outcome { identity } else { nil }
            }
            if let identity { file.remove(identity) }
        }
    }
}
