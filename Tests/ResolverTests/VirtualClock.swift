import Foundation
import TestKit

/// A clock for the programs of one laboratory; it stands where the test puts it, and runs on from there.
final class VirtualClock {
    /// What a program needs in its environment to live by this clock.
    let environment: [String: String]
    private let file: Int32

    /// Compiles the preload of VirtualClock.c into the folder; the clock shows the machine's time at first.
    init(in folder: TemporaryFolder) throws {
        let source = #filePath.replacing("VirtualClock.swift", with: "VirtualClock.c")
        let library = folder.path("clock.so")
        guard let compiler = VirtualClock.compiler,
            let run = ToolRun(compiler, ["-O2", "-fPIC", "-shared", "-o", library, source])
        else { throw LabError.missing("a C compiler") }
        guard run.status == 0 else { throw LabError.failed("the C compiler", run.output) }
        let offset = folder.write([UInt8](repeating: 0, count: 8), to: "clock")
        environment = ["LD_PRELOAD": library, "KEYTURN_CLOCK": offset]
        file = unsafe open(offset, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw LabError.failed("the clock", offset) }
    }

    deinit { close(file) }

    /// The first of the usual compilers; whoever has Swift has one.
    static var compiler: String? { ["cc", "clang", "gcc"].first { ToolRun.path(of: $0) != nil } }

    /// Puts the clock to a moment, for every program at once.
    func set(to moment: Moment) {
        var offset = moment.seconds * 1_000_000_000 - VirtualClock.machine()
        _ = unsafe withUnsafeBytes(of: &offset) { unsafe pwrite(file, $0.baseAddress, $0.count, 0) }
    }

    /// The machine's own clock, in nanoseconds since 1970.
    private static func machine() -> Int64 {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}

/// A moment of virtual time.
struct Moment: Hashable, Comparable, CustomStringConvertible {
    /// Since 1970, UTC.
    let seconds: Int64

    init(seconds: Int64) { self.seconds = seconds }

    /// Reads `2018-10-11T16:00:00Z`.
    init?(_ text: String) {
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        seconds = Int64(date.timeIntervalSince1970)
    }

    var description: String { Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601) }

    static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }
    static func + (left: Moment, seconds: Int64) -> Moment { Moment(seconds: left.seconds + seconds) }
    static func - (left: Moment, right: Moment) -> Int64 { left.seconds - right.seconds }
}
