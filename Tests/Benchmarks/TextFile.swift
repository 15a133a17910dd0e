import Glibc

/// Text files: small ones whole, large ones a line at a time, so that this process stays small.
enum TextFile {
    static func read(_ path: String) throws(BenchmarkError) -> String {
        guard let file = unsafe fopen(path, "r") else { throw BenchmarkError(text: "cannot read \(path)") }
        defer { unsafe fclose(file) }
        var octets: [UInt8] = []
        while case let octet = unsafe getc(file), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        return String(decoding: octets, as: UTF8.self)
    }

    static func write(_ text: String, to path: String) throws(BenchmarkError) {
        guard let file = unsafe fopen(path, "w") else { throw BenchmarkError(text: "cannot write \(path)") }
        let isWritten = unsafe fputs(text, file) >= 0
        guard unsafe fclose(file) == 0, isWritten else { throw BenchmarkError(text: "cannot write \(path)") }
    }

    static func remove(_ path: String) { _ = unsafe unlink(path) }

    static func makeFolder(_ path: String) throws(BenchmarkError) {
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw BenchmarkError(text: "cannot make \(path)")
        }
    }

    /// A new folder below `TMPDIR` or /tmp.
    static func temporaryFolder() throws(BenchmarkError) -> String {
        let base = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/keyturn-bench-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        guard let made else { throw BenchmarkError(text: "no folder in \(base)") }
        return made
    }

    /// The last lines of a program's output, for a message.
    static func end(of path: String) -> String {
        guard let text = try? read(path) else { return "" }
        return text.split(separator: "\n").suffix(5).joined(separator: "\n")
    }

    /// The names in a folder, sorted.
    static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}

/// Reads a text file line after line.
@safe final class LineReader {
    private let file: UnsafeMutablePointer<FILE>
    private var buffer: UnsafeMutablePointer<CChar>?
    private var capacity = 0

    init(_ path: String) throws(BenchmarkError) {
        guard let file = unsafe fopen(path, "r") else { throw BenchmarkError(text: "cannot read \(path)") }
        unsafe self.file = unsafe file
    }

    deinit {
        unsafe free(buffer)
        unsafe fclose(file)
    }

    /// Gives the next line, with its end, to a function; nil behind the last one.
    func next<Result>(_ use: (Span<UInt8>) -> Result) -> Result? {
        let count = unsafe getline(&buffer, &capacity, file)
        guard count >= 0, let buffer = unsafe buffer else { return nil }
        let octets = unsafe UnsafeRawBufferPointer(start: buffer, count: count)
        return unsafe use(octets.bindMemory(to: UInt8.self).span)
    }

    /// The next line as text.
    func line() -> String? {
        next { span in String(decoding: (0..<span.count).map { span[$0] }, as: UTF8.self) }
    }

    /// How many lines hold a word.
    static func count(linesWith word: String, in path: String) throws(BenchmarkError) -> Int {
        let reader = try LineReader(path)
        var count = 0
        while let has = reader.nextHas(word) { count += has ? 1 : 0 }
        return count
    }

    private func nextHas(_ word: String) -> Bool? {
        guard unsafe getline(&buffer, &capacity, file) >= 0, let buffer = unsafe buffer else { return nil }
        return unsafe strstr(buffer, word) != nil
    }
}
