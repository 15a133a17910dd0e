import ArgumentParser
import DNSSECModel
import JSON
import Signing
import Wording

/// `keyturn verify`: the full check of a signed zone.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a signed zone: every signature, the denial chain, DNSKEY against DS.",
        discussion: """
            Each finding is one line on standard output. Exit status 0: a validator would accept all of the zone; \
            1: it would not; 65: the file is no zone.

            Example: keyturn verify example.zone.signed --ds dsset-example.
            """
    )

    @Argument(
        help: ArgumentHelp("The signed zone file; - is standard input.", valueName: "zone-file"),
        completion: .file()
    )
    var file: String

    @OptionGroup var origin: OriginOption

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The moment at which the signatures must be valid; now unless given.",
            valueName: "time"
        ),
        transform: Typed.time
    )
    var at: Instant?

    @Option(
        help: ArgumentHelp(
            "A file with the DS records of the parent.",
            discussion: "One record a line, as in dsset- files; owner, TTL and class may be left out.",
            valueName: "file"
        ),
        completion: .file()
    )
    var ds: String?

    @Option(
        help: ArgumentHelp(
            "How many threads verify; one for each processor unless given.",
            valueName: "number"
        ),
        transform: Typed.threads
    )
    var threads: Int?

    @OptionGroup var output: JSONOption

    func run() throws {
        try perform {
            let now = at ?? Start.now
            let zone = try InputFile.usableZone(file, origin: origin.origin, rules: origin.lenientRules)
            let records = try ds.map { path throws(ToolFailure) in
                try DSFile.records(path, zone: zone.origin)
            }
            let report = ZoneVerifier.verify(
                zone: zone,
                at: now,
                ds: records,
                options: ZoneVerifier.Options(threads: threads ?? Processors.count)
            )
            let outcome = VerificationOutcome(zone: zone, at: now, report: report)
            try outcome.print(asJSON: output.json)
            if !report.isGood { throw ToolFailure(.no, []) }
        }
    }
}

/// What a verification found, for people and programs.
struct VerificationOutcome {
    var zone: Zone
    var at: Instant
    var report: VerificationReport

    func print(asJSON: Bool) throws(ToolFailure) {
        if asJSON { return try Terminal.print(json.pretty) }
        for line in findingLines + report.notes.map({ "note: \($0)" }) { try Terminal.print(line) }
        try Terminal.print(summary)
    }

    var findingLines: [String] {
        let lines = report.findings.map { "\($0)" }
        let omitted = report.omittedFindings
        return omitted == 0 ? lines : lines + ["and \(omitted) more"]
    }

    private var summary: String {
        let serial = (zone.soa?.serial).map { ", serial \($0)" } ?? ""
        let verdict =
            report.isGood
            ? Terminal.styled("good", .bold, on: .output)
            : Terminal.styled("bad", .error, on: .output)
                + ", \(Prose.count(report.findings.count + report.omittedFindings, "finding", "findings"))"
        let signatures = Prose.count(report.goodSignatures, "good signature", "good signatures")
        let ends =
            report.earliestExpiration.map { "; the first ends at \($0) (\($0.distance(from: at)))" } ?? ""
        let ignored =
            report.ignoredSignatures == 0
            ? "" : "; \(report.ignoredSignatures) of algorithms without a DNSKEY, which nobody can check"
        return "\(zone.origin)\(serial): \(verdict) at \(at), \(signatures)\(ends)\(ignored)"
    }

    private var json: JSONValue {
        [
            "zone": .string(zone.origin.description),
            "serial": (zone.soa?.serial).map { .integer(Int64($0)) } ?? .null, "at": .time(at),
            "good": .bool(report.isGood), "signatures": .count(report.goodSignatures),
            "ignored-signatures": .count(report.ignoredSignatures), "rrsets": .count(report.signedRRsets),
            "earliest-expiration": .time(report.earliestExpiration),
            "findings": .array(report.findings.map(\.json)),
            "omitted-findings": .count(report.omittedFindings),
            "notes": .array(report.notes.map(\.json)),
        ]
    }
}

extension VerificationFinding {
    /// `{"name", "type", "fault"}`.
    fileprivate var json: JSONValue {
        [
            "name": .string(name.description), "type": .string(type.description),
            "fault": .string(fault.description),
        ]
    }
}
