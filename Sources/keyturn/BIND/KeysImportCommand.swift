import ArgumentParser
import DNSSECModel
import JSON
import KeyStore
import Migration
import SystemIO

/// `keyturn keys import`.
struct KeysImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take the keys of zones over from BIND, with the states that its dnssec-policy keeps.",
        discussion: """
            Reads K*.key, K*.private and K*.state, holds them against each other, against the signed zone and \
            against the policy, and puts them into the daemon's state folder. A roll that is under way goes on; the \
            command shows what the daemon will do first. No daemon may be at work, and the zone may have no state \
            yet. Without --zone it takes every zone of the configuration that has keys in the folder: all of them, \
            or none.

            Exit status 3: refused, for the zone has state, a daemon is at work, or keys do not fit the policy; 65: \
            files contradict themselves, one another or the zone.

            Example: keyturn keys import --bind /var/cache/bind/keys --zone example. --dry-run
            """
    )

    @Option(
        name: .customLong("bind"),
        help: ArgumentHelp("The folder with BIND's keys.", valueName: "folder"),
        completion: .directory
    )
    var folder: String

    @Option(
        help: ArgumentHelp("A zone to take over; may be given more than once.", valueName: "name"),
        transform: Typed.zoneName
    )
    var zone: [Name] = []

    @Option(
        help: ArgumentHelp(
            "The zone as BIND signed it last, as text.",
            discussion: """
                Serial and TTLs come from it, and its DNSKEY RRset and signers must be those of the states. Unless \
                given, it is the output of the configuration, if a signed zone is there.
                """,
            valueName: "file"
        ),
        completion: .file()
    )
    var signed: String?

    @OptionGroup var configurationFile: ConfigurationOption

    @Flag(
        name: .customLong("other-policy"),
        help: "Keys may differ from the policy: it changes them by rolls."
    )
    var allowsOtherPolicy = false

    @Flag(name: .customLong("dry-run"), help: "Only show what would be taken over, and the first decision.")
    var isTrial = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The moment to compute for; now unless given.", valueName: "time"),
        transform: Typed.time
    )
    var at: Instant?

    @OptionGroup var output: JSONOption

    func run() throws {
        try perform {
            let configuration = try configurationFile.read()
            let zones = try chosen(from: configuration)
            if signed != nil, zones.count != 1 {
                throw ToolFailure(.usage, "--signed is the file of one zone; expected one --zone")
            }
            if isTrial {
                let folder = StateFolder(path: configuration.state)
                try report(try takeovers(of: zones, configuration, into: folder), configuration)
            } else {
                let store = try StateStore.taken(configuration)
                let takeovers = try takeovers(of: zones, configuration, into: store.folder)
                for takeover in takeovers { try takeover.carryOut(in: store) }
                try report(takeovers, configuration)
            }
        }
    }

    /// The zones to take over: those that were named, or all that have keys in the folder.
    private func chosen(from configuration: DaemonConfiguration) throws(ToolFailure) -> [ZoneConfiguration] {
        guard zone.isEmpty else {
            var zones: [ZoneConfiguration] = []
            for name in zone {
                guard let known = configuration.zones.first(where: { $0.name == name }) else {
                    let message = "no zone \(name); expected it among the zones, with its policy"
                    throw ToolFailure(
                        .noInput,
                        [Diagnostic(.error, file: configurationFile.config, message)]
                    )
                }
                if !zones.contains(known) { zones.append(known) }
            }
            return zones
        }
        let files: [String]
        do throws(SystemError) {
            files = try FileSystem.names(in: folder)
        } catch {
            throw .unreadable(folder, error, expected: "a folder with keys of BIND")
        }
        let zones = configuration.zones.filter { zone in
            files.contains { $0.hasPrefix(BINDKeyFileName.prefix(of: zone.name)) }
        }
        guard !zones.isEmpty else {
            let message =
                "no keys of any zone of \(configurationFile.config); expected K*.key, K*.private, K*.state"
            throw ToolFailure(.noInput, [Diagnostic(.error, file: folder, message)])
        }
        return zones
    }

    /// All that is to be done; what is wrong with any zone is told before anything is done.
    private func takeovers(
        of zones: [ZoneConfiguration],
        _ configuration: DaemonConfiguration,
        into state: StateFolder
    ) throws(ToolFailure) -> [Takeover] {
        var takeovers: [Takeover] = []
        var failures: [ToolFailure] = []
        for zone in zones {
            do throws(ToolFailure) {
                takeovers.append(
                    try Takeover(
                        zone: zone,
                        policy: try configuration.policy(of: zone),
                        bind: folder,
                        signed: signed,
                        state: state,
                        at: at ?? Start.now,
                        allowsOtherPolicy: allowsOtherPolicy
                    )
                )
            } catch {
                failures.append(error)
            }
        }
        guard let first = failures.first else { return takeovers }
        throw ToolFailure(first.status, failures.flatMap(\.diagnostics))
    }

    private func report(
        _ takeovers: [Takeover],
        _ configuration: DaemonConfiguration
    ) throws(ToolFailure) {
        let text = TakeoverText(state: configuration.state, isTrial: isTrial)
        if output.json {
            try Terminal.print(text.json(takeovers).pretty)
        } else {
            for line in takeovers.flatMap({ text.lines($0) }) { try Terminal.print(line) }
        }
    }
}
