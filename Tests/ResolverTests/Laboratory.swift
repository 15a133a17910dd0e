import Glibc
import TestKit

/// A world of its own in virtual time: an authority, resolvers that ask only it, and a clock.
///
/// All of it listens on the loopback and knows no other address. It ends with the test.
final class Laboratory {
    let folder = TemporaryFolder()
    let clock: VirtualClock
    let authority: Authority
    private let zones: [String]
    private(set) var resolvers: [any Resolver] = []
    /// Every answer that a resolver should not have given.
    private(set) var faults: [Fault] = []
    /// How many answers there were.
    private(set) var answers = 0

    init(_ zones: [String: [UInt8]], at start: Moment) throws {
        self.zones = zones.keys.sorted()
        clock = try VirtualClock(in: folder)
        clock.set(to: start)
        authority = try Authority(zones, in: folder)
    }

    deinit { stop() }

    func stop() {
        resolvers.forEach { $0.server.stop() }
        authority.stop()
    }

    /// Adds resolvers that trust the root's keys of this moment, and may follow them by RFC 5011.
    func addResolvers(unbound: Int, named: Int, following: Bool) throws {
        let anchors = try keys(of: ".").filter { $0.isEntryPoint && !$0.isRevoked }
        let settings = ResolverSettings(
            anchors: anchors.map(\.text),
            follows: following,
            zones: zones,
            authority: authority.port,
            clock: clock,
            folder: folder
        )
        for number in 1..<(unbound + 1) { resolvers.append(try Unbound("unbound\(number)", settings)) }
        for number in 1..<(named + 1) { resolvers.append(try Named("named\(number)", settings)) }
    }

    /// The DNSKEY RRset that a zone shows now.
    func keys(of zone: String) throws -> [ServedKey] {
        guard let answer = authority.port.ask(zone, .dnskey) else {
            throw LabError.silent("the authority", log: "")
        }
        return answer.keys
    }

    /// Asks a resolver, and notes it as a fault where the answer is not this code, validated unless that is too early.
    func ask(
        _ resolver: any Resolver,
        _ name: String,
        _ type: RecordType,
        code: Int = 0,
        validated: Bool = true,
        isPatient: Bool = false,
        at moment: Moment
    ) {
        answers += 1
        var answer: Answer?
        // On a busy machine a resolver may give up on its authority and answer SERVFAIL, too: that passes, and what no
        // trust anchor vouches for stays bogus. What a cache makes bogus may pass as well: there, ask once.
        let pauses: [UInt32] = isPatient ? [0, 300_000, 600_000, 900_000] : [0]
        for pause in pauses {
            usleep(pause)
            answer = resolver.server.port.ask(name, type)
            guard answer?.code != code || validated && answer?.isAuthentic != true else { return }
        }
        faults.append(
            Fault(time: moment, resolver: resolver.server.name, name: name, type: type, code: answer?.code)
        )
    }

    /// The beginning of the faults, for the log of a failed test.
    var firstFaults: String { faults.prefix(10).map(\.description).joined(separator: "\n") }
}

/// An answer that is not what an unbroken chain of trust gives.
struct Fault: CustomStringConvertible {
    let time: Moment
    let resolver: String
    let name: String
    let type: RecordType
    /// Nil if there was no answer at all.
    let code: Int?

    var description: String {
        let answer = code.map { $0 == 2 ? "SERVFAIL" : "code \($0), or not validated" } ?? "no answer"
        return "\(time) \(resolver): \(name) \(type): \(answer)"
    }
}

// MARK: - Whether it can be had

extension Laboratory {
    private static let programs = ["unbound", "named", "rndc", "setpriv", "dnssec-keygen", "dnssec-signzone"]

    private static var missing: [String] {
        programs.filter { ToolRun.path(of: $0) == nil }
            + (VirtualClock.compiler == nil ? ["a C compiler"] : [])
    }

    /// True if all programs are there, or have to be.
    static var isExpected: Bool { ExternalTool.areRequired || missing.isEmpty }

    /// Why the tests are skipped.
    static var reason: String { "not installed: \(missing.joined(separator: ", "))" }
}
