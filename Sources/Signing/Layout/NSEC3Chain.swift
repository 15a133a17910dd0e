internal import DNSSECCrypto
internal import DNSSECModel

/// The parameters in front of NSEC3 and NSEC3PARAM RDATA.
enum NSEC3Parameters {
    /// Hash algorithm 1, flags, iterations, salt (RFC 5155 3.2, 4.2).
    static func rdata(_ policy: NSEC3Policy, flags: UInt8) -> [UInt8] {
        [1, flags, UInt8(policy.iterations >> 8), UInt8(policy.iterations & 0xFF), UInt8(policy.salt.count)]
            + policy.salt
    }
}

/// The 20 octets of a hashed owner name, in network order.
struct NSEC3Hash: Equatable {
    static let octets = 20

    let high: UInt64
    let middle: UInt64
    let low: UInt32

    init(_ octets: Span<UInt8>) {
        func number(_ range: Range<Int>) -> UInt64 {
            var value: UInt64 = 0
            for index in range { value = value << 8 | UInt64(octets[index]) }
            return value
        }
        high = number(0..<8)
        middle = number(8..<16)
        low = UInt32(number(16..<20))
    }

    var firstOctet: Int { Int(high >> 56) }

    static func < (left: NSEC3Hash, right: NSEC3Hash) -> Bool {
        if left.high != right.high { return left.high < right.high }
        return (left.middle, left.low) < (right.middle, right.low)
    }

    func append(to octets: inout [UInt8]) {
        for half in [high, middle] {
            for octet in 0..<8 { octets.append(UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * octet))) }
        }
        for octet in 0..<4 { octets.append(UInt8(truncatingIfNeeded: low >> UInt32(24 - 8 * octet))) }
    }
}

/// The hashed names of a zone in order of their hashes.
struct NSEC3Chain {
    /// A name with an NSEC3 record: an owner, or an empty non-terminal above one.
    struct Entry {
        var hash: NSEC3Hash
        /// Index of the owner in the input.
        var owner: UInt32
        /// How many octets in front of the owner's name to leave out for the empty non-terminal; 0 = the owner itself.
        var skippedOctets: UInt8
    }

    /// The RDATA of every record up to its salt.
    let parameters: [UInt8]
    /// Sorted by hash.
    private(set) var entries: [Entry]

    /// Hashes every name of the zone that gets a record, on `threads` threads.
    ///
    /// - Throws: `hashCollision` where two names have one hash.
    init(_ zone: Zone, policy: NSEC3Policy, threads: Int) throws(SigningError) {
        // One label of 32 letters below the apex.
        guard zone.origin.octets.count + 33 <= Name.maximumOctets else { throw .noRoomForNSEC3Names }
        parameters = NSEC3Parameters.rdata(policy, flags: policy.optOut ? 1 : 0)
        entries = Self.names(of: zone, optOut: policy.optOut)
        try Self.hash(&entries, of: zone, policy: policy, threads: threads)
        entries = Self.sorted(entries, threads: threads)
        for index in entries.indices.dropFirst() where entries[index].hash == entries[index - 1].hash {
            throw .hashCollision(
                Self.name(of: entries[index - 1], in: zone),
                Self.name(of: entries[index], in: zone)
            )
        }
    }

    private static func name(of entry: Entry, in zone: Zone) -> Name {
        let octets = zone.copy(zone.owners[Int(entry.owner)].name)
        return Name(uncheckedWire: Array(octets[Int(entry.skippedOctets)...]))
    }

    /// The owners that get a record, and the empty non-terminals above them.
    ///
    /// In canonical order, all names below a name follow it at once: so the ancestors of a name that are not shared
    /// with the one before it are empty non-terminals that were not met yet. With opt-out, an insecure delegation
    /// gets no record, nor do the empty non-terminals that only such lie below (RFC 5155 6, erratum 3441).
    private static func names(of zone: Zone, optOut: Bool) -> [Entry] {
        let none = NSEC3Hash([UInt8](repeating: 0, count: NSEC3Hash.octets).span)
        var entries: [Entry] = []
        entries.reserveCapacity(optOut ? 0 : zone.owners.count)
        var last = 0
        for index in zone.owners.indices where isDenied(index, zone, optOut: optOut) {
            let owner = zone.owners[index]
            if index > 0 {
                let shared = sharedLabels(zone.octets(zone.owners[last].key), zone.octets(owner.key))
                let name = zone.octets(owner.name)
                var skipped = Int(name[0]) + 1
                var depth = Int(owner.labelCount) - 1
                while depth > shared {
                    entries.append(Entry(hash: none, owner: UInt32(index), skippedOctets: UInt8(skipped)))
                    skipped += Int(name[skipped]) + 1
                    depth -= 1
                }
            }
            entries.append(Entry(hash: none, owner: UInt32(index), skippedOctets: 0))
            last = index
        }
        return entries
    }

    private static func isDenied(_ index: Int, _ zone: Zone, optOut: Bool) -> Bool {
        let owner = zone.owners[index]
        if index == 0 { return true }
        guard owner.status != .occluded, zone.hasOperatorRRset(owner) else { return false }
        return !optOut || owner.status == .authoritative || zone.rrset(.ds, of: owner) != nil
    }

    /// How many labels, from the root down, two sort keys have in common: each ends with a zero octet.
    private static func sharedLabels(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
        var labels = 0
        var index = 0
        while index < left.count, index < right.count, left[index] == right[index] {
            if left[index] == 0 { labels += 1 }
            index += 1
        }
        return labels
    }
}

// MARK: - Hashing

extension NSEC3Chain {
    private static func hash(
        _ entries: inout [Entry],
        of zone: Zone,
        policy: NSEC3Policy,
        threads: Int
    ) throws(SigningError) {
        let queue = WorkQueue(count: entries.count, chunk: 1024)
        try unsafe entries.withUnsafeMutableBufferPointer { (buffer) throws(SigningError) in
            nonisolated(unsafe) let shared = unsafe buffer
            // Workers write to ranges that do not overlap.
            try queue.run(threads: threads) { (queue) throws(SigningError) in
                let hasher = try NSEC3Chain.hasher(policy)
                var name: [UInt8] = []
                var hash: [UInt8] = []
                while let range = queue.next() {
                    for index in range {
                        let entry = unsafe shared[index]
                        unsafe shared[index].hash = try Self.hash(of: entry, zone, hasher, &name, &hash)
                    }
                }
            }
        }
    }

    /// The hash of a name in lower case; `name` and `hash` are scratch.
    private static func hash(
        of entry: Entry,
        _ zone: Zone,
        _ hasher: NSEC3Hasher,
        _ name: inout [UInt8],
        _ hash: inout [UInt8]
    ) throws(SigningError) -> NSEC3Hash {
        let owner = zone.octets(zone.owners[Int(entry.owner)].name)
        name.removeAll(keepingCapacity: true)
        hash.removeAll(keepingCapacity: true)
        Octets.appendLowercased(owner.extracting(Int(entry.skippedOctets)..<owner.count), to: &name)
        do throws(CryptoError) {
            try hasher.hash(name.span, appendingTo: &hash)
        } catch {
            throw .crypto(error)
        }
        return NSEC3Hash(hash.span)
    }

    /// Hashes are spread evenly: they are dealt out by their first octets, and each heap is sorted by itself.
    private static func sorted(_ entries: [Entry], threads: Int) -> [Entry] {
        let heaps = 256
        var starts = [Int](repeating: 0, count: heaps + 1)
        for entry in entries { starts[entry.hash.firstOctet + 1] += 1 }
        for heap in 0..<heaps { starts[heap + 1] += starts[heap] }
        let ends = starts
        return unsafe [Entry](unsafeUninitializedCapacity: entries.count) { buffer, count in
            for entry in entries {
                unsafe buffer.initializeElement(at: starts[entry.hash.firstOctet], to: entry)
                starts[entry.hash.firstOctet] += 1
            }
            count = entries.count
            nonisolated(unsafe) let shared = unsafe buffer
            WorkQueue(count: heaps, chunk: 1).runAll(threads: threads) { queue in
                while let heap = queue.next()?.lowerBound {
                    var part = unsafe UnsafeMutableBufferPointer(
                        rebasing: shared[ends[heap]..<ends[heap + 1]]
                    )
                    unsafe part.sort { $0.hash < $1.hash }
                }
            }
        }
    }

    private static func hasher(_ policy: NSEC3Policy) throws(SigningError) -> NSEC3Hasher {
        do throws(CryptoError) {
            return try NSEC3Hasher(iterations: policy.iterations, salt: policy.salt)
        } catch {
            throw .crypto(error)
        }
    }
}

/// The owner name and the sort key of an NSEC3 record, rewritten in place for each.
struct NSEC3OwnerName {
    private(set) var name: [UInt8]
    private(set) var key: [UInt8]
    let labelCount: UInt8
    private let keyStart: Int

    init(origin: Name) {
        let apexKey = origin.canonicalKey
        name = [32] + [UInt8](repeating: 0x30, count: 32) + origin.octets
        key = apexKey + [UInt8](repeating: 0x30, count: 32) + [0]
        keyStart = apexKey.count
        labelCount = UInt8(origin.labelCount + 1)
    }

    /// Makes it the name of a hash: base32hex in lower case, whose order is that of the hashes.
    mutating func set(_ hash: NSEC3Hash) {
        // 25 letters of five bits, and seven of the 35 bits that are left.
        let start = UInt128(hash.high) << 64 | UInt128(hash.middle)
        let end = (hash.middle & 7) << 32 | UInt64(hash.low)
        var letters: [32 of UInt8] = .init(repeating: 0)
        for letter in 0..<32 {
            let bits =
                letter < 25
                ? UInt8(truncatingIfNeeded: start >> UInt128(123 - 5 * letter))
                : UInt8(truncatingIfNeeded: end >> UInt64(155 - 5 * letter))
            let value = bits & 31
            letters[letter] = value < 10 ? 0x30 + value : 0x57 + value
        }
        Self.copy(letters, to: &name, at: 1)
        Self.copy(letters, to: &key, at: keyStart)
    }

    private static func copy(_ letters: [32 of UInt8], to octets: inout [UInt8], at start: Int) {
        var target = octets.mutableSpan
        for letter in 0..<32 { target[start + letter] = letters[letter] }
    }
}
