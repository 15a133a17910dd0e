public import DNSSECModel
public import KeyStore

/// Why the keys of a zone are not taken over: all that is wrong, at once.
public struct BINDImportError: Error, Hashable, Sendable {
    /// What is wrong; not empty.
    public let faults: [BINDImportFault]
}

/// The keys of a zone, taken over from BIND: a pure function of what is in its files.
///
/// Each record keeps the state that it has in BIND. A wait that is under way goes on, and ends no earlier than BIND's
/// own: `seen` is when BIND made the change, later by as much as BIND would wait longer than the policy. Only
/// signatures over the zone wait from the first publication on, because only that replaces all of them.
public struct BINDImport: Sendable {
    /// The ring.
    public let ring: KeyRing
    /// The files to keep for it; their times are those that have come true.
    public let keys: [BINDKey]
    /// What the operator should know.
    public let notes: [BINDImportNote]

    /// Takes the keys over.
    ///
    /// - Parameters:
    ///   - files: What BIND has of the zone.
    ///   - policy: The policy that they will follow.
    ///   - published: The zone as BIND published it last; nil = not known.
    ///   - now: The moment.
    ///   - allowsOtherPolicy: Whether keys may differ from the policy in algorithm, role or parent.
    /// - Throws: Where the files contradict themselves, one another, the zone or the policy.
    public init(
        _ files: BINDFiles,
        policy: DNSSECPolicy,
        published: PublishedZone?,
        at now: Instant,
        allowsOtherPolicy: Bool = false
    ) throws(BINDImportError) {
        let used = files.entries.filter { !$0.state.content.isUnused }
        var check = BINDImportCheck(files: files, used: used, now: now)
        check.run()
        if check.faults.isEmpty {
            check.compare(with: policy)
            if let published { check.compare(with: published) }
        }
        let faults = check.faults.filter { !allowsOtherPolicy || !$0.problem.isAboutPolicy }
        guard faults.isEmpty else { throw BINDImportError(faults: faults) }

        var builder = BINDRingBuilder(zone: files.zone, policy: policy, published: published, now: now)
        builder.build(used)
        ring = builder.ring
        keys = used.map { entry in
            var key = entry.key
            key.times = BINDKeyTimes()
            for (event, time) in entry.key.times.entries where time <= now { key.times[event] = time }
            return key
        }
        let unused = files.entries.filter { $0.state.content.isUnused }.map {
            BINDImportNote.unusedKey($0.key.name)
        }
        let unknown = files.entries.flatMap { entry in
            entry.state.unknownFields.map {
                BINDImportNote.unknownField(file: entry.state.file, line: $0.line, tag: $0.tag)
            }
        }
        notes = unknown + unused + builder.notes + (published == nil ? [.noSignedZone] : [])
    }
}

extension BINDFiles.Entry {
    /// The state of a record, hidden where the file has none.
    func state(_ state: BINDStateFile.State) -> RecordState { self.state.content.states[state] ?? .hidden }

    /// A moment in the file.
    func time(_ moment: BINDStateFile.Moment) -> Instant? { state.content.times[moment] }

    /// The tag by which other files name the key.
    var tag: UInt16 { KeyMaterial(record: key.record).tag }

    var isGone: Bool { state.content.isGone }

    /// What the key is for; `nil` if its flags tell of nothing.
    ///
    /// Where there are no flags, as in states that dnssec-settime made, it is what BIND concludes.
    var knownRole: KeyRole? {
        guard state.content.flags.isEmpty else { return state.content.role }
        guard key.record.isSecureEntryPoint else { return .zsk }
        return state.content.states[.zrrsig] == nil ? .ksk : .csk
    }

    /// What the key is for; only asked for where it was checked.
    var role: KeyRole { knownRole ?? .zsk }

    func isPredecessor(of other: BINDFiles.Entry) -> Bool {
        other.state.content.numbers[.predecessor] == UInt32(tag) && other.role == role && other.tag != tag
    }

    /// What BIND wants the key to become, in keyturn's words.
    ///
    /// BIND gives a key up as soon as its successor is made; keyturn keeps both in use until the successor takes over.
    func goal(successor: BINDFiles.Entry?) -> KeyGoal {
        if state(.goal) == .omnipresent { return .active }
        guard let successor, successor.state(.goal) == .omnipresent, state(.dnskey).isPublished else {
            return .retired
        }
        let hasLostZone = role.signsZone && !state(.zrrsig).isPublished
        let hasLostDS = role.signsKeys && state(.ds) == .unretentive
        let hasHandedOver =
            (role.signsZone && successor.state(.zrrsig) != .hidden)
            || (role.signsKeys && successor.state(.ds) != .hidden)
        return hasLostZone || hasLostDS || hasHandedOver ? .retired : .active
    }
}
