import DNSSECModel
import Glibc
import PolicyFile

/// A complaint that a file must give.
struct Fault: Hashable, CustomStringConvertible {
    var line: Int
    var column: Int
    var problem: PolicyProblem

    init(_ line: Int, _ column: Int, _ problem: PolicyProblem) {
        (self.line, self.column, self.problem) = (line, column, problem)
    }

    init(_ diagnostic: PolicyDiagnostic) {
        self.init(diagnostic.position.line, diagnostic.position.column, diagnostic.problem)
    }

    var description: String { "\(line):\(column): \(problem)" }
}

/// A file that is named by its fault, and all the complaints that it must give, in order.
struct BadFile: CustomStringConvertible {
    var name: String
    var faults: [Fault]

    init(_ name: String, _ faults: [Fault]) {
        (self.name, self.faults) = (name, faults)
    }

    var description: String { name }

    static let policies: [BadFile] =
        policies1 + policies2 + policies3 + policies4 + policies5 + [
            BadFile("not-utf8", [Fault(2, 17, .notUTF8)]),
            BadFile("utf16", [Fault(1, 1, .notUTF8)]),
        ]
}

/// Files of the repository, found from this file.
enum Fixture {
    static let tests = folder(#filePath)
    static let root = folder(folder(tests))

    static func octets(_ path: String) -> [UInt8]? {
        guard let file = unsafe fopen(path, "r") else { return nil }
        defer { unsafe fclose(file) }
        var octets: [UInt8] = []
        while case let octet = unsafe getc(file), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        return octets
    }

    /// The names of the YAML files of a folder without their extension.
    static func names(_ path: String) -> Set<String> {
        guard let stream = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(stream) }
        var names: Set<String> = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasSuffix(".yaml") { names.insert(String(name.dropLast(5))) }
        }
        return names
    }

    static func read(policy text: String) -> PolicyReading {
        PolicyFile.read(octets: Array(text.utf8).span, file: "test.yaml", name: "test")
    }

    private static func folder(_ path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
