import ControlProtocol
public import DNSSECModel
public import Logging

extension ControlServer {
    /// The control socket of an engine, where its configuration says.
    ///
    /// - Parameters:
    ///   - engine: Answers the requests, on threads that may wait for a zone.
    ///   - logger: For what goes wrong on a connection.
    ///   - clock: The present moment, asked once for each request.
    ///   - onListening: Called once, as soon as clients can connect.
    public init(
        engine: Engine,
        logger: Logger,
        clock: @escaping @Sendable () -> Instant,
        onListening: @escaping @Sendable () async -> Void = {}
    ) {
        let configuration = engine.configuration
        self.init(
            path: configuration.socket,
            group: configuration.socketGroup,
            logger: logger,
            onListening: onListening,
            streamer: { request, _ in
                if !request.isCommand { await BlockingWork.run { engine.awaitFirstLook(for: request) } }
                return engine.stream(request, now: clock())
            }
        ) { request, peer in
            await BlockingWork.run {
                // Only approvals ask for groups: a slow user database shall not slow down the rest.
                let asker = if case .vote = request { peer.withGroups() } else { peer }
                return engine.handle(request, peer: asker, now: clock())
            }
        }
    }
}
