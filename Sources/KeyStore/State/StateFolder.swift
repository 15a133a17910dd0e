public import DNSSECModel
public import SystemIO

/// The layout of the state folder, and reading in it, for which nobody needs the lock.
///
///     lock                      who works here
///     zones/NAME.json           the key ring of a zone
///     journal/NAME.jsonl        its journal
///     keys/NAME/K*.key          its keys, as BIND has them
///     keys/NAME/K*.private
///
/// NAME is `ZoneFileName.name(of:)` of the zone.
public struct StateFolder: Hashable, Sendable {
    /// A state file and what reading it gave.
    public struct Loaded: Sendable {
        /// The file.
        public let path: String
        /// The ring, or why there is none.
        public let ring: Result<KeyRing, StateFileError>
    }

    /// The folder.
    public let path: String

    /// The layout below a folder.
    public init(path: String) {
        self.path = path
    }

    /// The lock file.
    public var lockFile: String { "\(path)/lock" }
    /// Where the rings are.
    public var zonesFolder: String { "\(path)/zones" }
    /// Where the journals are.
    public var journalFolder: String { "\(path)/journal" }
    /// Where the folders of the zones' keys are.
    public var keysFolder: String { "\(path)/keys" }

    /// The file of a zone's ring.
    public func stateFile(of zone: Name) -> String { "\(zonesFolder)/\(ZoneFileName.name(of: zone)).json" }
    /// The file of a zone's journal.
    public func journalFile(of zone: Name) -> String {
        "\(journalFolder)/\(ZoneFileName.name(of: zone)).jsonl"
    }
    /// The folder of a zone's keys.
    public func keyFolder(of zone: Name) -> String { "\(keysFolder)/\(ZoneFileName.name(of: zone))" }

    /// Removes what a crashed writer has left among the keys of a zone, and returns the paths.
    public func removeKeyLeftovers(of zone: Name) throws(SystemError) -> [String] {
        let path = keyFolder(of: zone)
        guard try FileSystem.isFolder(path) else { return [] }
        return try AtomicFile.removeLeftovers(in: path).map { "\(path)/\($0)" }
    }

    /// The ring of a zone, or `nil` if the zone is new.
    ///
    /// A zone is new only where it has neither a state file nor a journal with anything in it. Keys may be there all
    /// the same: ask `keyFindings` before any key is made.
    public func load(_ zone: Name) throws(StateFileError) -> KeyRing? { try content(of: zone)?.ring }

    /// What the state file of a zone says, or nil if the zone is new.
    public func content(of zone: Name) throws(StateFileError) -> StateContent? {
        let path = stateFile(of: zone)
        guard try exists(path) else {
            let journal = journalFile(of: zone)
            if try exists(journal), try size(journal) > 0 {
                throw StateFileError(path: path, problem: .lost(journal: journal))
            }
            return nil
        }
        return try checked(path)
    }

    /// The rings of all zones that have a state file, good and bad, in order of their file names.
    public func loadAll() throws(SystemError) -> [Loaded] {
        try FileSystem.names(in: zonesFolder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.map {
            name in
            let path = "\(zonesFolder)/\(name)"
            return Loaded(path: path, ring: Result { () throws(StateFileError) in try checked(path).ring })
        }
    }

    /// Loads a file and demands that its name is that of its zone.
    private func checked(_ path: String) throws(StateFileError) -> StateContent {
        let content = try StateFile.content(path)
        guard path == stateFile(of: content.ring.zone) else {
            throw StateFileError(path: path, problem: .otherZone(content.ring.zone))
        }
        return content
    }

    private func exists(_ path: String) throws(StateFileError) -> Bool {
        do throws(SystemError) {
            return try FileSystem.exists(path)
        } catch {
            throw StateFileError(path: path, problem: .system(error))
        }
    }

    private func size(_ path: String) throws(StateFileError) -> Int64 {
        do throws(SystemError) {
            return try FileIdentity(path: path).size
        } catch {
            throw StateFileError(path: path, problem: .system(error))
        }
    }
}
