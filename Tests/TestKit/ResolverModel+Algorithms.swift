// The strict reading of RFC 4035 2.2: what a validator demands that wants a signature of every algorithm that a
// DS or DNSKEY RRset speaks of. The model itself knows no algorithms; each is looked at alone.

extension ResolverModel {
    /// What a strict validator refuses in one algorithm, earliest first; empty if all is well.
    ///
    /// - Parameters:
    ///   - members: The keys of the algorithm.
    ///   - limit: At most so many of either kind.
    /// - Returns: Violations of the history as this algorithm's keys alone tell it.
    public func violations(amongKeys members: Set<Key>, limit: Int = 5) -> [Violation] {
        chain(of: members).violations(limit: limit) + data(of: members).violations(limit: limit)
    }

    /// A history in which the DS RRset is always there, with a key of its own that always signs the DNSKEY RRset:
    /// for zones that validators know by trust anchors, only the signatures over their data are judged.
    public func trusted(from start: Int) -> ResolverModel {
        var model = self
        model.parent = [
            ParentPublication(time: start, delay: 0, keys: [Self.always], ttl: 0, negativeTTL: 0)
        ]
        model.child = child.filter { !$0.keys.isEmpty }.map(Self.trusted)
        return model
    }

    /// Each DS of the algorithm leads to a key of the algorithm that signs.
    private func chain(of members: Set<Key>) -> ResolverModel {
        var model = self
        for index in model.parent.indices { model.parent[index].keys.formIntersection(members) }
        for index in model.child.indices {
            // Keys of other algorithms are an answer, too: it is kept as long as any DNSKEY RRset.
            if !model.child[index].keys.isEmpty { model.child[index].negativeTTL = model.child[index].keyTTL }
            model.child[index].keys.formIntersection(members)
            model.child[index].keySigners.formIntersection(members)
            // Data is judged by what the DNSKEY RRset shows, below.
            let shown = model.child[index].keys.subtracting(model.child[index].revoked)
            model.child[index].keys.insert(Self.always)
            model.child[index].dataSigners = [[Self.always]]
            if shown.isEmpty { model.child[index].keys = model.child[index].revoked.intersection(members) }
        }
        return model
    }

    /// Where the DNSKEY RRset shows the algorithm, data has a signature by a key of it.
    private func data(of members: Set<Key>) -> ResolverModel {
        var model = self
        for index in model.parent.indices where !model.parent[index].keys.isEmpty {
            model.parent[index].keys = [Self.always]
        }
        for index in model.child.indices where !model.child[index].keys.isEmpty {
            model.child[index].keys.formIntersection(members)
            let isSilent = model.child[index].keys.isEmpty
            model.child[index] = Self.trusted(model.child[index])
            model.child[index].dataSigners = Set(
                model.child[index].dataSigners.map { $0.intersection(members).union([Self.silent]) }
            )
            if isSilent { model.child[index].keys.insert(Self.silent) }
        }
        return model
    }

    private static func trusted(_ version: ChildPublication) -> ChildPublication {
        var version = version
        version.keys.insert(always)
        version.keySigners.insert(always)
        return version
    }

    /// A key that is always there and always vouches for the DNSKEY RRset.
    private static let always: Key = "always"
    /// A key that stands in every DNSKEY RRset without the algorithm, and signs all data.
    private static let silent: Key = "silent"
}
