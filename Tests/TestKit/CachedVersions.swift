// What can be in a cache, and when: each published version becomes the stretch of time during which some
// resolver may hold it. Stretches of equal content are joined, so a zone that is signed anew each hour costs
// no more than one that is not.

extension ResolverModel {
    /// The DNSKEY answer as a validator sees it.
    struct KeyContent: Hashable {
        var keys: Set<Key>
        var revoked: Set<Key>
        var signers: Set<Key>
        var isExpired = false
    }

    /// The signatures on one zone RRset as a validator sees them.
    struct DataContent: Hashable {
        var signers: Set<Key>
        var isExpired = false
    }

    /// A stretch of time, `start` up to and without `end`, in which a cache can hold some content.
    struct Stretch<Content: Hashable> {
        var start: Int
        var end: Int
        var content: Content
        /// The place of the publication among all, sorted by time.
        var version: Int
    }

    /// The publications of the child, earliest first.
    var childInOrder: [ChildPublication] { Self.inOrder(child) { $0.time } }

    /// The publications of the parent, earliest first.
    var parentInOrder: [ParentPublication] { Self.inOrder(parent) { $0.time } }

    /// Where the DS RRset or its absence can be cached.
    func dsStretches() -> [Stretch<Set<Key>>] {
        let versions = parentInOrder
        return versions.indices.compactMap { index in
            let version = versions[index]
            let following = index + 1 < versions.count ? versions[index + 1] : nil
            let ttl = version.keys.isEmpty ? version.negativeTTL : version.ttl
            return stretch(
                version.keys,
                index,
                from: version.time,
                replaced: following.map { $0.time + $0.delay },
                ttl: ttl
            )
        }
    }

    /// Where the DNSKEY RRset or its absence can be cached.
    func keyStretches() -> [Stretch<KeyContent>] {
        let versions = childInOrder
        return childStretches(versions) { version in
            let content = KeyContent(
                keys: version.keys,
                revoked: version.revoked,
                signers: version.keySigners
            )
            let ttl = version.keys.isEmpty ? version.negativeTTL : version.keyTTL
            return [(content, ttl)]
        }.flatMap { stretch in
            split(stretch, after: versions[stretch.version].keyExpiration) {
                $0.signers = []
                $0.isExpired = true
            }
        }
    }

    /// Where zone data, positive or negative, can be cached.
    func dataStretches() -> [Stretch<DataContent>] {
        let versions = childInOrder
        return childStretches(versions) { version in
            version.dataSigners.map { (DataContent(signers: $0), max(version.dataTTL, version.negativeTTL)) }
        }.flatMap { stretch in
            split(stretch, after: versions[stretch.version].dataExpiration) {
                $0.signers = []
                $0.isExpired = true
            }
        }
    }
}

// MARK: - How long

extension ResolverModel {
    /// Sorts by time and keeps the given order among equals: the last one given is the one that stays.
    private static func inOrder<Version>(_ versions: [Version], by time: (Version) -> Int) -> [Version] {
        let isSorted = zip(versions, versions.dropFirst()).allSatisfy { time($0) <= time($1) }
        guard !isSorted else { return versions }
        return versions.enumerated()
            .sorted { (time($0.element), $0.offset) < (time($1.element), $1.offset) }
            .map(\.element)
    }

    private func childStretches<Content>(
        _ versions: [ChildPublication],
        _ contents: (ChildPublication) -> [(Content, ttl: Int)]
    ) -> [Stretch<Content>] {
        versions.indices.flatMap { index in
            let version = versions[index]
            let following = index + 1 < versions.count ? versions[index + 1] : nil
            return contents(version).compactMap { content, ttl in
                stretch(
                    content,
                    index,
                    from: version.time,
                    replaced: following.map { $0.time + $0.delay },
                    ttl: ttl
                )
            }
        }
    }

    /// From the first server's showing it until the last cache forgets it; nil if no one ever saw it.
    private func stretch<Content>(
        _ content: Content,
        _ version: Int,
        from start: Int,
        replaced: Int?,
        ttl: Int
    ) -> Stretch<Content>? {
        guard let replaced else {
            return Stretch(start: start, end: .max, content: content, version: version)
        }
        let lastSecond = countsLastSecond ? 1 : 0
        guard replaced + lastSecond > start else { return nil }
        return Stretch(start: start, end: replaced + ttl + lastSecond, content: content, version: version)
    }

    /// Cuts a stretch in two where its signatures expire.
    private func split<Content>(
        _ stretch: Stretch<Content>,
        after expiration: Int?,
        expire: (inout Content) -> Void
    ) -> [Stretch<Content>] {
        guard let expiration, expiration < stretch.end - 1 else { return [stretch] }
        var before = stretch
        var after = stretch
        before.end = expiration + 1
        after.start = max(expiration + 1, stretch.start)
        expire(&after.content)
        return before.start < before.end ? [before, after] : [after]
    }
}
