import Foundation
import TestKit

/// What `keyturn simulate` wrote: the signed zone of every step, with the DS RRset at the parent.
struct SimulatedSteps {
    struct Step: Decodable {
        var step: Int
        var time: Moment
        var zone: String
        var ds: String
        var events: [Event]
    }

    /// What happened to a key at a step; not all of it interests here.
    struct Event: Decodable {
        var phase: String
        var role: String
    }

    let all: [Step]
    private let folder: TemporaryFolder

    /// Simulates; the dates are as the tool takes them.
    init(policy: String, zone: String, from: String, until: String) throws {
        folder = TemporaryFolder()
        let policyFile = folder.write(policy, to: "policy.yaml")
        let zoneFile = folder.write(zone, to: "zone")
        let arguments = [
            "simulate", "--policy", policyFile, "--zone", zoneFile, "--from", from, "--until", until,
            "--output", folder.path("steps"),
        ]
        let run = try Tool.run(arguments)
        guard run.status == 0 else { throw LabError.failed("keyturn simulate", run.output) }
        all = try JSONDecoder().decode([Step].self, from: Data(folder.read("steps/index.json") ?? []))
    }

    /// The signed zone of a step.
    func zone(of step: Step) -> [UInt8] { folder.read("steps/\(step.zone)") ?? [] }

    /// The DS records that the parent shows from a step on.
    func ds(of step: Step) -> [String] {
        let lines = String(decoding: folder.read("steps/\(step.ds)") ?? [], as: UTF8.self).split(
            separator: "\n"
        )
        return lines.map(String.init).filter { !$0.hasPrefix(";") }
    }

    /// The moments of all steps, and others between them: at least one in so many seconds, and more often for some time
    /// after each step of a key with the SEP bit.
    func moments(quiet: Int64, busy: Int64, for time: Int64) -> [Moment] {
        var moments: [Moment] = []
        var busyUntil = Moment(seconds: 0)
        for (step, next) in zip(all, all.dropFirst()) {
            if step.events.contains(where: { $0.role != "zsk" }) { busyUntil = step.time + time }
            var moment = step.time
            while moment < next.time {
                moments.append(moment)
                moment = moment + (moment < busyUntil ? busy : quiet)
            }
        }
        return moments + all.suffix(1).map(\.time)
    }

    /// The place of the first step at which a phase of a role begins.
    func first(_ phase: String, _ role: String, after place: Int = -1) -> Int? {
        all.indices.first { index in
            index > place && all[index].events.contains { $0.phase == phase && $0.role == role }
        }
    }
}

extension Moment: Decodable {
    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let moment = Moment(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: text))
        }
        self = moment
    }
}

/// The real `keyturn`, which the build put beside the tests.
enum Tool {
    private static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("keyturn").path

    /// Runs it to its end.
    static func run(_ arguments: [String]) throws -> ToolRun {
        guard let env = ToolRun("env", ["LANG=C", path] + arguments) else { throw LabError.missing("env") }
        return env
    }

    /// The text of a policy of the repository.
    static func policy(_ name: String) throws -> String {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return try String(
            contentsOfFile: root.joined(separator: "/") + "/Policies/\(name).yaml",
            encoding: .utf8
        )
    }
}
