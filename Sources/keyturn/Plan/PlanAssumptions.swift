import ArgumentParser
import DNSSECModel
import Timeline

/// What a person wants to be taken for granted.
struct PlanAssumptions: Hashable {
    private(set) var dsDelay: Interval?
    private(set) var zoneTTL: Interval?
    private(set) var negativeTTL: Interval?
    private(set) var approvalDelay: Interval?
    private(set) var offline: Interval?

    init() {}

    /// Reads `ds-delay=2d,zone-ttl=1d`.
    init(text: String) throws {
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, let path = Self.path(pair[0]) else {
                throw ValidationError(
                    "`\(part)` is no assumption; expected ds-delay=, zone-ttl=, negative-ttl=, approval-delay= "
                        + "or offline= with a duration"
                )
            }
            self[keyPath: path] = try Typed.duration(pair[1])
        }
    }

    private static func path(_ name: String) -> WritableKeyPath<PlanAssumptions, Interval?>? {
        switch name {
        case "ds-delay": \.dsDelay
        case "zone-ttl": \.zoneTTL
        case "negative-ttl": \.negativeTTL
        case "approval-delay": \.approvalDelay
        case "offline": \.offline
        default: nil
        }
    }

    /// True if something is assumed that the daemon knows of its zones.
    var isAboutZone: Bool { zoneTTL != nil || negativeTTL != nil }

    /// What was typed, else what the zone says, else the usual.
    func assumptions(zone: Zone?) -> ForecastAssumptions {
        let usual = ForecastAssumptions()
        var assumptions = ForecastAssumptions(
            dsDelay: dsDelay ?? usual.dsDelay,
            zoneTTL: zoneTTL ?? zone.flatMap { ZoneFacts($0)?.maximumTTL } ?? usual.zoneTTL,
            negativeTTL: negativeTTL ?? zone?.negativeTTL.map { .seconds(Int64($0)) } ?? usual.negativeTTL,
            approvalDelay: approvalDelay ?? usual.approvalDelay
        )
        assumptions.isZoneRead = zone != nil || zoneTTL != nil
        return assumptions
    }
}
