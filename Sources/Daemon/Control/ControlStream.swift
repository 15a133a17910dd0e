import ControlProtocol
import DNSSECModel
import Dispatch
import JSON
import Synchronization

/// An answer that is made while it is sent, piece by piece: it may be long, and is never held as a whole.
public struct ControlStream: Sendable {
    /// The next piece of text, asked for when there is room for it; nil at the end.
    let next: @Sendable () async throws -> String?

    /// A stream of these pieces.
    public init(next: @escaping @Sendable () async throws -> String?) { self.next = next }
}

/// A document with an element for each zone, in the making.
private final class ZoneListStream: Sendable {
    /// Zones in a piece.
    private static let batch = 64

    private struct Progress {
        var writer: JSONListWriter
        var place = 0
        var isOpen = false
        var isClosed = false
    }

    private let slots: [HostedZone]
    private let element: @Sendable (HostedZone, Effort) -> JSONValue
    private let progress: Mutex<Progress>

    init(
        _ head: [JSONValue.Member],
        _ slots: [HostedZone],
        element: @escaping @Sendable (HostedZone, Effort) -> JSONValue
    ) {
        (self.slots, self.element) = (slots, element)
        progress = Mutex(Progress(writer: JSONListWriter(head, list: "zones")))
    }

    /// The next piece; takes as long as looking at its zones does.
    func next(_ effort: Effort) -> String? {
        progress.withLock { progress in
            guard !progress.isClosed else { return nil }
            var text = progress.isOpen ? "" : progress.writer.opening
            progress.isOpen = true
            let end = min(progress.place + Self.batch, slots.count)
            for value in elements(progress.place..<end, effort) { text += progress.writer.element(value) }
            progress.place = end
            guard end == slots.count else { return text }
            progress.isClosed = true
            return text + progress.writer.closing
        }
    }

    private func elements(_ range: Range<Int>, _ effort: Effort) -> [JSONValue] {
        let values = Mutex([JSONValue](repeating: .null, count: range.count))
        DispatchQueue.concurrentPerform(iterations: range.count) { index in
            guard effort.isWanted else { return }
            let value = element(slots[range.lowerBound + index], effort)
            values.withLock { $0[index] = value }
        }
        return values.withLock { $0 }
    }
}

// MARK: - In the engine

extension Engine {
    /// How far the plans of all zones look unless they are told.
    private static let plansSpan = Interval.days(30)

    /// The answer to a question about all zones; nil for every other request.
    ///
    /// - Parameters:
    ///   - request: The question.
    ///   - now: The present moment.
    ///   - lane: Where the pieces of the answer are made.
    /// - Returns: The pieces, or why there are none.
    func stream(
        _ request: ControlRequest,
        now: Instant,
        in lane: WorkLane = WorkLane(size: 1, queue: 0)
    ) -> Result<ControlStream, ControlFailure>? {
        let (daemon, fault) = (options.program, clockFault)
        let slots = contents.withLock { $0.slots }
        switch request {
        case .status(zone: nil):
            if isStopping { return .failure(ControlFailure(.unavailable, "the daemon is stopping")) }
            let head = StatusReport(
                daemon: daemon,
                time: now,
                heldReload: heldReload.withLock { $0 },
                zones: []
            ).head
            return .success(
                pieces(
                    of: ZoneListStream(head, slots) { [weak self] zone, _ in
                        self?.summary(of: zone, among: slots.count, now, fault).json ?? .null
                    },
                    lane
                )
            )
        case .plans(let from, let until):
            if isStopping { return .failure(ControlFailure(.unavailable, "the daemon is stopping")) }
            let start = from ?? now
            let end = until ?? start + Self.plansSpan
            guard start <= end, end - now <= Self.longestForecast else {
                return .failure(ControlFailure(.badRequest, "cannot look from \(start) to \(end)"))
            }
            let head = PlansHead(daemon: daemon, time: now, from: start, until: end).members
            return .success(
                pieces(
                    of: ZoneListStream(head, slots) { zone, effort in
                        ZonePlan(zone.report, from: start, until: end, effort).json
                    },
                    lane
                )
            )
        default: return nil
        }
    }

    private func pieces(of list: ZoneListStream, _ lane: WorkLane) -> ControlStream {
        ControlStream { try await lane.run { list.next($0) } }
    }
}
