import DNSCore
public import DNSSECModel
import Signing
import Timeline

/// What is known of a zone, and its state does not know it.
public enum StateDifference: Hashable, Sendable {
    /// The journal has later states.
    case journal(lines: Int, last: Instant)
    /// The journal has other states.
    case unknownToJournal(last: Instant)
    /// The published zone, which keyturn has written, shows DNSKEY records that the state does not have.
    case unknownKeys(file: String, serial: UInt32, tags: [UInt16])
    /// The published zone is newer than the state, and its keys and signers are not those that the state has decided.
    case otherKeys(file: String, serial: UInt32)
}

extension StateDifference: CustomStringConvertible {
    /// What differs, in lower case and without a full stop.
    public var description: String {
        switch self {
        case .journal(let lines, let last):
            "the journal has \(lines) later state\(lines == 1 ? "" : "s"), the last of \(last)"
        case .unknownToJournal(let last):
            "the journal does not have this state; its own last one is of \(last)"
        case .unknownKeys(let file, let serial, let tags):
            "\(file), serial \(serial), shows DNSKEY \(tags.map(String.init).joined(separator: ", ")), which the state "
                + "does not have"
        case .otherKeys(let file, let serial):
            "\(file), serial \(serial), is newer than the state and has other keys or signers"
        }
    }
}

extension KeyRing {
    /// What a zone that keyturn has published knows and the ring does not; nil if the ring knows all of it.
    ///
    /// A crash between writing and recording leaves a zone that is newer than the ring's publication, with the keys and
    /// signers that the ring has decided.
    func difference(to output: PublishedKeys, file: String) -> StateDifference? {
        let known = Dictionary(keys.compactMap { key in key.material.map { ($0.record, key) } }) { $1 }
        let strange = output.dnskeys.filter { record in
            guard let key = known[record.unrevoked] else { return true }
            return record.isRevoked && key.revocation == nil
        }
        if !strange.isEmpty {
            return .unknownKeys(file: file, serial: output.serial, tags: strange.map(\.keyTag).sorted())
        }
        if let serial = publication?.serial, !SerialNumber.isNewer(output.serial, than: serial) { return nil }
        let plans = [plan, publication?.plan].compactMap(\.self)
        if plans.contains(where: { fits(output, $0, known) }) { return nil }
        return .otherKeys(file: file, serial: output.serial)
    }

    private func fits(_ output: PublishedKeys, _ plan: SigningPlan, _ known: [DNSKEYRecord: ManagedKey])
        -> Bool
    {
        func ids(_ records: [DNSKEYRecord]) -> Set<ManagedKey.ID> {
            Set(records.compactMap { known[$0.unrevoked]?.id })
        }
        return Set(output.dnskeys.map(\.unrevoked)).count == plan.dnskeys.count
            && ids(output.dnskeys) == Set(plan.dnskeys.map(\.key))
            && ids(output.keySigners).isSubset(of: plan.keySigners)
            && ids(output.zoneSigners).isSubset(of: plan.zoneSigners + plan.keptSignatures.map(\.key))
    }
}
