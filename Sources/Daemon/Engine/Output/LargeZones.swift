import Dispatch
import SystemIO

/// Lets one large zone at a time have the memory that it needs.
///
/// Each worker thread may take a share of the machine's memory for its zone; a zone that needs more waits for its turn, and
/// gives it back when its step has ended. So all threads together never take more than one zone's limit and a quarter
/// of the memory.
final class LargeZones: Sendable {
    /// Less is never worth a wait.
    private static let smallestShare = 4 << 20
    /// Reading, signing and verifying take about so many octets for each octet of a zone file, or of a signed one.
    private static let octetsForOctet = 8

    /// Octets of memory that a zone may take without its turn.
    let share: Int
    private let turn = DispatchSemaphore(value: 1)

    /// Turns for the zones of so many threads.
    convenience init(threads: Int) {
        self.init(share: max(MachineMemory.octets / 4 / max(threads, 1), Self.smallestShare))
    }

    /// Turns for zones that take more than this.
    init(share: Int) { self.share = share }

    /// The memory that a zone in these files is expected to take; a file that is missing counts for nothing.
    static func memory(forFiles paths: [String]) -> Int {
        octetsForOctet
            * paths.reduce(0) { sum, path in sum + Int((try? FileIdentity(path: path))?.size ?? 0) }
    }

    /// Waits until no other zone has its turn.
    func take() -> Turn {
        turn.wait()
        return Turn(turn)
    }

    /// A zone's turn, which ends with this.
    final class Turn {
        private let turn: DispatchSemaphore

        fileprivate init(_ turn: DispatchSemaphore) { self.turn = turn }

        deinit { turn.signal() }
    }
}
