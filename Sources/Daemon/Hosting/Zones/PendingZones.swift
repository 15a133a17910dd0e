import DNSCore
import DNSSECModel

/// What the slots of all zones are made of, in a few large pieces of memory.
///
/// A configuration of very many zones lies in very many small ones. It must be gone before the slots are made, which stay:
/// they take its place then, and else would stand between its pieces and keep the memory around them from its return.
struct PendingZones {
    private var names: [UInt8] = []
    private var zones: [(end: Int, order: ZoneSettings, choice: PolicyChoice)] = []

    /// The plans for the zones of a configuration.
    init(_ configurations: [ZoneConfiguration], _ policies: inout LoadedPolicies, _ orders: AllZoneSettings) {
        zones.reserveCapacity(configurations.count)
        for zone in configurations {
            names += zone.name.octets
            let choice = policies.choice(for: zone)
            zones.append((names.count, orders.order(zone, choice.shared), choice))
        }
    }

    /// The slots, in the order of the configuration.
    consuming func slots(_ context: ZoneContext) -> [HostedZone] {
        var start = 0
        return zones.map { end, order, choice in
            defer { start = end }
            return HostedZone(Name(uncheckedWire: Array(names[start..<end])), order, choice, context)
        }
    }
}
