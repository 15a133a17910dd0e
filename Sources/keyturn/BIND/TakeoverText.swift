import DNSSECModel
import JSON
import KeyStore
import Migration
import Timeline
import Wording

/// What came of taking keys over, for people and programs.
struct TakeoverText {
    /// The daemon's state folder.
    let state: String
    /// True if nothing was written.
    let isTrial: Bool

    // MARK: - For people

    func lines(_ takeover: Takeover) -> [String] {
        let ring = takeover.taken.ring
        let zone = takeover.zone.name
        let count = Prose.count(ring.keys.count, "key", "keys")
        let title = isTrial ? "would be taken over" : "taken over"
        let head = "\(zone) \(count) of \(takeover.bind) \(title) into \(state)"
        var lines = [Terminal.styled(head, .bold, on: .output)]
        lines += Self.table(ring).map { "  " + $0 }
        if let publication = ring.publication {
            lines.append(
                "  Published with serial \(publication.serial), DNSKEY TTL \(publication.dnskeyTTL), largest TTL "
                    + "\(publication.maximumTTL)."
            )
        }
        lines += decision(takeover)
        for note in takeover.taken.notes {
            lines += Prose.wrapped("Note: \(note).", indentation: "  ")
        }
        return lines
    }

    private func decision(_ takeover: Takeover) -> [String] {
        if let conflict = takeover.decision.conflict {
            return ["  First decision: none, the policy does not fit (\(conflict))."]
        }
        let changes = takeover.changes
        let next =
            takeover.decision.nextWake.map { " Next look at \($0) (\($0.distance(from: takeover.at)))." }
            ?? ""
        if changes.isEmpty { return ["  First decision: the zone goes on as it is." + next] }
        return ["  First decision changes:"]
            + changes.flatMap { Prose.wrapped("- \($0)", indentation: "    ") }
            + (next.isEmpty ? [] : [" " + next])
    }

    /// One line for each key, with the states of its records.
    static func table(_ ring: KeyRing) -> [String] {
        var table = Columns(rightAligned: [0])
        table.append("TAG", "ROLE", "ALGORITHM", "GOAL", "DNSKEY", "ZRRSIG", "KRRSIG", "DS")
        for key in ring.keys {
            let state = { (record: KeyRecord) in key[record]?.state.rawValue ?? "-" }
            table.append(
                key.material.map { String($0.tag) } ?? "-",
                key.role.description,
                key.algorithm.description,
                key.isGone ? "gone" : key.goal.rawValue,
                state(.dnskey),
                state(.zrrsig),
                state(.krrsig),
                state(.ds)
            )
        }
        return table.lines
    }

    // MARK: - For programs

    func json(_ takeovers: [Takeover]) -> JSONValue {
        ["written": .bool(!isTrial), "zones": .array(takeovers.map(json))]
    }

    private func json(_ takeover: Takeover) -> JSONValue {
        let ring = takeover.taken.ring
        let changes = takeover.changes
        return [
            "zone": .string(takeover.zone.name.description), "policy": .string(takeover.policy.name),
            "at": .time(takeover.at), "serial": ring.publication.map { .integer(Int64($0.serial)) } ?? nil,
            "keys": .array(ring.keys.map(Self.json)),
            "first-decision": [
                "unchanged": .bool(changes.isEmpty && takeover.decision.conflict == nil),
                "changes": .array(changes.map { .string($0) }),
                "next": .time(takeover.decision.nextWake),
            ],
            "notes": .array(takeover.taken.notes.map { .string("\($0)") }),
        ]
    }

    /// A key with its states.
    static func json(_ key: ManagedKey) -> JSONValue {
        let states = KeyRecord.allCases.compactMap { record -> JSONValue.Member? in
            guard let track = key[record] else { return nil }
            return JSONValue.Member(
                record.rawValue,
                [
                    "state": .string(track.state.rawValue), "since": .time(track.since),
                    "seen": .time(track.seen),
                ]
            )
        }
        return [
            "id": .integer(Int64(key.id.rawValue)),
            "tag": key.material.map { .integer(Int64($0.tag)) } ?? nil,
            "role": .string(key.role.rawValue), "algorithm": .integer(Int64(key.algorithm.rawValue)),
            "goal": .string(key.goal.rawValue),
            "predecessor": key.predecessor.map { .integer(Int64($0.rawValue)) } ?? nil,
            "states": .object(states),
        ]
    }
}
