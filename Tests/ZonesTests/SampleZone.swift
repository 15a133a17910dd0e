import TestKit
import Testing

/// One of the zones in Zones/, with what the tools of other projects can do with it.
///
/// The reasons for what they cannot do are in Documentation/tool-faults.md.
struct SampleZone: Sendable, CustomTestStringConvertible {
    var name: String
    var origin: String
    /// The tools that read the file as it stands.
    var readers: [Reader]
    /// The tools that read what keyturn writes of it.
    var readersOfOutput: [Reader]

    var testDescription: String { name }

    static let all = [
        SampleZone(
            name: "business",
            origin: "bakery.example.",
            readers: Reader.all,
            readersOfOutput: Reader.all
        ),
        SampleZone(name: "tld", origin: "example.", readers: Reader.all, readersOfOutput: Reader.all),
        SampleZone(name: "root", origin: ".", readers: Reader.all, readersOfOutput: Reader.all),
        SampleZone(
            name: "difficult",
            origin: "difficult.example.",
            readers: [.named],
            readersOfOutput: Reader.all
        ),
        SampleZone(
            name: "disputed",
            origin: "disputed.example.",
            readers: [.named],
            readersOfOutput: [.named]
        ),
    ]

    /// The folder Zones/ of the repository.
    static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/") + "/Zones"
}

/// A program that reads zone files.
enum Reader: String, CaseIterable, Sendable {
    case named = "named-checkzone"
    case knot = "kzonecheck"
    case nsd = "nsd-checkzone"
    case ldns = "ldns-read-zone"

    static let all = allCases

    func arguments(origin: String, file: String) -> [String] {
        switch self {
        case .named: ["-q", "-i", "none", "-w", SampleZone.folder, origin, file]
        case .knot: ["-o", origin, file]
        case .nsd: [origin, file]
        case .ldns: [file]
        }
    }

    var isExpected: Bool { ExternalTool(rawValue).isExpected }
}
