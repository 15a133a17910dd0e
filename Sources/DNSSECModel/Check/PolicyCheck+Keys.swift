extension PolicyCheck.Check {
    private typealias Problem = PolicyFinding.Problem
    private typealias Threshold = PolicyCheck.Threshold

    var keys: [PolicyFinding] {
        let revisions = policy.revisions.enumerated().flatMap { index, revision in
            keys(revision.keys, PolicyKeyPath("revisions").appending(index).appending("keys"))
        }
        return keys(policy.keys, PolicyKeyPath("keys")) + revisions
    }

    private func keys(_ keys: [KeyPolicy], _ path: PolicyKeyPath) -> [PolicyFinding] {
        keys.enumerated().flatMap { index, key in
            let path = path.appending(index)
            let rolls = lifetime(key, path) + spread(key, path) + standby(key, path)
            return algorithm(key, path) + rolls + rfc5011(key, path) + turns(key, path)
        }
    }

    /// RFC 9904 3: 8, 13 and 15 are recommended to sign with, 10 is not, 14 and 16 may be used.
    private func algorithm(_ key: KeyPolicy, _ path: PolicyKeyPath) -> [PolicyFinding] {
        var findings: [PolicyFinding] = []
        let algorithmPath = path.appending("algorithm")
        if key.algorithm == .rsaSHA512 {
            findings.append(PolicyFinding(.warning, algorithmPath, .algorithmNotRecommended(key.algorithm)))
        } else if key.algorithm == .ecdsaP384SHA384 || key.algorithm == .ed448 {
            findings.append(PolicyFinding(.warning, algorithmPath, .algorithmOptional(key.algorithm)))
        }
        guard let bits = key.bits else { return findings }
        if bits < Threshold.shortestRSA {
            findings.append(PolicyFinding(.warning, path.appending("bits"), .shortRSA(bits)))
        } else if bits > Threshold.longestRSA {
            findings.append(PolicyFinding(.warning, path.appending("bits"), .longRSA(bits)))
        }
        return findings
    }

    private func lifetime(_ key: KeyPolicy, _ path: PolicyKeyPath) -> [PolicyFinding] {
        guard let lifetime = key.shortestLifetime else { return [] }
        let lifetimePath = path.appending("lifetime")
        let (publish, retire) = rollIntervals(key)
        guard lifetime >= publish + retire else {
            let problem = Problem.lifetimeBelowRoll(
                key.role,
                lifetime: lifetime,
                publish: publish,
                retire: retire
            )
            return [PolicyFinding(.error, lifetimePath, problem)]
        }
        let needsPerson = key.role.signsKeys && policy.parent.ds == .manual
        let least = needsPerson ? Threshold.shortestManualLifetime : Threshold.shortestLifetime
        guard lifetime < least else { return [] }
        let problem = Problem.shortLifetime(key.role, lifetime: lifetime, least: least)
        return [PolicyFinding(.warning, lifetimePath, problem)]
    }

    /// A spread must fit between two rolls, and into the time that signatures are left alone.
    private func spread(_ key: KeyPolicy, _ path: PolicyKeyPath) -> [PolicyFinding] {
        guard let spread = key.spread else { return [] }
        let path = path.appending("spread")
        let (publish, retire) = rollIntervals(key)
        if let lifetime = key.lifetime, lifetime >= publish + retire, lifetime < publish + spread + retire {
            let room = lifetime - publish - retire
            let problem = Problem.spreadAboveLifetime(key.role, spread, lifetime: lifetime, room: room)
            return [PolicyFinding(.error, path, problem)]
        }
        let times = policy.signatures
        let alone = times.validity - times.refresh
        guard alone > .zero, spread > alone else { return [] }
        let problem = Problem.spreadAboveRefresh(spread, validity: times.validity, refresh: times.refresh)
        return [PolicyFinding(.warning, path, problem)]
    }

    /// How long before its work a key is published, and how long after it the key stays (RFC 7583 3.2 and 3.3).
    ///
    /// The time that a person or the parent takes is not counted: no policy knows it; nor is a spread.
    func rollIntervals(_ key: KeyPolicy) -> (publish: Interval, retire: Interval) {
        let timing = timing
        var (publish, retire) = (Interval.zero, Interval.zero)
        if key.role.signsZone {
            let isDouble = key.roll == .doubleSignature
            publish = isDouble ? .zero : timing.publicationInterval
            retire = isDouble ? timing.doubleSignatureInterval : timing.retireInterval
        }
        guard key.role.signsKeys else { return (publish, retire) }
        let trusted = key.rfc5011.map { timing.trustedPublicationInterval($0) }
        publish = max(publish, trusted ?? timing.childPublicationInterval)
        if policy.parent.ds != .none { retire = max(retire, timing.kskRetireInterval) }
        if let rfc5011 = key.rfc5011 { retire = retire + timing.revocationInterval(rfc5011) }
        return (publish, retire)
    }

    /// A turn of the calendar begins with a period, so it is a whole number of them.
    private func turns(_ key: KeyPolicy, _ path: PolicyKeyPath) -> [PolicyFinding] {
        let period = (policy.calendar ?? SlotCalendar()).months
        guard let every = key.calendar?.every, every % period != 0 else { return [] }
        let path = path.appending("calendar").appending("every")
        return [PolicyFinding(.error, path, .everyBesidePeriods(key.role, every: every, period: period))]
    }

    private func standby(_ key: KeyPolicy, _ path: PolicyKeyPath) -> [PolicyFinding] {
        if key.standby > 0, key.roll == .doubleDS {
            return [PolicyFinding(.error, path.appending("standby"), .standbyBesideDoubleDS(key.standby))]
        }
        guard key.standby > 0, key.lifetime == nil, key.rfc5011 == nil else { return [] }
        return [PolicyFinding(.warning, path.appending("standby"), .idleStandby(key.role, key.standby))]
    }

    /// The old key stops when validators trust the new one, whatever `add-hold-down` is: they look at it once more when
    /// the hold-down is over (RFC 5011 2.3 and 2.4.1).
    private func stop(_ timers: RFC5011Policy, _ path: PolicyKeyPath) -> [PolicyFinding] {
        let least = Threshold.holdDown + timing.modifiedQueryInterval
        let stop = timing.trustedPublicationInterval(timers)
        guard stop < least else { return [] }
        let problem = Problem.stopTooSoon(stop, least: least, isForced: timers.isForced)
        return [PolicyFinding(timers.isForced ? .warning : .error, path, problem)]
    }

    private func rfc5011(_ key: KeyPolicy, _ path: PolicyKeyPath) -> [PolicyFinding] {
        guard let timers = key.rfc5011 else { return [] }
        var findings: [PolicyFinding] = []
        let path = path.appending("rfc5011")
        if timers.addHoldDown < Threshold.holdDown {
            let problem = Problem.shortHoldDown(
                timers.addHoldDown,
                least: Threshold.holdDown,
                isForced: timers.isForced
            )
            findings.append(
                PolicyFinding(timers.isForced ? .warning : .error, path.appending("add-hold-down"), problem)
            )
        }
        findings += stop(timers, path)
        let least = timing.revocationInterval(RFC5011Policy(addHoldDown: timers.addHoldDown, revoked: .zero))
        if timers.revoked < least {
            let problem = Problem.shortRevocation(timers.revoked, least: least)
            findings.append(PolicyFinding(.warning, path.appending("revoked"), problem))
        }
        return findings
    }
}
