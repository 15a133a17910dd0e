import CLinux
import Glibc

/// What the system itself says of its wall clock, and of the start that its other clocks count from.
public enum ClockTrust {
    private static let bootFile = "/proc/sys/kernel/random/boot_id"
    /// systemd-timesyncd makes this file when it has set the clock for the first time since the machine was started.
    private static let timesyncMark = "/run/systemd/timesync/synchronized"

    /// Names the start of the machine since which `WallClock.sinceBoot` counts; empty if the system does not tell.
    public static let bootID: String = {
        guard let octets = try? FileSystem.read(bootFile) else { return "" }
        return String(decoding: octets, as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(
            String.init
        ) ?? ""
    }()

    /// True if the wall clock follows a time server: by the kernel's own word, which chrony, ntpd and systemd-timesyncd
    /// keep (adjtimex(2), STA_UNSYNC), or by systemd-timesyncd's mark.
    public static var isSynchronised: Bool {
        if unsafe access(timesyncMark, F_OK) == 0 { return true }
        var kernel = timex()
        let state = unsafe adjtimex(&kernel)
        return state >= 0 && state != TIME_ERROR && kernel.status & STA_UNSYNC == 0
    }
}
