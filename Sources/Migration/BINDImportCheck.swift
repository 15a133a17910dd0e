import DNSSECModel
import KeyStore

/// Holds the files of a zone's keys against each other, against the policy, and against the signed zone.
struct BINDImportCheck {
    let files: BINDFiles
    /// The keys that are or were in use.
    let used: [BINDFiles.Entry]
    let now: Instant
    private(set) var faults: [BINDImportFault]

    init(files: BINDFiles, used: [BINDFiles.Entry], now: Instant) {
        self.files = files
        self.used = used
        self.now = now
        faults = files.faults
    }

    /// What must be right whatever the policy is.
    mutating func run() {
        for entry in used {
            checkNumbers(of: entry)
            checkStates(of: entry)
            checkRelations(of: entry)
        }
        guard faults.isEmpty else { return }
        let live = used.filter { !$0.isGone }
        if Set(live.map(\.key.record.algorithm)).count > 1 || Set(live.map { $0.role == .csk }).count > 1 {
            faults.append(BINDImportFault(file: files.folder, .changeUnderWay))
            return
        }
        let shown = live.filter { $0.state(.dnskey).isPublished }
        if shown.isEmpty {
            faults.append(BINDImportFault(file: files.folder, .noKeys))
        } else {
            for state in [BINDStateFile.State.krrsig, .zrrsig] {
                guard let record = state.record, !shown.contains(where: { $0.state(state).isPublished })
                else {
                    continue
                }
                faults.append(BINDImportFault(file: files.folder, .nothingSigned(record)))
            }
        }
    }

    // MARK: - One key

    private mutating func checkNumbers(of entry: BINDFiles.Entry) {
        let (state, record) = (entry.state, entry.key.record)
        demand(.algorithm, Int(record.algorithm.rawValue), of: state)
        if let bits = record.sizeInBits { demand(.length, bits, of: state) }
        if state.content.flags.isEmpty { return }
        for flag in BINDStateFile.Flag.allCases where state.content.flags[flag] == nil {
            faults.append(state.fault(flag.rawValue, .missing(flag.rawValue)))
        }
        guard state.content.flags.count == 2 else { return }
        guard let role = state.content.role else {
            faults.append(state.fault("KSK", .noRole))
            return
        }
        let flags = KeyMaterial(record: record).record.flags
        if role.flags != flags { faults.append(state.fault("KSK", .otherRole(role, flags: flags))) }
    }

    private mutating func demand(
        _ number: BINDStateFile.Number,
        _ expected: Int,
        of state: BINDStateReading
    ) {
        guard let value = state.content.numbers[number] else {
            faults.append(state.fault(number.rawValue, .missing(number.rawValue)))
            return
        }
        if Int(value) != expected {
            faults.append(state.fault(number.rawValue, .otherNumber(expected: expected)))
        }
    }

    private mutating func checkStates(of entry: BINDFiles.Entry) {
        guard let role = entry.knownRole, !entry.isGone else { return }
        let state = entry.state
        checkGoal(of: entry)
        for field in BINDStateFile.State.allCases {
            guard let record = field.record, let change = field.change else { continue }
            let isOwn = record == .dnskey || (record == .zrrsig ? role.signsZone : role.signsKeys)
            guard let value = state.content.states[field] else {
                if isOwn { faults.append(state.fault(field.rawValue, .missing(field.rawValue))) }
                continue
            }
            if !isOwn, value != .hidden { faults.append(state.fault(field.rawValue, .foreignState(role))) }
            if let time = entry.time(change) {
                if time > now { faults.append(state.fault(change.rawValue, .inTheFuture(now))) }
            } else if value == .rumoured || value == .unretentive {
                faults.append(state.fault(field.rawValue, .missing(change.rawValue)))
            }
            let dnskey = entry.state(.dnskey)
            if value.isPublished, !dnskey.isPublished {
                faults.append(state.fault(field.rawValue, .withoutDNSKEY(record, value, dnskey: dnskey)))
            }
        }
        for moment in [BINDStateFile.Moment.dsPublish, .dsRemoved] {
            guard let time = entry.time(moment), time > now, Self.counts(moment, entry) else { continue }
            faults.append(state.fault(moment.rawValue, .inTheFuture(now)))
        }
    }

    /// True if the time of a DS is what its state waits from.
    private static func counts(_ moment: BINDStateFile.Moment, _ entry: BINDFiles.Entry) -> Bool {
        entry.state(.ds) == (moment == .dsPublish ? .rumoured : .unretentive)
    }

    private mutating func checkGoal(of entry: BINDFiles.Entry) {
        let state = entry.state
        let goal = state.content.states[.goal]
        if goal == nil {
            faults.append(state.fault("GoalState", .missing("GoalState")))
        } else if goal != .omnipresent, goal != .hidden {
            faults.append(state.fault("GoalState", .badGoal))
        }
        if entry.key.record.isRevoked || entry.time(.revoked).map({ $0 <= now }) ?? false {
            faults.append(state.fault("Revoked", .revoked))
        }
        let signs = entry.state(.krrsig).isPublished || entry.state(.zrrsig).isPublished
        if entry.key.signingKey == nil, signs || goal == .omnipresent {
            faults.append(
                BINDImportFault(file: "\(files.folder)/\(entry.key.name.privateFile)", .noPrivateKey)
            )
        }
    }

    // MARK: - Two keys

    /// Two keys in a roll name each other; a key that is not there any more cannot.
    private mutating func checkRelations(of entry: BINDFiles.Entry) {
        let pairs: [(BINDStateFile.Number, BINDStateFile.Number)] = [
            (.predecessor, .successor), (.successor, .predecessor),
        ]
        for (relation, inverse) in pairs {
            guard let tag = entry.state.content.numbers[relation],
                let other = used.first(where: { UInt32($0.tag) == tag && $0.role == entry.role })
            else { continue }
            guard other.state.content.numbers[inverse] != UInt32(entry.tag) else { continue }
            let problem = BINDImportProblem.oneSidedRelation(other.tag)
            faults.append(entry.state.fault(relation.rawValue, problem))
        }
    }

    // MARK: - The policy

    /// Keys that keyturn would not go on with under the policy.
    mutating func compare(with policy: DNSSECPolicy) {
        for entry in used where !entry.isGone {
            let successor = used.first { entry.isPredecessor(of: $0) }
            if policy.parent.ds == .none, entry.state(.ds) != .hidden {
                faults.append(entry.state.fault("DSState", .parentNotInPolicy))
            }
            guard entry.goal(successor: successor) == .active else { continue }
            guard let keyPolicy = policy.keys.first(where: { $0.role == entry.role }) else {
                faults.append(entry.state.fault("KSK", .roleNotInPolicy(entry.role)))
                continue
            }
            let algorithm = entry.key.record.algorithm
            guard algorithm != keyPolicy.algorithm else {
                checkSize(of: entry, keyPolicy)
                continue
            }
            faults.append(
                entry.state.fault(
                    "Algorithm",
                    .otherAlgorithm(entry.role, algorithm, policy: keyPolicy.algorithm)
                )
            )
        }
    }

    /// A key of another size than the policy's would roll at once.
    private mutating func checkSize(of entry: BINDFiles.Entry, _ policy: KeyPolicy) {
        guard let wanted = policy.bits, let bits = entry.key.record.sizeInBits, bits != wanted else { return }
        faults.append(entry.state.fault("Length", .otherSize(entry.role, bits, policy: wanted)))
    }

    // MARK: - The signed zone

    /// The DNSKEY RRset and the signers must be those of the states.
    mutating func compare(with published: PublishedZone) {
        var unknown = published.dnskeys
        for entry in used {
            let (state, name) = (entry.state, entry.key.name)
            let record = KeyMaterial(record: entry.key.record).record
            guard entry.state(.dnskey).isPublished else { continue }
            unknown.removeAll { $0 == record }
            if !published.shows(record) {
                faults.append(state.fault("DNSKEYState", .notInZone(name)))
                continue
            }
            let signer = PublishedZone.Signer(algorithm: record.algorithm, tag: entry.tag)
            compare(entry, .krrsig, signs: published.keySigners.contains(signer))
            compare(entry, .zrrsig, signs: published.zoneSigners.contains(signer))
        }
        for record in unknown {
            let problem = BINDImportProblem.unknownInZone(record.keyTag, record.algorithm)
            faults.append(BINDImportFault(file: files.folder, problem))
        }
    }

    private mutating func compare(_ entry: BINDFiles.Entry, _ field: BINDStateFile.State, signs: Bool) {
        guard let state = entry.state.content.states[field], let record = field.record else { return }
        let name = entry.key.name
        if state.isPublished, !signs {
            faults.append(entry.state.fault(field.rawValue, .signatureMissing(name, record)))
        }
        // Old signatures over the zone stay until BIND comes to them.
        if signs, state == .hidden || (state == .unretentive && record == .krrsig) {
            faults.append(entry.state.fault(field.rawValue, .signatureWithoutState(name, record)))
        }
    }
}

extension DNSKEYRecord {
    /// The size of the key as BIND counts it; nil for an algorithm that keyturn does not know.
    var sizeInBits: Int? {
        switch algorithm {
        case .ecdsaP256SHA256, .ed25519: return 256
        case .ecdsaP384SHA384: return 384
        case .ed448: return 456
        default:
            guard algorithm.isRSA, let first = publicKey.first else { return nil }
            let header = first == 0 ? 3 : 1
            guard publicKey.count > header else { return nil }
            let exponent = first == 0 ? Int(publicKey[1]) << 8 | Int(publicKey[2]) : Int(first)
            let modulus = publicKey.dropFirst(header + exponent).drop { $0 == 0 }
            return modulus.first.map { modulus.count * 8 - $0.leadingZeroBitCount }
        }
    }
}
