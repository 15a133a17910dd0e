import CLinux
import Glibc

/// How much memory this process can have.
public enum MachineMemory {
    private static let groupFile = "/proc/self/cgroup"
    private static let groups = "/sys/fs/cgroup"

    /// Octets: what the machine has, or what the control group of the process is left with, if that is less (`MemoryMax` of a
    /// unit).
    public static let octets: Int = {
        let pages = sysconf(Int32(_SC_PHYS_PAGES))
        let physical = max(pages, 1) * sysconf(Int32(_SC_PAGESIZE))
        let own = (try? FileSystem.read(groupFile)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return limits(ofGroup: groupPath(own)).reduce(physical, min)
    }()

    /// The path of the process's group in the unified hierarchy (cgroups(7): the line that begins with `0::`).
    static func groupPath(_ lines: String) -> String {
        lines.split(separator: "\n").first { $0.hasPrefix("0::/") }.map { String($0.dropFirst(3)) } ?? "/"
    }

    /// The limits of a group and of all groups around it.
    private static func limits(ofGroup path: String) -> [Int] {
        var (path, limits) = (path, [Int]())
        while true {
            if let octets = try? FileSystem.read("\(groups)\(path == "/" ? "" : path)/memory.max") {
                let word = String(decoding: octets, as: UTF8.self).prefix { !$0.isWhitespace }
                // The word `max` is no limit.
                if let limit = Int(word), limit > 0 { limits.append(limit) }
            }
            guard path != "/" else { return limits }
            path = FileSystem.split(path).folder
        }
    }
}
