import Glibc
import TestKit

/// A folder with a zone, and with one pair of keys that all signers use.
struct Stage {
    let subject: Subject
    let options: Options
    let folder: String
    /// The moment that keyturn signs for: the same for all its runs here, so that their output can be compared.
    let at: Int

    var zone: String { "\(folder)/zone" }
    var keys: String { "\(folder)/keys" }

    /// Writes the zone and makes the keys.
    init(_ subject: Subject, _ options: Options, in parent: String) throws(BenchmarkError) {
        self.subject = subject
        self.options = options
        folder = "\(parent)/\(subject.name)"
        at = time(nil)
        try TextFile.makeFolder(folder)
        try writeZone()
    }

    /// Writes the zone, or the zone after some changes, in its place.
    func writeZone(changed: Int = 0, serial: UInt32 = 1) throws(BenchmarkError) {
        let zone = GeneratedZone(subject.kind, names: subject.names, changed: changed, serial: serial)
        guard zone.write(to: self.zone) else { throw BenchmarkError(text: "cannot write \(self.zone)") }
    }

    /// Makes the policy and a KSK and ZSK, in BIND's key files, which all signers read.
    func makeKeys() throws(BenchmarkError) {
        try TextFile.write(policy, to: "\(folder)/policy.yaml")
        try TextFile.makeFolder(keys)
        // The keys are the zone's, whatever is in it: a small one is enough.
        let small = "\(folder)/small"
        guard GeneratedZone(.tld, names: 1).write(to: small) else {
            throw BenchmarkError(text: "cannot write \(small)")
        }
        let words = keyturnWords(zone: small, output: "\(small).signed") + ["--generate-keys"]
        _ = try MeasuredRun(words, in: folder)
        for path in [small, "\(small).signed"] { TextFile.remove(path) }
    }

    /// `keyturn sign` of a zone, with its own verification of the result.
    func keyturnWords(zone: String, output: String, threads: Int? = nil) -> [String] {
        [
            options.keyturn, "sign", zone, "--origin", GeneratedZone.origin, "--policy",
            "\(folder)/policy.yaml", "--keys", keys, "--output", output, "--at", String(at), "--threads",
            String(threads ?? options.threads),
        ]
    }

    /// The names of the key files without their endings: KSK and ZSK.
    func keyNames() throws(BenchmarkError) -> (ksk: String, zsk: String) {
        var (ksk, zsk) = ("", "")
        for name in TextFile.names(in: keys) where name.hasSuffix(".key") {
            let isKSK = try TextFile.read("\(keys)/\(name)").contains("DNSKEY 257 ")
            if isKSK { ksk = String(name.dropLast(4)) } else { zsk = String(name.dropLast(4)) }
        }
        guard !ksk.isEmpty, !zsk.isEmpty else { throw BenchmarkError(text: "no keys in \(keys)") }
        return (ksk, zsk)
    }

    /// Without CDS, which only some of the signers would publish.
    private var policy: String {
        let denial =
            switch subject.denial {
            case .nsec: "nsec"
            case .nsec3: "nsec3"
            case .optOut: "{ nsec3: { opt-out: true } }"
            }
        return """
            version: 1
            denial: \(denial)
            parent: { cds: false }
            keys:
              - { role: ksk, algorithm: \(subject.algorithm.policyName) }
              - { role: zsk, algorithm: \(subject.algorithm.policyName) }

            """
    }

    /// Takes the folder away.
    func remove() { _ = try? MeasuredRun(["rm", "-rf", folder], in: "/tmp") }
}
