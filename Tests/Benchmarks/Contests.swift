import TestKit

/// The contests beside signing: who takes part, and with which words.
enum Contests {
    /// All verify the same file: what keyturn signed.
    static func verifying(_ stage: Stage, signed: String) -> [Contestant] {
        let (threads, origin) = (stage.options.threads, GeneratedZone.origin)
        let ours = Contestant(
            name: "keyturn verify",
            words: [
                stage.options.keyturn, "verify", signed, "--origin", origin, "--threads", String(threads),
            ],
            isPeer: false
        )
        let peers = [
            Contestant(name: "kzonecheck", words: ["kzonecheck", "-o", origin, "-d", "on", signed]),
            Contestant(name: "dnssec-verify", words: ["dnssec-verify", "-q", "-o", "example", signed]),
            Contestant(name: "ldns-verify-zone", words: ["ldns-verify-zone", signed]),
        ]
        return [ours] + installed(peers, stage.options)
    }

    /// Reading and checking of the unsigned zone, without a look into the DNS.
    static func reading(_ stage: Stage) -> [Contestant] {
        let origin = GeneratedZone.origin
        let ours = Contestant(
            name: "keyturn check --zone",
            words: [stage.options.keyturn, "check", "--zone", stage.zone, "--origin", origin],
            isPeer: false
        )
        let peers = [
            Contestant(
                name: "kzonecheck -d off",
                words: ["kzonecheck", "-o", origin, "-d", "off", stage.zone]
            ),
            Contestant(
                name: "named-checkzone",
                words: ["named-checkzone", "-q", "-i", "local", "example", stage.zone]
            ),
            Contestant(name: "ldns-read-zone", words: ["ldns-read-zone", stage.zone], log: "/dev/null"),
        ]
        return [ours] + installed(peers, stage.options)
    }

    /// A policy over ten years from a fixed day, without and with the proof.
    static func planning(_ options: Options, proves: Bool) -> [Contestant] {
        let words = [
            options.keyturn, "plan", "--policy", options.policy, "--from", "2026-01-01", "--for", "3652d",
        ]
        return [
            Contestant(
                name: proves ? "keyturn plan --prove" : "keyturn plan",
                words: words + (proves ? ["--prove"] : []),
                isPeer: false
            )
        ]
    }

    /// From nothing to the version number and the end.
    static func starting(_ options: Options) -> [Contestant] {
        let ours = [
            Contestant(name: "keyturn --version", words: [options.keyturn, "--version"], isPeer: false),
            Contestant(name: "keyturn --help", words: [options.keyturn, "--help"], isPeer: false),
        ]
        let peers = [
            Contestant(name: "kzonesign --version", words: ["kzonesign", "--version"]),
            Contestant(name: "dnssec-signzone -V", words: ["dnssec-signzone", "-V"]),
            Contestant(name: "ldns-signzone -v", words: ["ldns-signzone", "-v"]),
        ]
        return ours + installed(peers, options)
    }

    private static func installed(_ peers: [Contestant], _ options: Options) -> [Contestant] {
        options.hasPeers ? peers.filter { MeasuredRun.isInstalled($0.words[0]) } : []
    }
}
