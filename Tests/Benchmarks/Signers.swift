import Glibc
import TestKit

/// The signers, on one stage.
struct Signers {
    let stage: Stage

    private var threads: Int { stage.options.threads }
    private var denial: Denial { stage.subject.denial }

    /// Ours first: without its own verification as the others, and with it.
    func all() throws(BenchmarkError) -> [Contestant] {
        let verifying = Contestant(
            name: "keyturn sign (and verify)",
            words: stage.keyturnWords(zone: stage.zone, output: "\(stage.folder)/verified.signed"),
            output: "\(stage.folder)/verified.signed",
            isPeer: false
        )
        return [ours, verifying] + (stage.options.hasPeers ? try peers() : [])
    }

    var ours: Contestant {
        let output = "\(stage.folder)/keyturn.signed"
        return Contestant(
            name: "keyturn sign --no-verify",
            words: stage.keyturnWords(zone: stage.zone, output: output) + ["--no-verify"],
            output: output,
            isPeer: false
        )
    }

    private func peers() throws(BenchmarkError) -> [Contestant] {
        var peers: [Contestant] = []
        if MeasuredRun.isInstalled("dnssec-signzone") {
            peers += [bind(threads: threads), bind(threads: 8 * threads)]
        }
        if Self.hasKnot { peers.append(try knot()) }
        // ldns-signzone makes the full chain where opt-out is asked for.
        if MeasuredRun.isInstalled("ldns-signzone"), denial != .optOut { peers.append(try ldns()) }
        return peers
    }

    static var hasKnot: Bool { MeasuredRun.isInstalled("kzonesign") && MeasuredRun.isInstalled("keymgr") }

    // MARK: - Peers

    /// Without its own verification (`-P`).
    func bind(threads: Int, zone: String? = nil) -> Contestant {
        let output = "\(stage.folder)/bind-\(threads).signed"
        let chain: [String] =
            switch denial {
            case .nsec: []
            case .nsec3: ["-3", "-", "-H", "0"]
            case .optOut: ["-3", "-", "-H", "0", "-A"]
            }
        return Contestant(
            name: "dnssec-signzone -P -n \(threads)",
            words: [
                "dnssec-signzone", "-q", "-S", "-K", stage.keys, "-d", stage.folder, "-o", "example",
                "-n", String(threads), "-P",
            ] + chain + ["-f", output, zone ?? stage.zone],
            output: output
        )
    }

    /// A zone without opt-out only.
    private func ldns() throws(BenchmarkError) -> Contestant {
        let output = "\(stage.folder)/ldns.signed"
        let names = try stage.keyNames()
        return Contestant(
            name: "ldns-signzone",
            words: ["ldns-signzone", "-o", "example"] + (denial == .nsec ? [] : ["-n", "-t", "0"])
                + ["-f", output, stage.zone, "\(stage.keys)/\(names.zsk)", "\(stage.keys)/\(names.ksk)"],
            output: output
        )
    }

    /// Configures Knot for a zone file and gives it the keys.
    func knot(zone: String? = nil) throws(BenchmarkError) -> Contestant {
        let zone = zone ?? stage.zone
        let configuration = "\(stage.folder)/knot.conf"
        for name in ["knot", "knot-db"] { try TextFile.makeFolder("\(stage.folder)/\(name)") }
        try TextFile.write(knotConfiguration(zone), to: configuration)
        let names = try stage.keyNames()
        for name in [names.ksk, names.zsk] {
            let key = "\(stage.keys)/\(name).key"
            // It says so where it has the key from before.
            _ = try MeasuredRun(
                ["keymgr", "-c", configuration, "example.", "import-bind", key],
                in: stage.folder,
                goodStatuses: [0, 1]
            )
        }
        let file = zone.split(separator: "/").last ?? ""
        return Contestant(
            name: "kzonesign",
            words: ["kzonesign", "-c", configuration, "-o", "\(stage.folder)/knot", "example."],
            output: "\(stage.folder)/knot/\(file)"
        )
    }

    private func knotConfiguration(_ zone: String) -> String {
        """
        server:
          background-workers: \(threads)
        database:
          storage: \(stage.folder)/knot-db
        policy:
          - id: bench
            manual: on
            algorithm: \(stage.subject.algorithm.policyName)
            signing-threads: \(threads)
            nsec3: \(denial == .nsec ? "off" : "on")
            nsec3-iterations: 0
            nsec3-salt-length: 0
            nsec3-opt-out: \(denial == .optOut ? "on" : "off")
        zone:
          - domain: example.
            file: \(zone)
            dnssec-signing: on
            dnssec-policy: bench
            journal-content: none
            zonefile-load: whole

        """
    }
}
