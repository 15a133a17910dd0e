import ControlProtocol
import DNSSECModel
import KeyStore
import Synchronization
import SystemIO
import TestKit
import Testing

@testable import Daemon

/// `keyturnd` with one zone `example.` in virtual time, on real files in a folder of its own.
final class DaemonTrial {
    static let start = Instant(secondsSinceEpoch: 1_767_225_600)

    let folder = TemporaryFolder()
    let log = LogLines()
    var now = DaemonTrial.start
    private(set) var engine: Engine?

    /// Writes zone, policy and configuration; nothing runs yet.
    init(zone: String, policy: String) throws {
        try FileSystem.ensureFolder(folder.path("policies"), mode: 0o755)
        folder.write(policy, to: "policies/default.yaml")
        folder.write(zone, to: "example.zone")
        folder.write(
            """
            version: 1
            state: state
            policies: policies
            socket: control.sock
            threads: 1
            zones:
              - { name: example., file: example.zone, output: signed/example.zone }

            """,
            to: "keyturn.yaml"
        )
    }

    var policy: String { folder.path("policies/default.yaml") }
    var zone: String { folder.path("example.zone") }
    var output: String { folder.path("signed/example.zone") }
    var keys: String { folder.path("state/keys/example") }
    var outputText: String? { folder.read("signed/example.zone").map { String(decoding: $0, as: UTF8.self) } }

    /// Does all that is due now; when the next is.
    @discardableResult
    func run() throws -> Instant? {
        if engine == nil {
            engine = try Engine(
                configurationFile: folder.path("keyturn.yaml"),
                options: EngineOptions(
                    program: "keyturnd test",
                    log: log.log,
                    hooks: HookRunner(blocking: true)
                )
            )
        }
        return engine?.runDue(
            ClockReading(wall: now, sinceBoot: now - Instant(secondsSinceEpoch: 0), bootID: "first")
        )
    }

    /// Reads policies again, as after SIGHUP, and does what is due then.
    func reload() throws {
        _ = engine?.reload(ReloadOrder(isConfirmed: true), now: now)
        try run()
    }

    /// The daemon starts anew, as after a crash.
    func restart() { engine = nil }

    /// What the engine says of the zone.
    func report() throws -> ZoneReport {
        let name = try Name(absolute: "example")
        let zone = engine?.contents.withLock { $0.book[name] }
        return try #require(zone?.report)
    }

    /// What holds the zone up, in the daemon's words.
    func troubles() throws -> [String] {
        try report().troubles.sorted { $0.key < $1.key }.map(\.value.trouble.description)
    }

    /// A copy of the key files in which a key that has no CDS yet says so: without any `SyncPublish` it would have one for as
    /// long as it signs.
    func keysWithoutEarlyCDS() throws -> String {
        let name = try Name(absolute: "example")
        let plan = try #require(report().ring?.publication?.plan)
        let target = folder.path("keys-\(now.secondsSinceEpoch)")
        try FileSystem.ensureFolder(target, mode: 0o700)
        for key in try report().ring?.keys ?? [] {
            guard let record = key.material?.record else { continue }
            var file = try BINDKeyFolder(path: keys).read(BINDKeyFileName(zone: name, record: record))
            if file.times[.syncPublish] == nil, !plan.cds.contains(key.id) {
                file.times[.syncPublish] = now + .days(1)
            }
            let pair = try #require(file.signingKey)
            let copies = BINDKeyFolder(path: target)
            _ = try copies.create(pair, zone: name, flags: file.record.flags, times: file.times)
        }
        return target
    }

    /// The operator confirms every DS change that the daemon waits for; true if there was one.
    func confirmParent() throws -> Bool {
        let name = try Name(absolute: "example")
        var isConfirmed = false
        for key in try report().ring?.keys ?? [] {
            guard let ds = key.ds, ds.seen == nil, let tag = key.tag else { continue }
            let request: ControlRequest
            switch ds.state {
            case .rumoured: request = .dsSeen(zone: name, tag: tag, at: nil)
            case .unretentive: request = .dsGone(zone: name, tag: tag, at: nil)
            default: continue
            }
            let peer = Peer(userID: 0, groupID: 0, processID: 1, user: "root", groups: [])
            _ = try #require(engine).handle(request, peer: peer, now: now).get()
            isConfirmed = true
        }
        return isConfirmed
    }
}

/// The lines of a log.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var log: DaemonLog {
        DaemonLog(threshold: .debug) { [self] _, line in lines.withLock { $0.append(line) } }
    }
    var all: [String] { lines.withLock { $0 } }
    func clear() { lines.withLock { $0 = [] } }
}
