public import ControlProtocol
public import DNSSECModel
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
    private let element: @Sendable (HostedZone) -> JSONValue
    private let progress: Mutex<Progress>

    init(
        _ head: [JSONValue.Member],
        _ slots: [HostedZone],
        element: @escaping @Sendable (HostedZone) -> JSONValue
    ) {
        (self.slots, self.element) = (slots, element)
        progress = Mutex(Progress(writer: JSONListWriter(head, list: "zones")))
    }

    /// The next piece; takes as long as looking at its zones does.
    func next() -> String? {
        progress.withLock { progress in
            guard !progress.isClosed else { return nil }
            var text = progress.isOpen ? "" : progress.writer.opening
            progress.isOpen = true
            let end = min(progress.place + Self.batch, slots.count)
            for value in elements(progress.place..<end) { text += progress.writer.element(value) }
            progress.place = end
            guard end == slots.count else { return text }
            progress.isClosed = true
            return text + progress.writer.closing
        }
    }

    private func elements(_ range: Range<Int>) -> [JSONValue] {
        let values = Mutex([JSONValue](repeating: .null, count: range.count))
        DispatchQueue.concurrentPerform(iterations: range.count) { index in
            let value = element(slots[range.lowerBound + index])
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
    public func stream(_ request: ControlRequest, now: Instant) -> Result<ControlStream, ControlFailure>? {
        let (daemon, fault) = (options.program, clockFault)
        let slots = contents.withLock { $0.slots }
        switch request {
        case .status(zone: nil):
            if isStopping { return .failure(ControlFailure(.unavailable, "the daemon is stopping")) }
            let head = StatusReport(daemon: daemon, time: now, zones: []).head
            return .success(
                pieces(
                    of: ZoneListStream(head, slots) { [weak self] in
                        self?.summary(of: $0, among: slots.count, now, fault).json ?? .null
                    }
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
                pieces(of: ZoneListStream(head, slots) { ZonePlan($0.report, from: start, until: end).json })
            )
        default: return nil
        }
    }

    private func pieces(of list: ZoneListStream) -> ControlStream {
        ControlStream { await BlockingWork.run { list.next() } }
    }
}
