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
/// stop takes no new connections, lets requests that were begun come to their end, and removes the socket.
public struct ControlServer: Service {
    /// Answers a request of a peer.
    public typealias Handler = @Sendable (ControlRequest, Peer) async -> Result<ControlAnswer, ControlFailure>

    /// Answers a request piece by piece; nil for one that the handler answers.
    public typealias Streamer =
        @Sendable (ControlRequest, Peer) async -> Result<ControlStream, ControlFailure>?

    /// Seconds without a complete request after which a connection is closed.
    public static let idleTimeLimit: Int64 = 30

    private let path: String
    private let group: String?
    private let handler: Handler
    private let streamer: Streamer
    private let logger: Logger
    private let onListening: @Sendable () async -> Void

    /// A server that does not listen yet.
    ///
    /// - Parameters:
    ///   - path: The socket's path.
    ///   - group: The group that may use it; nil = the daemon's own.
    ///   - logger: For what goes wrong on a connection.
    ///   - onListening: Called once, as soon as clients can connect.
    ///   - streamer: Answers those requests whose answers are long; none unless given.
    ///   - handler: Answers all other requests, several at a time.
    public init(
        path: String,
        group: String?,
        logger: Logger,
        onListening: @escaping @Sendable () async -> Void = {},
        streamer: @escaping Streamer = { _, _ in nil },
        handler: @escaping Handler
    ) {
        self.path = path
        self.group = group
        self.handler = handler
        self.streamer = streamer
        self.logger = logger
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
            try await server.run()
        } catch let error as IOError {
            throw ControlSocketError.system("listen at", path: path, errno: error.errnoCode)
        } catch {
            throw ControlSocketError.server("\(error)")
        }
        if let error = opening.failure { throw error }
    }

    private func server(bindingAt file: ControlSocketFile, _ opening: Opening) -> Server<HTTP1Channel> {
        let responder = ControlResponder(handler: handler, streamer: streamer, logger: logger)
        return Server(
            childChannelSetup: HTTP1Channel(
                responder: { request, writer, channel in
                    try await responder.respond(to: request, writer, over: channel)
                },
                configuration: HTTP1Channel.Configuration(idleTimeout: .seconds(Self.idleTimeLimit))
            ),
            configuration: ServerConfiguration(address: .unixDomainSocket(path: file.bindPath)),
            onServerRunning: { channel in
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
