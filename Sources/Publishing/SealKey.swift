public import DNSSECCrypto
public import SystemIO

/// The file of the secret that makes a seal keyturn's own: 32 random octets that only their owner may read.
///
/// The daemon has one in its state folder, the tool in the folder of the keys. Where it is lost, all that was published is
/// verified once more.
public enum SealKey {
    /// The name of the file.
    public static let fileName = "seal.key"
    /// Its permission bits.
    public static let mode: UInt32 = 0o600

    /// Why there is no secret.
    public enum Absence: Hashable, Sendable {
        /// There is no file.
        case missing
        /// The file does not have 32 octets.
        case damaged
        /// Others than its owner may read or write it, so that anybody may have the secret; the permission bits.
        case open(UInt32)
        /// It cannot be read or made.
        case system(SystemError)
    }

    /// The secret in a folder, or why there is none.
    public static func load(in folder: String) -> Result<AuthenticationKey, Absence> {
        let path = "\(folder)/\(fileName)"
        do throws(SystemError) {
            guard let mode = try FileSystem.permissions(of: path) else { return .failure(.missing) }
            guard mode & 0o077 == 0 else { return .failure(.open(mode)) }
            var octets = try FileSystem.read(path)
            defer { SecretOctets.wipe(&octets) }
            return AuthenticationKey(octets.span).map { .success($0) } ?? .failure(.damaged)
        } catch {
            return .failure(error.isMissing ? .missing : .system(error))
        }
    }

    /// The secret in a folder; a new one takes the place of one that is missing or cannot be used.
    ///
    /// - Returns: The secret, and what was wrong with the one before; nil if it is the one that was there.
    public static func loadOrMake(in folder: String) -> (key: AuthenticationKey?, wasAbsent: Absence?) {
        switch load(in: folder) {
        case .success(let key): return (key, nil)
        case .failure(.system(let error)): return (nil, .system(error))
        case .failure(let absence):
            do throws(SystemError) {
                guard let key = try? AuthenticationKey.random() else { return (nil, absence) }
                try AtomicFile.replace("\(folder)/\(fileName)", with: key.span, mode: mode)
                return (key, absence)
            } catch {
                return (nil, .system(error))
            }
        }
    }
}

extension SealKey.Absence: Error {}

extension SealKey.Absence {
    /// What is wrong with the file in a folder, in lower case, without a full stop; nil if it is only not there.
    public func problem(in folder: String) -> String? {
        let path = "\(folder)/\(SealKey.fileName)"
        return switch self {
        case .missing: nil
        case .damaged: "\(path) is damaged; expected \(AuthenticationKey.octets) octets"
        case .open(let mode):
            "\(path) has the mode \(String(mode, radix: 8)); expected 600: others may know the secret of the seals"
        case .system(let error): error.description
        }
    }
}
