import CLinux
import Glibc

/// An open file descriptor, closed when its owner ends.
///
/// Every descriptor here is close-on-exec, so that no hook program inherits one.
struct Descriptor: ~Copyable {
    let number: Int32

    /// Takes over an open descriptor.
    init(owning number: Int32) {
        self.number = number
    }

    /// Opens a file or folder; `mode` matters with O_CREAT only.
    init(
        _ path: String,
        flags: Int32,
        mode: UInt32 = 0,
        in folder: Int32 = AT_FDCWD,
        as operation: SystemError.Operation = .open,
        reportedAs reported: String? = nil
    ) throws(SystemError) {
        while true {
            let opened = unsafe keyturn_openat(folder, path, flags | O_CLOEXEC | O_NOCTTY, mode)
            if opened >= 0 {
                number = opened
                return
            }
            let code = keyturn_errno()
            if code != EINTR { throw SystemError(operation, reported ?? path, errno: code) }
        }
    }

    deinit {
        close(number)
    }

    /// What the system says about the open file.
    func status(_ path: String) throws(SystemError) -> stat {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw SystemError(.inspect, path) }
        return status
    }

    /// Writes all the octets, however the system cuts them.
    func writeAll(_ octets: Span<UInt8>, path: String) throws(SystemError) {
        var written = 0
        while written < octets.count {
            let rest = octets.extracting(written...)
            let count = unsafe rest.withUnsafeBytes { unsafe write(number, $0.baseAddress, $0.count) }
            if count >= 0 {
                written += count
            } else if case let code = keyturn_errno(), code != EINTR {
                throw SystemError(.write, path, errno: code)
            }
        }
    }

    /// The most that is read where the content is not mapped, unless another limit is given: 1 GiB.
    static let maximumOctets = 1 << 30

    /// Reads to the end, from the present position.
    ///
    /// Where `size` is right, the octets are never copied in this process's memory, so that a caller who wipes them
    /// has wiped them all. More than `limit` is an error, before memory is taken for it: a pipe or a device may never end, and
    /// a file of holes is as large as somebody says.
    func readAll(
        path: String,
        expecting size: Int = 0,
        atMost limit: Int = maximumOctets
    ) throws(SystemError) -> [UInt8] {
        guard size <= limit else { throw SystemError(.read, path, errno: EFBIG) }
        var octets = [UInt8](repeating: 0, count: max(size + 1, 4096))
        var filled = 0
        while true {
            let count = unsafe octets.withUnsafeMutableBytes { buffer in
                unsafe read(number, buffer.baseAddress.map { unsafe $0 + filled }, buffer.count - filled)
            }
            if count == 0 { break }
            if count < 0, case let code = keyturn_errno() {
                if code == EINTR { continue }
                throw SystemError(.read, path, errno: code)
            }
            filled += count
            guard filled <= limit else { throw SystemError(.read, path, errno: EFBIG) }
            if filled == octets.count { octets += [UInt8](repeating: 0, count: octets.count) }
        }
        octets.removeLast(octets.count - filled)
        return octets
    }

    /// Brings the content, and of a folder its entries, to the disk.
    func synchronize(path: String) throws(SystemError) {
        guard fsync(number) == 0 else { throw SystemError(.synchronize, path) }
    }
}
