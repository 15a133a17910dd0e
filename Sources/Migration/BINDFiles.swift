public import DNSSECModel
public import KeyStore
internal import SystemIO

/// The keys of a zone as BIND with a `dnssec-policy` keeps them: files of keys, and of their states.
public struct BINDFiles: Sendable {
    /// A key and what BIND knows of it.
    public struct Entry: Sendable {
        /// The key.
        public let key: BINDKey
        /// Its states.
        public let state: BINDStateReading

        /// A key with its states.
        public init(key: BINDKey, state: BINDStateReading) {
            self.key = key
            self.state = state
        }
    }

    /// The folder.
    public let folder: String
    /// The zone.
    public let zone: Name
    /// The keys, by the names of their files.
    public let entries: [Entry]
    /// What is wrong with files that could not be read.
    public let faults: [BINDImportFault]

    /// The keys in a folder; throws only where the folder itself cannot be read.
    public init(folder: String, zone: Name) throws(BINDKeyError) {
        let listing = try BINDKeyFolder(path: folder).keys(of: zone)
        var faults = listing.errors.map {
            BINDImportFault(file: $0.file, line: $0.line, .key($0.problem))
        }
        var entries: [Entry] = []
        for key in listing.keys {
            do throws(BINDImportFault) {
                entries.append(Entry(key: key, state: try Self.state(of: key.name, in: folder)))
            } catch {
                faults.append(error)
            }
        }
        faults += try Self.strays(in: folder, of: zone)
        self.folder = folder
        self.zone = zone
        self.entries = entries
        self.faults = faults
    }

    private static func state(
        of name: BINDKeyFileName,
        in folder: String
    ) throws(BINDImportFault) -> BINDStateReading {
        let file = "\(folder)/\(name.stateFile)"
        var octets: [UInt8]?
        do throws(SystemError) {
            if try FileSystem.exists(file) { octets = try FileSystem.read(file) }
        } catch {
            throw BINDImportFault(file: file, .key(.system(error)))
        }
        guard let octets else { throw BINDImportFault(file: "\(folder)/\(name.publicFile)", .noStateFile) }
        return try BINDStateReading(octets.span, file: file)
    }

    /// States whose keys are not there.
    private static func strays(in folder: String, of zone: Name) throws(BINDKeyError) -> [BINDImportFault] {
        do throws(SystemError) {
            let names = Set(try FileSystem.names(in: folder))
            let prefix = BINDKeyFileName.prefix(of: zone)
            return names.sorted().compactMap { file in
                guard file.hasPrefix(prefix), file.hasSuffix(".state"),
                    !names.contains(String(file.dropLast(6)) + ".key")
                else { return nil }
                return BINDImportFault(file: "\(folder)/\(file)", .noKeyFile)
            }
        } catch {
            throw BINDKeyError(file: folder, .system(error))
        }
    }
}
