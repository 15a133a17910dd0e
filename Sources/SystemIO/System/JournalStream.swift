import CLinux
import Glibc

/// The stream that systemd connects a service's standard error to (systemd.exec(5), JOURNAL_STREAM).
public enum JournalStream {
    /// True if what is written to standard error is read by the journal: a line's `<3>` is its level there, and noise elsewhere.
    public static var isStandardError: Bool {
        guard let name = unsafe getenv("JOURNAL_STREAM").map({ unsafe String(cString: $0) }) else {
            return false
        }
        var status = stat()
        guard unsafe fstat(STDERR_FILENO, &status) == 0 else { return false }
        return name == "\(status.st_dev):\(status.st_ino)"
    }
}
