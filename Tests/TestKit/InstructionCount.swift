/// How many instructions a run of `keyturn` takes, counted by callgrind: a measure that no other load disturbs.
///
/// It is told apart where they are executed, since libcrypto chooses its code by the processor and the version.
public struct InstructionCount: Sendable {
    /// What is counted: a zone of 1,000 delegations, one thread, a fixed moment, keys that are there.
    public enum Work: String, CaseIterable, Sendable {
        /// `keyturn sign --no-verify`.
        case sign
        /// `keyturn check --zone`: reading, and checking what was read.
        case read
    }

    /// In the program itself, the Swift runtime included.
    public let own: Int
    /// In libcrypto.
    public let cryptography: Int
    /// In all other libraries: memory, copying, loading.
    public let system: Int

    /// Runs a program under callgrind; `nil` if valgrind or strip is missing or the run fails.
    public init?(of work: Work, keyturn: String) {
        self.init(keyturn) { program, folder in
            guard GeneratedZone(.tld, names: 1000).write(to: folder.path("zone")) else { return nil }
            return InstructionCount.words(work, program, folder)
        }
    }

    /// Counts `keyturn plan --json` over some days.
    public init?(ofPlanOver days: Int, keyturn: String) {
        self.init(keyturn) { program, folder in
            folder.write(InstructionCount.rolling, to: "policy.yaml")
            return [
                program, "plan", "--policy", folder.path("policy.yaml"), "--from", "2026-01-01", "--for",
                "\(days)d",
                "--json",
            ]
        }
    }

    /// Runs the command that `words` makes of a copy of the program and a folder.
    private init?(_ keyturn: String, _ words: (String, TemporaryFolder) -> [String]?) {
        let folder = TemporaryFolder()
        // As it is installed; valgrind cannot read all that compilers write for debuggers, and gives up.
        let program = folder.path("keyturn")
        guard ToolRun("strip", ["-o", program, keyturn])?.status == 0, let words = words(program, folder)
        else { return nil }
        let counting = [
            // Else the order of hash tables, and with it the count, differs from run to run.
            "SWIFT_DETERMINISTIC_HASHING=1", "valgrind", "--tool=callgrind",
            "--callgrind-out-file=\(folder.path("profile"))",
        ]
        guard let run = ToolRun("env", counting + words), run.status == 0,
            let profile = folder.read("profile")
        else { return nil }
        self.init(profile: String(decoding: profile, as: UTF8.self), program: program)
    }

    /// Adds up a profile: what each object executed itself.
    init(profile: String, program: String) {
        let name = program.split(separator: "/").last ?? ""
        var (own, cryptography, system) = (0, 0, 0)
        for (object, count) in CallgrindProfile(profile).instructions {
            let file = object.split(separator: "/").last ?? ""
            if file == name {
                own += count
            } else if file.hasPrefix("libcrypto") {
                cryptography += count
            } else {
                system += count
            }
        }
        (self.own, self.cryptography, self.system) = (own, cryptography, system)
    }

    /// For a message.
    public var text: String {
        "\(own) in keyturn, \(system) in the system's libraries, \(cryptography) in libcrypto"
    }

    /// The command, with policy and keys made for it.
    private static func words(_ work: Work, _ keyturn: String, _ folder: TemporaryFolder) -> [String]? {
        guard work == .sign else {
            return [keyturn, "check", "--zone", folder.path("zone"), "--origin", GeneratedZone.origin]
        }
        folder.write(policy, to: "policy.yaml")
        let words = [
            keyturn, "sign", folder.path("zone"), "--origin", GeneratedZone.origin, "--policy",
            folder.path("policy.yaml"), "--keys", folder.path("keys"), "--at", "2026-01-01T00:00:00Z",
            "--threads", "1", "--no-verify", "--output",
        ]
        let first = ToolRun("env", words + [folder.path("first"), "--generate-keys"])
        return first?.status == 0 ? words + [folder.path("signed")] : nil
    }

    private static let rolling = """
        version: 1
        keys:
          - { role: ksk, algorithm: ecdsap256sha256, lifetime: 365d }
          - { role: zsk, algorithm: ecdsap256sha256, lifetime: 90d }

        """

    private static let policy = """
        version: 1
        keys:
          - { role: ksk, algorithm: ecdsap256sha256 }
          - { role: zsk, algorithm: ecdsap256sha256 }

        """
}

/// What callgrind wrote: costs of lines of functions of objects.
struct CallgrindProfile {
    /// The instructions that each object executed itself, by its path.
    private(set) var instructions: [String: Int] = [:]

    init(_ text: String) {
        var names: [Substring: String] = [:]
        var object = ""
        var isCall = false
        for line in text.split(separator: "\n") {
            if line.hasPrefix("ob=") || line.hasPrefix("cob=") {
                let name = CallgrindProfile.name(line, &names)
                if line.hasPrefix("ob=") { object = name }
            } else if line.hasPrefix("calls=") {
                isCall = true
            } else if let first = line.utf8.first, CallgrindProfile.begins(first) {
                // The line behind a call is the cost of what was called, which stands there, too.
                if !isCall { instructions[object, default: 0] += CallgrindProfile.cost(line) }
                isCall = false
            }
        }
    }

    /// `(3) /usr/lib/libc.so.6` the first time, `(3)` later.
    private static func name(_ line: Substring, _ names: inout [Substring: String]) -> String {
        let value = line.drop { $0 != "=" }.dropFirst()
        let parts = value.split(separator: " ", maxSplits: 1)
        guard let number = parts.first, number.hasPrefix("(") else { return String(value) }
        if parts.count == 2 { names[number] = String(parts[1]) }
        return names[number] ?? ""
    }

    /// Lines of costs begin with a position: a number, or how far it is from the last one.
    private static func begins(_ octet: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= octet || "+-*".utf8.contains(octet)
    }

    private static func cost(_ line: Substring) -> Int {
        let words = line.split(separator: " ")
        return words.count > 1 ? Int(words[1]) ?? 0 : 0
    }
}
