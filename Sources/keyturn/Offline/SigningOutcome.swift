import ControlProtocol
import DNSSECModel
import JSON
import KeyStore
import Signing
import Wording

/// What came of signing a zone, for people and programs.
struct SigningOutcome {
    var order: SigningOrder
    var policy: DNSSECPolicy
    var keys: ChosenKeys
    var zone: Name
    var signed: SignedZoneFacts
    var ds: [DSRecord]
    /// False if the output is what it was.
    var isWritten: Bool

    func print(asJSON: Bool) throws(ToolFailure) {
        if asJSON { return try Terminal.print(json.pretty) }
        for line in lines { try Terminal.print(line) }
    }

    private var isNSEC3: Bool { policy.denial != .nsec }

    // MARK: - For people

    private var lines: [String] {
        let made = keys.keys.isEmpty ? "written unsigned" : "signed"
        let title = signed.contentChanged ? made : "unchanged"
        let head = Terminal.styled(
            "\(zone) \(title) at \(order.at), serial \(signed.serial)",
            .bold,
            on: .output
        )
        let title2 = policy.parent.ds == .none ? "The trust anchor:" : "DS for the parent:"
        guard !ds.isEmpty else { return [head] + facts }
        return [head] + facts + [title2] + ds.map { "  " + $0.line(owner: zone) }
    }

    private var facts: [String] {
        var facts = Columns()
        facts.append("  output", order.output + (order.isVerified ? " (verified)" : " (not verified)"))
        for (index, key) in keys.keys.enumerated() {
            facts.append(index == 0 ? "  keys" : "", keyText(key))
        }
        let statistics = signed.statistics
        facts.append(
            "  signatures",
            "\(statistics.signaturesMade) made, \(statistics.signaturesKept) kept, "
                + "\(statistics.signaturesDropped) dropped"
        )
        if !keys.keys.isEmpty {
            facts.append("  denial", "\(statistics.denialRecords) \(isNSEC3 ? "NSEC3" : "NSEC")")
        }
        if let refresh = signed.nextRefresh {
            facts.append("  next refresh", "\(refresh) (\(refresh.distance(from: order.at)))")
        }
        return facts.lines
    }

    private func keyText(_ key: ChosenKey) -> String {
        var work: [String] = []
        if key.isRevoked { work.append("revoked") }
        if key.signsKeys { work.append(KeyWork.signsKeys) }
        if key.signsZone { work.append(KeyWork.signsZone) }
        if work.isEmpty { work.append(key.isPublished ? "published" : "announced by CDS") }
        if key.isNew { work.append("new") }
        let name = KeyName(KeyReference(role: key.role, tag: key.tag)).text()
        return "\(name) \(key.key.record.algorithm): \(work.joined(separator: ", "))"
    }

    // MARK: - For programs

    private var json: JSONValue {
        let statistics = signed.statistics
        return [
            "zone": .string(zone.description), "file": .string(order.file), "output": .string(order.output),
            "at": .time(order.at), "serial": .integer(Int64(signed.serial)),
            "changed": .bool(signed.contentChanged), "written": .bool(isWritten),
            "verified": .bool(order.isVerified), "keys": .array(keys.keys.map(\.json)),
            "signatures": [
                "made": .count(statistics.signaturesMade), "kept": .count(statistics.signaturesKept),
                "dropped": .count(statistics.signaturesDropped),
            ],
            "rrsets": .count(statistics.rrsets),
            "denial": [
                "type": .string(isNSEC3 ? "nsec3" : "nsec"), "records": .count(statistics.denialRecords),
            ],
            "earliest-expiration": .time(signed.earliestExpiration),
            "next-refresh": .time(signed.nextRefresh),
            "ds": .array(ds.map { .string($0.line(owner: zone)) }),
            "warnings": .array(signed.warnings.map { .string($0.description) }),
        ]
    }
}

extension ChosenKey {
    /// `{"tag", "role", "algorithm", "file", "revoked", "signs-keys", "signs-zone", "cds", "generated"}`.
    fileprivate var json: JSONValue {
        [
            "tag": .integer(Int64(tag)), "role": .string(role.rawValue),
            "algorithm": .integer(Int64(key.record.algorithm.rawValue)),
            "file": .string(key.name.description),
            "revoked": .bool(isRevoked), "signs-keys": .bool(signsKeys), "signs-zone": .bool(signsZone),
            "cds": .bool(hasCDS), "generated": .bool(isNew),
        ]
    }
}
