import CLinux
import Glibc
import SystemIO

/// Calls to the system that tests need and the module does not.
enum Calls {
    static func makePipe(_ path: String) -> Bool {
        unsafe mkfifo(path, 0o600) == 0
    }

    static func link(_ target: String, at path: String) -> Bool {
        unsafe symlink(target, path) == 0
    }

    /// Makes a link in the way that programs replace one: a new one, renamed over the old.
    static func replaceLink(_ target: String, at path: String) -> Bool {
        unsafe symlink(target, path + ".new") == 0 && Glibc.rename(path + ".new", path) == 0
    }

    static func makeAndRemove(_ path: String) -> Bool {
        guard makePipe(path) else { return false }
        return unsafe unlink(path) == 0
    }

    static func rename(_ old: String, to new: String) -> Bool {
        unsafe Glibc.rename(old, new) == 0
    }

    static func setPermissions(_ path: String, _ mode: UInt32) -> Bool {
        unsafe chmod(path, mode) == 0
    }

    /// Starts a thread that wakes somebody, and ends.
    static func startThread(waking waker: Waker) -> Bool {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(waker).toOpaque()
        let result = unsafe pthread_create(
            &thread,
            nil,
            { context in
                if let context = unsafe context {
                    unsafe Unmanaged<Waker>.fromOpaque(context).takeRetainedValue().wake()
                }
                return nil
            },
            context
        )
        return result == 0 && pthread_detach(thread) == 0
    }

    /// Copies each descriptor that a file is open by, as a fork does.
    static func copyDescriptors(of path: String) -> [Int32] {
        var wanted = stat()
        guard unsafe stat(path, &wanted) == 0 else { return [] }
        let numbers = (0..<Int32(1024)).filter { number in
            var found = stat()
            return unsafe fstat(number, &found) == 0 && found.st_ino == wanted.st_ino
                && found.st_dev == wanted.st_dev
        }
        return numbers.map { dup($0) }.filter { $0 >= 0 }
    }

    static func close(_ descriptors: [Int32]) {
        for descriptor in descriptors { Glibc.close(descriptor) }
    }

    static var processID: Int32 { getpid() }
}
