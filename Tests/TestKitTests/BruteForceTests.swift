import TestKit
import Testing

/// The definition of the resolver model, second by second and answer by answer: slow, with little to get wrong.
private struct BruteForce {
    var model: ResolverModel
    var end: Int

    func isBogus(at now: Int) -> Bool {
        for ds in parents(at: now) where !ds.keys.isEmpty {
            for keys in cached(at: now, ttl: { $0.keys.isEmpty ? $0.negativeTTL : $0.keyTTL }) {
                let entry = ds.keys.filter {
                    keys.keys.contains($0) && !keys.revoked.contains($0) && keys.keySigners.contains($0)
                }
                if entry.isEmpty || now > keys.keyExpiration ?? end { return true }
                for data in cached(at: now, ttl: { max($0.dataTTL, $0.negativeTTL) }) {
                    if now > data.dataExpiration ?? end { return true }
                    for signers in data.dataSigners
                    where !signers.contains(where: { keys.keys.contains($0) && !keys.revoked.contains($0) }) {
                        return true
                    }
                }
            }
        }
        return false
    }

    private func cached(at now: Int, ttl: (Child) -> Int) -> [Child] {
        let all = model.child
        return all.indices.filter { index in
            (0...2 * now).contains { fetched in
                let next = index + 1 < all.count ? all[index + 1] : nil
                return isServed(at: fetched, from: all[index].time, next: next.map { ($0.time, $0.delay) })
                    && isKept(from: fetched, to: 2 * now, ttl: ttl(all[index]))
            }
        }.map { all[$0] }
    }

    private func parents(at now: Int) -> [Parent] {
        let all = model.parent
        return all.indices.filter { index in
            (0...2 * now).contains { fetched in
                let next = index + 1 < all.count ? all[index + 1] : nil
                let ttl = all[index].keys.isEmpty ? all[index].negativeTTL : all[index].ttl
                return isServed(at: fetched, from: all[index].time, next: next.map { ($0.time, $0.delay) })
                    && isKept(from: fetched, to: 2 * now, ttl: ttl)
            }
        }.map { all[$0] }
    }

    // Moments of fetching are counted in half seconds: between two seconds something can be fetched too.

    private func isServed(at half: Int, from start: Int, next: (time: Int, delay: Int)?) -> Bool {
        guard 2 * start <= half else { return false }
        guard let next else { return true }
        let last = 2 * (next.time + next.delay)
        return half < last || model.countsLastSecond && half == last
    }

    /// An answer is in use when it arrives, and while its TTL has not run down.
    private func isKept(from half: Int, to now: Int, ttl: Int) -> Bool {
        guard half <= now else { return false }
        return now == half || now < half + 2 * ttl || model.countsLastSecond && now == half + 2 * ttl
    }
}

@Suite struct `The resolver model and its definition` {
    @Test(arguments: 0..<8)
    func `agree on every second of random histories`(batch: UInt64) {
        let seed = 0xCAC4E + batch
        var generator = SplitMix64(seed: seed)
        var bogusSeconds = 0
        var secureSeconds = 0
        for round in 0..<40 {
            let model = randomHistory(&generator)
            let slow = BruteForce(model: model, end: 60)
            for second in 0..<60 {
                let isBogus = slow.isBogus(at: second)
                let violations = model.violations(from: second, until: second + 1)
                #expect(
                    isBogus == !violations.isEmpty,
                    "seed \(seed), round \(round), second \(second): \(model)"
                )
                if isBogus { bogusSeconds += 1 } else { secureSeconds += 1 }
            }
            let first = (0..<60).first(where: slow.isBogus)
            #expect(model.violations(from: 0, until: 60).first?.time == first)
        }
        #expect(bogusSeconds > 200 && secureSeconds > 200)
    }

    /// Short times and few keys, mostly right, so that overlaps of every kind happen often.
    private func randomHistory(_ generator: inout SplitMix64) -> ResolverModel {
        let keys: [Key] = ["a", "b"]
        func some(_ odds: Int) -> Set<Key> {
            Set(keys.filter { _ in Int.random(in: 0..<10, using: &generator) < odds })
        }
        var time = 0
        var model = ResolverModel(countsLastSecond: Bool.random(using: &generator))
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            var publication = child(time, some(9), revoked: some(1), signedBy: some(9), dataBy: some(9))
            if Bool.random(using: &generator) { publication.dataSigners.insert(some(8)) }
            publication.delay = Int.random(in: 0...6, using: &generator)
            publication.keyTTL = Int.random(in: 0...9, using: &generator)
            publication.dataTTL = Int.random(in: 0...9, using: &generator)
            publication.negativeTTL = Int.random(in: 0...5, using: &generator)
            if Int.random(in: 0..<4, using: &generator) == 0 {
                publication.dataExpiration = Int.random(in: 0..<60, using: &generator)
            }
            if Int.random(in: 0..<4, using: &generator) == 0 {
                publication.keyExpiration = Int.random(in: 0..<60, using: &generator)
            }
            model.child.append(publication)
            time += Int.random(in: 0...15, using: &generator)
        }
        time = 0
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            model.parent.append(
                Parent(
                    time: time,
                    delay: Int.random(in: 0...6, using: &generator),
                    keys: some(5),
                    ttl: Int.random(in: 0...9, using: &generator),
                    negativeTTL: Int.random(in: 0...9, using: &generator)
                )
            )
            time += Int.random(in: 0...15, using: &generator)
        }
        return model
    }
}
