import DNSSECCrypto
import DNSSECModel
import KeyStore
import SystemIO

/// The folder with the key files of one zone, read as a policy and a moment want it.
struct KeyFolder {
    let path: String
    let zone: Name
    let policy: DNSSECPolicy

    /// The keys that are in the zone at a moment.
    ///
    /// - Parameters:
    ///   - now: The moment that the files' timing is read for.
    ///   - isGenerating: Whether keys are made for roles without any.
    /// - Returns: The keys, at least one active for each role of the policy.
    /// - Throws: Where the folder or a file in it cannot be read, or a role has no active key.
    func keys(at now: Instant, generating isGenerating: Bool) throws(ToolFailure) -> ChosenKeys {
        let listing = try listing(creating: isGenerating)
        var files = listing.keys
        var new: Set<BINDKeyFileName> = []
        if isGenerating {
            for keyPolicy in policy.keys where !hasKey(keyPolicy.role, in: files, at: now) {
                let key = try generate(keyPolicy, avoiding: files, at: now)
                new.insert(key.name)
                files.append(key)
            }
        }
        let chosen = choice(from: files, at: now, new: new)
        try demandActiveKeys(chosen, files: files, at: now, isGenerating: isGenerating)
        return chosen
    }

    /// The role that a key file's flags mean under the policy.
    private func role(of record: DNSKEYRecord) -> KeyRole {
        guard record.isSecureEntryPoint else { return .zsk }
        return policy.keys.contains { $0.role == .csk } ? .csk : .ksk
    }

    // MARK: - Reading

    /// All key files of the zone; one that cannot be read ends the command, for it may be the one that is needed.
    private func listing(creating: Bool) throws(ToolFailure) -> BINDKeyFolder.Listing {
        do throws(SystemError) {
            if creating { try FileSystem.ensureFolder(path, mode: 0o700) }
        } catch {
            throw .unwritable(path, error)
        }
        let listing: BINDKeyFolder.Listing
        do throws(BINDKeyError) {
            listing = try BINDKeyFolder(path: path).keys(of: zone)
        } catch {
            guard case .system(let cause) = error.problem else {
                throw ToolFailure(.badData, [Diagnostic(error)])
            }
            throw .unreadable(path, cause, expected: "a folder with key files, or --generate-keys")
        }
        guard listing.errors.isEmpty else {
            let isForbidden = listing.errors.allSatisfy(\.isForbidden)
            throw ToolFailure(isForbidden ? .notAllowed : .badData, listing.errors.map { Diagnostic($0) })
        }
        return listing
    }

    // MARK: - Choosing

    private func choice(from files: [BINDKey], at now: Instant, new: Set<BINDKeyFileName>) -> ChosenKeys {
        var chosen = ChosenKeys(keys: [], zone: zone, warnings: [])
        for key in inOrder(files) where key.isPublished(at: now) {
            let isRevoked = key.isRevoked(at: now)
            // dnssec-revoke leaves the key there twice: as it was, and revoked.
            let twin = files.first { $0.name != key.name && $0.plainRecord == key.plainRecord }
            if !isRevoked, let twin, twin.isPublished(at: now), twin.isRevoked(at: now) { continue }
            let hasPrivateKey = key.signingKey != nil
            let role = role(of: key.record)
            let isActive = key.isActive(at: now)
            if isActive, !hasPrivateKey {
                let message = "no private key; the key is published and does not sign"
                chosen.warnings.append(Diagnostic(.warning, file: "\(path)/\(key.name.publicFile)", message))
            }
            chosen.keys.append(
                ChosenKey(
                    id: ManagedKey.ID(rawValue: chosen.keys.count + 1),
                    key: key,
                    role: role,
                    isRevoked: isRevoked,
                    isActive: (isActive || isRevoked) && hasPrivateKey,
                    hasCDS: policy.parent.cds && role.signsKeys && !isRevoked && isActive
                        && key.isSynced(at: now),
                    isNew: new.contains(key.name)
                )
            )
        }
        return chosen
    }

    /// KSKs first, each role in the order of the files.
    private func inOrder(_ files: [BINDKey]) -> [BINDKey] {
        KeyRole.allCases.flatMap { role in files.filter { self.role(of: $0.record) == role } }
    }

    /// Every role of the policy needs a key of its algorithm that signs.
    private func demandActiveKeys(
        _ chosen: ChosenKeys,
        files: [BINDKey],
        at now: Instant,
        isGenerating: Bool
    ) throws(ToolFailure) {
        var problems: [Diagnostic] = []
        for keyPolicy in policy.keys {
            let wanted = chosen.keys.contains {
                $0.role == keyPolicy.role && $0.isActive && !$0.isRevoked
                    && $0.key.record.algorithm == keyPolicy.algorithm
            }
            guard !wanted else { continue }
            let present = files.filter { role(of: $0.record) == keyPolicy.role }.map { "\($0.name)" }
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

    /// True where the folder has a key of the role that is not past its end: then none is ever made beside it.
    private func hasKey(_ role: KeyRole, in files: [BINDKey], at now: Instant) -> Bool {
        files.contains { self.role(of: $0.record) == role && !$0.isDeleted(at: now) }
    }

    private func generate(
        _ keyPolicy: KeyPolicy,
        avoiding files: [BINDKey],
        at now: Instant
    ) throws(ToolFailure) -> BINDKey {
        var times = BINDKeyTimes()
        for event in [BINDKeyTimes.Event.created, .publish, .activate] { times[event] = now }
        if keyPolicy.role.signsKeys, policy.parent.cds { times[.syncPublish] = now }
        let key: SigningKey
        do throws(CryptoError) {
            key = try SigningKey.generate(
                algorithm: keyPolicy.algorithm,
                bits: keyPolicy.bits ?? DNSSECPolicy.Default.rsaBits,
                flags: keyPolicy.role.flags,
                avoiding: KeyTagSet(of: files.map(\.record))
            )
        } catch {
            throw ToolFailure(.fault, "\(error)")
        }
        do throws(BINDKeyError) {
            return try BINDKeyFolder(path: path).create(
                key,
                zone: zone,
                flags: keyPolicy.role.flags,
                times: times
            )
        } catch {
            if case .system(let cause) = error.problem { throw .unwritable(path, cause) }
            throw ToolFailure(.fault, [Diagnostic(error)])
        }
    }
}

// MARK: - Timing

extension BINDKey {
    var plainRecord: DNSKEYRecord { KeyMaterial(record: record).record }

    /// True for files of before timing metadata: such keys are always in use, as in BIND.
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
        !isPast(.syncDelete, now) && (times[.syncPublish].map { $0 <= now } ?? true)
    }
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
    /// True where the file is there and may not be read.
    fileprivate var isForbidden: Bool {
        if case .system(let cause) = problem { cause.isForbidden } else { false }
    }
}
