import Glibc

/// Where and with what was measured.
struct Machine: Equatable {
    var date: String
    var processor: String
    var cores: Int
    var gibibytes: Int
    var threads: Int
    var runs: Int
    /// Each tool with its version.
    var versions: [Tool]

    struct Tool: Equatable {
        let name: String
        let version: String
    }

    /// The present one.
    init(_ options: Options, in folder: String) {
        date = Self.words(of: ["date", "-u", "+%F"], in: folder).first ?? ""
        processor = Self.field("model name", in: "/proc/cpuinfo") ?? "unknown"
        cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let kibibytes = Self.field("MemTotal", in: "/proc/meminfo")?.split(separator: " ").first.flatMap {
            Int($0)
        }
        gibibytes = ((kibibytes ?? 0) + 524_288) / 1_048_576
        (threads, runs) = (options.threads, options.runs)
        let commands = [
            ("keyturn", [options.keyturn, "--version"]), ("BIND", ["dnssec-signzone", "-V"]),
            ("Knot DNS", ["kzonesign", "--version"]), ("ldns", ["ldns-signzone", "-v"]),
            ("OpenSSL", ["openssl", "version"]), ("Linux", ["uname", "-r"]),
        ]
        versions = commands.compactMap { name, words in
            Self.version(words, in: folder).map { Tool(name: name, version: $0) }
        }
    }

    /// The first number with a dot in what a tool says of itself.
    private static func version(_ command: [String], in folder: String) -> String? {
        words(of: command, in: folder).first { word in
            word.contains(".") && word.contains { $0.isNumber } && !word.contains("/")
        }
    }

    /// What a program prints, word by word; nothing where it is not there.
    private static func words(of command: [String], in folder: String) -> [String] {
        guard (try? MeasuredRun(command, in: folder, log: "words", goodStatuses: [0, 1])) != nil,
            let text = try? TextFile.read("\(folder)/words")
        else { return [] }
        return text.split { " \n,()".contains($0) }.map(String.init)
    }

    private static func field(_ name: String, in path: String) -> String? {
        guard let text = try? TextFile.read(path) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(separator: ":").last.map { String($0.drop { $0 == " " }) }
    }

    /// One sentence for people.
    var sentence: String {
        let tools = versions.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
        return "Measured on \(date): \(processor), \(cores) cores, \(gibibytes) GiB; \(tools). "
            + "\(threads) threads where a tool has them; median of up to \(runs) runs in turn."
    }

    // MARK: - JSON

    var json: JSON {
        .members([
            "date": .string(date), "processor": .string(processor), "cores": .number(Double(cores)),
            "gibibytes": .number(Double(gibibytes)), "threads": .number(Double(threads)),
            "runs": .number(Double(runs)),
            "versions": .object(versions.map { JSON.Member(name: $0.name, value: .string($0.version)) }),
        ])
    }

    init(_ json: JSON) {
        date = json["date"].text
        processor = json["processor"].text
        cores = Int(json["cores"].number ?? 0)
        gibibytes = Int(json["gibibytes"].number ?? 0)
        threads = Int(json["threads"].number ?? 0)
        runs = Int(json["runs"].number ?? 0)
        versions = json["versions"].members.map { Tool(name: $0.name, version: $0.value.text) }
    }
}
