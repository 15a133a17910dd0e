import DNSSECModel
import JSON
import Timeline

/// `index.json`: the steps of a simulation, for programs.
enum SimulationIndex {
    static func json(_ steps: [SimulationStep], describing describe: (TimelineEvent) -> JSONValue)
        -> JSONValue
    {
        .array(
            steps.map { step in
                [
                    "step": .integer(Int64(step.number)), "time": JSONValue(step.time),
                    "zone": .string(step.zoneFile), "ds": .string(step.dsFile),
                    "dnskey-octets": .integer(Int64(step.dnskeyOctets)),
                    "serial": .integer(Int64(step.serial)), "keys": .array(step.keys.map(json)),
                    "events": .array(step.events.map(describe)),
                ]
            }
        )
    }

    private static func json(_ key: SimulatedKey) -> JSONValue {
        [
            "key": .integer(Int64(key.id.rawValue)), "tag": .integer(Int64(key.record.keyTag)),
            "role": .string(key.role.rawValue), "algorithm": .integer(Int64(key.record.algorithm.rawValue)),
            "name": key.name.map { .string($0) } ?? .null,
            "stands-in-for": key.standsInFor.map { .string($0) } ?? .null,
            "published": .bool(key.isPublished), "revoked": .bool(key.record.isRevoked),
            "signs-keys": .bool(key.signsKeys), "signs-zone": .bool(key.signsZone),
            "file": .string(key.file),
        ]
    }
}
