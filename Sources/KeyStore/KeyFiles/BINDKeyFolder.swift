public import DNSSECCrypto
public import DNSSECModel
internal import SystemIO

/// A key as its files hold it.
public struct BINDKey: Sendable {
    /// The name of the files.
    public let name: BINDKeyFileName
    /// The DNSKEY record in the `.key` file.
    public let record: DNSKEYRecord
    /// The TTL of that record; `nil` if the file leaves it to the zone.
    public var ttl: UInt32?
    /// The timing metadata.
    public var times: BINDKeyTimes
    /// The private key; `nil` if there is no `.private` file, as for a key that is kept offline.
    public let signingKey: SigningKey?
    /// What keyturn has no use for and writes back.
    let numbers: [BINDPrivateFile.Number: UInt64]
}

extension BINDKey {
    /// A key pair that has no files yet.
    ///
    /// - Parameters:
    ///   - pair: The pair.
    ///   - zone: The zone that it is for.
    ///   - flags: Those of the DNSKEY, from which a REVOKE bit is taken off.
    ///   - ttl: The TTL of the record in the `.key` file; nil leaves it to the zone.
    ///   - times: The timing metadata.
    public init(new pair: SigningKey, zone: Name, flags: UInt16, ttl: UInt32? = nil, times: BINDKeyTimes) {
        let record = pair.dnskey(flags: flags & ~DNSKEYRecord.revokeFlag)
        self.init(
            name: BINDKeyFileName(zone: zone, record: record),
            record: record,
            ttl: ttl,
            times: times,
            signingKey: pair,
            numbers: [:]
        )
    }
}

/// A folder with the key files of BIND: `Kzone.+013+12345.key` and `.private`.
///
/// Reading trusts nothing: the private key must be that of the `.key` file, and both must be what the file's name
/// says. Writing is atomic, a private key's file has mode 0600 from its first moment, and the file of another key is
/// never overwritten.
public struct BINDKeyFolder: Hashable, Sendable {
    /// The folder's path.
    public let path: String

    /// A folder, which need not exist before it is used.
    public init(path: String) { self.path = path }

    /// What a folder holds of one zone.
    public struct Listing: Sendable {
        /// The keys, by the names of their files.
        ///
        /// A key that dnssec-revoke has revoked is there twice, with and without REVOKE.
        public var keys: [BINDKey] = []
        /// What is wrong with the files that could not be read: none is left out silently.
        public var errors: [BINDKeyError] = []
    }

    /// All keys of a zone.
    ///
    /// Throws only where the folder itself cannot be read.
    public func keys(of zone: Name) throws(BINDKeyError) -> Listing {
        let prefix = BINDKeyFileName.prefix(of: zone)
        let files = try system(path) { () throws(SystemError) in try FileSystem.names(in: path) }
        var listing = Listing()
        var known: Set<String> = []
        for file in files where file.hasPrefix(prefix) {
            guard let suffix = [".key", ".private"].first(where: file.hasSuffix) else { continue }
            let base = String(file.dropLast(suffix.utf8.count))
            guard known.insert(base).inserted else { continue }
            do throws(BINDKeyError) {
                guard let name = BINDKeyFileName(base, zone: zone) else {
                    throw BINDKeyError(file: "\(path)/\(file)", .badFileName)
                }
                listing.keys.append(try read(name))
            } catch {
                listing.errors.append(error)
            }
        }
        return listing
    }

    /// The key of these files.
    public func read(_ name: BINDKeyFileName) throws(BINDKeyError) -> BINDKey {
        let publicPath = "\(path)/\(name.publicFile)"
        let privatePath = "\(path)/\(name.privateFile)"
        let hasPrivate = try system(privatePath) { () throws(SystemError) in
            try FileSystem.exists(privatePath)
        }
        let hasPublic = try system(publicPath) { () throws(SystemError) in try FileSystem.exists(publicPath) }
        if hasPrivate, !hasPublic { throw BINDKeyError(file: privatePath, .publicFileMissing) }
        let file = try publicFile(publicPath)
        try check(file, name, publicPath)
        guard hasPrivate else {
            return BINDKey(
                name: name,
                record: file.record,
                ttl: file.ttl,
                times: file.times,
                signingKey: nil,
                numbers: [:]
            )
        }
        let (key, secret) = try privateFile(privatePath)
        guard key.algorithm == file.record.algorithm, key.publicKey == file.record.publicKey else {
            throw BINDKeyError(file: privatePath, .filesDisagree)
        }
        var times = secret.times
        times[.dsRemoved] = times[.dsRemoved] ?? file.times[.dsRemoved]
        return BINDKey(
            name: name,
            record: file.record,
            ttl: file.ttl,
            times: times,
            signingKey: key,
            numbers: secret.numbers
        )
    }

    private func check(
        _ file: BINDPublicFile,
        _ name: BINDKeyFileName,
        _ path: String
    ) throws(BINDKeyError) {
        guard file.zone == name.zone else { throw BINDKeyError(file: path, .otherOwner(file.zone)) }
        let plain = BINDKeyFileName(zone: file.zone, record: file.record)
        guard file.record.algorithm == name.algorithm,
            [plain.keyTag, file.record.revoked.keyTag].contains(name.keyTag)
        else {
            let numbers = BINDKeyProblem.otherNumbers(
                algorithm: file.record.algorithm,
                keyTag: file.record.keyTag
            )
            throw BINDKeyError(file: path, numbers)
        }
    }
}

// MARK: - Writing

extension BINDKeyFolder {
    /// Writes the files of a new key: the private one first, so that no `.key` is without its `.private`.
    ///
    /// Where the files are there already and hold this very key, as after a crash half-way, it completes them and
    /// gives back what they hold. `flags` are those of the DNSKEY, without REVOKE. With `isLasting` false the files'
    /// contents are on the disk when this returns, and their names when the folder is brought there.
    public func create(
        _ key: SigningKey,
        zone: Name,
        flags: UInt16,
        ttl: UInt32? = nil,
        times: BINDKeyTimes,
        isLasting: Bool = true
    ) throws(BINDKeyError) -> BINDKey {
        let new = BINDKey(new: key, zone: zone, flags: flags, ttl: ttl, times: times)
        return try create(new, isLasting: isLasting)
    }

    /// Writes the files of a key that has none yet, in the same way.
    public func create(_ new: BINDKey, isLasting: Bool = true) throws(BINDKeyError) -> BINDKey {
        try system(path) { () throws(SystemError) in _ = try AtomicFile.removeLeftovers(in: path) }
        let privatePath = "\(path)/\(new.name.privateFile)"
        let privateIsNew = try place(new, at: privatePath, isPrivate: true, .new(isLasting: isLasting))
        if !privateIsNew, try privateFile(privatePath).key.publicKey != new.record.publicKey {
            throw BINDKeyError(file: privatePath, .otherKey)
        }
        let publicPath = "\(path)/\(new.name.publicFile)"
        let publicIsNew = try place(new, at: publicPath, isPrivate: false, .new(isLasting: isLasting))
        if !publicIsNew, try publicFile(publicPath).record != new.record {
            throw BINDKeyError(file: publicPath, .otherKey)
        }
        return privateIsNew && publicIsNew ? new : try read(new.name)
    }

    /// Writes new times, or a new TTL, of a key whose files are there.
    public func update(_ key: BINDKey) throws(BINDKeyError) {
        let present = try read(key.name)
        guard present.record == key.record, (present.signingKey == nil) == (key.signingKey == nil) else {
            throw BINDKeyError(file: "\(path)/\(key.name.publicFile)", .otherKey)
        }
        try rewrite(key)
    }

    /// Writes new times, or a new TTL, of a key that was read from its files just now.
    public func rewrite(_ key: BINDKey) throws(BINDKeyError) {
        let publicPath = "\(path)/\(key.name.publicFile)"
        if key.signingKey != nil {
            _ = try place(key, at: "\(path)/\(key.name.privateFile)", isPrivate: true, .replacing)
        }
        _ = try place(key, at: publicPath, isPrivate: false, .replacing)
    }

    private enum Placement {
        case replacing
        case new(isLasting: Bool)
    }

    /// Writes one of the two files; false if it is there already and may not be replaced.
    private func place(
        _ key: BINDKey,
        at file: String,
        isPrivate: Bool,
        _ placement: Placement
    ) throws(BINDKeyError) -> Bool {
        var text = isPrivate ? try privateText(key, file) : publicText(key)
        defer { SecretOctets.wipe(&text) }
        do throws(SystemError) {
            let mode: UInt32 = isPrivate ? 0o600 : 0o644
            switch placement {
            case .replacing: try AtomicFile.replace(file, with: text.span, mode: mode)
            case .new(let isLasting):
                try AtomicFile.createNew(file, with: text.span, mode: mode, isLasting: isLasting)
            }
            return true
        } catch {
            if error.isTaken, case .new = placement { return false }
            throw BINDKeyError(file: file, .system(error))
        }
    }

    private func publicText(_ key: BINDKey) -> [UInt8] {
        BINDPublicFile(zone: key.name.zone, record: key.record, ttl: key.ttl, times: key.times).text()
    }

    private func privateText(_ key: BINDKey, _ file: String) throws(BINDKeyError) -> [UInt8] {
        guard let signingKey = key.signingKey else { return [] }
        do throws(CryptoError) {
            return BINDPrivateFile(
                algorithm: signingKey.algorithm,
                material: try signingKey.material(),
                times: key.times,
                numbers: key.numbers
            ).text()
        } catch {
            throw BINDKeyError(file: file, .crypto(error))
        }
    }
}

// MARK: - The two files

extension BINDKeyFolder {
    /// The largest key file that is read: a hundred times what an RSA key of 16384 bits takes.
    private static let maximumOctets = 1 << 20

    private func publicFile(_ file: String) throws(BINDKeyError) -> BINDPublicFile {
        let octets = try content(file)
        return try BINDPublicFile(octets.span, file: file)
    }

    private func content(_ file: String) throws(BINDKeyError) -> [UInt8] {
        try system(file) { () throws(SystemError) in
            try FileSystem.read(file, atMost: Self.maximumOctets)
        }
    }

    private func privateFile(
        _ file: String
    ) throws(BINDKeyError) -> (key: SigningKey, content: BINDPrivateFile) {
        var octets = try content(file)
        defer { SecretOctets.wipe(&octets) }
        let content = try BINDPrivateFile(octets.span, file: file)
        do throws(CryptoError) {
            return (try SigningKey(algorithm: content.algorithm, material: content.material), content)
        } catch {
            throw BINDKeyError(file: file, .crypto(error))
        }
    }

    private func system<Result>(
        _ file: String,
        _ body: () throws(SystemError) -> Result
    ) throws(BINDKeyError) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw BINDKeyError(file: file, .system(error))
        }
    }
}
