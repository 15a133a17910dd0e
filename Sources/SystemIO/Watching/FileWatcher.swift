import CLinux
import Glibc

/// Tells which of a set of files have changed, however they were changed.
///
/// Editors write a new file and rename it, packages exchange symbolic links, operators move whole folders. So not
/// the files are watched but every folder on the way to them, links followed, and of each folder only the names
/// on that way (`PathTrail`). A file, folder or link that is missing is waited for in the last folder there is.
/// All files of a folder share the way to it: a hundred thousand of them cost no more than their names.
///
/// A change is told when the file is complete: when a writer closes it or it gets its name. That the content
/// differs is not promised; compare `FileIdentity`.
public struct FileWatcher: ~Copyable {
    private static let mask =
        UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB)
        | UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK)

    let file: Descriptor
    /// The watched folders, by the number that the system gave them.
    private var folders: [Int32: WatchedFolder] = [:]
    private var numbers: [String: Int32] = [:]
    /// The ways to folders, which end with a slash here, and to files that are symbolic links.
    private var trails: [String: PathTrail] = [:]
    /// How many files are watched in each folder, which ends with a slash here.
    private var members: [Substring: Int] = [:]
    /// A folder with this many new files is listed to find its links, instead of looking at each.
    private static let manyFiles = 64

    private var known = PathSet()

    /// The paths that are watched, as they were given.
    public var paths: Set<String> { Set(known.all) }

    /// Folders that cannot be watched, with the reason: changes in them go unseen.
    ///
    /// A folder that may be searched but not read is one, and every folder once the system's limit of watches is
    /// reached (ENOSPC, fs.inotify.max_user_watches).
    public private(set) var failures: [String: SystemError] = [:]

    /// Makes a watcher that watches nothing.
    public init() throws(SystemError) {
        let number = keyturn_inotify_create()
        guard number >= 0 else { throw SystemError(.watch, "files") }
        file = Descriptor(owning: number)
    }

    /// Watches exactly these files from now on; relative paths begin at the present working folder.
    ///
    /// Read a file after this call, not before it, and no change of it goes unseen.
    public mutating func watch(_ wanted: Set<String>) {
        for path in known.all where !wanted.contains(path) {
            known.remove(path)
            forget(path)
        }
        add(wanted)
    }

    /// Watches these files, too.
    public mutating func add(_ more: some Sequence<String>) {
        begin(more.filter { known.insert($0) })
    }

    /// Watches files that are among those that are known since just now.
    private mutating func begin(_ new: [String]) {
        var counts: [Substring: Int] = [:]
        for path in new { counts[FileWatcher.folder(of: path), default: 0] += 1 }
        var links: [Substring: Set<String>] = [:]
        for (folder, count) in counts {
            members[folder, default: 0] += count
            if trails[String(folder)] == nil { follow(String(folder)) }
            // Only now: a link that comes later makes an event.
            if count >= Self.manyFiles { links[folder] = FileWatcher.links(in: String(folder)) }
        }
        for path in new where isPerhapsLink(path, links) { followLink(path) }
    }

    private func isPerhapsLink(_ path: String, _ links: [Substring: Set<String>]) -> Bool {
        guard let links = links[FileWatcher.folder(of: path)] else { return true }
        return !links.isEmpty && links.contains(FileSystem.split(path).name)
    }

    /// The names in a folder that are links, or may be; `nil` if it cannot be listed.
    private static func links(in folder: String) -> Set<String>? {
        (try? FileSystem.links(in: folder)).map { Set($0) }
    }

    /// The watched paths that changed since the last call, without waiting.
    ///
    /// When events were lost because too many came, all paths have changed.
    public mutating func takeChanges() throws(SystemError) -> Set<String> {
        var changed: Set<String> = []
        var ways: Set<String> = []
        while case let events = try readEvents(), !events.isEmpty {
            for event in events { note(event, &changed, &ways) }
        }
        // What lies on the way may be another folder or link now.
        for way in ways where trails[way] != nil { follow(way) }
        for path in changed { followLink(path) }
        return changed
    }

    private mutating func forget(_ path: String) {
        if let trail = trails.removeValue(forKey: path) { drop(trail.steps, of: path) }
        let folder = FileWatcher.folder(of: path)
        members[folder, default: 0] -= 1
        guard members[folder] == 0 else { return }
        members[folder] = nil
        let way = String(folder)
        if let trail = trails.removeValue(forKey: way) { drop(trail.steps, of: way) }
    }

    /// The folder of a path, with a slash at its end.
    private static func folder(of path: String) -> Substring {
        guard let slash = path.utf8.lastIndex(of: 0x2F) else { return "./" }
        return path[...slash]
    }

    /// The watched paths that may be meant by a name in a folder that ends with a slash.
    private func paths(of name: String, in folder: String) -> [String] {
        (folder == "./" ? [name, folder + name] : [folder + name]).filter(known.contains)
    }
}

// MARK: - Events

extension FileWatcher {
    /// Adds the paths that an event concerns, and the ways that may lead elsewhere now.
    private mutating func note(_ event: InotifyEvent, _ changed: inout Set<String>, _ ways: inout Set<String>)
    {
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
            changed = paths
            ways = Set(trails.keys)
            return
        }
        guard let folder = folders[event.watch] else { return }
        var touched: Set<String> = []
        if event.mask & UInt32(IN_IGNORED | IN_MOVE_SELF) != 0 {
            // The folder is gone, or is no longer the one on the way.
            erase(event.watch)
            touched = folder.allWays
        } else if !event.name.isEmpty, event.completesFile(in: folder.path) {
            touched = folder.steps[event.name] ?? []
            for way in folder.steps[""] ?? [] { changed.formUnion(paths(of: event.name, in: way)) }
        }
        ways.formUnion(touched)
        for way in touched {
            // The files of a folder, or a link itself.
            if known.contains(way) { changed.insert(way) }
            if members[way[...]] != nil {
                changed.formUnion(known.all.filter { FileWatcher.folder(of: $0) == way })
            }
        }
    }

    private func readEvents() throws(SystemError) -> [InotifyEvent] {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe read(file.number, $0.baseAddress, $0.count)
        }
        guard count < 0 else { return InotifyEvent.parse(buffer.span.extracting(first: count)) }
        let error = SystemError(.read, "file events")
        if error.errno == EAGAIN || error.errno == EINTR { return [] }
        throw error
    }
}

// MARK: - Watches

extension FileWatcher {
    /// Watches the way of a path that is a symbolic link, and no longer that of one that is none.
    private mutating func followLink(_ path: String) {
        if PathTrail.isLink(path) {
            follow(path)
        } else if let trail = trails.removeValue(forKey: path) {
            drop(trail.steps, of: path)
        }
    }

    /// Watches all folders on the way to `path` as it is now, and no longer those that were on it.
    private mutating func follow(_ path: String) {
        // The way may change while it is being watched, so it is walked until it rests; one that never rests
        // makes events of its own.
        for _ in 0..<8 {
            let trail = PathTrail(following: path)
            let old = trails.updateValue(trail, forKey: path)
            var isSettled = old == trail
            for step in trail.steps where !add(step, of: path) { isSettled = false }
            drop(old?.steps.subtracting(trail.steps) ?? [], of: path)
            if isSettled { return }
        }
    }

    /// Watches a folder for a name; true if it was watched already, or cannot be.
    private mutating func add(_ step: PathTrail.Step, of path: String) -> Bool {
        let number = unsafe inotify_add_watch(file.number, step.folder, FileWatcher.mask)
        let known = numbers[step.folder]
        // Another folder has this path now: the paths that went by the old one have changed as well.
        if let known, known != number { erase(known) }
        guard number >= 0 else {
            let error = SystemError(.watch, step.folder)
            if !error.isMissing { failures[step.folder] = error }
            return !error.isMissing
        }
        failures[step.folder] = nil
        numbers[step.folder] = number
        // A folder can be reached by a second path (a bind mount): the first one stands for both.
        folders[number, default: WatchedFolder(path: step.folder)].steps[step.name, default: []].insert(path)
        return known == number
    }

    private mutating func drop(_ steps: Set<PathTrail.Step>, of path: String) {
        for step in steps {
            if !trails.values.contains(where: { $0.uses(step.folder) }) { failures[step.folder] = nil }
            guard let number = numbers[step.folder], var folder = folders[number] else { continue }
            folder.steps[step.name]?.remove(path)
            if folder.steps[step.name]?.isEmpty == true { folder.steps[step.name] = nil }
            folders[number] = folder
            if folder.steps.isEmpty { erase(number) }
        }
    }

    private mutating func erase(_ number: Int32) {
        // It fails where the system has ended the watch already.
        inotify_rm_watch(file.number, number)
        folders[number] = nil
        for (folder, other) in numbers where other == number { numbers[folder] = nil }
    }
}

/// A folder that is watched, and for which names.
private struct WatchedFolder {
    let path: String
    /// The ways that go by each name in the folder; the empty name stands for the ways that end here.
    var steps: [String: Set<String>] = [:]

    var allWays: Set<String> { steps.values.reduce(into: []) { $0.formUnion($1) } }
}
