public import DNSSECModel
import PolicyFile
import Synchronization
import SystemIO

// Runs that end: `keyturnd --once` and `--check`; and the line for `systemctl status`.
extension Engine {
    /// Does all that is due now, for every zone.
    ///
    /// Give the engine hooks that block, so that what follows from them is done too.
    /// - Returns: 0, or the exit status for the first thing that failed.
    public func runOnce(_ reading: ClockReading) -> Int32 {
        runDue(reading)
        if clockFault != nil { return 74 }
        let troubles = contents.withLock { $0.slots }.flatMap { slot in
            slot.report.troubles.sorted { $0.key < $1.key }.map(\.value.trouble)
        }
        return troubles.first?.exit ?? 0
    }

    /// `3 zones, next key action example. ZSK 12345, sign in 2h`.
    public func statusLine(at now: Instant) -> String {
        let reports = contents.withLock { $0.slots }.map(\.report)
        var line = reports.count == 1 ? "1 zone" : "\(reports.count) zones"
        let failing = reports.count { !$0.troubles.isEmpty }
        if failing > 0 { line += ", \(failing) with errors" }
        if let fault = clockFault { line += ", \(fault)" }
        let next = reports.compactMap { report in report.next?.until.map { (report, $0) } }.min {
            $0.1 < $1.1
        }
        guard let (report, until) = next, let hold = report.next, let ring = report.ring else { return line }
        let tag = hold.key.flatMap { ring[$0]?.tag }.map { " \($0)" } ?? ""
        return line
            + ", next key action \(report.zone) \(hold.role)\(tag) \(hold.phase.rawValue) \(until.distance(from: now))"
    }

    /// Reads configuration, policies and zone files, and does nothing.
    ///
    /// - Returns: Each complaint, and the exit status: 0, or that for the first error.
    public static func check(configurationFile: String) -> (complaints: [String], exit: Int32) {
        var complaints: [String] = []
        let configuration: DaemonConfiguration
        let log = DaemonLog(threshold: .error) { _, _ in }
        do throws(EngineError) {
            configuration = try read(configurationFile, log: log)
        } catch {
            return (error.description.split(whereSeparator: \.isNewline).map(String.init), error.exit)
        }
        var troubles: [ZoneTrouble] = []
        for zone in configuration.zones {
            let policy = PolicyChoice(zone, in: configuration)
            complaints += policy.warnings.map(\.description)
            let input = ZoneInput(file: zone.file, origin: zone.name)
            complaints += input.warnings.map(\.description)
            troubles += [policy.trouble, input.zone == nil ? .zoneFile(input.errors) : nil].compactMap(\.self)
        }
        complaints += troubles.map(\.description)
        return (complaints, troubles.first?.exit ?? 0)
    }
}

extension ZoneTrouble {
    /// The exit status of sysexits.h that fits.
    public var exit: Int32 {
        switch self {
        case .policyUnreadable, .policy, .conflict, .hookMissing: 78
        case .zoneFile, .keys, .key, .outputOfUnknownKeys, .privateKeyMissing, .namedKeyMissing, .signing: 65
        case .verification, .wouldBeUnsigned, .generation: 70
        case .state, .journal, .clock, .hook: 74
        case .system: 73
        }
    }
}
