import Glibc
import TestKit

/// A name server, another named, that serves what was signed; it knows nothing of virtual time.
final class Authority {
    private let server: Server
    private let folder: TemporaryFolder
    private var served: [String: [UInt8]]

    /// Serves these zones.
    init(_ zones: [String: [UInt8]], in folder: TemporaryFolder) throws {
        self.folder = folder
        served = zones
        let port = ServerPort.free()
        let blocks = zones.keys.map { "zone \"\($0)\" { type primary; file \"\(Authority.file($0))\"; };\n" }
        folder.write(
            """
            options {
              directory "\(folder.path)";
              pid-file none; lock-file none; session-keyfile none;
              listen-on port \(port.number) { 127.0.0.1; };
              listen-on-v6 { none; };
              max-cache-size 16m;
              max-udp-size 4096;
              recursion no;
              dnssec-validation no;
              notify no;
              check-names primary ignore;
              check-integrity no;
            };
            controls { };

            """ + blocks.joined(),
            to: "authority.conf"
        )
        for (zone, text) in zones { Authority.replace(zone, text, in: folder) }
        let arguments = ["-g", "-n", "1", "-c", "authority.conf"]
        server = try Server("named", name: "authority", arguments, port: port, in: folder)
        for zone in zones.keys { try server.wait { port.ask(zone, .soa)?.records ?? 0 > 0 } }
    }

    /// Where it listens.
    var port: ServerPort { server.port }

    /// Replaces zones by new editions, and waits until they are served.
    ///
    /// An edition is known by its SOA record and the signature over it.
    func publish(_ zones: [String: [UInt8]]) throws {
        let fresh = zones.filter { served[$0.key] != $0.value }
        var before: [String: [UInt8]] = [:]
        for (zone, text) in fresh {
            before[zone] = try start(of: zone)
            Authority.replace(zone, text, in: folder)
        }
        guard !fresh.isEmpty else { return }
        server.hangUp()
        for zone in fresh.keys { try server.wait { try start(of: zone) != before[zone] } }
        served.merge(fresh) { $1 }
    }

    func stop() { server.stop() }

    /// The answer to a question for the SOA record, without the identifier.
    private func start(of zone: String) throws -> [UInt8] {
        guard let answer = port.ask(zone, .soa), answer.records > 0 else {
            throw LabError.silent("the authority for \(zone)", log: server.lastLines)
        }
        return Array(answer.octets.dropFirst(2))
    }

    private static func file(_ zone: String) -> String { zone == "." ? "root.zone" : "\(zone)zone" }

    /// Never seen half written.
    private static func replace(_ zone: String, _ text: [UInt8], in folder: TemporaryFolder) {
        folder.write(text, to: "new.zone")
        unsafe rename(folder.path("new.zone"), folder.path(file(zone)))
    }
}
