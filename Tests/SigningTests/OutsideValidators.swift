import DNSCore
import TestKit
import Testing

/// The validators of other houses, which know nothing of ours.
enum OutsideValidator: String, CaseIterable {
    case bind = "dnssec-verify"
    case ldns = "ldns-verify-zone"
    case knot = "kzonecheck"

    func arguments(origin: String, file: String) -> [String] {
        switch self {
        case .bind: ["-q", "-o", origin, file]
        case .ldns: ["-V", "1", file]
        case .knot: ["-o", origin, "-d", "on", file]
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
    let file = folder.write(ZoneFileWriter.text(of: zone), to: "zone")
    for validator in validators {
        let arguments = validator.arguments(origin: zone.origin.description, file: file)
        guard let run = ToolRun(validator.rawValue, arguments) else {
            if ToolRun.mustHaveTools {
                Issue.record("\(validator.rawValue) is not installed", sourceLocation: sourceLocation)
            } else {
                print("skipped: \(validator.rawValue) is not installed")
            }
            continue
        }
        #expect(
            run.status == 0,
            "\(validator.rawValue) \(context): \(run.output)",
            sourceLocation: sourceLocation
        )
    }
}
