import Foundation
import Testing

@testable import DNSCore

/// Every broken zone file says in its first lines what must be found, and where.
///
/// The lines are `; expect [FILE:]LINE:COLUMN SEVERITY: TEXT`, TEXT being how the message begins. Nothing else may be found.
struct BadZoneTests {
    /// One `; expect` line.
    struct Expectation: CustomStringConvertible {
        var place: String
        var text: String
        var description: String { "\(place): \(text)" }
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Bad")

    static let files: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return names.filter { $0.hasSuffix(".zone") }.sorted()
    }()

    @Test func `there are at least 100 broken zone files`() {
        #expect(Self.files.count >= 100)
    }

    @Test(arguments: files)
    func `a broken zone file is reported with its place and its fault`(_ file: String) throws {
        let source = FolderSource(folder: Self.folder)
        let text = try String(decoding: Data(contentsOf: Self.folder.appending(path: file)), as: UTF8.self)
        let expected = Self.expectations(in: text, file: file)
        let origin = text.contains("; origin none") ? nil : try Name("example.")
        let reading = ZoneFileReader(source: source).read(file: file, origin: origin)
        let found = reading.diagnostics
        var segments = ZoneFileReader(source: source, threads: 2)
        segments.segmentOctets = 10
        #expect(segments.read(file: file, origin: origin).diagnostics == found, "in segments")
        #expect(!expected.isEmpty)
        #expect(found.count == expected.count, "\(found)")
        for (diagnostic, expectation) in zip(found, expected) {
            #expect("\(diagnostic)".hasPrefix("\(expectation)"), "\(diagnostic)")
            #expect("\(diagnostic.problem)".contains("; expected "), "\(diagnostic)")
        }
        let hasErrors = found.contains { $0.severity == .error }
        #expect((reading.zone == nil) == hasErrors)
    }

    @Test func `an error in an included file names the files that include it`() {
        let reading = ZoneFileReader(source: FolderSource(folder: Self.folder))
            .read(file: "error-in-file-included-by-included-file.zone", origin: try? Name("example."))
        let lines = reading.diagnostics.map(\.description).joined().split(separator: "\n")
        #expect(lines.first?.hasPrefix("parts/bad-type.inc:2:3: error: ") == true)
        #expect(
            lines.dropFirst() == [
                "parts/middle.inc:2:10: note: included from here",
                "error-in-file-included-by-included-file.zone:6:10: note: included from here",
            ]
        )
    }

    private static func expectations(in text: String, file: String) -> [Expectation] {
        text.split(separator: "\n").compactMap { line in
            guard let mark = line.firstRange(of: "; expect ") else { return nil }
            let parts = line[mark.upperBound...].split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            let hasFile = parts[0].split(separator: ":").count == 3
            return Expectation(
                place: hasFile ? String(parts[0]) : "\(file):\(parts[0])",
                text: String(parts[1])
            )
        }
    }
}

/// Gives files below a folder, by paths relative to it.
struct FolderSource: ZoneFileSource {
    let folder: URL

    func withOctets(
        of path: String,
        atMost limit: Int,
        _ body: (Span<UInt8>, _ passed: @escaping (Int) -> Void) -> Void
    ) -> ZoneFileSourceError? {
        let place = folder.appending(path: path)
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: place.path(), isDirectory: &isFolder) else {
            return .notFound
        }
        guard !isFolder.boolValue else { return .notAFile }
        guard let data = try? Data(contentsOf: place) else { return .notPermitted }
        let octets = [UInt8](data)
        body(octets.span) { _ in }
        return nil
    }
}
