public import DNSSECModel
import SystemIO

/// A difference between the keys that a ring knows and the key files of its zone.
///
/// No key may be made for a zone while one of them stands: a key set that is there but unknown would be forgotten,
/// and a known one whose files are missing would be made twice.
public enum KeyFinding: Hashable, Sendable {
    /// Files of a key that the ring does not know: left by a crash between making and recording a key, brought by
    /// hand, or left of a state that was lost.
    case unknownKey(BINDKeyFileName, DNSKEYRecord)
    /// A key that is still needed has no files.
    case missingFiles(ManagedKey.ID, BINDKeyFileName)
    /// A key that is still needed has no private file.
    case missingPrivateKey(ManagedKey.ID, BINDKeyFileName)
    /// Files that cannot be read or hold something wrong.
    case unreadable(BINDKeyError)
}

extension StateFolder {
    /// Compares a ring with the key files of its zone; empty where they agree.
    ///
    /// Files of keys that were removed from the zone may stay or go. For a zone without a ring, compare
    /// `KeyRing(zone:)`.
    public func keyFindings(_ ring: KeyRing) throws(BINDKeyError) -> [KeyFinding] {
        let path = keyFolder(of: ring.zone)
        let listing = try KeyFinding.listing(path, of: ring.zone)
        var findings = listing.errors.map { KeyFinding.unreadable($0) }
        for key in listing.keys where !ring.keys.contains(where: { key.holds($0) }) {
            findings.append(.unknownKey(key.name, key.record))
        }
        for key in ring.keys where key.removed == nil && !key.isLost {
            guard let record = key.material?.record else { continue }
            let name = BINDKeyFileName(zone: ring.zone, record: record)
            let files = listing.keys.filter { $0.holds(key) }
            if files.isEmpty {
                findings.append(.missingFiles(key.id, name))
            } else if !files.contains(where: { $0.signingKey != nil }) {
                findings.append(.missingPrivateKey(key.id, name))
            }
        }
        return findings
    }
}

extension KeyFinding {
    fileprivate static func listing(_ path: String, of zone: Name) throws(BINDKeyError)
        -> BINDKeyFolder.Listing
    {
        do throws(SystemError) {
            guard try FileSystem.exists(path) else { return BINDKeyFolder.Listing() }
        } catch {
            throw BINDKeyError(file: path, .system(error))
        }
        return try BINDKeyFolder(path: path).keys(of: zone)
    }
}

extension BINDKey {
    /// True if the files hold this key, plain or revoked.
    fileprivate func holds(_ key: ManagedKey) -> Bool {
        key.material?.record == KeyMaterial(record: record).record
    }
}

extension KeyFinding: CustomStringConvertible {
    /// One line for people.
    public var description: String {
        switch self {
        case .unknownKey(let name, _): "\(name): key files that the zone's state does not know"
        case .missingFiles(let id, let name): "\(name): key \(id.rawValue) has no files"
        case .missingPrivateKey(let id, let name): "\(name): key \(id.rawValue) has no private key"
        case .unreadable(let error): "\(error)"
        }
    }
}
