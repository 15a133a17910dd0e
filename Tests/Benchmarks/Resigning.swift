import Glibc
import TestKit

/// Signing a zone whose previous output is there, so that signatures can be kept.
///
/// The peers get a file with the changed zone and all previous signatures: so they keep what is still good.
struct Resigning {
    let stage: Stage
    let change: Change

    /// The previous signed zone.
    private var previous: String { "\(stage.folder)/previous.signed" }
    /// The changed zone with the old signatures, for peers.
    private var mixture: String { "\(stage.folder)/mixture" }

    /// Signs, changes the zone, and tells who takes part.
    ///
    /// The yardstick is reading and writing the signed zone.
    func contestants() throws(BenchmarkError) -> [Contestant] {
        try stage.makeKeys()
        let first = stage.keyturnWords(zone: stage.zone, output: previous) + ["--no-verify"]
        _ = try MeasuredRun(first, in: stage.folder)
        try stage.writeZone(
            changed: change.names(of: stage.subject.names),
            serial: change == .unchanged ? 1 : 2
        )
        return [ours, yardstick] + (stage.options.hasPeers ? try peers() : [])
    }

    private var ours: Contestant {
        let output = "\(stage.folder)/keyturn.signed"
        return Contestant(
            name: "keyturn sign --previous",
            words: stage.keyturnWords(zone: stage.zone, output: output)
                + ["--no-verify", "--previous", previous],
            output: output,
            isPeer: false
        )
    }

    private var yardstick: Contestant {
        Contestant(
            name: "keyturn print (yardstick)",
            words: [stage.options.keyturn, "print", previous, "--origin", GeneratedZone.origin],
            log: "printed",
            isPeer: false
        )
    }

    /// Only for the two changes that tell most: they take longer than signing anew.
    private func peers() throws(BenchmarkError) -> [Contestant] {
        guard change == .unchanged || change == .ten else { return [] }
        let signers = Signers(stage: stage)
        var peers: [Contestant] = []
        try writeMixture()
        if MeasuredRun.isInstalled("dnssec-signzone") {
            peers.append(signers.bind(threads: 8 * stage.options.threads, zone: mixture))
        }
        if Signers.hasKnot { peers.append(try signers.knot(zone: mixture)) }
        return peers
    }

    /// The changed zone, then every signature and chain record of the previous zone.
    private func writeMixture() throws(BenchmarkError) {
        _ = try MeasuredRun(["cp", stage.zone, mixture], in: stage.folder)
        guard let file = unsafe fopen(mixture, "a") else {
            throw BenchmarkError(text: "cannot write \(mixture)")
        }
        defer { unsafe fclose(file) }
        let reader = try LineReader(previous)
        let kept = ["RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "DNSKEY"].map { " IN \($0) " }
        while let line = reader.line() {
            if kept.contains(where: line.contains) { _ = unsafe fputs(line, file) }
        }
    }
}
