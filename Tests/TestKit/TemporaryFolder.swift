import Glibc

/// A new, empty folder for one test, removed with all that is in it when the last reference goes.
public final class TemporaryFolder: Sendable {
    /// Its absolute path, without a final slash and without symbolic links.
    public let path: String

    /// Makes the folder under `TMPDIR` or `/tmp`.
    public init() {
        let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/keyturn-test-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
            guard let made = unsafe buffer.baseAddress.flatMap({ unsafe mkdtemp($0) }),
                let real = unsafe realpath(made, nil)
            else { return nil }
            defer { unsafe free(real) }
            return unsafe String(cString: real)
        }
        guard let made else { preconditionFailure("no temporary folder in \(base)") }
        path = made
    }

    deinit {
        TemporaryFolder.removeTree(path)
    }

    /// The path of a file or folder inside.
    public func path(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Creates or overwrites a file inside, and gives its path back.
    @discardableResult
    public func write(_ octets: [UInt8], to name: String) -> String {
        let target = path(name)
        guard let file = unsafe fopen(target, "w") else { preconditionFailure("cannot write \(target)") }
        let written = unsafe octets.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
        guard unsafe fclose(file) == 0, written == octets.count else {
            preconditionFailure("cannot write \(target)")
        }
        return target
    }

    /// Creates or overwrites a file inside with text, and gives its path back.
    @discardableResult
    public func write(_ text: String, to name: String) -> String {
        write(Array(text.utf8), to: name)
    }

    /// The octets of a file inside, or `nil` if there is none.
    public func read(_ name: String) -> [UInt8]? { TemporaryFolder.octets(of: path(name)) }

    /// The octets of a file anywhere, or `nil` if there is none.
    static func octets(of path: String) -> [UInt8]? {
        guard let file = unsafe fopen(path, "r") else { return nil }
        defer { unsafe fclose(file) }
        var octets: [UInt8] = []
        while case let octet = unsafe getc(file), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        return octets
    }

    /// The names of what is inside, sorted.
    public func names() -> [String] {
        TemporaryFolder.names(in: path).sorted()
    }

    /// The names in a folder anywhere, in no order; none where there is no such folder.
    static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func removeTree(_ path: String) {
        for name in names(in: path) {
            let inner = "\(path)/\(name)"
            if unsafe unlink(inner) != 0 { removeTree(inner) }
        }
        unsafe rmdir(path)
    }
}
