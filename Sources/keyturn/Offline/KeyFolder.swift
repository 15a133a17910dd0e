import DNSSECCrypto
import DNSSECModel
import KeyStore
import Publishing
import SystemIO

/// The folder with the key files of one zone, read as a policy and a moment want it.
struct KeyFolder {
    let path: String
    let zone: Name
    /// The policy as it is at the moment.
    let policy: DNSSECPolicy
    /// The moment that the files' timing is read for.
    let now: Instant

    /// The keys that are in the zone at the moment.
    ///
    /// - Parameters:
    ///   - present: The key files of the zone.
    ///   - isGenerating: Whether keys are made for roles without any; they have no files before `save`.
    /// - Returns: The keys, at least one active for each role of the policy.
    /// - Throws: If a role has no active key.
    func keys(among present: [BINDKey], isGenerating: Bool) throws(ToolFailure) -> ChosenKeys {
        var files = present
        var new: Set<BINDKeyFileName> = []
        if isGenerating {
            for keyPolicy in policy.keys where !hasKey(keyPolicy.role, in: files) {
                let key = try generate(keyPolicy, avoiding: files)
                new.insert(key.name)
                files.append(key)
            }
        }
        let chosen = choice(from: files, new: new)
        try demandActiveKeys(chosen, files: files, isGenerating: isGenerating)
        return chosen
    }

    /// Writes the files of new keys.
    func save(_ chosen: ChosenKeys) throws(ToolFailure) {
        let new = chosen.keys.filter(\.isNew)
        guard !new.isEmpty else { return }
        do throws(SystemError) {
            try FileSystem.ensureFolder(path, mode: 0o700)
        } catch {
            throw .unwritable(path, error)
        }
        for key in new {
            do throws(BINDKeyError) {
                _ = try BINDKeyFolder(path: path).create(key.key)
            } catch {
                if case .system(let cause) = error.problem { throw .unwritable(path, cause) }
                throw ToolFailure(.fault, [Diagnostic(error)])
            }
        }
    }

    // MARK: - Reading

    /// All key files of the zone.
    ///
    /// A folder that is not there has none, if keys are to be made or the policy wants none.
    func files(isGenerating: Bool) throws(ToolFailure) -> [BINDKey] {
        try Self.files(in: path, of: zone, mayBeMissing: isGenerating || policy.keys.isEmpty)
    }

    /// All key files of a zone in a folder; one that cannot be read ends the command, for it may be the one that is needed.
    static func files(
        in path: String,
        of zone: Name,
        mayBeMissing: Bool = false
    ) throws(ToolFailure) -> [BINDKey] {
        let listing: BINDKeyFolder.Listing
        do throws(BINDKeyError) {
            listing = try BINDKeyFolder(path: path).keys(of: zone)
        } catch {
            guard case .system(let cause) = error.problem else {
                throw ToolFailure(.badData, [Diagnostic(error)])
            }
            if mayBeMissing, cause.isMissing { return [] }
            throw .unreadable(path, cause, expected: "a folder with key files, or --generate-keys")
        }
        guard listing.errors.isEmpty else {
            let isForbidden = listing.errors.allSatisfy(\.isForbidden)
            throw ToolFailure(isForbidden ? .notAllowed : .badData, listing.errors.map { Diagnostic($0) })
        }
        return listing.keys
    }

    /// The role that a key file's flags mean under the policy; under one without keys a key signs what nobody else does.
    private func role(of record: DNSKEYRecord, among files: [BINDKey]) -> KeyRole {
        guard record.isSecureEntryPoint else { return .zsk }
        guard policy.keys.isEmpty else { return policy.keys.contains { $0.role == .csk } ? .csk : .ksk }
        let isSplit = files.contains { $0.isPublished(at: now) && !$0.record.isSecureEntryPoint }
        return isSplit ? .ksk : .csk
    }

    // MARK: - Choosing

    private func choice(from files: [BINDKey], new: Set<BINDKeyFileName>) -> ChosenKeys {
        var chosen = ChosenKeys(keys: [], zone: zone, deletesDS: false, warnings: [])
        for key in inOrder(files) where key.isPublished(at: now) || key.isAnnounced(at: now) {
            let isRevoked = key.isRevoked(at: now)
            // dnssec-revoke leaves the key there twice: as it was, and revoked.
            let twin = files.first { $0.name != key.name && $0.plainRecord == key.plainRecord }
            if !isRevoked, let twin, twin.isPublished(at: now), twin.isRevoked(at: now) { continue }
            if key.isActive(at: now), key.signingKey == nil {
                let message = "no private key; the key is published and does not sign"
                chosen.warnings.append(Diagnostic(.warning, file: "\(path)/\(key.name.publicFile)", message))
            }
            let id = ManagedKey.ID(rawValue: chosen.keys.count + 1)
            let role = role(of: key.record, among: files)
            chosen.keys.append(self.chosen(key, id, role, isNew: new.contains(key.name)))
        }
        chosen.deletesDS =
            policy.keys.isEmpty
            && chosen.keys.contains { $0.isPublished && !$0.isRevoked && $0.role.signsKeys }
        return chosen
    }

    private func chosen(_ key: BINDKey, _ id: ManagedKey.ID, _ role: KeyRole, isNew: Bool) -> ChosenKey {
        let isRevoked = key.isRevoked(at: now)
        return ChosenKey(
            id: id,
            key: key,
            role: role,
            isPublished: key.isPublished(at: now),
            isRevoked: isRevoked,
            isActive: (key.isActive(at: now) || isRevoked) && key.signingKey != nil,
            hasCDS: policy.parent.cds && role.signsKeys && !isRevoked && key.isSynced(at: now),
            isNew: isNew
        )
    }

    /// KSKs first, each role in the order of the files.
    private func inOrder(_ files: [BINDKey]) -> [BINDKey] {
        KeyRole.allCases.flatMap { role in files.filter { self.role(of: $0.record, among: files) == role } }
    }

    /// Every role of the policy needs a key of its algorithm that signs.
    private func demandActiveKeys(
        _ chosen: ChosenKeys,
        files: [BINDKey],
        isGenerating: Bool
    ) throws(ToolFailure) {
        var problems: [Diagnostic] = []
        for keyPolicy in policy.keys {
            let wanted = chosen.keys.filter {
                $0.role == keyPolicy.role && $0.isPublished && !$0.isRevoked
                    && $0.key.record.algorithm == keyPolicy.algorithm
            }
            guard !wanted.contains(where: \.isActive) else { continue }
            if let silent = wanted.first(where: { $0.key.isActive(at: now) }) {
                let refusal = PublishingRefusal.privateKeyMissing(
                    file: "\(path)/\(silent.key.name.privateFile)"
                )
                problems.append(Diagnostic(.error, file: path, "\(refusal)"))
                continue
            }
            let present = files.filter { role(of: $0.record, among: files) == keyPolicy.role }.map {
                "\($0.name)"
            }
            var message = "no \(keyPolicy.role) of \(keyPolicy.algorithm) for \(zone) that signs at \(now)"
            if present.isEmpty {
                message += "; expected one" + (isGenerating ? "" : ", or --generate-keys")
            } else {
                message += "; expected one beside \(present.joined(separator: ", "))"
            }
            problems.append(Diagnostic(.error, file: path, message))
        }
        guard problems.isEmpty else { throw ToolFailure(.badData, problems) }
    }

    // MARK: - Making

    /// True if the folder has a key of the role that is not past its end: then none is ever made beside it.
    private func hasKey(_ role: KeyRole, in files: [BINDKey]) -> Bool {
        files.contains { self.role(of: $0.record, among: files) == role && !$0.isDeleted(at: now) }
    }

    private func generate(
        _ keyPolicy: KeyPolicy,
        avoiding files: [BINDKey]
    ) throws(ToolFailure) -> BINDKey {
        var times = BINDKeyTimes()
        for event in [BINDKeyTimes.Event.created, .publish, .activate] { times[event] = now }
        if keyPolicy.role.signsKeys, policy.parent.cds { times[.syncPublish] = now }
        do throws(CryptoError) {
            let pair = try SigningKey.generate(
                algorithm: keyPolicy.algorithm,
                bits: keyPolicy.bits ?? DNSSECPolicy.Default.rsaBits,
                flags: keyPolicy.role.flags,
                avoiding: KeyTagSet(of: files.map(\.record))
            )
            return BINDKey(new: pair, zone: zone, flags: keyPolicy.role.flags, times: times)
        } catch {
            throw ToolFailure(.fault, "\(error)")
        }
    }
}

// MARK: - Timing

extension BINDKey {
    var plainRecord: DNSKEYRecord { KeyMaterial(record: record).record }

    /// True for files from before timing metadata: such keys are always in use, as in BIND.
    private var isTimeless: Bool { BINDKeyTimes.Event.allCases.allSatisfy { times[$0] == nil } }

    private func isPast(_ event: BINDKeyTimes.Event, _ now: Instant) -> Bool {
        times[event].map { $0 <= now } ?? false
    }

    /// True from Delete on.
    func isDeleted(at now: Instant) -> Bool { isPast(.delete, now) }

    /// True from Publish (or Activate, which cannot be without it) to Delete.
    func isPublished(at now: Instant) -> Bool {
        !isDeleted(at: now) && (isTimeless || isPast(.publish, now) || isPast(.activate, now))
    }

    /// True from Activate to Inactive.
    func isActive(at now: Instant) -> Bool {
        !isDeleted(at: now) && !isPast(.inactive, now) && (isTimeless || isPast(.activate, now))
    }

    /// True from Revoke on, and for files that hold the revoked record.
    func isRevoked(at now: Instant) -> Bool { record.isRevoked || isPast(.revoke, now) }

    /// True from SyncPublish to SyncDelete; without SyncPublish, as long as the key signs.
    func isSynced(at now: Instant) -> Bool {
        guard !isPast(.syncDelete, now) else { return false }
        return times[.syncPublish].map { $0 <= now } ?? isActive(at: now)
    }

    /// True if CDS and CDNSKEY speak of the key although it is not in the zone yet, as in a Double-DS roll.
    func isAnnounced(at now: Instant) -> Bool {
        times[.syncPublish] != nil && isSynced(at: now) && !isDeleted(at: now)
    }

    /// True from DSPublish to DSRemoved.
    func isAtParent(at now: Instant) -> Bool { isPast(.dsPublish, now) && !isPast(.dsRemoved, now) }
}

extension Diagnostic {
    /// A complaint about a key's file.
    init(_ error: BINDKeyError) {
        if case .system(let cause) = error.problem {
            self.init(.error, file: error.file, "\(cause)")
        } else if error.line > 0 {
            self.init(
                .error,
                at: SourcePosition(file: error.file, line: error.line, column: 1),
                "\(error.problem)"
            )
        } else {
            self.init(.error, file: error.file, "\(error.problem)")
        }
    }
}

extension BINDKeyError {
    /// True if the file is there and may not be read.
    fileprivate var isForbidden: Bool {
        if case .system(let cause) = problem { cause.isForbidden } else { false }
    }
}
