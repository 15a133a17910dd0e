import DNSSECModel
import TestKit
import Testing

struct TimingSummandTests {
    private func interval(_ formula: TimingFormula, _ times: TimingIntervals, _ rfc5011: RFC5011Policy)
        -> Interval
    {
        switch formula {
        case .publicationInterval: times.publicationInterval
        case .retireInterval, .signaturePublicationInterval: times.retireInterval
        case .childPublicationInterval: times.childPublicationInterval
        case .parentPublicationInterval: times.parentPublicationInterval
        case .kskRetireInterval: times.kskRetireInterval
        case .dnskeyRetireInterval: times.dnskeyRetireInterval
        case .trustPointInterval: times.trustedPublicationInterval(rfc5011)
        case .revocationInterval: times.revocationInterval(rfc5011)
        }
    }

    @Test(arguments: TimingFormula.allCases)
    func `the parts of every interval sum up to it, whatever the policy`(formula: TimingFormula) {
        var random = SplitMix64(seed: 7583)
        for _ in 0..<500 {
            var times = TimingIntervals(DNSSECPolicy(name: "x", description: "", keys: []))
            let any = { (random: inout SplitMix64) in
                Interval(seconds: Int64.random(in: 0...4_000_000, using: &random))
            }
            times.dnskeyTTL = any(&random)
            times.zoneTTL = any(&random)
            times.dsTTL = any(&random)
            times.zonePropagation = any(&random)
            times.parentPropagation = any(&random)
            times.publishSafety = any(&random)
            times.retireSafety = any(&random)
            times.dnskeyValidity = any(&random)
            times.signingDelay = any(&random)
            let rfc5011 = RFC5011Policy(addHoldDown: any(&random), revoked: any(&random))
            let parts = times.summands(of: formula, rfc5011)
            let sum = parts.reduce(Interval.zero) { $0 + $1.interval }
            #expect(sum == interval(formula, times, rfc5011), "\(formula): \(parts)")
        }
    }

    @Test func `a part reads as its symbol and its length`() {
        let times = TimingIntervals(DNSSECPolicy(name: "x", description: "", keys: []))
        let text = times.summands(of: .childPublicationInterval, RFC5011Policy()).map(\.description)
        #expect(text == ["DprpC 5m", "TTLkey 1h", "publish safety 1h"])
    }
}
