import DNSSECModel
import Foundation
import JSON
import TestKit
import Testing

/// From BIND to keyturn and back, with a real BIND, in the middle of a roll.
struct BINDMoveTests {
    private static let policy = """
        dnssec-policy "usual" {
            keys {
                ksk lifetime unlimited algorithm ecdsap256sha256;
                zsk lifetime 90d algorithm ecdsap256sha256;
            };
            dnskey-ttl 1h; publish-safety 1h; retire-safety 1h; zone-propagation-delay 5m;
            parent-ds-ttl 1d; parent-propagation-delay 1h; max-zone-ttl 1d;
            signatures-validity 14d; signatures-refresh 5d;
        };
        """

    /// A BIND whose ZSK is just being followed by another one.
    private static func rollingBIND() throws -> (bind: Named, zone: String) {
        let bind = Named(policy: policy, named: "usual")
        _ = try bind.run { $0.contains("RRSIG\tNSEC ") }
        try #require(bind.keys.count == 2)
        // As if it had begun long ago.
        for key in bind.keys {
            let isKSK = bind.field("KSK", key) == "yes"
            let own =
                isKSK
                ? ["-r", "omnipresent", "now-85d", "-d", "omnipresent", "now-84d", "-P", "ds", "now-85d"]
                : ["-z", "omnipresent", "now-85d", "-I", "now+1h"]
            let outcome = ExternalTool("dnssec-settime").run(
                ["-s", "-g", "omnipresent", "-k", "omnipresent", "now-85d", "-P", "now-90d", "-A", "now-90d"]
                    + own + [key],
                in: bind.folder.path("keys")
            )
            try #require(outcome.status == 0, "\(outcome.output)")
        }
        let zone = try bind.run { zone in
            zone.split(separator: "\n").count { $0.contains("IN DNSKEY\t") } == 3 && zone.contains("IN CDS\t")
        }
        try #require(bind.keys.count == 3)
        return (bind, zone)
    }

    /// A world without state, under the shipped policy, for the zone of BIND.
    private static func world() -> DaemonWorld {
        let world = DaemonWorld(zone: Named.zone)
        let policy = (try? String(contentsOfFile: Tool.policy("default"), encoding: .utf8)) ?? ""
        world.folder.write(policy, to: "policies/fast.yaml")
        return world
    }

    private func keys(_ zone: String) -> Set<Substring> {
        let lines = zone.split(separator: "\n").filter { $0.contains("DNSKEY") && !$0.contains("RRSIG") }
        return Set(lines.compactMap { $0.split(separator: " ").last?.split(separator: "\t").last })
    }

    @Test(.enabled(if: Named.isExpected))
    func `a zone goes from BIND to keyturn and back in the middle of a roll`() throws {
        let (bind, zone) = try Self.rollingBIND()
        let world = Self.world()
        world.folder.write(zone, to: "signed.zone")
        let words = ["keys", "import", "--bind", bind.folder.path("keys"), "--config", world.configuration]

        // First a look.
        let trial = try Tool.run(words + ["--dry-run", "--json"])
        try #require(trial.status == 0, "\(trial.errors)")
        #expect(try trial.json()["written"] == .bool(false))
        #expect(world.folder.names("state").isEmpty)

        let taken = try Tool.run(words + ["--json"])
        try #require(taken.status == 0, "\(taken.errors)")
        let report = try #require(try taken.json()["zones"]?.elements.first)
        #expect(report["first-decision"]?["unchanged"] == .bool(true), "\(taken.output)")
        #expect(report["keys"]?.elements.count == 3)
        // The next look is when BIND would let the new ZSK sign.
        let new = try #require(bind.keys.first { bind.field("Predecessor", $0) != nil })
        let due = try #require(bind.field("Active", new)?.prefix(14))
        let next = try #require(report["first-decision"]?["next"]?.text)
        #expect(Instant(text: next, now: Instant(secondsSinceEpoch: 0))?.compact == String(due))

        // A second time there are keys.
        let again = try Tool.run(words)
        #expect(
            again.status == 3 && again.errors.contains("state/zones/example.json: error:"),
            "\(again.errors)"
        )

        // The daemon goes on where BIND was.
        #expect(try world.run(["--once"]) == 0, "\(world.log)")
        #expect(try world.faultOfSignedZone() == nil)
        #expect(world.keyFiles == Set(bind.keys))
        let signed = String(decoding: world.folder.read("signed.zone") ?? [], as: UTF8.self)
        #expect(keys(signed).count == 3)
        let old = try #require(bind.keys.first { bind.field("Successor", $0) != nil })
        let tag = String(Int(old.suffix(5)) ?? 0)
        #expect(
            signed.contains(" \(tag) example. ") && !signed.contains(" \(Int(new.suffix(5)) ?? 0) example. ")
        )

        try expectReturn(from: world, keys: bind.keys)
    }

    /// BIND goes on where keyturn was: no key more, no other state.
    private func expectReturn(from world: DaemonWorld, keys names: [String]) throws {
        let folder = world.folder.path("to-bind")
        let words = ["keys", "export", "--bind", folder, "example", "--config", world.configuration]
        let given = try Tool.run(words + ["--json"])
        try #require(given.status == 0, "\(given.errors)")
        let policy = try #require(try given.json()["dnssec-policy"]?.text)
        let bind = Named(policy: policy, named: "keyturn-fast")
        for name in names {
            for suffix in [".key", ".private", ".state"] {
                bind.folder.write(
                    world.folder.read("to-bind/\(name)\(suffix)") ?? [],
                    to: "keys/\(name)\(suffix)"
                )
            }
        }
        let states = names.map { name in bind.state(name).filter { !$0.hasPrefix("Removed: ") } }
        _ = try bind.run { $0.contains("RRSIG\tNSEC ") && $0.contains("IN CDS\t") }
        #expect(bind.keys == names)
        // BIND counts the time that it takes to replace signatures into the end of a ZSK.
        #expect(names.map { name in bind.state(name).filter { !$0.hasPrefix("Removed: ") } } == states)
    }

    // MARK: - Without BIND

    /// The folder that an export of a fresh zone makes, and a world that has not seen it.
    private func exported() throws -> (folder: String, keys: [String], world: DaemonWorld) {
        let source = Self.world()
        try #require(try source.run(["--once"]) == 0, "\(source.log)")
        let world = Self.world()
        let folder = world.folder.path("bind")
        let words = ["keys", "export", "--bind", folder, "example.", "--config", source.configuration]
        let outcome = try Tool.run(words)
        try #require(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("dnssec-policy \"keyturn-fast\" {"))
        let keys = world.folder.names("bind").filter { $0.hasSuffix(".key") }.map { String($0.dropLast(4)) }
        return (folder, keys.sorted(), world)
    }

    @Test func `a state that is wrong is refused with its place`() throws {
        let (folder, keys, world) = try exported()
        let file = "bind/\(keys[0]).state"
        let text = String(decoding: world.folder.read(file) ?? [], as: UTF8.self)
        let lines = text.split(separator: "\n").map {
            $0.hasPrefix("DNSKEYState: ") ? "DNSKEYState: here" : $0
        }
        world.folder.write(lines.joined(separator: "\n"), to: file)
        let line = (lines.firstIndex { $0.hasPrefix("DNSKEYState") } ?? 0) + 1
        let outcome = try Tool.run(["keys", "import", "--bind", folder, "--config", world.configuration])
        #expect(outcome.status == 65)
        #expect(
            outcome.errors.contains("\(file):\(line):14: error: bad state; expected hidden,"),
            "\(outcome.errors)"
        )
        let made = (world.folder.names("state/zones") + world.folder.names("state/keys")).filter {
            $0.first != "."
        }
        #expect(made.isEmpty)
    }

    @Test func `keys that do not fit the policy are taken over only if told`() throws {
        let (folder, _, world) = try exported()
        let path = "policies/fast.yaml"
        let text = String(decoding: world.folder.read(path) ?? [], as: UTF8.self)
        world.folder.write(text.replacing("ecdsap256sha256", with: "ed25519"), to: path)
        let words = ["keys", "import", "--bind", folder, "--config", world.configuration]
        let refused = try Tool.run(words)
        #expect(refused.status == 3 && refused.errors.contains("--other-policy"), "\(refused.errors)")
        let taken = try Tool.run(words + ["--other-policy", "--json"])
        #expect(taken.status == 0, "\(taken.errors)")
    }

    @Test func `an export is taken back as it was`() throws {
        let (folder, keys, world) = try exported()
        let outcome = try Tool.run([
            "keys", "import", "--bind", folder, "--zone", "example", "--config", world.configuration,
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("First decision: the zone goes on as it is."), "\(outcome.output)")
        #expect(world.keyFiles == Set(keys))
    }

    @Test func `nothing is taken over or given away while a daemon is at work`() throws {
        let world = Self.world()
        try world.whileRunning { _ in
            for verb in [["import", "--zone"], ["export"]] {
                let words = [
                    "keys", verb[0], "--bind", world.folder.path("bind"), "--config", world.configuration,
                ]
                let outcome = try Tool.run(words + verb.dropFirst() + ["example."])
                #expect(outcome.status == 3 && outcome.errors.contains("stop it first"), "\(outcome.errors)")
            }
        }
    }
}
