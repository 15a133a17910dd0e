// How much a `ZoneBuilder` may take.

extension ZoneBuilder {
    /// The limits that count while records come in.
    struct Room: Sendable {
        /// As many as 32-bit numbers can count.
        private static let mostRecords = Int(UInt32.max)

        private let limits: ZoneLimits
        private let records: Int
        /// Octets of names, keys and data, with `ZoneLimits.octetsPerRecord` for each record.
        private let content: Int

        init(_ limits: ZoneLimits) {
            self.limits = limits
            records = min(limits.records ?? Self.mostRecords, Self.mostRecords)
            content = (limits.memory ?? .max) / ZoneLimits.copies
        }

        /// True if so many more records with so many octets are within all limits.
        func hasPlace(in builder: borrowing ZoneBuilder, for count: Int, octets: Int = 0) -> Bool {
            let total = builder.records.count + count
            return total <= records
                && builder.arena.count + octets + ZoneLimits.octetsPerRecord * total <= content
        }

        /// The limit that this many more records are beyond; nil if there is none, or if it is that of 32-bit numbers.
        func excess(of builder: borrowing ZoneBuilder, with count: Int = 1) -> ZoneExcess? {
            let total = builder.records.count + count
            if let limit = limits.records, total > limit { return .records(limit: limit) }
            guard let limit = limits.memory,
                ZoneLimits.memory(forRecords: total, arena: builder.arena.count) > limit
            else { return nil }
            return .memory(limit: limit)
        }
    }
}
