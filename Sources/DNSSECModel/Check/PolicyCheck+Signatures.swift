extension PolicyCheck.Check {
    private typealias Problem = PolicyFinding.Problem
    private typealias Threshold = PolicyCheck.Threshold

    var signatures: [PolicyFinding] {
        let times = policy.signatures
        let propagation = policy.propagation.zone
        let refreshPath = PolicyKeyPath("signatures", "refresh")
        var findings = validity(.zone, times.validity, ttl: zoneTTL)
        findings += validity(.keys, times.dnskeyValidity, ttl: policy.ttl.dnskey)
        if times.refresh <= propagation {
            let problem = Problem.refreshBelowPropagation(refresh: times.refresh, propagation: propagation)
            findings.append(PolicyFinding(.error, refreshPath, problem))
        } else if times.refresh < Threshold.shortestRefresh {
            findings.append(PolicyFinding(.warning, refreshPath, .shortRefresh(times.refresh)))
        }
        return findings + inception + kept
    }

    /// The rules that both validities keep; each is told once where both are the same.
    private func validity(
        _ signed: PolicyFinding.Signed,
        _ validity: Interval,
        ttl: Interval?
    ) -> [PolicyFinding] {
        let times = policy.signatures
        let path = PolicyKeyPath("signatures", signed == .zone ? "validity" : "dnskey-validity")
        let isSame = signed == .keys && times.validity == times.dnskeyValidity
        var findings = isSame ? [] : room(signed, validity)
        if !isSame, validity > Threshold.longestValidity {
            findings.append(PolicyFinding(.warning, path, .longValidity(signed, validity)))
        }
        guard let ttl else { return findings }
        if validity < Threshold.validityPerTTL * ttl {
            findings.append(
                PolicyFinding(.warning, path, .validityNearTTL(signed, validity: validity, ttl: ttl))
            )
        }
        let propagation = policy.propagation.zone
        if times.refresh > propagation, times.refresh < ttl + propagation {
            let problem = Problem.refreshBelowTTL(
                signed,
                refresh: times.refresh,
                ttl: ttl,
                propagation: propagation
            )
            findings.append(PolicyFinding(.warning, PolicyKeyPath("signatures", "refresh"), problem))
        }
        return findings
    }

    /// How long a new signature is left alone: `validity - jitter - refresh`.
    private func room(_ signed: PolicyFinding.Signed, _ validity: Interval) -> [PolicyFinding] {
        let (refresh, jitter) = (policy.signatures.refresh, policy.signatures.jitter)
        let refreshPath = PolicyKeyPath("signatures", "refresh")
        let jitterPath = PolicyKeyPath("signatures", "jitter")
        guard refresh < validity else {
            let problem = Problem.refreshNotBelowValidity(signed, refresh: refresh, validity: validity)
            return [PolicyFinding(.error, refreshPath, problem)]
        }
        let room = validity - refresh - jitter
        guard room > .zero else {
            let problem = Problem.jitterLeavesNothing(
                signed,
                jitter: jitter,
                refresh: refresh,
                validity: validity
            )
            return [PolicyFinding(.error, jitterPath, problem)]
        }
        guard room < Threshold.reSignRoom else { return [] }
        let problem = Problem.littleRoom(
            signed,
            room: room,
            jitter: jitter,
            refresh: refresh,
            validity: validity
        )
        return [PolicyFinding(.warning, refreshPath, problem)]
    }

    private var inception: [PolicyFinding] {
        let path = PolicyKeyPath("signatures", "inception-offset")
        let offset = policy.signatures.inceptionOffset
        if offset < Threshold.smallestInceptionOffset {
            return [PolicyFinding(.warning, path, .smallInceptionOffset(offset))]
        }
        guard offset > Threshold.largestInceptionOffset else { return [] }
        return [PolicyFinding(.warning, path, .largeInceptionOffset(offset))]
    }

    /// With `serial: keep` the operator's serial must rise as often as signatures are made anew.
    private var kept: [PolicyFinding] {
        let often = policy.signatures.validity - policy.signatures.refresh - policy.signatures.jitter
        guard policy.serial == .keep, often > .zero else { return [] }
        return [PolicyFinding(.warning, PolicyKeyPath("serial"), .serialKept(often))]
    }

    var soa: [PolicyFinding] {
        guard let zone else { return [] }
        var findings: [PolicyFinding] = []
        if zone.soaExpire > policy.signatures.refresh {
            let problem = Problem.expireAboveRefresh(
                expire: zone.soaExpire,
                refresh: policy.signatures.refresh
            )
            findings.append(PolicyFinding(.warning, PolicyKeyPath("signatures", "refresh"), problem))
        }
        let (propagation, safety) = (policy.propagation.zone, policy.safety.publish)
        if zone.soaRefresh > propagation + safety {
            let problem = Problem.soaRefreshAbovePropagation(
                soaRefresh: zone.soaRefresh,
                propagation: propagation,
                safety: safety
            )
            findings.append(PolicyFinding(.warning, PolicyKeyPath("propagation", "zone"), problem))
        }
        return findings
    }
}
