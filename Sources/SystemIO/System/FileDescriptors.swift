import CLinux
import Glibc

/// How many files this process may have open at once.
public enum FileDescriptors {
    /// More than any daemon needs; programs that it starts may go through all numbers up to the limit.
    private static let most: rlim_t = 65_536

    /// The present limit.
    public static var limit: Int {
        var limits = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return 1024 }
        return Int(min(limits.rlim_cur, most))
    }

    /// Raises the limit to what the system allows, at most 65536.
    public static func raiseLimit() {
        var limits = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return }
        let wanted = min(limits.rlim_max, most)
        guard wanted > limits.rlim_cur else { return }
        limits.rlim_cur = wanted
        // Only a wish: with the limit as it is the daemon does what it can.
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    }

    /// True if at least so many more files can be opened, or a quarter of the limit where it is small.
    ///
    /// The system gives the lowest number that is free, so that the next one tells about how many are in use.
    public static func areFree(atLeast spare: Int) -> Bool {
        let next = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
        guard next >= 0 else { return keyturn_errno() != EMFILE }
        close(next)
        return Int(next) < limit - min(spare, limit / 4)
    }
}
