import CLinux
import Glibc

/// What the C library keeps of memory that is no longer in use.
public enum ProcessMemory {
    /// Every arena keeps what was once in use in it, so that a few are enough.
    private static let arenas: Int32 = 4

    /// Keeps the number of arenas low, however many threads there are; to be called before there are many.
    public static func limitArenas() { keyturn_limit_arenas(arenas) }

    /// Gives what is free back to the system.
    public static func giveBack() { keyturn_give_memory_back() }
}
