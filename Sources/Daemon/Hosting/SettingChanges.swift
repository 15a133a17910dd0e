import DNSSECModel

/// The settings of the daemon itself that a new configuration changes, and what becomes of each.
struct SettingChanges {
    /// The new configuration with the old value of every setting that needs a restart.
    let inForce: DaemonConfiguration
    /// What becomes of each setting that is another, a line each without a full stop.
    let lines: [String]

    /// Compares the configuration in force with a new one.
    init(from old: DaemonConfiguration, to new: DaemonConfiguration, isLogLevelFixed: Bool) {
        var (inForce, lines) = (new, [String]())
        func needsRestart(_ setting: String, _ old: String, _ new: String) {
            if old != new {
                lines.append("\(setting): \(new) needs a restart of the daemon; \(old) stays in force")
            }
        }
        needsRestart("state", old.state, new.state)
        needsRestart("socket", old.socket, new.socket)
        needsRestart(
            "socket-group",
            old.socketGroup ?? "the daemon's own group",
            new.socketGroup ?? "the daemon's own group"
        )
        needsRestart("threads", Self.text(old.threads), Self.text(new.threads))
        (inForce.state, inForce.socket) = (old.state, old.socket)
        (inForce.socketGroup, inForce.threads) = (old.socketGroup, old.threads)
        if old.policies != new.policies { lines.append("policies: \(new.policies) is in force") }
        if old.logLevel != new.logLevel {
            let level = new.logLevel.rawValue
            lines.append(
                isLogLevelFixed
                    ? "log-level: \(level) has no effect, for the daemon was started with --log-level"
                    : "log-level: \(level) is in force"
            )
        }
        (self.inForce, self.lines) = (inForce, lines)
    }

    private static func text(_ threads: Int?) -> String {
        threads.map(String.init) ?? "one for each processor"
    }
}
