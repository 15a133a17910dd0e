import Glibc
import Testing

/// A text file of the repository, read whole.
struct SourceFile: CustomTestStringConvertible {
    /// Its path from the root of the repository.
    let path: String
    let lines: [Substring]

    var testDescription: String { path }

    init?(_ path: String) {
        guard let text = Repository.text(of: path) else { return nil }
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(
            text.hasSuffix("\n") ? 1 : 0
        )
    }
}

/// The tree that the tests stand in.
enum Repository {
    /// The folder with Package.swift.
    static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")

    /// All Swift files of Sources/ and Tests/, and the manifest.
    static let swiftFiles =
        files(in: ["Sources", "Tests"], ending: ".swift") + [SourceFile("Package.swift")].compactMap(\.self)

    /// Everything that is written for people.
    static let documents =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].compactMap(SourceFile.init)
        + files(in: ["Documentation"], ending: ".md")

    /// What is in a folder, sorted; empty where there is no such folder.
    static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir("\(root)/\(folder)") else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    static func exists(_ path: String) -> Bool { unsafe access("\(root)/\(path)", F_OK) == 0 }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat("\(root)/\(path)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func text(of path: String) -> String? {
        guard let file = unsafe fopen("\(root)/\(path)", "r") else { return nil }
        defer { unsafe fclose(file) }
        var octets: [UInt8] = []
        while case let octet = unsafe getc(file), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// All files below some folders whose names end so.
    static func files(in folders: [String], ending suffix: String) -> [SourceFile] {
        folders.flatMap { folder in
            names(in: folder).flatMap { name -> [SourceFile] in
                let path = "\(folder)/\(name)"
                if isFolder(path) { return files(in: [path], ending: suffix) }
                return name.hasSuffix(suffix) ? [SourceFile(path)].compactMap(\.self) : []
            }
        }
    }
}
