import DNSSECModel

extension ZoneLimits {
    /// As many records as 32-bit numbers can count.
    private static let mostRecords = Int(UInt32.max)
    /// A pebibyte: more than any machine has.
    private static let mostOctets = 1 << 50

    /// What `limits:` says, for all zones or for one.
    init(_ mapping: MappingReader) {
        var mapping = mapping
        defer { mapping.finish() }
        self.init(
            records: mapping.integer("records", from: 1, to: Self.mostRecords),
            octets: mapping.size("octets", from: 1, to: Self.mostOctets),
            generated: mapping.integer("generated", from: 0, to: Self.mostRecords),
            memory: mapping.size("memory", from: 1, to: Self.mostOctets)
        )
    }
}

extension MappingReader {
    /// A number of octets, which may have a unit: `2GiB`, or `2G` as systemd writes it.
    mutating func size(_ key: String, from: Int, to: Int) -> Int? {
        guard let (text, mark) = scalar(key) else { return nil }
        guard let size = OctetSize(text), (from...to).contains(size.octets) else {
            log.report(.badSize(text, from: from, to: to), at: mark)
            return nil
        }
        return size.octets
    }
}
