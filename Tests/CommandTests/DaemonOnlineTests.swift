import DNSSECModel
import Glibc
import JSON
import TestKit
import Testing

@Suite struct DaemonOnlineTests {
    @Test func `a zone goes from its first keys to a chain of trust, by the commands of the tool`() throws {
        let world = DaemonWorld()
        try world.whileRunning { _ in
            #expect(try world.waits { try $0.ask("status", "--check").status == 4 })
            let overview = try world.ask("status")
            #expect(overview.output.contains("A person must act:"))
            let records = try world.ask("ds", "example")
            #expect(records.status == 0)
            let record = try #require(records.outputLines.first)
            #expect(record.contains(" DS "), "\(record)")
            let tag = try #require(try world.tag(of: "ksk"))
            #expect(record.contains(" \(tag) 13 2 "))
            let seen = try world.ask("ds-seen", "example", tag)
            #expect(seen.status == 0, "\(seen.errors)")
            #expect(
                try world.waits { try $0.condition() == "secure" }
            )
            #expect(try world.ask("status", "--check").status == 0)
            let history = try world.ask("history", "example")
            #expect(history.output.contains("uid \(geteuid())"), "\(history.output)")
        }
    }

    @Test func `clients that take all connections leave descriptors for signing`() throws {
        let world = DaemonWorld()
        try world.whileRunning(descriptors: 80) { _ in
            var connections: [Int32] = []
            defer { connections.forEach { close($0) } }
            for _ in 0..<60 { connections.append(try Self.connection(to: world.folder.path("control.sock"))) }
            world.folder.write(DaemonWorld.zone + "\nnew A 192.0.2.9\n", to: "example.zone")
            let isSigned = try world.waits {
                String(decoding: $0.folder.read("signed.zone") ?? [], as: UTF8.self).contains("new.example.")
            }
            #expect(isSigned, "\(world.log)")
            #expect(!world.log.contains("Too many open files"), "\(world.log)")
            connections.forEach { close($0) }
            connections = []
            #expect(try world.waits { try [0, 4].contains($0.ask("status", "--check").status) })
        }
    }

    private static func connection(to path: String) throws -> Int32 {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(connected == 0)
        return number
    }

    @Test func `ds comes in each form, and agrees with the signed zone`() throws {
        let world = DaemonWorld()
        try world.whileRunning { _ in
            #expect(try world.waits { try $0.ask("ds", "example").output.isEmpty == false })
            for (format, word) in [
                ("dnskey", " DNSKEY 257 3 13 "), ("cds", " CDS "), ("cdnskey", " CDNSKEY 257 3 13 "),
                ("dsset", "DS"),
            ] {
                #expect(try world.ask("ds", "example", "--format", format).output.contains(word), "\(format)")
            }
            let json = try world.ask("ds", "example", "--format", "json", "--digest", "sha384").json()
            let entry = try #require(json["records"]?.elements.first)
            #expect(entry["digest-type"] == 4)
            #expect(entry["digest"]?.text?.count == 96)
            let file = world.folder.write(try world.ask("ds", "example").output, to: "dsset")
            let verified = try Tool.run(["verify", world.signedZone, "--origin", "example.", "--ds", file])
            #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
        }
    }

    @Test
    func `a shell completes zones, and the tags of the zone that was typed, with and without its last dot`()
        throws
    {
        let world = DaemonWorld()
        try world.whileRunning { _ in
            #expect(try world.waits { try $0.ask("status", "--check").status == 4 })
            let tags = try ["ksk", "zsk"].map { try #require(try world.tag(of: $0)) }.sorted()
            let socket = world.folder.path("control.sock")
            for zone in ["example", "example.", "EXAMPLE"] {
                let words = ["keyturn", "hold", zone, "--socket", socket, "--key", ""]
                let completed = try Tool.run(["---completion", "hold", "--", "--key", "6", "0"] + words)
                #expect(completed.outputLines.sorted() == tags, "\(zone): \(completed.errors)")
            }
            let zones = try Tool.run(
                [
                    "---completion", "hold", "--", "positional@0", "4", "0", "keyturn", "hold", "--socket",
                    socket, "",
                ]
            )
            #expect(zones.outputLines == ["example."])
        }
    }

    @Test func `status, explain and plan answer in the language that is asked for`() throws {
        let world = DaemonWorld()
        try world.whileRunning { _ in
            #expect(try world.waits { try $0.ask("status", "--check").status == 4 })
            for command in [
                ["status"], ["status", "example"], ["explain", "example"], ["plan", "example"],
            ] {
                let english = try world.ask(command)
                let chinese = try world.ask(command + ["--lang", "zh-TW"])
                #expect(chinese.status == english.status)
                #expect(!Self.hasHan(english.output), "\(english.output)")
                #expect(Self.hasHan(chinese.output), "\(command): \(chinese.output)\(chinese.errors)")
                #expect(try world.ask(command + ["--lang", "en"]).output.count == english.output.count)
            }
            #expect(try world.ask("status", "--lang", "xx").status == 64)
        }
    }

    private static func hasHan(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    }

    @Test func `an order that cannot be meant is answered with what is expected`() throws {
        let world = DaemonWorld()
        try world.whileRunning { _ in
            #expect(try world.waits { try $0.ask("status", "--check").status == 4 })
            let tag = try #require(try world.tag(of: "zsk"))
            let other = tag == "1" ? "2" : "1"
            for (command, status, sentence) in [
                (
                    ["hold", "example", "--key", other, "--reason", "x"], 66,
                    "has no key with the tag \(other)"
                ),
                (
                    ["hold", "example", "--until", "2018-10-11T16:00:00Z", "--reason", "x"], 64,
                    "2018-10-11T16:00:00Z is not in the future"
                ),
                (["roll", "example", "--csk"], 64, "the policy fast has no CSK"),
                (["approve", "example", "ksk/sign"], 64, "no people decide on ksk/sign; it has none"),
                (["abort", "example", "--reason", "x"], 3, "no roll is under way or ordered"),
                (["recover", "example"], 3, "nothing is to recover"),
            ] as [([String], Int32, String)] {
                let answer = try world.ask(command)
                #expect(answer.status == status, "\(command): \(answer.errors)")
                // Long sentences are broken over lines.
                let words = answer.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(words.contains(sentence), "\(command): \(answer.errors)")
            }
        }
    }

    @Test func `the plan of all zones has a line for each step of each zone`() throws {
        let world = DaemonWorld(zskLifetime: "20d")
        try world.whileRunning { _ in
            #expect(try world.waits { try $0.ask("status", "--check").status == 4 })
            let plan = try world.ask("plan", "--all", "--for", "50d")
            #expect(plan.status == 0, "\(plan.errors)")
            #expect(plan.outputLines.count >= 6)
            #expect(plan.outputLines.allSatisfy { $0.contains("  example.  ") }, "\(plan.output)")
            let json = try world.ask("plan", "--all", "--for", "50d", "--json").json()
            #expect(json["version"] == 1)
            #expect(json["zones"]?.elements.first?["steps"]?.elements.count == plan.outputLines.count)
            let month = try world.ask("plan", "--all")
            #expect(month.outputLines.count < plan.outputLines.count)
            for wrong in [["example"], ["--prove"], ["--format", "csv"], ["--policy", "x.yaml"]] {
                #expect(try Tool.run(["plan", "--all"] + wrong).status == 64, "\(wrong)")
            }
            let status = try world.ask("status", "--json")
            #expect(try status.json()["zones"]?.elements.count == 1)
        }
    }

    @Test func `a plan tells what would be under another policy, and changes nothing`() throws {
        let world = DaemonWorld(zskLifetime: "90d")
        let faster = DaemonWorld(zskLifetime: "30d")
        try world.whileRunning { _ in
            #expect(try world.waits { try $0.ask("status", "--check").status == 4 })
            let policy = faster.folder.path("policies/fast.yaml")
            let document = try world.ask("plan", "example", "--for", "100d", "--json").json()
            #expect(document["policy"] == "fast")
            #expect(document["keys"]?.elements.count ?? 0 >= 3)
            #expect(document["keys"]?.elements.first?["states"]?.elements.contains("signing") == true)
            let other = try world.ask("plan", "example", "--for", "100d", "--policy", policy, "--json").json()
            #expect((other["events"]?.elements.count ?? 0) > (document["events"]?.elements.count ?? 0))
            let difference = try world.ask("plan", "example", "--for", "100d", "--diff", policy, "--json")
                .json()
            let kinds = Set(try #require(difference["changes"]).elements.compactMap { $0["kind"]?.text })
            #expect(kinds == ["moves", "appears"])
            let slow = try world.ask("plan", "example", "--assume", "ds-delay=5d", "--json").json()
            #expect(slow["assumptions"]?["ds-delay"] == "5d")
            #expect(
                try world.ask("plan", "example", "--for", "100d", "--json").json()["events"]
                    != other["events"]
            )
            let proven = try world.ask("plan", "example", "--for", "400d", "--prove")
            #expect(proven.status == 0 && proven.output.contains("\nProven: no resolver"), "\(proven.output)")
            let page = try world.ask("plan", "example", "--format", "html")
            #expect(page.output.hasPrefix("<!DOCTYPE html>"))
            world.folder.write("version: 1\nkeys: []\nkays: []\n", to: "bad.yaml")
            #expect(try world.ask("plan", "example", "--diff", world.folder.path("bad.yaml")).status == 78)
        }
    }

    @Test func `a step before its time is refused with rule and time, and taken by force with a reason`()
        throws
    {
        let world = DaemonWorld()
        try world.whileRunning { _ in
            #expect(try world.waits { try $0.ask("status", "--check").status == 4 })
            let secure = try #require(try world.tag(of: "ksk"))
            #expect(try world.ask("ds-seen", "example", secure).status == 0)
            #expect(try world.waits { try $0.condition() == "secure" })
            // From here on caches keep the zone's data for an hour, so the old key has to stay for longer.
            world.folder.write(DaemonWorld.slowZone, to: "example.zone")
            #expect(
                try world.waits { try $0.faultOfSignedZone() == nil && $0.signedText.contains(" 3600 IN A ") }
            )
            #expect(try world.ask("roll", "example", "--zsk").status == 0)
            #expect(
                try world.waits {
                    try $0.phases(of: "zsk").last == "sign" && $0.phases(of: "zsk").count == 2
                }
            )
            #expect(try world.waits { try $0.nextPhase() == "remove" })
            let old = try #require(try world.tags(of: "zsk").first)
            let refused = try world.ask("advance", "example", old, "remove")
            #expect(refused.status == 3, "\(refused.output)\(refused.errors)")
            #expect(refused.errors.hasPrefix("refused: "), "\(refused.errors)")
            #expect(refused.errors.contains("rule: zone-signatures"), "\(refused.errors)")
            #expect(refused.errors.contains("earliest safe time: 20"), "\(refused.errors)")
            let json = try world.ask("advance", "example", old, "remove", "--json")
            #expect(json.status == 3)
            let error = try json.json()["error"]
            #expect(error?["code"]?.text == "refused" && error?["exit"] == 3)
            #expect(try world.tags(of: "zsk").first == old)
            let forced = try world.ask(
                "advance",
                "example",
                old,
                "remove",
                "--force",
                "--reason",
                "ticket-42"
            )
            #expect(forced.status == 0, "\(forced.errors)")
            #expect(
                forced.output.contains("endangers") && forced.output.contains("until 20"),
                "\(forced.output)"
            )
            #expect(try world.waits { try !$0.tags(of: "zsk").contains(old) })
            #expect(try world.ask("history", "example").output.contains("ticket-42"))
            #expect(try world.faultOfSignedZone() == nil)
        }
    }

    private static let outcomes: [(String, Int32)] = [
        ("status nowhere", 66), ("keys list nowhere", 66), ("ds-seen example 1", 66),
        ("ds-gone example 1", 66),
        ("advance example 1 sign", 66), ("ds nowhere", 66), ("history nowhere", 66),
        ("roll nowhere --zsk", 66),
        ("roll example", 64), ("roll example --zsk --ksk", 64), ("advance example 1 generate", 64),
        ("advance example 70000 sign", 64), ("advance example 1 sign --force", 64),
        ("ds example --format epp", 64),
        ("history example --limit 0", 64), ("ds-seen example 1 --at yesterday", 64), ("status a..b", 64),
        ("explain nowhere", 66), ("explain example 1", 66), ("hold nowhere --reason r", 66),
        ("release nowhere", 66), ("abort nowhere --reason r", 66), ("approve nowhere sign", 66),
        ("hold example", 64), ("hold --reason r", 64), ("hold example --policy fast --reason r", 64),
        ("hold example --phase ds-seen --reason r", 64), ("hold --policy fast --key 1 --reason r", 64),
        ("hold --policy slow --reason r", 66), ("postpone example --reason r", 64),
        ("refuse example sign", 64), ("approve example fly", 64), ("approve example sign", 64),
        ("abort example", 64), ("abort example --reason r", 3), ("roll example --zsk --emergency", 64),
        ("hold example --phase sign --reason r", 0), ("explain example -v", 0), ("status example", 0),
        ("postpone --policy fast --phase sign --until +30d --reason r", 0), ("release example", 0),
        ("release --policy fast", 0),
        ("keys list example", 0), ("status example -v", 0), ("history example --limit 2", 0), ("reload", 0),
        ("plan example", 0), ("status", 0),
    ]

    @Test
    func `every command ends with the status that its outcome has, in lines of at most 100 columns`() throws {
        let world = DaemonWorld()
        try world.whileRunning { _ in
            for (command, status) in Self.outcomes {
                let outcome = try world.ask(words: command)
                #expect(outcome.status == status, "\(command): \(outcome.output)\(outcome.errors)")
                #expect(outcome.output.isEmpty == (status != 0), "\(command)")
                #expect(outcome.outputLines.allSatisfy { $0.count <= 100 }, "\(outcome.output)")
                if status == 66 { #expect(outcome.errors.hasPrefix("error: "), "\(outcome.errors)") }
            }
        }
    }

    @Test func `a journal that was changed afterwards is named with its line, and the exit status is 74`()
        throws
    {
        let world = DaemonWorld()
        #expect(try world.run(["--once"]) == 0, "\(world.log)")
        let name = try #require(world.folder.names("state/journal").first { $0.hasSuffix(".jsonl") })
        try world.whileRunning { _ in
            let whole = try world.ask("history", "example")
            #expect(whole.status == 0, "\(whole.errors)")
            let text = String(decoding: world.folder.read("state/journal/\(name)") ?? [], as: UTF8.self)
            var lines = text.split(separator: "\n").map(String.init)
            lines[2] = lines[2].replacing("\"decision\":\"", with: "\"decision\":\"not ")
            world.folder.write(lines.joined(separator: "\n") + "\n", to: "state/journal/\(name)")
            let broken = try world.ask("history", "example")
            #expect(broken.status == 74, "\(broken.output)\(broken.errors)")
            #expect(broken.outputLines.count == 2)
            #expect(broken.errors.contains("\(name):3: "), "\(broken.errors)")
        }
    }

    @Test func `every command prints one JSON document`() throws {
        let world = DaemonWorld()
        try world.whileRunning { _ in
            let commands = [
                "status", "status example", "keys list example", "history example", "ds example",
                "plan example",
                "explain example", "hold example --reason r", "release example",
                "hold --policy fast --reason r",
                "release --policy fast", "roll example --zsk", "abort example --reason r", "reload",
            ]
            for command in commands {
                let outcome = try world.ask(words: command + " --json")
                #expect(outcome.status == 0, "\(outcome.errors)")
                let document = try outcome.json()
                #expect(!document.names.isEmpty)
            }
        }
    }

    @Test func `without a daemon every command exits with 69 and says how to start one`() throws {
        let world = DaemonWorld()
        for arguments in [["status"], ["reload"], ["plan", "example"], ["ds", "example"]] {
            let outcome = try Tool.run(arguments + ["--config", world.configuration])
            #expect(outcome.status == 69)
            #expect(outcome.errors.contains(world.folder.path("control.sock")), "\(outcome.errors)")
            #expect(outcome.errors.contains("keyturnd"))
        }
    }

    @Test func `each command's help has an example`() throws {
        let commands = [
            "status", "advance", "roll", "ds", "ds-seen", "ds-gone", "keys list", "history", "reload",
            "explain", "hold", "postpone", "release", "abort", "approve", "refuse",
        ]
        for command in commands {
            let help = try Tool.run(command.split(separator: " ").map(String.init) + ["--help"])
            #expect(help.status == 0)
            #expect(help.output.contains("  keyturn \(command)"), "\(help.output)")
        }
    }
}

extension DaemonWorld {
    /// The tags of the keys of a role that are not gone, the oldest first.
    func tags(of role: String) throws -> [String] {
        try keys(of: role).compactMap { key in
            if case .integer(let tag) = key["tag"] { String(tag) } else { nil }
        }
    }

    /// The phases of the keys of a role that are not gone, the oldest first.
    func phases(of role: String) throws -> [String] { try keys(of: role).compactMap { $0["phase"]?.text } }

    private func keys(of role: String) throws -> [JSONValue] {
        let keys = try ask("keys", "list", "example", "--json").json()["keys"]?.elements ?? []
        return keys.filter { $0["role"]?.text == role && $0["phase"]?.text != "remove" }
    }

    /// How far the zone is.
    func condition() throws -> String? { try ask("status", "example", "--json").json()["condition"]?.text }

    /// The next step of a key, once nothing but time stands before it.
    func nextPhase() throws -> String? {
        let next = try ask("status", "example", "--json").json()["next"]
        return next?["at"]?.text == nil ? nil : next?["phase"]?.text
    }

    /// The published zone.
    var signedText: String { String(decoding: folder.read("signed.zone") ?? [], as: UTF8.self) }

    /// Runs a command line without quotes against this world's daemon.
    func ask(words line: String) throws -> Tool.Outcome {
        let words = line.split(separator: " ").map(String.init)
        return try Tool.run(words + ["--socket", folder.path("control.sock")])
    }

    /// The tag of the only key of a role.
    func tag(of role: String) throws -> String? { try tags(of: role).first }
}
