import DNSSECModel
import JSON

// The policy that a ring keeps, and the rules that count for it and for the zone. Files of keyturn 0.1 do not have
// these members.

extension RingFormat {
    static func value(of policy: KeptPolicy) -> JSONValue {
        ["name": .string(policy.name), "content": policy.content]
    }

    static func keptPolicy(from reader: JSONReader) throws(JSONShapeError) -> KeptPolicy {
        var members = try reader.members()
        let name = try members.take("name").string()
        let content = try members.take("content").value
        try members.finish()
        return KeptPolicy(name: name, content: content)
    }

    static func value(of record: RuleRecord) -> JSONValue {
        [
            "edition": .integer(Int64(record.edition)),
            "excused": .array(record.excused.map { .string($0) }),
        ]
    }

    static func ruleRecord(from reader: JSONReader) throws(JSONShapeError) -> RuleRecord {
        var members = try reader.members()
        let edition = Int(try members.take("edition").integer(in: 0...Int64(Int32.max)))
        var excused: [String] = []
        for element in try members.take("excused").elements() { excused.append(try element.string()) }
        try members.finish()
        return RuleRecord(edition: edition, excused: excused)
    }
}
