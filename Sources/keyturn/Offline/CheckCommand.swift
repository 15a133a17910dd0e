import ArgumentParser
import DNSSECModel
import JSON

/// `keyturn check`: everything that the daemon reads, read before the daemon does.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check configuration, policies and zones; with policies also the timing lint.",
        discussion: """
            With a configuration every policy and zone file that it names is read too, and each policy is held \
            against the TTLs and SOA timers of its zones; a zone that was signed before keyturn had a rule is warned of \
            it. DNSKEY, CDS and CDNSKEY records that are of none of a zone's keys are errors if the state or --keys \
            tell its keys, and else warnings. Run by root it also looks, with the rights of the daemon's user and in \
            the sandbox of its unit, whether the daemon can read its files, write the signed zones and run its hooks; \
            what could not be looked at is told. Without any option it checks \
            \(DaemonConfiguration.Default.file). Exit status 0: usable, perhaps with warnings; 65: a zone has \
            errors; 78: configuration or policy has errors.

            Example: keyturn check --policy default.yaml --zone example.zone --origin example.
            """
    )

    @Option(help: ArgumentHelp("The daemon's configuration.", valueName: "file"), completion: .file())
    var config: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Policy files.", valueName: "file"),
        completion: .file()
    )
    var policy: [String] = []

    @Option(
        help: ArgumentHelp("A zone file; policies are held against it.", valueName: "file"),
        completion: .file()
    )
    var zone: String?

    @Option(
        help: ArgumentHelp(
            "The user that keyturnd runs as; that of keyturnd.service, or keyturn, unless given.",
            valueName: "name"
        )
    )
    var user: String?

    @OptionGroup var origin: OriginOption

    @OptionGroup var limit: LimitOption

    @Option(
        help: ArgumentHelp(
            "With --zone: the folder of its key files, whose DNSKEY, CDS and CDNSKEY records it may have.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var keys: String?

    @OptionGroup var output: JSONOption

    func validate() throws {
        if origin.origin != nil, zone == nil {
            throw ValidationError("--origin names the zone in --zone FILE")
        }
        if !limit.given.isEmpty, zone == nil { throw ValidationError("--limit goes with --zone FILE") }
        if keys != nil, zone == nil { throw ValidationError("--keys goes with --zone FILE") }
    }

    func run() throws {
        try perform {
            var check = InputCheck()
            let isBare = config == nil && policy.isEmpty && zone == nil
            if let config = config ?? (isBare ? DaemonConfiguration.Default.file : nil) {
                try check.checkConfiguration(config, user: user)
            }
            let facts = try zone.flatMap { path throws(ToolFailure) in
                try check.checkZone(path, origin: origin.origin, rules: origin.rules(limit), keys: keys)
            }
            for path in policy { try check.checkPolicy(path, zone: facts) }
            try finish(check)
        }
    }

    private func finish(_ check: InputCheck) throws(ToolFailure) {
        if output.json {
            try Terminal.print(check.json.pretty)
        } else {
            for diagnostic in check.diagnostics { diagnostic.report() }
            for unknown in check.unknown { Terminal.complain("keyturn: not looked at: \(unknown)") }
            for line in check.limits.lines { try Terminal.print(line) }
            try Terminal.print(check.summary)
        }
        if let status = check.status { throw ToolFailure(status, []) }
    }
}
