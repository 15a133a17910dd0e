import Glibc
import SystemIO
import Wording

/// Where the tool's words go.
///
/// Results go to standard output, diagnostics and progress to standard error. Colour only where a person looks at it,
/// and never with `NO_COLOR` (no-color.org).
enum Terminal {
    /// One of the two streams.
    enum Stream: Int32 {
        case output = 1
        case error = 2
    }

    /// How a word stands out.
    enum Style: String, CaseIterable {
        case error = "1;31"
        case warning = "1;33"
        case bold = "1"
        case dim = "2"
        case task = "1;36"
        case aside = "35"
    }

    /// True if a person looks at standard error.
    static let watchesErrors = isatty(Stream.error.rawValue) == 1

    private static let colours: [Stream: Bool] = [
        .output: allowsColour && isatty(Stream.output.rawValue) == 1,
        .error: allowsColour && watchesErrors,
    ]

    private static let allowsColour = (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"

    /// The value of an environment variable, or nil.
    static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// The text as it looks on a stream.
    static func styled(_ text: String, _ style: Style, on stream: Stream) -> String {
        colours[stream] ?? false ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The text with control characters as `\DDD`: names of files must not steer a terminal.
    static func printable(_ text: String) -> String { PrintableText.escaped(text) }

    /// Writes a line to standard output; control characters but those of our own styles are escaped.
    static func print(_ line: String) throws(ToolFailure) {
        try write(Array("\(safe(line, on: .output))\n".utf8).span)
    }

    private static func safe(_ text: String, on stream: Stream) -> String {
        PrintableText.escaped(text, keeping: colours[stream] ?? false ? styles : [])
    }

    private static let styles = Style.allCases.map { "\u{1B}[\($0.rawValue)m" } + ["\u{1B}[0m"]

    /// Writes a text to standard output; control characters are escaped.
    static func write(_ text: String) throws(ToolFailure) {
        try write(Array(PrintableText.escaped(text).utf8).span)
    }

    /// Writes octets to standard output.
    static func write(_ octets: Span<UInt8>) throws(ToolFailure) {
        guard writeAll(octets, to: .output) else {
            throw ToolFailure(.inputOutput, "cannot write to standard output")
        }
    }

    /// Writes a line to standard error; where that fails, nobody can be told.
    static func complain(_ line: String) {
        _ = writeAll(Array("\(safe(line, on: .error))\n".utf8).span, to: .error)
    }

    private static func writeAll(_ octets: Span<UInt8>, to stream: Stream) -> Bool {
        var written = 0
        while written < octets.count {
            let rest = octets.extracting(written...)
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(stream.rawValue, $0.baseAddress, $0.count)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}

/// What is being done, on standard error, where a person watches and it takes longer than a second.
struct Progress {
    private let start = WallClock.monotonic()
    private var isShown = false

    /// Says what begins now.
    mutating func begin(_ stage: String) {
        guard Terminal.watchesErrors, isShown || WallClock.monotonic().seconds - start.seconds > 1 else {
            return
        }
        isShown = true
        Terminal.complain(Terminal.styled("\(stage) ...", .dim, on: .error))
    }
}
