import Glibc

/// How absence is proven in the signed zone.
enum Denial: String, CaseIterable {
    case nsec = "NSEC"
    case optOut = "NSEC3 with opt-out"
}

/// A signer and the verifier of the same house.
struct Contestant {
    let name: String
    /// Called once, before anything is measured.
    let prepare: () throws -> Void
    let sign: [String]
    let verify: [String]
    /// The signed zone.
    let output: String
}

/// All signers in one folder, with the same zone.
struct Contest {
    let keyturn: String
    let folder: String
    let denial: Denial

    var contestants: [Contestant] {
        [ours]
            + (MeasuredRun.isInstalled("dnssec-signzone") ? [bind] : [])
            + (MeasuredRun.isInstalled("kzonesign") && MeasuredRun.isInstalled("keymgr") ? [knot] : [])
    }

    /// Without its own verification (`--no-verify`), as the others.
    private var ours: Contestant {
        let output = "\(folder)/keyturn.signed"
        let policy = """
            version: 1
            denial: \(denial == .nsec ? "nsec" : "{ nsec3: { opt-out: true } }")
            keys:
              - { role: ksk, algorithm: ecdsap256sha256 }
              - { role: zsk, algorithm: ecdsap256sha256 }
            """
        let sign = [
            keyturn, "sign", "\(folder)/zone", "--origin", "example.", "--policy", "\(folder)/policy.yaml",
            "--keys", "\(folder)/keys", "--output", output, "--no-verify",
        ]
        return Contestant(
            name: "keyturn",
            prepare: {
                try TextFile.write(policy, to: "\(folder)/policy.yaml")
                _ = unsafe mkdir("\(folder)/keys", 0o700)
                _ = try MeasuredRun(sign + ["--generate-keys"], in: folder)
            },
            sign: sign,
            verify: [keyturn, "verify", output, "--origin", "example."],
            output: output
        )
    }

    /// Without its own verification (`-P`).
    private var bind: Contestant {
        let output = "\(folder)/bind.signed"
        let chain = denial == .nsec ? [] : ["-3", "-", "-H", "0", "-A"]
        return Contestant(
            name: "BIND",
            prepare: { try makeBINDKeys() },
            sign: [
                "dnssec-signzone", "-q", "-S", "-K", "\(folder)/bind-keys", "-d", folder, "-o", "example",
                "-n", "2",
                "-P",
            ] + chain + ["-f", output, "\(folder)/zone"],
            verify: ["dnssec-verify", "-q", "-o", "example", output],
            output: output
        )
    }

    private func makeBINDKeys() throws {
        guard unsafe mkdir("\(folder)/bind-keys", 0o700) == 0 else { return }
        let make = ["dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", "-K", "\(folder)/bind-keys"]
        _ = try MeasuredRun(make + ["-f", "KSK", "example."], in: folder, log: "ksk")
        _ = try MeasuredRun(make + ["example."], in: folder, log: "zsk")
    }

    private var knot: Contestant {
        let output = "\(folder)/knot/zone"
        return Contestant(
            name: "Knot",
            prepare: {
                try makeBINDKeys()
                _ = unsafe mkdir("\(folder)/knot", 0o700)
                _ = unsafe mkdir("\(folder)/knot-db", 0o700)
                try TextFile.write(knotConfiguration, to: "\(folder)/knot.conf")
                for log in ["ksk", "zsk"] {
                    let name = try TextFile.read("\(folder)/\(log)").split(separator: "\n").last ?? ""
                    let key = "\(folder)/bind-keys/\(name).key"
                    let words = ["keymgr", "-c", "\(folder)/knot.conf", "example.", "import-bind", key]
                    _ = try MeasuredRun(words, in: folder)
                }
            },
            sign: ["kzonesign", "-c", "\(folder)/knot.conf", "-o", "\(folder)/knot", "example."],
            verify: ["kzonecheck", "-o", "example.", "-d", "on", output],
            output: output
        )
    }

    private var knotConfiguration: String {
        """
        server:
          background-workers: 2
        database:
          storage: \(folder)/knot-db
        policy:
          - id: bench
            manual: on
            algorithm: ecdsap256sha256
            signing-threads: 2
            nsec3: \(denial == .nsec ? "off" : "on")
            nsec3-iterations: 0
            nsec3-salt-length: 0
            nsec3-opt-out: \(denial == .nsec ? "off" : "on")
        zone:
          - domain: example.
            file: \(folder)/zone
            dnssec-signing: on
            dnssec-policy: bench
            journal-content: none
            zonefile-load: whole

        """
    }
}
