import ArgumentParser
import DNSSECModel
import Publishing
import SystemIO

/// The exit statuses of the tool: its own below 64, else those of sysexits.h.
enum ExitStatus: Int32 {
    case no = 1
    case refused = 3
    case usage = 64
    case badData = 65
    case noInput = 66
    case fault = 70
    case noOutput = 73
    case inputOutput = 74
    case notAllowed = 77
    case badConfiguration = 78
}

extension ExitStatus {
    /// The status for a zone that is not published.
    init(_ refusal: PublishingRefusal) {
        if case .output(let cause) = refusal {
            self = cause.isForbidden ? .notAllowed : cause.operation == .create ? .noOutput : .inputOutput
        } else {
            self = refusal.exit == ExitStatus.badData.rawValue ? .badData : .fault
        }
    }
}

/// Why a command did not do what it was asked: what to say, and how to end.
struct ToolFailure: Error {
    var status: ExitStatus
    var diagnostics: [Diagnostic]

    init(_ status: ExitStatus, _ diagnostics: [Diagnostic]) {
        (self.status, self.diagnostics) = (status, diagnostics)
    }

    /// A failure with one message about nothing but the command itself.
    init(_ status: ExitStatus, _ message: String) {
        self.init(status, [Diagnostic(.error, message)])
    }

    /// A file that cannot be read.
    static func unreadable(_ path: String, _ error: SystemError, expected: String) -> ToolFailure {
        let reason = error.isMissing ? "no such file" : "\(error)"
        let status: ExitStatus =
            error.isForbidden ? .notAllowed : error.errno == SystemError.deviceError ? .inputOutput : .noInput
        return ToolFailure(status, [Diagnostic(.error, file: path, "\(reason); expected \(expected)")])
    }

    /// A file or folder that cannot be written.
    static func unwritable(_ path: String, _ error: SystemError) -> ToolFailure {
        let status: ExitStatus =
            error.isForbidden ? .notAllowed : error.operation == .create ? .noOutput : .inputOutput
        return ToolFailure(status, [Diagnostic(.error, file: path, "\(error)")])
    }
}

extension SystemError {
    /// EIO: the device fails.
    fileprivate static let deviceError: Int32 = 5
}

/// Runs the body of a command; says what failed and ends with the status.
func perform(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let failure as ToolFailure {
        for diagnostic in failure.diagnostics { diagnostic.report() }
        throw ExitCode(failure.status.rawValue)
    }
}
