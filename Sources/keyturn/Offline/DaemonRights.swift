import DNSSECModel
import Glibc
import SystemIO

/// What the daemon may do with the files of a configuration, looked at with the rights of its user and in its sandbox.
///
/// Only root can look so. What could not be looked at is told: silence would be taken for a yes.
struct DaemonRights {
    /// Something that the daemon needs.
    private struct Need {
        var path: String
        var mode: AccessMode
        /// What it is for, after "the daemon's user keyturn may not".
        var purpose: String
        /// Where the configuration asks for it.
        var position: SourcePosition?
    }

    /// What the daemon cannot do.
    private(set) var complaints: [Diagnostic] = []
    /// What nobody has looked at, a sentence each without a full stop.
    private(set) var unknown: [String] = []
    private let configuration: DaemonConfiguration
    private let file: String

    /// Looks at all that a configuration names.
    ///
    /// - Parameters:
    ///   - configuration: What the file says.
    ///   - file: The configuration's file.
    ///   - user: The daemon's user; nil for the one of the unit or, without a unit, `keyturn`.
    init(_ configuration: DaemonConfiguration, file: String, user: String?) {
        (self.configuration, self.file) = (configuration, file)
        guard AccessProbe.isPossible else {
            unknown = ["the rights of the daemon's user and its sandbox: only root can look at them"]
            return
        }
        let unit = ServiceUnit.shown()
        let name = user ?? unit.map { $0.user ?? "root" } ?? "keyturn"
        guard let account = UserDatabase.user(named: name) else {
            unknown = ["the rights of the daemon's user: there is no user \(name)"]
            return
        }
        let needs = needs
        look(at: needs, as: account, unit)
        guard let unit else {
            unknown.append("the daemon's sandbox: systemd knows no \(ServiceUnit.name)")
            return
        }
        lookAtSandbox(needs, unit)
    }

    // MARK: - What is needed

    private var needs: [Need] {
        var needs = [
            Need(path: file, mode: .read, purpose: "read it"),
            Need(
                path: Self.standing(configuration.state),
                mode: .changeFolder,
                purpose: "keep its state in it"
            ),
        ]
        for zone in configuration.zones {
            let policy = configuration.policyFile(zone.policy)
            let folder = FileSystem.split(zone.output).folder
            needs += [
                Need(path: zone.file, mode: .read, purpose: "read it", position: zone.filePosition),
                Need(path: policy, mode: .read, purpose: "read it", position: zone.policyPosition),
                Need(
                    path: Self.standing(folder),
                    mode: .changeFolder,
                    purpose: "write the signed zone into it",
                    position: zone.position
                ),
            ]
            needs += programs(of: zone).map {
                Need(path: $0, mode: .execute, purpose: "run it", position: zone.position)
            }
        }
        // What cannot be read by anybody has been told already.
        return needs.filter { $0.mode != .read || (try? FileSystem.exists($0.path)) ?? false }
    }

    /// The programs of a zone's hooks by their paths; one that is nowhere stays as it was written.
    private func programs(of zone: ZoneConfiguration) -> [String] {
        let hooks = zone.hooks
        return [hooks.published, hooks.dsSubmit, hooks.dsWithdraw].compactMap { $0?.first }.map { program in
            if program.contains("/") { return program }
            let places = ServiceUnit.programFolders.map { "\($0)/\(program)" }
            return places.first { (try? FileSystem.exists($0)) ?? false } ?? program
        }
    }

    /// A folder, or the one above it where it would be made.
    private static func standing(_ folder: String) -> String {
        var path = folder
        while !((try? FileSystem.exists(path)) ?? true), path.count > 1 {
            path = FileSystem.split(path).folder
        }
        return path.isEmpty ? "." : path
    }

    // MARK: - Looking

    private mutating func look(at needs: [Need], as user: SystemUser, _ unit: ServiceUnit?) {
        let groups = (unit?.supplementaryGroups ?? []).compactMap { UserDatabase.group(named: $0) }
        do throws(SystemError) {
            let refusals = try AccessProbe.refusals(
                of: user,
                groups: groups,
                needs.map { (path: $0.path, mode: $0.mode) }
            )
            for (need, refusal) in zip(needs, refusals) {
                guard let refusal else { continue }
                let reason = unsafe String(cString: strerror(refusal))
                add(need, "the daemon's user \(user.name) may not \(need.purpose): \(reason)")
            }
        } catch {
            unknown.append("the rights of the daemon's user: \(error)")
        }
    }

    private mutating func lookAtSandbox(_ needs: [Need], _ unit: ServiceUnit) {
        for need in needs {
            let path = Self.real(need.path)
            let refusal =
                need.mode == .changeFolder ? unit.refusesWriting(to: path) : unit.refusesReading(path)
            if let refusal { add(need, "the daemon may not \(need.purpose): \(refusal)") }
        }
    }

    /// The path without symbolic links, as the sandbox sees it.
    private static func real(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    private mutating func add(_ need: Need, _ message: String) {
        let text = "\(need.path): \(message)"
        let complaint =
            need.position.map { Diagnostic(.error, at: $0, text) }
            ?? Diagnostic(.error, file: need.path, message)
        if !complaints.contains(complaint) { complaints.append(complaint) }
    }
}
