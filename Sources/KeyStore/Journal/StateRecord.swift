import DNSSECCrypto
public import DNSSECModel
import JSON

/// What a line of the journal keeps of a zone's state: its digest, and how it came from the state before.
///
/// With the records of all lines the state can be made again: each change is applied to the state that it names, and what
/// comes of it must have the digest.
public struct StateRecord: Hashable, Sendable {
    /// The SHA-256 of the ring as compact JSON, in hexadecimal digits.
    public let digest: String
    /// The digest of the state that `change` begins with; nil for none.
    let base: String?
    /// The operations of RFC 6902 that lead from it to this state; nil if the state has not changed.
    let change: JSONValue?

    private init(digest: String, base: String? = nil, change: JSONValue? = nil) {
        (self.digest, self.base, self.change) = (digest, base, change)
    }

    /// The record of a state that has not changed.
    public init(unchanged digest: String) { self.init(digest: digest) }

    /// The record of a change; nil if no digest can be made.
    ///
    /// - Parameters:
    ///   - old: The state of the journal's last record; nil if it has none, and then the record holds the whole new state.
    ///   - new: The state from now on.
    public init?(from old: KeyRing?, to new: KeyRing) {
        let value = RingFormat.value(of: new)
        guard let digest = Self.digest(of: value) else { return nil }
        let before = old.map { RingFormat.value(of: $0) }
        self.init(
            digest: digest,
            base: before.flatMap(Self.digest),
            change: (before ?? .null).patch(to: value)
        )
    }

    /// The digest of a ring; nil if none can be made.
    public static func digest(of ring: KeyRing) -> String? { digest(of: RingFormat.value(of: ring)) }

    private static func digest(of value: JSONValue) -> String? {
        try? Checksum(of: value.compactOctets.span).text
    }

    /// The state that the change makes of the one before; nil if it does not lead to this record's.
    func state(after old: KeyRing?) -> KeyRing? {
        guard let change, base == old.flatMap({ Self.digest(of: $0) }),
            let value = (old.map { RingFormat.value(of: $0) } ?? .null).patched(by: change),
            let ring = try? RingFormat.ring(from: JSONReader(value)), Self.digest(of: ring) == digest
        else { return nil }
        return ring
    }
}

// MARK: - JSON

extension StateRecord {
    var value: JSONValue {
        let text = JSONValue.Member("sha256", .string(digest))
        guard let change else { return .object([text]) }
        return .object([text, .init("from", base.map { .string($0) } ?? .null), .init("change", change)])
    }

    init(_ reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        digest = try members.take("sha256").string()
        base = try members.takeIfPresent("from")?.nonNull?.string()
        change = members.takeIfPresent("change")?.value
        try members.finish()
    }
}
