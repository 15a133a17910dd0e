import DNSSECModel
import JSON
import Publishing
import Wording

/// The limits that the zones of a check have on this machine.
struct CheckedLimits {
    /// Most zones have the same; in the order in which they were met.
    private var groups: [(limits: ZoneLimits, zones: Int)] = []

    /// Adds a zone.
    mutating func add(_ rules: ZoneRules) {
        let limits = rules.fittingMachine.limits
        if let index = groups.firstIndex(where: { $0.limits == limits }) {
            groups[index].zones += 1
        } else {
            groups.append((limits, 1))
        }
    }

    /// A line for each group of zones.
    var lines: [String] {
        groups.map { limits, zones in
            let parts = [
                limits.records.map { "\($0) records" },
                limits.octets.map { "\(OctetSize(octets: $0)) of text" },
                limits.generated.map { "\($0) generated records" },
                limits.memory.map { "\(OctetSize(octets: $0)) of memory" },
            ]
            return "limits of \(Prose.count(zones, "zone", "zones")): "
                + parts.compactMap(\.self).joined(separator: ", ")
        }
    }

    /// `[{"zones", "records", "octets", "generated", "memory"}]`.
    var json: JSONValue {
        .array(
            groups.map { limits, zones in
                .object([
                    .init("zones", .count(zones)),
                    .init("records", .count(limits.records ?? 0)),
                    .init("octets", .count(limits.octets ?? 0)),
                    .init("generated", .count(limits.generated ?? 0)),
                    .init("memory", .count(limits.memory ?? 0)),
                ])
            }
        )
    }
}
