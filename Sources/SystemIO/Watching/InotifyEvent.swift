import CLinux
import Glibc

/// One event as inotify(7) tells it.
struct InotifyEvent: Hashable {
    /// The number of the watched folder; -1 where the queue has overflowed.
    let watch: Int32
    let mask: UInt32
    /// The name in the folder, or empty for the folder itself.
    let name: String

    /// The events in what was read.
    static func parse(_ octets: Span<UInt8>) -> [InotifyEvent] {
        let header = MemoryLayout<inotify_event>.size
        var events: [InotifyEvent] = []
        var position = 0
        while position + header <= octets.count {
            let event = unsafe octets.withUnsafeBytes { bytes in
                unsafe bytes.loadUnaligned(fromByteOffset: position, as: inotify_event.self)
            }
            let end = min(position + header + Int(event.len), octets.count)
            var name: [UInt8] = []
            for index in (position + header)..<end where octets[index] != 0 { name.append(octets[index]) }
            events.append(
                InotifyEvent(watch: event.wd, mask: event.mask, name: String(decoding: name, as: UTF8.self))
            )
            position = end
        }
        return events
    }

    /// False for the birth of a file that is still being written; its closing makes an event too.
    ///
    /// Links are complete at birth: symbolic ones, folders, and a second name of an old file.
    func completesFile(in folder: String) -> Bool {
        guard mask & UInt32(IN_CREATE) != 0 else { return true }
        var status = stat()
        guard unsafe lstat("\(folder)/\(name)", &status) == 0 else { return true }
        return keyturn_is_regular(status.st_mode) == 0 || status.st_nlink > 1
    }
}
