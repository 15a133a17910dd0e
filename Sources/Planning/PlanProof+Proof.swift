public import ControlProtocol
public import DNSSECModel
public import Timeline
import Wording

extension PlanProof {
    /// The proof of a forecast, as facts.
    ///
    /// - Parameters:
    ///   - forecast: The forecast.
    ///   - ring: The keys that it began with.
    ///   - from: The first moment of the forecast.
    ///   - policy: The policy that was followed.
    ///   - assumptions: What was taken for granted about the world.
    ///   - offline: How long validators that follow RFC 5011 may have been off.
    public init(
        of forecast: Forecast,
        _ ring: KeyRing,
        from: Instant,
        policy: DNSSECPolicy,
        assumptions: ForecastAssumptions,
        offline: Interval = .zero
    ) {
        let history = WorldHistory(policy, ring, forecast, from: from, assumptions: assumptions)
        let proof = Proof(of: history, from: from, assumptions: ProofAssumptions(offline: offline))
        let names = KeyNames(forecast.ring, events: forecast.events)
        let liveness = Liveness(beyond: forecast, policy, from: from, assumptions: assumptions)
        self.init(proof, stalls: liveness.stalls, reach: liveness.until) { id in
            names.reference(to: id) ?? KeyReference(role: .ksk, id: id.rawValue)
        }
        longestOffline = proof.holds ? Proof.longestOffline(of: history, from: from) : nil
    }

    /// Both halves of a proof, as facts.
    ///
    /// - Parameters:
    ///   - proof: What resolvers can hold.
    ///   - stalls: What waits for ever.
    ///   - reach: Up to when it was looked for that.
    ///   - key: The key with a number, as facts refer to it.
    public init(
        _ proof: Proof,
        stalls: [Stall],
        reach: Instant,
        naming key: (ManagedKey.ID) -> KeyReference
    ) {
        self.init(
            story: (proof.counterExample?.moments(naming: key) ?? [])
                + stalls.map { ProofMoment($0, naming: key) },
            moments: proof.instants,
            combinations: proof.combinations,
            offline: proof.hasAnchors ? proof.assumptions.offline : nil,
            reach: reach
        )
    }
}

extension CounterExample {
    /// The story, the last moment of which says what is wrong.
    fileprivate func moments(naming key: (ManagedKey.ID) -> KeyReference) -> [ProofMoment] {
        var end = ProofMoment(time: at, kind: .fails)
        end.fault = fault
        switch fault {
        case .revocationMissed(let missed): end.keys = [key(missed)]
        case .signatureExpires(let part): end.part = part
        default: break
        }
        return steps.map { ProofMoment($0, naming: key) } + [end]
    }
}

extension ProofMoment {
    fileprivate init(_ step: CounterExample.Step, naming name: (ManagedKey.ID) -> KeyReference) {
        self.init(time: step.at, isJustBefore: step.isJustBefore, kind: .fetches)
        switch step.event {
        case .fetches(let fetched): fetch(fetched, naming: name)
        case .starts(let anchors): (kind, keys) = (.starts, anchors.sorted().map(name))
        case .missesKey(let key): (kind, keys) = (.missesKey, [name(key)])
        case .seesKey(let key, let heldDown): (kind, keys, end) = (.seesKey, [name(key)], heldDown)
        case .asksTooEarly(let key): (kind, keys) = (.asksTooEarly, [name(key)])
        case .asksInVain(let again): (kind, end) = (.asksInVain, again)
        case .isOff(let until): (kind, end) = (.isOff, until)
        case .seesRevocation(let key): (kind, keys) = (.seesRevocation, [name(key)])
        case .missesRevocation(let key): (kind, keys) = (.missesRevocation, [name(key)])
        case .signatureShown(let signed, let expires):
            (kind, part, end) = (.signatureShown, signed, expires)
        }
    }

    private mutating func fetch(
        _ fetched: CounterExample.Fetched,
        naming name: (ManagedKey.ID) -> KeyReference
    ) {
        part = fetched.kind
        keys = fetched.keys.sorted().map(name)
        revoked = fetched.revoked.sorted().map(name)
        signers = fetched.signers.sorted().map(name)
        from = fetched.firstShown
        until = fetched.shownUntil
        end = fetched.keptUntil
    }

    fileprivate init(_ stall: Stall, naming name: (ManagedKey.ID) -> KeyReference) {
        self.init(time: stall.due, kind: .stalls)
        self.stall = stall.kind
        keys = stall.key.map { [name($0)] } ?? []
        role = stall.hold?.role ?? stall.role
        step = stall.hold?.phase
    }
}
