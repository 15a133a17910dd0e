import Glibc

/// What systemd knows of `keyturnd.service`: whose rights the daemon has, and where its sandbox lets it write.
struct ServiceUnit: Equatable {
    static let name = "keyturnd.service"
    /// A hook program without a slash is looked for here.
    static let programFolders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin"]

    private static let properties = [
        "LoadState", "User", "SupplementaryGroups", "ProtectSystem", "ProtectHome", "PrivateTmp",
        "ReadWritePaths", "ReadOnlyPaths", "InaccessiblePaths", "StateDirectory", "RuntimeDirectory",
        "CacheDirectory", "LogsDirectory",
    ]

    private let values: [String: String]

    /// The unit as `systemctl show` prints it; nil if systemd or the unit is not there.
    static func shown() -> ServiceUnit? {
        let words = properties.map { "-p \($0)" }.joined(separator: " ")
        guard let pipe = unsafe popen("systemctl show \(name) \(words) 2>/dev/null", "r") else { return nil }
        var octets: [UInt8] = []
        while case let octet = unsafe getc(pipe), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        guard unsafe pclose(pipe) == 0 else { return nil }
        return ServiceUnit(text: String(decoding: octets, as: UTF8.self))
    }

    /// Reads `KEY=VALUE` lines; nil if they are not those of a unit that is loaded.
    init?(text: String) {
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let sign = line.firstIndex(of: "=") else { continue }
            values[String(line[..<sign])] = String(line[line.index(after: sign)...])
        }
        guard values["LoadState"] == "loaded" else { return nil }
        self.values = values
    }

    /// The user; nil if the unit names none: then the daemon is root's.
    var user: String? { values["User"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Groups that the daemon has beside those of its user.
    var supplementaryGroups: [String] { words("SupplementaryGroups") }

    // MARK: - Where it may write and read

    /// Why the sandbox does not let the daemon write in a folder; nil if it does.
    func refusesWriting(to folder: String) -> String? {
        if let reason = refusesReading(folder) { return reason }
        let open = paths("ReadWritePaths") + ownFolders
        let closed = paths("ReadOnlyPaths") + protectedFolders
        let (best, worst) = (longest(of: open, above: folder), longest(of: closed, above: folder))
        guard let worst, worst.count >= (best?.count ?? 0) else { return nil }
        return "it is read-only in the sandbox of \(Self.name); expected ReadWritePaths=\(folder) there "
            + "(systemctl edit keyturnd)"
    }

    /// Why the sandbox hides a path from the daemon; nil if it does not.
    func refusesReading(_ path: String) -> String? {
        let opened = longest(of: paths("ReadWritePaths") + ownFolders, above: path)
        guard let hidden = longest(of: paths("InaccessiblePaths") + hiddenFolders, above: path),
            hidden.count > (opened?.count ?? 0)
        else { return nil }
        return "\(hidden) is hidden in the sandbox of \(Self.name); expected another place"
    }

    private var ownFolders: [String] {
        [
            ("StateDirectory", "/var/lib"), ("RuntimeDirectory", "/run"), ("CacheDirectory", "/var/cache"),
            ("LogsDirectory", "/var/log"),
        ].flatMap { key, parent in words(key).map { "\(parent)/\($0.prefix { $0 != ":" })" } }
    }

    private var protectedFolders: [String] {
        switch values["ProtectSystem"] {
        case "strict": ["/"]
        case "full": ["/usr", "/boot", "/efi", "/etc"]
        case "yes", "true": ["/usr", "/boot", "/efi"]
        default: []
        }
    }

    private var hiddenFolders: [String] {
        let homes = ["yes", "true", "tmpfs"].contains(values["ProtectHome"] ?? "")
        let temporary = ["yes", "true", "disconnected"].contains(values["PrivateTmp"] ?? "")
        return (homes ? ["/home", "/root", "/run/user"] : []) + (temporary ? ["/tmp", "/var/tmp"] : [])
    }

    private func words(_ key: String) -> [String] {
        (values[key] ?? "").split(separator: " ").map(String.init)
    }

    /// Paths without the marks that systemd knows in front of them.
    private func paths(_ key: String) -> [String] {
        words(key).map { String($0.drop { $0 == "-" || $0 == "+" }) }
    }

    private func longest(of folders: [String], above path: String) -> String? {
        folders.filter { $0 == "/" || path == $0 || path.hasPrefix($0 + "/") }.max { $0.count < $1.count }
    }
}
