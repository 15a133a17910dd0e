/// A domain name: octets in uncompressed wire form, its final zero octet included (RFC 1035 3.1).
///
/// The case of letters is kept for output; comparison, hashing and order ignore it (RFC 4343). Order is the
/// canonical DNS name order (RFC 4034 6.1). A `Name` lives at the edges (origins, policies, keys); the owners
/// of a whole zone live in the arena of a `Zone`.
public struct Name: Sendable {
    /// The largest wire form of a name, in octets (RFC 1035 2.3.4).
    public static let maximumOctets = 255
    /// The largest label, in octets, its length octet not counted (RFC 1035 2.3.4).
    public static let maximumLabelOctets = 63
    /// The name of the DNS root.
    public static let root = Name(uncheckedWire: [0])

    /// Uncompressed wire form, 1 to 255 octets, the last one zero.
    public let octets: [UInt8]

    /// Takes octets that are known to be a well-formed uncompressed name.
    public init(uncheckedWire octets: [UInt8]) {
        self.octets = octets
    }

    /// Reads one uncompressed name that fills `wire` exactly.
    public init(wire: [UInt8]) throws(NameError) {
        guard try Name.wireLength(in: wire.span, at: 0) == wire.count else { throw .trailingOctets }
        self.octets = wire
    }

    /// The octets that the uncompressed name at `start` takes.
    ///
    /// Compression pointers are refused: zone content never has them.
    public static func wireLength(in octets: Span<UInt8>, at start: Int) throws(NameError) -> Int {
        var position = start
        while position < octets.count {
            let length = Int(octets[position])
            guard length <= maximumLabelOctets else { throw .labelTooLong(octets: length) }
            position += length + 1
            guard position - start <= maximumOctets else { throw .nameTooLong }
            if length == 0 { return position - start }
        }
        throw .truncated
    }

    /// True for the DNS root.
    public var isRoot: Bool { octets.count == 1 }

    /// True if the leftmost label is a single asterisk (RFC 4592 2.1.1).
    public var isWildcard: Bool { octets.count > 2 && octets[0] == 1 && octets[1] == 0x2A }

    /// Number of labels, the root's empty one not counted.
    public var labelCount: Int { labelStarts.count }

    /// Where each label's length octet is, leftmost label first; the root's is not among them.
    var labelStarts: [Int] {
        var starts: [Int] = []
        var position = 0
        while octets[position] != 0 {
            starts.append(position)
            position += Int(octets[position]) + 1
        }
        return starts
    }

    /// The name without its leftmost label, or nil for the root.
    public var parent: Name? {
        isRoot ? nil : Name(uncheckedWire: Array(octets[(Int(octets[0]) + 1)...]))
    }

    /// True if this name is `ancestor` or lies below it.
    public func isSubdomain(of ancestor: Name) -> Bool {
        let cut = octets.count - ancestor.octets.count
        guard cut >= 0, cut == 0 || labelStarts.contains(cut) || ancestor.isRoot else { return false }
        for index in ancestor.octets.indices
        where Name.lowercased(octets[cut + index]) != Name.lowercased(ancestor.octets[index]) { return false }
        return true
    }

    /// True if an uncompressed wire-form name is `ancestor`, also in wire form, or lies below it.
    static func isSubdomain(_ wire: Span<UInt8>, of ancestor: Span<UInt8>) -> Bool {
        let cut = wire.count - ancestor.count
        // Most names that are not below differ at their end.
        guard cut >= 0, hasEqualLetters(wire.extracting(cut..<wire.count), ancestor) else { return false }
        var position = 0
        while position < cut { position += Int(wire[position]) + 1 }
        return position == cut
    }

    /// True if octets of one length are the same but for the case of letters.
    private static func hasEqualLetters(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        if OctetOrder.isEqual(left, right) { return true }
        var index = right.count
        while index > 0 {
            index -= 1
            if lowercased(left[index]) != lowercased(right[index]) { return false }
        }
        return true
    }

    /// The same name in lower case (RFC 4034 6.2).
    public var lowercased: Name { Name(uncheckedWire: octets.map(Name.lowercased)) }

    /// An ASCII capital turned into its small letter; every other octet as it is.
    ///
    /// Length octets of labels are at most 63 and so never change.
    @inlinable
    public static func lowercased(_ octet: UInt8) -> UInt8 {
        octet &- 0x41 < 26 ? octet | 0x20 : octet
    }
}

// MARK: - Comparison

extension Name: Hashable, Comparable {
    /// True if the names are the same but for the case of letters (RFC 4343).
    public static func == (left: Name, right: Name) -> Bool {
        guard left.octets.count == right.octets.count else { return false }
        for index in left.octets.indices
        where lowercased(left.octets[index]) != lowercased(right.octets[index]) { return false }
        return true
    }

    /// Hashes the name in lower case.
    public func hash(into hasher: inout Hasher) {
        for octet in octets { hasher.combine(Name.lowercased(octet)) }
    }

    /// Canonical DNS name order (RFC 4034 6.1).
    public static func < (left: Name, right: Name) -> Bool {
        left.canonicalKey.lexicographicallyPrecedes(right.canonicalKey)
    }

    /// Octets whose plain order is the canonical order of names: see `Name.appendCanonicalKey`.
    public var canonicalKey: [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(octets.count)
        Name.appendCanonicalKey(of: octets.span, to: &key)
        return key
    }

    /// Appends the sort key of an uncompressed wire-form name: its labels from the root down, in lower case,
    /// each closed by a zero octet.
    ///
    /// Inside a label the octets 0 and 1 become the pairs (1, 1) and (1, 2), so that the closing zero stays
    /// smaller than everything and hostile labels sort rightly too. The key of an ancestor is a prefix of the
    /// keys of all names below it. The root's key is empty.
    public static func appendCanonicalKey(of wire: Span<UInt8>, to key: inout [UInt8]) {
        if isKeptInKey(wire) { return appendLabelsReversed(of: wire, to: &key) }
        var starts: [127 of UInt8] = .init(repeating: 0)
        var count = 0
        var position = 0
        while wire[position] != 0 {
            starts[count] = UInt8(position)
            count += 1
            position += Int(wire[position]) + 1
        }
        while count > 0 {
            count -= 1
            let start = Int(starts[count])
            for index in (start + 1)...(start + Int(wire[start])) { appendEscaped(wire[index], to: &key) }
            key.append(0)
        }
    }

    /// True if all octets of the labels stand in the key as they are; false also for most labels of one octet.
    private static func isKeptInKey(_ wire: Span<UInt8>) -> Bool {
        let labels = wire.extracting(0..<(wire.count - 1))
        return OctetWord.firstMarked(in: labels) { $0.below(2) | $0.capitalsAndHighOctets } == labels.count
    }

    private static func appendLabelsReversed(of wire: Span<UInt8>, to key: inout [UInt8]) {
        let start = key.count
        // Room, and as many octets as the key has.
        key.append(run: wire.extracting(1..<wire.count))
        unsafe key.withUnsafeMutableBufferPointer { key in
            var end = key.count
            var position = 0
            while end > start {
                let label = wire.extracting((position + 1)..<(position + 1 + Int(wire[position])))
                position += label.count + 1
                end -= label.count + 1
                unsafe label.withUnsafeBufferPointer {
                    _ = unsafe key[end..<(end + label.count)].update(fromContentsOf: $0)
                }
                unsafe key[end + label.count] = 0
            }
        }
    }

    private static func appendEscaped(_ octet: UInt8, to key: inout [UInt8]) {
        if octet <= 1 { key.append(1) }
        key.append(octet <= 1 ? octet + 1 : lowercased(octet))
    }
}

/// What is wrong with the octets or the text of a name.
public enum NameError: Error, Hashable, Sendable {
    /// A label of more than 63 octets.
    case labelTooLong(octets: Int)
    /// More than 255 octets in wire form.
    case nameTooLong
    /// Two dots in a row, or a dot at the start of a longer name.
    case emptyLabel
    /// A backslash at the end, or before digits that are not three or exceed 255.
    case badEscape
    /// No text at all.
    case empty
    /// The octets end inside the name.
    case truncated
    /// Octets follow the name.
    case trailingOctets
    /// A name without its final dot where no origin is known.
    case relativeWithoutOrigin
}
