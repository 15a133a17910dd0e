import DNSCore
import TestKit
import Testing

/// The validators of other houses, which know nothing of ours.
enum OutsideValidator: String, CaseIterable {
    case bind = "dnssec-verify"
    case ldns = "ldns-verify-zone"
    case knot = "kzonecheck"

    func arguments(origin: String) -> [String] {
        switch self {
        case .bind: ["-q", "-o", origin, "zone"]
        case .ldns: ["-V", "1", "zone"]
        case .knot: ["-o", origin, "-d", "on", "zone"]
        }
    }
}

/// Expects that every validator accepts the zone; says so where one is not installed.
func expectAccepted(
    _ zone: Zone,
    by validators: [OutsideValidator] = OutsideValidator.allCases,
    _ context: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let folder = TemporaryFolder()
    folder.write(ZoneFileWriter.text(of: zone), to: "zone")
    for validator in validators {
        let tool = ExternalTool(validator.rawValue)
        guard tool.isExpected else {
            print("skipped: \(validator.rawValue) is not installed")
            continue
        }
        let run = tool.run(validator.arguments(origin: zone.origin.description), in: folder.path)
        #expect(
            run.status == 0,
            "\(validator.rawValue) \(context): \(run.output)",
            sourceLocation: sourceLocation
        )
    }
}
