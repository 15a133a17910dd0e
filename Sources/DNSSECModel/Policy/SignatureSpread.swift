/// How the signatures over the zone by a key leave it little by little, since another key has taken over.
///
/// It begins when the key's ZRRSIG became unretentive. That counts as seen only in a publication in which no signature by
/// the key is left.
public struct SignatureSpread: Hashable, Sendable {
    /// From the first to the last replacement, as it was decided.
    public var length: Interval
    /// True once nothing of the key may be kept any more: at the end, or earlier where something made it end.
    public var isOver: Bool
    /// Dsgn as it came about (RFC 7583 3.2.1): from the beginning to the first publication without a signature by the
    /// key; nil as long as there was none.
    public var delay: Interval?

    /// A spread of some length that has just begun, unless given.
    public init(length: Interval, isOver: Bool = false, delay: Interval? = nil) {
        self.length = length
        self.isOver = isOver
        self.delay = delay
    }
}

extension SigningPlan {
    /// A key that signs the zone no more, and whose signatures stay until it is their turn to be replaced.
    ///
    /// Owner and type of an RRset decide on its turn, which is the same in every run. What has to be signed before, the
    /// successor signs; the key itself makes no signature.
    public struct KeptSignatures: Hashable, Sendable {
        /// The key, which is in `dnskeys`.
        public var key: ManagedKey.ID
        /// The key that replaces its signatures, which is in `zoneSigners`.
        public var successor: ManagedKey.ID
        /// When the first turn comes.
        public var start: Instant
        /// From the first turn to the last.
        public var length: Interval

        /// When the last turn has come.
        public var end: Instant { start + length }

        /// All fields as they are.
        public init(key: ManagedKey.ID, successor: ManagedKey.ID, start: Instant, length: Interval) {
            self.key = key
            self.successor = successor
            self.start = start
            self.length = length
        }
    }
}
