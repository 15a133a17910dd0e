import DNSSECModel
import PolicyFile
import Testing
import Timeline

/// A shipped policy of the root, carried out in virtual time.
struct RootSchedule {
    let policy: DNSSECPolicy
    let forecast: Forecast

    init(_ name: String, until end: String, changing change: (inout DNSSECPolicy) -> Void = { _ in }) throws {
        let path = "\(Fixture.root)/Policies/\(name).yaml"
        let octets = try #require(Fixture.octets(path))
        var policy = try #require(PolicyFile.read(octets: octets.span, file: path, name: name).policy)
        change(&policy)
        self.policy = policy
        let ring = KeyRing(zone: try Name(absolute: "."))
        forecast = Forecast(
            policy,
            ring,
            from: try #require(policy.beginning),
            until: try Self.instant(end)
        )
    }

    static func instant(_ text: String) throws -> Instant {
        try #require(Instant(text: text, now: Instant(secondsSinceEpoch: 0)))
    }

    /// The steps of the KSKs, one a line: `2018-10-11T16:00:00Z sign 20326 KSK-2017`.
    var steps: [String] {
        forecast.events.filter { $0.role == .ksk }.map { event in
            let name = forecast.ring[event.key]?.name ?? "-"
            return "\(event.at) \(event.phase.rawValue) \(event.tag.map { "\($0)" } ?? "-") \(name)"
        }
    }

    /// What the root shows from a moment on: tags of the KSKs, R after a revoked one, S after one that signs;
    /// how many ZSKs; the size of the answer.
    func contents(at moment: Instant) throws -> String {
        let publication = try #require(forecast.publications.last { $0.at <= moment })
        var words: [String] = []
        var zoneKeys = 0
        var octets = 12 + 5 + 11
        for shown in publication.plan.dnskeys {
            let key = try #require(forecast.ring[shown.key])
            let material = try #require(key.material)
            octets += 1 + 10 + material.record.rdata.count
            guard key.role == .ksk else {
                zoneKeys += 1
                continue
            }
            let signs = publication.plan.keySigners.contains(shown.key)
            if signs { octets += 1 + 10 + 18 + 1 + (key.algorithm.isRSA ? 256 : 64) }
            let tag = shown.isRevoked ? material.revokedTag : material.tag
            words.append("\(tag)\(shown.isRevoked ? "R" : "")\(signs ? "S" : "")")
        }
        return (words + ["+\(zoneKeys)", "\(octets)"]).joined(separator: " ")
    }
}
