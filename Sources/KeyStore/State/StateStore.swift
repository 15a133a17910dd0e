public import DNSSECModel
public import SystemIO

/// The state folder in the hands of the one daemon that writes to it.
///
/// The order of work is: decide, `save` the ring, `append` to the journal, and only then act.
public struct StateStore: ~Copyable {
    /// Permission bits of the folders: keys and states are for the daemon alone.
    public static let folderMode: UInt32 = 0o700

    /// Where everything is.
    public let folder: StateFolder
    /// Temporaries of a crashed writer that were removed at opening; those among keys are left to
    /// `StateFolder.removeKeyLeftovers`, since every zone has a folder of its own there.
    public let removedLeftovers: [String]
    /// True if there was no state of any zone before.
    public let isNew: Bool
    private let lock: FileLock

    /// Takes the lock and makes the folders that are missing.
    public init(path: String) throws(StateStoreError) {
        let folder = StateFolder(path: path)
        try StateStore.ensure(path)
        let lock: FileLock
        do throws(FileLockError) {
            lock = try FileLock(path: folder.lockFile)
        } catch {
            throw .lock(error)
        }
        let isNew = !((try? FileSystem.exists(folder.zonesFolder)) ?? true)
        try StateStore.ensure(folder.zonesFolder)
        try StateStore.ensure(folder.journalFolder)
        try StateStore.ensure(folder.keysFolder)
        let leftovers: [String]
        do throws(SystemError) {
            leftovers = try StateStore.removeLeftovers(in: folder)
        } catch {
            throw .system(error)
        }
        // Assigned together at the end: a noncopyable value cannot be half made when something throws.
        self.folder = folder
        self.isNew = isNew
        removedLeftovers = leftovers
        self.lock = lock
    }

    /// Puts a ring on the disk; when this returns, the actions that follow from it may begin.
    public func save(_ ring: KeyRing) throws(StateFileError) {
        try StateFile.save(ring, to: folder.stateFile(of: ring.zone))
    }

    /// Opens a zone's journal for writing.
    public func openJournal(of zone: Name) throws(JournalError) -> Journal {
        try Journal(path: folder.journalFile(of: zone), zone: zone)
    }

    /// The folder for a zone's keys, made where it is missing.
    public func makeKeyFolder(of zone: Name) throws(StateStoreError) -> BINDKeyFolder {
        let path = folder.keyFolder(of: zone)
        try StateStore.ensure(path)
        return BINDKeyFolder(path: path)
    }

    private static func ensure(_ path: String) throws(StateStoreError) {
        do throws(SystemError) {
            try FileSystem.ensureFolder(path, mode: folderMode)
        } catch {
            throw .system(error)
        }
    }

    private static func removeLeftovers(in folder: StateFolder) throws(SystemError) -> [String] {
        var removed: [String] = []
        for folder in [folder.path, folder.zonesFolder, folder.journalFolder] {
            removed += try AtomicFile.removeLeftovers(in: folder).map { "\(folder)/\($0)" }
        }
        return removed
    }
}

/// Why the state folder cannot be used.
public enum StateStoreError: Error, Hashable, Sendable {
    /// Another daemon works on it, or the lock cannot be taken.
    case lock(FileLockError)
    /// A folder cannot be made or read.
    case system(SystemError)
}

extension StateStoreError: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .lock(let error): error.description
        case .system(let error): error.description
        }
    }
}
