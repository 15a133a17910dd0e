import ArgumentParser
import DNSSECModel

/// `keyturn sign`: one zone file, without a daemon.
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign one zone file, without a daemon.",
        discussion: """
            The keys are BIND's key files (Kexample.+013+12345.key and .private) in --keys, used by their timing at \
            --at: a key is in the zone from Publish to Delete, signs from Activate to Inactive, and is revoked from \
            Revoke on. A key with the SEP flag is a KSK, or the CSK where the policy has one; the others are ZSKs. \
            Nothing rolls: keyturnd does that.

            Signatures of the earlier output are kept while they are good. The output is verified before it takes \
            the place of the file, which happens at once or not at all.

            Example: keyturn sign example.zone --policy default.yaml --keys keys --generate-keys
            """
    )

    @Argument(
        help: ArgumentHelp("The unsigned zone file; - is standard input.", valueName: "zone-file"),
        completion: .file()
    )
    var file: String

    @Option(help: ArgumentHelp("The policy to sign by.", valueName: "file"), completion: .file())
    var policy: String

    @Option(help: ArgumentHelp("The folder of the key files.", valueName: "folder"), completion: .directory)
    var keys: String

    @OptionGroup var origin: OriginOption

    @OptionGroup var limit: LimitOption

    @Option(
        help: ArgumentHelp(
            "The signed zone file; the zone file's name with .signed unless given.",
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?

    @Option(
        help: ArgumentHelp(
            "The previous signed zone, for serial and signatures; the present output file unless given.",
            valueName: "file"
        ),
        completion: .file()
    )
    var previous: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The moment to sign for; now unless given.", valueName: "time"),
        transform: Typed.time
    )
    var at: Instant?

    @Option(
        help: ArgumentHelp(
            "How many threads sign; one for each processor unless given.",
            valueName: "number"
        ),
        transform: Typed.threads
    )
    var threads: Int?

    @Flag(
        help: """
            Make the keys that the policy has and the folder lacks. Never where the folder has a key of the role that \
            is not past its Delete time, or key files that cannot be read.
            """
    )
    var generateKeys = false

    @Option(
        help: ArgumentHelp("A folder for the file dsset-ZONE with the DS records.", valueName: "folder"),
        completion: .directory
    )
    var dsset: String?

    @Flag(help: "Do not verify the signed zone: faster, but a fault is found only by validators.")
    var noVerify = false

    @OptionGroup var json: JSONOption

    func validate() throws {
        if file == "-", output == nil {
            throw ValidationError("--output is needed for a zone from standard input")
        }
    }

    func run() throws {
        try perform {
            let order = SigningOrder(
                file: file,
                policy: policy,
                keys: keys,
                origin: origin.origin,
                rules: origin.rules(limit),
                output: output ?? "\(file).signed",
                previous: previous,
                at: at ?? Start.now,
                threads: threads ?? Processors.count,
                generatesKeys: generateKeys,
                dsset: dsset,
                isVerified: !noVerify
            )
            let outcome = try order.carryOut()
            try outcome.print(asJSON: json.json)
        }
    }
}
