public import DNSSECModel
import SystemIO

/// What is wrong with the private part of a key that a zone still needs, before any signature is due.
public enum PrivateKeyFault: Hashable, Sendable {
    /// The file is not there.
    case missing(file: String)
    /// It cannot be read or understood, or holds something else than the private part of its `.key` file.
    case unusable(BINDKeyError)
    /// The `.key` file holds another key than the zone's.
    case foreign(file: String)
    /// Everybody on the machine may read it; the permission bits.
    case open(file: String, mode: UInt32)
}

extension PrivateKeyFault: CustomStringConvertible {
    /// What is wrong and what was expected, in lower case and without a full stop.
    public var description: String {
        switch self {
        case .missing(let file): "the private key is missing: expected \(file)"
        case .unusable(let error): error.description
        case .foreign(let file):
            "\(file) holds another key than the zone's; expected the one that the state knows"
        case .open(let file, let mode):
            "\(file) has mode \(String(mode, radix: 8)): everybody can read it; expected 0600, and a new key if anybody has"
        }
    }
}

extension StateFolder {
    /// Looks at the files of all keys of a ring that were made, are not removed and not known to be lost.
    ///
    /// Each private part is read and held against its public one.
    public func privateKeyFaults(_ ring: KeyRing) -> [PrivateKeyFault] {
        let folder = BINDKeyFolder(path: keyFolder(of: ring.zone))
        return ring.keys.flatMap { key -> [PrivateKeyFault] in
            guard key.removed == nil, !key.isLost, let record = key.material?.record else { return [] }
            return folder.privateKeyFaults(of: record, BINDKeyFileName(zone: ring.zone, record: record))
        }
    }
}

extension BINDKeyFolder {
    fileprivate func privateKeyFaults(of record: DNSKEYRecord, _ name: BINDKeyFileName) -> [PrivateKeyFault] {
        let file = "\(path)/\(name.privateFile)"
        do throws(BINDKeyError) {
            let key = try read(name)
            if key.record.publicKey != record.publicKey {
                return [.foreign(file: "\(path)/\(name.publicFile)")]
            }
            if key.signingKey == nil { return [.missing(file: file)] }
        } catch {
            if case .system(let cause) = error.problem, cause.isMissing {
                return [.missing(file: error.file)]
            }
            return [.unusable(error)]
        }
        let mode = (try? FileSystem.permissions(of: file)) ?? nil
        return mode.map { $0 & 0o007 == 0 ? [] : [.open(file: file, mode: $0)] } ?? []
    }
}
