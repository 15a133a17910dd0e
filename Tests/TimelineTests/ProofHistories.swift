import ControlProtocol
import DNSSECModel
import Planning
import TestKit
import Timeline
import Wording

extension WorldHistory {
    /// The same history as a resolver model has it; keys are named by their numbers.
    init(_ model: ResolverModel, algorithm: SecurityAlgorithm = .ed25519) {
        let child = model.child.sorted { $0.time < $1.time }
        let parent = model.parent.sorted { $0.time < $1.time }
        self.init(publications: child.enumerated().map { Publication($1, serial: UInt32($0)) })
        for (index, version) in parent.enumerated() {
            let following = index + 1 < parent.count ? parent[index + 1] : nil
            let until = following.map { Instant(secondsSinceEpoch: Int64($0.time + $0.delay)) }
            let from = Instant(secondsSinceEpoch: Int64(version.time))
            guard from < until ?? Instant(secondsSinceEpoch: .max) else { continue }
            self.parent.append(
                ParentVersion(
                    keys: Set(version.keys.map(\.id)),
                    from: from,
                    until: until,
                    ttl: .seconds(Int64(version.keys.isEmpty ? version.negativeTTL : version.ttl))
                )
            )
        }
        let named =
            child.flatMap { $0.keys.union($0.keySigners).union($0.dataSigners.flatMap { $0 }) }
            + parent.flatMap(\.keys)
        for key in named { keys[key.id] = Key(algorithm: algorithm, isEntry: true) }
    }
}

extension Publication {
    fileprivate init(_ version: ResolverModel.ChildPublication, serial: UInt32) {
        let keys = version.keys.sorted { $0.id < $1.id }
        let signers = version.dataSigners.map { Set($0.map(\.id)) }.sorted {
            $0.sorted().lexicographicallyPrecedes($1.sorted())
        }
        let usual = signers.last ?? []
        self.init(
            at: Instant(secondsSinceEpoch: Int64(version.time)),
            serial: serial,
            plan: SigningPlan(
                dnskeys: keys.map { .init(key: $0.id, isRevoked: version.revoked.contains($0)) },
                keySigners: version.keySigners.map(\.id).sorted(),
                zoneSigners: usual.sorted(),
                // Each other set has one key in place of another one.
                keptSignatures: signers.dropLast().compactMap { set in
                    guard let key = set.subtracting(usual).first, let other = usual.subtracting(set).first
                    else { return nil }
                    let at = Instant(secondsSinceEpoch: Int64(version.time))
                    return .init(key: key, successor: other, start: at, length: .days(1))
                }
            ),
            dnskeyTTL: .seconds(Int64(version.keyTTL)),
            maximumTTL: .seconds(Int64(version.dataTTL)),
            negativeTTL: .seconds(Int64(version.negativeTTL)),
            propagation: .seconds(Int64(version.delay))
        )
    }
}

extension ResolverModel.Key {
    /// The number that the key is named by.
    var id: ManagedKey.ID { ManagedKey.ID(rawValue: Int(description) ?? 0) }
}

extension Proof {
    /// The story of a failed proof; empty where it holds.
    var story: String { told.story.map(\.line).joined(separator: "\n") }

    /// The proof as facts, its keys named by their numbers.
    var told: PlanProof { told() }

    /// The proof as facts, with what was found to wait for ever beside it.
    func told(_ stalls: [Stall] = []) -> PlanProof {
        PlanProof(self, stalls: stalls, reach: Instant(secondsSinceEpoch: 0)) {
            KeyReference(role: .ksk, name: "key \($0.rawValue)")
        }
    }
}

extension ProofMoment {
    /// The moment as a line: `before 2020-09-15T12:26:41Z  a resolver fetches ...`.
    var line: String { "\(isJustBefore ? "before " : "")\(time)  \(text())" }
}
