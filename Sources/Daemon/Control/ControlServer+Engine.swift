import ControlProtocol
public import DNSSECModel
public import Logging

extension ControlServer {
    /// The control socket of an engine, where its configuration says.
    ///
    /// - Parameters:
    ///   - engine: Answers the requests, on threads that may wait for a zone.
    ///   - logger: For what goes wrong on a connection.
    ///   - limits: The bounds of requests and connections.
    ///   - clock: The present moment, asked once for each request.
    ///   - onListening: Called once, as soon as clients can connect.
    public init(
        engine: Engine,
        logger: Logger,
        limits: ControlLimits = ControlLimits(),
        clock: @escaping @Sendable () -> Instant,
        onListening: @escaping @Sendable () async -> Void = {}
    ) {
        let configuration = engine.configuration
        let lanes = WorkLanes(limits)
        self.init(
            path: configuration.socket,
            group: configuration.socketGroup,
            logger: logger,
            limits: limits,
            onListening: onListening,
            streamer: { request, _ in
                do throws(WorkLane.Refusal) {
                    if !request.isCommand {
                        try await lanes.short.run { engine.awaitFirstLook(for: request, $0) }
                    }
                } catch {
                    return .failure(error.failure)
                }
                return engine.stream(request, now: clock(), in: lanes.lane(of: request))
            }
        ) { request, peer in
            do throws(WorkLane.Refusal) {
                return try await lanes.lane(of: request).run { effort in
                    // Only approvals ask for groups: a slow user database shall not slow down the rest.
                    let asker = if case .vote = request { peer.withGroups() } else { peer }
                    return engine.handle(request, peer: asker, now: clock(), effort)
                }
            } catch {
                return .failure(error.failure)
            }
        }
    }
}

/// Where requests wait for their turn: no kind of them holds up another.
private struct WorkLanes {
    let long: WorkLane
    let short: WorkLane
    let orders: WorkLane

    init(_ limits: ControlLimits) {
        long = WorkLane(size: limits.longWork, queue: limits.queue)
        short = WorkLane(size: limits.shortWork, queue: limits.queue)
        orders = WorkLane(size: limits.shortWork, queue: limits.queue)
    }

    func lane(of request: ControlRequest) -> WorkLane {
        switch request {
        case .plan, .plans, .whatIf, .history: long
        default: request.isCommand ? orders : short
        }
    }
}

extension WorkLane.Refusal {
    /// What the client is told.
    fileprivate var failure: ControlFailure {
        switch self {
        case .full: ControlFailure(.unavailable, "too many requests wait for the daemon; try again")
        case .calledOff: .calledOff
        }
    }
}

extension ControlFailure {
    /// Nobody waits for the answer any more.
    static var calledOff: ControlFailure { ControlFailure(.unavailable, "the request was called off") }
}
