/// One validator, played through its life: the state machine of RFC 5011 4, driven by what it is shown.
struct AnchorValidator {
    typealias Key = TrustAnchorModel.Key

    private let model: TrustAnchorModel
    private let views: DNSKEYViews
    private let life: ValidatorLife

    /// Keys in the states Valid and Missing: both are anchors.
    private var trusted: Set<Key> = []
    /// Keys in the state AddPend, with the end of their hold-down.
    private var pending: [Key: Int] = [:]
    /// Keys in the states Revoked and Removed: they never come back.
    private var revoked: Set<Key> = []

    init(model: TrustAnchorModel, views: DNSKEYViews, life: ValidatorLife) {
        self.model = model
        self.views = views
        self.life = life
        trusted = model.anchors.filter { $0.time <= life.start }.max { $0.time < $1.time }?.keys ?? []
    }

    /// Polls until the end; the first moment at which no anchor vouches for what it may be shown.
    mutating func run(until end: Int) -> TrustAnchorModel.Violation? {
        guard !trusted.isEmpty else { return nil }
        var now = life.start
        while now < end {
            if let offline = outage, offline.contains(now) {
                now = offline.upperBound
                continue
            }
            guard let shown = views.shown(at: now, oldest: seesOldest) else { return nil }
            if let violation = violation(in: now..<now + 1) { return violation }
            learn(from: shown, at: now)
            let next = nextPoll(after: now, having: shown)
            let switchedOff = outage.map { $0.lowerBound > now ? $0.lowerBound : .max } ?? .max
            let watched = now..<max(now + 1, min(next, end, switchedOff))
            if let violation = violation(in: watched) { return violation }
            now = next
        }
        return nil
    }

    private var seesOldest: Bool { life.habit != .newest }

    private var outage: Range<Int>? {
        guard model.longestOutage > 0 else { return nil }
        return life.outage.map { $0..<$0 + model.longestOutage }
    }

    private func violation(in watched: Range<Int>) -> TrustAnchorModel.Violation? {
        guard let refused = views.firstRefused(in: watched, by: trusted) else { return nil }
        return TrustAnchorModel.Violation(
            time: refused.time,
            dnskeyVersion: refused.version,
            anchors: trusted,
            started: life.start,
            outage: life.outage
        )
    }

    // MARK: - RFC 5011 4.2

    private mutating func learn(from shown: DNSKEYViews.View, at now: Int) {
        let selfRevoked = shown.revoked.intersection(shown.signers).intersection(trusted)
        revoked.formUnion(selfRevoked)
        trusted.subtract(selfRevoked)
        let present = shown.keys.subtracting(shown.revoked).intersection(model.entryPoints)
        for (key, holdDownEnd) in pending {
            if !present.contains(key) {
                pending[key] = nil
            } else if now >= holdDownEnd {
                pending[key] = nil
                trusted.insert(key)
            }
        }
        for key in present.subtracting(trusted).subtracting(revoked) where pending[key] == nil {
            pending[key] = now + max(model.addHoldDown, shown.ttl)
        }
    }

    // MARK: - When it asks (RFC 5011 2.3)

    /// The next poll at which it can learn something: polls between that teach nothing are left out.
    private func nextPoll(after now: Int, having shown: DNSKEYViews.View) -> Int {
        let interval = shown.queryInterval
        let target = min(
            views.nextChange(after: now, oldest: seesOldest),
            pending.values.filter { $0 > now }.min() ?? .max
        )
        guard target < .max else { return .max }
        if life.habit == .unlucky { return target - 1 > now ? target - 1 : now + interval }
        return now + (target - now + interval - 1) / interval * interval
    }
}
