import DNSCore
import DNSSECModel
import JSON
import PolicyFile
import SystemIO
import TestKit
import Testing

@testable import Simulation
@testable import Timeline

/// A simulation in a folder of its own.
struct Rehearsal {
    static let zoneText = """
        $ORIGIN example.
        $TTL 3600
        @ SOA ns hostmaster 2026010101 3600 900 604800 300
        @ NS ns
        ns A 192.0.2.1
        www A 192.0.2.2
        www TXT "a" "b;c"
        *.wild A 192.0.2.3
        a.deep TXT "below an empty non-terminal"
        child NS ns.child
        ns.child A 192.0.2.4
        secure NS ns.child
        secure DS 1 13 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef

        """

    let folder = TemporaryFolder()
    let order: SimulationOrder
    let run: SimulationRun
    let steps: [SimulationStep]

    /// Simulates from 2026-01-01 on.
    init(
        _ policy: DNSSECPolicy,
        days: Int64,
        zone: String = zoneText,
        threads: Int = 1,
        from: Instant = Rehearsal.start
    ) throws {
        order = try Self.order(policy, days: days, zone: zone, from: from, in: folder.path("out"), threads)
        run = try SimulationRun(order)
        steps = try run.write { event in
            ["phase": .string(event.phase.rawValue), "tag": event.tag.map { .integer(Int64($0)) } ?? .null]
        }
    }

    static func order(
        _ policy: DNSSECPolicy,
        days: Int64,
        zone: String = zoneText,
        from: Instant = Rehearsal.start,
        in folder: String,
        _ threads: Int = 1
    ) throws -> SimulationOrder {
        let origin = zone.hasPrefix("$ORIGIN") ? nil : try Name(absolute: ".")
        let reading = ZoneFileReader().read(Array(zone.utf8).span, file: "zone", origin: origin)
        return SimulationOrder(
            policy: policy,
            zone: try #require(reading.zone, "\(reading.diagnostics.map(\.description))"),
            from: from,
            until: from + .days(days),
            assumptions: ForecastAssumptions(zoneTTL: .hours(1), negativeTTL: .minutes(5)),
            folder: folder,
            threads: threads
        )
    }

    /// 2026-01-01T00:00:00Z.
    static let start = Instant(secondsSinceEpoch: 1_767_225_600)

    /// A shipped policy, with changes.
    static func policy(_ name: String, _ change: (inout DNSSECPolicy) throws -> Void = { _ in }) throws
        -> DNSSECPolicy
    {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
            .joined(separator: "/")
        let octets = try #require(File.octets("\(root)/Policies/\(name).yaml"))
        var policy = try #require(PolicyFile.read(octets: octets.span, file: name, name: name).policy)
        try change(&policy)
        return policy
    }

    // MARK: - What is on the disk

    func path(_ name: String) -> String { "\(order.folder)/\(name)" }

    func text(_ name: String) throws -> String {
        String(decoding: try #require(File.octets(path(name)), "\(name)"), as: UTF8.self)
    }

    func index() throws -> JSONValue { try JSONValue(parsing: Array(text("index.json").utf8).span) }

    /// The lines of a step's zone that have a type at the apex.
    func apexLines(_ step: SimulationStep, _ type: String) throws -> [String] {
        let apex = order.zone.origin.description
        return try text(step.zoneFile).split(separator: "\n").map(String.init).filter { line in
            let words = line.split(separator: " ")
            return words.count > 3 && words[0] == apex && words[3] == type
        }
    }

    /// The lines of a step's DS file without its comment.
    func dsLines(_ step: SimulationStep) throws -> [String] {
        try text(step.dsFile).split(separator: "\n").map(String.init).filter { !$0.hasPrefix(";") }
    }

    /// The steps in which a phase of a role happens.
    func steps(_ phase: KeyStep, _ role: KeyRole) -> [SimulationStep] {
        steps.filter { $0.events.contains { $0.phase == phase && $0.role == role } }
    }
}

/// Files, whole.
enum File {
    static func octets(_ path: String) -> [UInt8]? { try? FileSystem.read(path) }
}
