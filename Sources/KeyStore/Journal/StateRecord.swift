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

    /// The record of a change.
    ///
    /// - Parameters:
    ///   - old: The state of the journal's last record; nil if it has none, and then the record holds the whole new state.
    ///   - new: The state from now on.
    public init(from old: RecordedState?, to new: RecordedState) {
        if old?.ring == new.ring {
            self.init(digest: new.digest)
        } else {
            let change = (old?.value ?? .null).patch(to: new.value)
            self.init(digest: new.digest, base: old?.digest, change: change)
        }
    }

    /// The digest of a ring; nil if none can be made.
    public static func digest(of ring: KeyRing) -> String? { RecordedState(ring)?.digest }

    /// The state that the change makes of the one before; nil if it does not lead to this record's.
    func state(after old: KeyRing?) -> KeyRing? {
        let old = old.flatMap(RecordedState.init)
        guard let change, base == old?.digest, let value = (old?.value ?? .null).patched(by: change),
            let ring = try? RingFormat.ring(from: JSONReader(value)), Self.digest(of: ring) == digest
        else { return nil }
        return ring
    }
}

/// A zone's state with what the journal needs of it, made once.
public struct RecordedState: Sendable {
    /// The state.
    public let ring: KeyRing
    /// The SHA-256 of the ring as compact JSON, in hexadecimal digits.
    let digest: String
    let value: JSONValue

    /// A state; nil if no digest can be made of it.
    public init?(_ ring: KeyRing) {
        let value = RingFormat.value(of: ring)
        guard let digest = try? Checksum(of: value.compactOctets.span).text else { return nil }
        (self.ring, self.digest, self.value) = (ring, digest, value)
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
