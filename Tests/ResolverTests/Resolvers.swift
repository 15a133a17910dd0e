import Foundation
import TestKit

/// A validating resolver that lives in virtual time.
protocol Resolver: AnyObject {
    var server: Server { get }
    /// Waits, after a jump of the clock, until the resolver has looked after its trust anchors where that is due.
    func settle(at moment: Moment) throws
    /// How each key that the resolver has ever followed for the root stands, by key tag.
    func anchors() throws -> [Int: AnchorState]
}

/// What a new resolver is given.
struct ResolverSettings {
    /// The root's keys, each as flags, protocol, algorithm and key.
    var anchors: [String]
    /// Whether it follows them by RFC 5011.
    var follows: Bool
    /// Where it asks for these zones.
    var zones: [String]
    var authority: ServerPort
    var clock: VirtualClock
    var folder: TemporaryFolder
}

/// The states of RFC 5011 4.2 that the tests distinguish.
enum AnchorState: Hashable {
    /// Seen, and not yet for long enough.
    case pending
    case trusted
    case missing
    case revoked
    case removed
}

// MARK: - unbound

/// unbound with `auto-trust-anchor-file`.
final class Unbound: Resolver {
    let server: Server
    private let folder: TemporaryFolder
    private let anchorFile: String

    init(_ name: String, _ settings: ResolverSettings) throws {
        folder = settings.folder
        anchorFile = "\(name).anchors"
        let anchors = settings.anchors.map { ". 3600 IN DNSKEY \($0)\n" }
        folder.write(anchors.joined(), to: anchorFile)
        let port = ServerPort.free()
        folder.write(Unbound.configuration(port, anchorFile, settings), to: "\(name).conf")
        server = try Server(
            "unbound",
            name: name,
            ["-d", "-c", "\(name).conf"],
            port: port,
            environment: settings.clock.environment.merging(["KEYTURN_CLOCK_TIMERS": "1"]) { $1 },
            in: folder
        )
    }

    // No tolerance for signatures out of their time, nothing kept that is bogus, and TTLs up to those of the root.
    private static func configuration(_ port: ServerPort, _ anchors: String, _ settings: ResolverSettings)
        -> String
    {
        let stubs = settings.zones.map {
            "stub-zone:\n  name: \"\($0)\"\n  stub-addr: 127.0.0.1@\(settings.authority.number)\n"
        }
        return """
            server:
              interface: 127.0.0.1@\(port.number)
              do-ip6: no
              do-not-query-localhost: no
              username: ""
              chroot: ""
              directory: "\(settings.folder.path)"
              pidfile: ""
              use-syslog: no
              logfile: ""
              verbosity: 1
              val-log-level: 2
              num-threads: 1
              edns-buffer-size: 4096
              module-config: "validator iterator"
              \(settings.follows ? "auto-trust-anchor-file" : "trust-anchor-file"): "\(anchors)"
              trust-anchor-signaling: no
              qname-minimisation: no
              cache-max-ttl: 1209600
              val-sig-skew-min: 0
              val-sig-skew-max: 0
              val-bogus-ttl: 0
              aggressive-nsec: no
            remote-control:
              control-enable: no

            """ + stubs.joined()
    }

    func settle(at moment: Moment) throws {
        server.port.wake()
        try server.wait {
            guard let due = nextLook, due > moment.seconds else {
                server.port.wake()
                return false
            }
            return true
        }
    }

    /// When unbound wants to look at the DNSKEY RRset again, as it writes into its file after each look.
    private var nextLook: Int64? {
        let line = lines.first { $0.hasPrefix(";;next_probe_time:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int64($0) }
    }

    private var lines: [Substring] {
        String(decoding: folder.read(anchorFile) ?? [], as: UTF8.self).split(separator: "\n")
    }

    func anchors() throws -> [Int: AnchorState] {
        var found: [Int: AnchorState] = [:]
        for line in lines where line.contains("DNSKEY") {
            guard let tag = line.number(after: "{id = "), let state = line.number(after: ";;state=") else {
                continue
            }
            found[tag] = [1: .pending, 2: .trusted, 3: .missing, 4: .revoked, 5: .removed][state]
        }
        return found
    }
}

extension StringProtocol {
    /// The number that follows the first occurrence of some text.
    fileprivate func number(after text: String) -> Int? {
        range(of: text).flatMap { Int(self[$0.upperBound...].prefix { $0.isNumber }) }
    }
}

// MARK: - BIND

/// named with `initial-key` anchors.
final class Named: Resolver {
    let server: Server
    private let folder: TemporaryFolder
    private let name: String
    private let clock: VirtualClock
    /// The last look at the DNSKEY RRset: what it left of the journal of managed keys, and when.
    private var seen: (journal: [Int], at: Moment) = ([], Moment(seconds: 0))

    init(_ name: String, _ settings: ResolverSettings) throws {
        (self.name, folder, clock) = (name, settings.folder, settings.clock)
        let (port, control) = (ServerPort.free(), ServerPort.free())
        try FileManager.default.createDirectory(
            atPath: folder.path("\(name).state"),
            withIntermediateDirectories: false
        )
        folder.write(". 3600000 NS a.authority.\na.authority. 3600000 A 127.0.0.1\n", to: "hints")
        let key = "key lab { algorithm hmac-sha256; secret \"bm90IGEgc2VjcmV0\"; };\n"
        folder.write(
            key + "options { default-key lab; default-server 127.0.0.1; default-port \(control.number); };\n",
            to: "\(name).rndc"
        )
        folder.write(
            key + Named.configuration(port, control, state: folder.path("\(name).state"), settings),
            to: "\(name).conf"
        )
        server = try Server(
            "named",
            name: name,
            ["-g", "-n", "1", "-c", "\(name).conf"],
            port: port,
            environment: clock.environment,
            in: folder
        )
        // A key 0 stands for an anchor that named has not looked at yet.
        if settings.follows { try server.wait { try anchors()[0] == nil } }
    }

    // `port` is also the port to which named sends; there is no other way to say that.
    private static func configuration(
        _ port: ServerPort,
        _ control: ServerPort,
        state: String,
        _ settings: ResolverSettings
    ) -> String {
        """
        options {
          directory "\(state)";
          pid-file none; lock-file none; session-keyfile none;
          port \(settings.authority.number);
          listen-on port \(port.number) { 127.0.0.1; };
          listen-on-v6 { none; };
          max-cache-size 16m;
          max-cache-ttl 1209600;
          edns-udp-size 4096; max-udp-size 4096;
          recursion yes;
          qname-minimization off;
          dnssec-validation yes;
          trust-anchor-telemetry no;
          prefetch 0;
          servfail-ttl 0;
        };
        controls { inet 127.0.0.1 port \(control.number) allow { 127.0.0.1; } keys { lab; }; };
        zone "." { type hint; file "\(settings.folder.path("hints"))"; };
        trust-anchors {
          \(settings.anchors.map { anchor($0, settings.follows) }.joined(separator: "\n  "))
        };

        """
    }

    /// An item of `trust-anchors`.
    private static func anchor(_ key: String, _ follows: Bool) -> String {
        let words = key.split(separator: " ")
        let numbers = words.prefix(3).joined(separator: " ")
        return ". \(follows ? "initial-key" : "static-key") \(numbers) \"\(words[3])\";"
    }
}

extension Named {
    func settle(at moment: Moment) throws {
        server.port.wake()
        guard journal != seen.journal || moment - seen.at >= 86_400 else { return }
        // named is told to look where it does not think of it by itself within a moment.
        for _ in 1...3 {
            if try server.waits(upTo: 500, for: { journal != seen.journal }) { break }
            _ = try control("refresh")
        }
        seen = (journal, moment)
    }

    /// The size of the journal and when it was written.
    private var journal: [Int] {
        var status = stat()
        guard unsafe stat(folder.path("\(name).state/managed-keys.bind.jnl"), &status) == 0 else { return [] }
        return [status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    }

    func anchors() throws -> [Int: AnchorState] {
        var found: [Int: AnchorState] = [:]
        for block in try control("status").components(separatedBy: "keyid:").dropFirst() {
            guard let tag = block.split(whereSeparator: \.isWhitespace).first.flatMap({ Int($0) }) else {
                continue
            }
            found[tag] = state(block)
        }
        return found
    }

    /// What `rndc managed-keys` says; it must live by the same clock as named.
    private func control(_ word: String) throws -> String {
        let environment = clock.environment.map { "\($0)=\($1)" }
        let arguments = environment + ["rndc", "-c", folder.path("\(name).rndc"), "managed-keys", word]
        guard let run = ToolRun("env", arguments) else { throw LabError.missing("env") }
        guard run.status == 0 else { throw LabError.failed("rndc", run.output) }
        return run.output
    }

    private func state(_ block: String) -> AnchorState {
        if block.contains("REVOKE") || block.contains("trust revoked") { return .revoked }
        if block.contains("trusted since") { return block.contains("remove at") ? .missing : .trusted }
        return .pending
    }
}
