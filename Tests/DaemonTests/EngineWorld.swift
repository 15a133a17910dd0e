import ControlProtocol
import DNSCore
import DNSSECModel
import KeyStore
import Publishing
import Synchronization
import SystemIO
import TestKit

@testable import Daemon

/// A daemon's engine in virtual time, on real files in a folder of its own.
final class EngineWorld {
    static let start = Instant(secondsSinceEpoch: 1_600_000_000)
    static let zoneText = """
        $ORIGIN example.
        $TTL 3600
        @ IN SOA ns1 admin 1 7200 900 1209600 600
        @ NS ns1
        @ NS ns2
        ns1 A 192.0.2.1
        ns2 A 192.0.2.2
        www A 192.0.2.80

        """
    static let policyText = """
        version: 1
        description: quick
        ttl: { dnskey: 1h, ds: 1d }
        keys:
          - role: ksk
            algorithm: ecdsap256sha256
            lifetime: unlimited
            rfc5011: { add-hold-down: 30d, revoked: 30d }
          - role: zsk
            algorithm: ecdsap256sha256
            lifetime: 30d

        """

    let folder = TemporaryFolder()
    let log = LogLines()
    var now = EngineWorld.start
    /// How much the boot clock differs from the wall clock, which a test may set.
    var wallShift = Interval.zero
    var zones: [String: String] = [:]
    var hooks: any HookRunning = HookRunner(blocking: true)
    var diesAt: @Sendable (Checkpoint) -> Bool = { _ in false }
    /// How much memory a zone may take without its turn; nil as usual.
    var memoryShare: Int?
    /// Why a person vouches for the clock at the next start.
    var clockReason: String?
    /// Names the start of the machine.
    var bootID = "first"
    /// When the machine was started.
    var boot = Instant(secondsSinceEpoch: 0)
    /// What the system says of its clock.
    var isSynchronised = false
    private(set) var engine: Engine?

    init(zones: [String] = ["example"]) {
        FolderMaker.make(folder.path("policies"))
        folder.write(Self.policyText, to: "policies/default.yaml")
        for zone in zones {
            folder.write(Self.zoneText.replacing("example.", with: "\(zone)."), to: "\(zone).zone")
            self.zones[zone] = ""
        }
        writeConfiguration()
    }

    /// Writes the configuration; the value of a zone is what its entry has more.
    func writeConfiguration() {
        var text = "version: 1\nstate: state\npolicies: policies\nsocket: control.sock\nthreads: 1\nzones:\n"
        if zones.isEmpty { text = text.replacing("zones:\n", with: "") }
        for (zone, more) in zones.sorted(by: { $0.key < $1.key }) {
            text += "  - name: \(zone).\n    file: \(zone).zone\n    output: signed/\(zone).zone\n\(more)"
        }
        folder.write(text, to: "keyturn.yaml")
    }

    // MARK: - The engine

    /// A new engine from the disk; the old one is forgotten, as after a crash.
    func restart() throws {
        engine = nil
        engine = try open()
    }

    /// The machine is started anew, and a new engine with it.
    func reboot(after off: Interval) throws {
        now = now + off
        (bootID, boot) = ("\(bootID)+", now - .seconds(30))
        try restart()
    }

    func open() throws -> Engine {
        var options = EngineOptions(
            program: "keyturnd test",
            log: log.log,
            hooks: hooks,
            clockReason: clockReason
        )
        options.diesAt = diesAt
        options.memoryShare = memoryShare
        return try Engine(configurationFile: folder.path("keyturn.yaml"), options: options)
    }

    var reading: ClockReading {
        ClockReading(
            wall: now + wallShift,
            sinceBoot: now - boot,
            bootID: bootID,
            isSynchronised: isSynchronised
        )
    }

    @discardableResult
    func run() throws -> Instant? {
        if engine == nil { try restart() }
        return engine?.runDue(reading)
    }

    /// Lives on until a moment, step by step; `seen` is called after each.
    func live(until end: Instant, _ seen: (EngineWorld) throws -> Void = { _ in }) throws {
        for _ in 0..<20_000 {
            let next = try run()
            try seen(self)
            guard let next, next <= end else { break }
            now = max(next, now + .seconds(1))
        }
        now = end
    }

    // MARK: - What it says

    func report(_ zone: String = "example") throws -> ZoneReport {
        let name = try Name(absolute: zone)
        guard let report = engine?.contents.withLock({ $0.book[name] })?.report else {
            throw MissingZone()
        }
        return report
    }

    func ring(_ zone: String = "example") throws -> KeyRing {
        guard let ring = try report(zone).ring else { throw MissingZone() }
        return ring
    }

    func ask(
        _ request: ControlRequest,
        as user: String = "root",
        groups: [String] = []
    ) -> Result<ControlAnswer, ControlFailure> {
        let peer = Peer(userID: 0, groupID: 0, processID: 1, user: user, groups: groups)
        engine?.given.withLock { $0 = reading }
        defer { engine?.given.withLock { $0 = nil } }
        return engine?.handle(request, peer: peer, now: now + wallShift)
            ?? .failure(ControlFailure(.unavailable, "no engine"))
    }

    /// Gives an order; the engine's next round follows at once.
    @discardableResult
    func order(_ request: ControlRequest, as user: String = "root", groups: [String] = []) throws
        -> ActionReport
    {
        guard case .action(let report) = try ask(request, as: user, groups: groups).get() else {
            throw MissingZone()
        }
        try run()
        return report
    }

    /// Why the steps of the keys wait.
    func explain(_ tag: UInt16? = nil) throws -> ExplainReport {
        let request = ControlRequest.explain(zone: try Name(absolute: "example"), tag: tag)
        guard case .explanation(let report) = try ask(request).get() else { throw MissingZone() }
        return report
    }

    /// The simulated operator confirms every DS change that the engine waits for.
    @discardableResult
    func confirmParent(_ zone: String = "example") throws -> [ManagedKey] {
        let name = try Name(absolute: zone)
        let waiting = try ring(zone).keys.filter { key in
            guard let ds = key.ds, ds.seen == nil else { return false }
            return ds.state == .rumoured || ds.state == .unretentive
        }
        for key in waiting {
            guard let tag = key.tag else { continue }
            let request: ControlRequest =
                key.ds?.state == .rumoured
                ? .dsSeen(zone: name, tag: tag, at: nil) : .dsGone(zone: name, tag: tag, at: nil)
            _ = try ask(request).get()
        }
        return waiting
    }

    // MARK: - Files

    func output(_ zone: String = "example") -> Zone? {
        ZoneInput(file: folder.path("signed/\(zone).zone"), origin: (try? Name(absolute: zone)) ?? .root).zone
    }

    func outputIdentity(_ zone: String = "example") -> FileIdentity? {
        try? FileIdentity(path: folder.path("signed/\(zone).zone"))
    }

    /// The key files of a zone.
    func keyFiles(_ zone: String = "example") -> [String] {
        let path = folder.path("state/keys/\(zone)")
        return ((try? FileSystem.names(in: path)) ?? []).filter { $0.hasPrefix("K") }
    }
}

struct MissingZone: Error {}

enum FolderMaker {
    static func make(_ path: String) {
        guard (try? FileSystem.ensureFolder(path, mode: 0o755)) != nil else {
            preconditionFailure("cannot make \(path)")
        }
    }
}

/// The lines of a log.
final class LogLines: Sendable {
    private let lines = Mutex<[(LogThreshold, String)]>([])

    var log: DaemonLog {
        DaemonLog(threshold: .debug) { [self] level, line in lines.withLock { $0.append((level, line)) } }
    }

    var all: [String] { lines.withLock { $0.map { "\($0.0.rawValue): \($0.1)" } } }

    func clear() { lines.withLock { $0 = [] } }

    func contains(_ text: String) -> Bool { all.contains { $0.contains(text) } }
}
