import ControlProtocol
import DNSSECModel
import Glibc
import Synchronization
import SystemIO

// Right after a start: questions wait a while until zones were looked at, and nobody takes the ignorance of the first
// seconds for the state of a zone.
extension Engine {
    /// How long after the start questions wait, in seconds.
    static let longestFirstLook: Int64 = 10
    /// The largest number of zones with which a zone that was not looked at is looked up on the disk.
    private static let fewZones = 1000
    /// Microseconds between two glances.
    private static let glance: UInt32 = 20_000

    /// Waits until the zones of a question were looked at since the start, or until the start is some seconds ago.
    ///
    /// - Parameters:
    ///   - request: The question; one that is about no zone's state does not wait.
    ///   - effort: Tells whether somebody still waits.
    ///   - seconds: For how long after the start questions wait.
    func awaitFirstLook(
        for request: ControlRequest,
        _ effort: Effort = Effort(),
        seconds: Int64 = Engine.longestFirstLook
    ) {
        let zones: [HostedZone]
        switch request.target {
        case .zone(let name): zones = [contents.withLock { $0.book[name] }].compactMap(\.self)
        case .policy: return
        case nil: zones = contents.withLock { $0.slots }
        }
        for zone in zones {
            while !zone.isLookedAt {
                guard effort.isWanted, !isStopping, WallClock.sinceBoot().seconds - begun < seconds else {
                    return
                }
                usleep(Self.glance)
            }
        }
    }

    /// A zone in short, from its record on the disk if it was not looked at yet and the daemon has few zones.
    func summary(of zone: HostedZone, among count: Int, _ now: Instant, _ fault: ClockFault?) -> ZoneSummary {
        zone.isLookedAt || count > Self.fewZones
            ? zone.summary(now, fault) : zone.report.summary(now, fault)
    }
}
