import DNSSECModel
import KeyStore
import SystemIO

/// The note which files the pair of a key that the ring does not know yet is in: an empty file whose name says it all,
/// `key-2.013-04711.pending`.
///
/// A name comes and goes as a whole. So a note needs no more than that its folder is brought to the disk.
struct KeyNote {
    private static let prefix = "key-"
    private static let suffix = ".pending"

    /// The key's number in the ring.
    let id: ManagedKey.ID
    /// Its files.
    let files: BINDKeyFileName

    init(id: ManagedKey.ID, files: BINDKeyFileName) { (self.id, self.files) = (id, files) }

    /// Reads the name of a note; nil for another file.
    private init?(_ name: String, zone: Name) {
        guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix) else { return nil }
        let text = name.dropFirst(Self.prefix.utf8.count).dropLast(Self.suffix.utf8.count)
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "-" }
        guard parts.count == 3, let id = Int(parts[0]), let algorithm = UInt8(parts[1]),
            let tag = UInt16(parts[2])
        else { return nil }
        self.id = ManagedKey.ID(rawValue: id)
        files = BINDKeyFileName(
            zone: zone,
            algorithm: SecurityAlgorithm(rawValue: algorithm),
            keyTag: tag
        )
        guard self.name == name else { return nil }
    }

    /// The name of the note.
    private var name: String {
        let algorithm = String(1000 + Int(files.algorithm.rawValue)).dropFirst()
        let tag = String(100_000 + Int(files.keyTag)).dropFirst()
        return "\(Self.prefix)\(id.rawValue).\(algorithm)-\(tag)\(Self.suffix)"
    }

    /// All notes in a folder.
    static func all(in folder: String, zone: Name) throws(SystemError) -> [KeyNote] {
        try FileSystem.names(in: folder) { $0.hasSuffix(suffix) }.compactMap { KeyNote($0, zone: zone) }
    }

    /// Writes the note; it is on the disk when its folder is.
    func write(in folder: String) throws(SystemError) {
        try FileSystem.createEmpty("\(folder)/\(name)", mode: 0o600)
    }

    /// Removes the note.
    ///
    /// One that comes back after a power cut tells of a key that the ring knows, and is removed again.
    func remove(from folder: String) throws(SystemError) {
        try FileSystem.remove("\(folder)/\(name)", isLasting: false)
    }
}
