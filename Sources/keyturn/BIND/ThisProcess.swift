import Glibc

/// The process that the tool is.
enum ThisProcess {
    /// Whose it is, and its number.
    static var identity: (user: UInt32, number: Int32) { (getuid(), getpid()) }
}
