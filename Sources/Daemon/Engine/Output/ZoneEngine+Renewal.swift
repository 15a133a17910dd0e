import DNSCore
import DNSSECModel
import KeyStore
import Publishing
import Signing

// A zone whose state cannot be followed: what was published last is renewed as it is, so that it does not expire.
extension ZoneEngine {
    /// The published zone with what it says of its keys, if its file ends with keyturn's whole seal; else nil: anybody may
    /// have written it.
    var sealedOutput: (output: EarlierOutput, keys: PublishedKeys)? {
        let (output, _) = reader.heldOutput(configuration, threads: environment.threads)
        guard let output, output.seal != nil else { return nil }
        return PublishedKeys(output.zone).map { (output, $0) }
    }

    /// Makes the signatures of the published zone anew that are due, with the keys that it shows and that are at hand.
    ///
    /// Nothing else changes.
    func renewPublished() {
        takeHookOutcomes()
        guard state.troubles[.state] != nil else { return }
        undertake(.signing) { () throws(StepStop) in
            guard let (output, keys) = sealedOutput, !keys.dnskeys.isEmpty else { return }
            renewed = output.zone.firstExpiration
            let prepared = try prepare(output, keys)
            if mustWrite(prepared) { try write(prepared) }
            renewed = try refusable { () throws(PublishingRefusal) in try prepared.facts().earliestExpiration
            }
            guard prepared.contentChanged else { return }
            environment.log.write(
                .notice,
                zone: zone,
                "renewed as it was published, serial \(prepared.serial)"
            )
            if let words = configuration.hooks.published, state.hook == nil {
                start(.published, words, ["KEYTURN_SERIAL": String(prepared.serial)])
            }
        }
    }

    private func prepare(_ output: EarlierOutput, _ keys: PublishedKeys) throws(StepStop) -> PreparedZone {
        // The keys get numbers in the order in which the zone has them.
        func ids(_ records: [DNSKEYRecord]) -> [ManagedKey.ID] {
            records.compactMap { keys.dnskeys.firstIndex(of: $0) }.map { ManagedKey.ID(rawValue: $0 + 1) }
        }
        var pairs: [ManagedKey.ID: ZoneKey] = [:]
        for (record, id) in zip(keys.dnskeys, ids(keys.dnskeys)) {
            pairs[id] = try keyFiles.pair(of: record.unrevoked)
        }
        let plan = SigningPlan(
            dnskeys: zip(keys.dnskeys, ids(keys.dnskeys)).map {
                SigningPlan.PublishedKey(key: $1, isRevoked: $0.isRevoked)
            },
            keySigners: Self.atHand(ids(keys.keySigners), pairs),
            zoneSigners: Self.atHand(ids(keys.zoneSigners), pairs),
            cds: ids(keys.announced),
            deletesDS: keys.deletesDS
        )
        for id in Set(plan.keySigners + plan.zoneSigners).sorted() {
            guard let key = pairs[id], key.signingKey == nil else { continue }
            throw .trouble(.refused(.privateKeyMissing(file: keyFiles.privateFile(of: key.record))))
        }
        var request = PublishingRequest(
            zone: output.zone,
            policy: renewalPolicy(output.zone, keys),
            plan: plan,
            keys: pairs,
            previous: output,
            previousSerial: keys.serial,
            now: now,
            threads: environment.threads
        )
        request.keyRecords = .ownOutput
        if earliest < now { request.earliest = earliest }
        return try refusable { () throws(PublishingRefusal) in try request.prepare() }
    }

    /// Those of the signers whose private parts are at hand; all of them if an algorithm would be without a signature.
    private static func atHand(
        _ signers: [ManagedKey.ID],
        _ pairs: [ManagedKey.ID: ZoneKey]
    ) -> [ManagedKey.ID] {
        let ready = signers.filter { pairs[$0]?.signingKey != nil }
        func algorithms(_ ids: [ManagedKey.ID]) -> Set<SecurityAlgorithm> {
            Set(ids.compactMap { pairs[$0]?.record.algorithm })
        }
        return algorithms(ready) == algorithms(signers) ? ready : signers
    }

    /// The times of the zone's policy; all else as it is published.
    private func renewalPolicy(_ output: Zone, _ keys: PublishedKeys) -> DNSSECPolicy {
        var policy = policy ?? DNSSECPolicy(name: configuration.policy, description: "", keys: [])
        policy.ttl.dnskey = .seconds(Int64(keys.ttl))
        policy.denial = CaretakerPolicy.denial(of: output)
        policy.serial = .counter
        policy.zonemd = nil
        return policy
    }
}
