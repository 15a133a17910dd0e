public import DNSSECModel
import KeyStore

/// The content of a `.state` file: what BIND's key manager (`dnssec-policy`) knows of a key.
///
/// Its states are those of keyturn; its times are when each was entered. Names and forms are those that BIND 9.16 to
/// 9.20 write.
public struct BINDStateFile: Hashable, Sendable {
    /// Numbers in the file; the raw value is the tag there, and the order that of the file.
    public enum Number: String, Hashable, Sendable, CaseIterable {
        /// The key's algorithm.
        case algorithm = "Algorithm"
        /// Its size in bits.
        case length = "Length"
        /// Seconds from its beginning to its end in use; 0 = unlimited.
        case lifetime = "Lifetime"
        /// The tag of the key that it follows.
        case predecessor = "Predecessor"
        /// The tag of the key that follows it.
        case successor = "Successor"
    }

    /// What the key is for; a combined key is both.
    public enum Flag: String, Hashable, Sendable, CaseIterable {
        /// It signs the DNSKEY RRset.
        case ksk = "KSK"
        /// It signs the zone.
        case zsk = "ZSK"
    }

    /// Moments in the file, planned ones and past ones.
    public enum Moment: String, Hashable, Sendable, CaseIterable {
        /// The key was made.
        case generated = "Generated"
        /// The DNSKEY entered the zone.
        case published = "Published"
        /// The key began its work: its lifetime counts from here.
        case active = "Active"
        /// The key's work ends.
        case retired = "Retired"
        /// The REVOKE bit was set.
        case revoked = "Revoked"
        /// The DNSKEY leaves the zone.
        case removed = "Removed"
        /// The DS was seen at the parent.
        case dsPublish = "DSPublish"
        /// The DS was seen to be gone.
        case dsRemoved = "DSRemoved"
        /// CDS and CDNSKEY enter the zone.
        case publishCDS = "PublishCDS"
        /// CDS and CDNSKEY leave the zone.
        case deleteCDS = "DeleteCDS"
        /// The state of the DNSKEY was entered.
        case dnskeyChange = "DNSKEYChange"
        /// The state of the signatures over the zone was entered.
        case zrrsigChange = "ZRRSIGChange"
        /// The state of the signature over the DNSKEY RRset was entered.
        case krrsigChange = "KRRSIGChange"
        /// The state of the DS was entered.
        case dsChange = "DSChange"
    }

    /// The states in the file.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Of the DNSKEY.
        case dnskey = "DNSKEYState"
        /// Of the signatures over the zone.
        case zrrsig = "ZRRSIGState"
        /// Of the signature over the DNSKEY RRset.
        case krrsig = "KRRSIGState"
        /// Of the DS.
        case ds = "DSState"
        /// What BIND wants the key to become: `omnipresent` or `hidden`.
        case goal = "GoalState"

        /// The record whose state it is; nil for the goal.
        public var record: KeyRecord? {
            switch self {
            case .dnskey: .dnskey
            case .zrrsig: .zrrsig
            case .krrsig: .krrsig
            case .ds: .ds
            case .goal: nil
            }
        }

        /// When the state was entered; nil for the goal, which has no time.
        public var change: Moment? {
            switch self {
            case .dnskey: .dnskeyChange
            case .zrrsig: .zrrsigChange
            case .krrsig: .krrsigChange
            case .ds: .dsChange
            case .goal: nil
            }
        }
    }

    /// The numbers that the file has.
    public var numbers: [Number: UInt32] = [:]
    /// The flags that the file has.
    public var flags: [Flag: Bool] = [:]
    /// The moments that the file has.
    public var times: [Moment: Instant] = [:]
    /// The states that the file has.
    public var states: [State: RecordState] = [:]

    /// A file without any field.
    public init() {}

    /// What the key is for; `nil` if the flags do not tell, or tell that it is for nothing.
    public var role: KeyRole? {
        guard let ksk = flags[.ksk], let zsk = flags[.zsk] else { return nil }
        return ksk ? (zsk ? .csk : .ksk) : zsk ? .zsk : nil
    }

    /// True for a key that was made in advance and never used: BIND takes it for the next roll.
    public var isUnused: Bool {
        let tells: (Moment) -> Bool = { moment in
            guard moment != .generated else { return false }
            guard let state = State.allCases.first(where: { $0.change == moment }) else { return true }
            return states[state] != .hidden
        }
        return !times.keys.contains(where: tells)
    }

    /// True for a key of which nothing is left in the zone, at the parent or in a cache.
    public var isGone: Bool {
        states[.goal] == .hidden
            && State.allCases.allSatisfy { (states[$0] ?? .hidden) == .hidden }
    }
}

// MARK: - Writing

extension BINDStateFile {
    /// The file's text, as BIND writes it.
    func text(zone: Name, keyTag: UInt16) -> [UInt8] {
        var text = "; This is the state of key \(keyTag), for \(zone.lowercased)\n"
        for number in Number.allCases {
            if let value = numbers[number] { text += "\(number.rawValue): \(value)\n" }
        }
        for flag in Flag.allCases {
            if let value = flags[flag] { text += "\(flag.rawValue): \(value ? "yes" : "no")\n" }
        }
        for moment in Moment.allCases {
            guard let time = times[moment] else { continue }
            text += "\(moment.rawValue): \(time.compact) (\(BINDKeyTimes.comment(time)))\n"
        }
        for state in State.allCases {
            if let value = states[state] { text += "\(state.rawValue): \(value.rawValue)\n" }
        }
        return Array(text.utf8)
    }
}
