extension RRType: CustomStringConvertible {
    /// The type that a mnemonic in any case or `TYPE` with a number names (RFC 3597 5), or nil.
    public init?(text: String) {
        let octets = Array(text.utf8)
        self.init(field: octets.span, start: 0, end: octets.count)
    }

    /// The type that the octets from `start` to `end` name, as `init(text:)`; allocates nothing.
    public init?(field octets: Span<UInt8>, start: Int, end: Int) {
        guard let packed = Self.pack(octets, start, end) else { return nil }
        if let known = RRTypeNames.table.type(of: packed) {
            self = known
            return
        }
        guard let number = Self.numberBehindTYPE(octets, start, end) else { return nil }
        self.init(rawValue: number)
    }

    /// The mnemonic in capitals, or `TYPE` with the number.
    public var description: String {
        RRTypeTable.row(self)?.mnemonic.description ?? "TYPE\(rawValue)"
    }

    /// Appends the mnemonic or `TYPE` with the number.
    public static func appendText(of type: RRType, to text: inout [UInt8]) {
        if let row = RRTypeTable.row(type) {
            row.appendMnemonic(to: &text)
        } else {
            text.append(contentsOf: "TYPE".utf8)
            RDATAText.appendNumber(UInt32(type.rawValue), to: &text)
        }
    }

    /// Appends the mnemonic of a type that all common servers know, or `TYPE` with the number.
    public static func appendPortableText(of type: RRType, to text: inout [UInt8]) {
        if RRTypeTable.row(type)?.isWidelyRead ?? false {
            appendText(of: type, to: &text)
        } else {
            text.append(contentsOf: "TYPE".utf8)
            RDATAText.appendNumber(UInt32(type.rawValue), to: &text)
        }
    }

    /// True for types that only queries and messages use: 0, OPT, and 128 to 255 (RFC 6895 3.1).
    public var isMeta: Bool { rawValue == 0 || rawValue == 41 || (rawValue >= 128 && rawValue <= 255) }

    /// Up to 16 octets as one number, small letters turned into capitals; nil for none or more.
    fileprivate static func pack(_ octets: Span<UInt8>, _ start: Int, _ end: Int) -> UInt128? {
        guard end > start, end - start <= 16 else { return nil }
        var packed: UInt128 = 0
        for index in start..<end {
            let octet = octets[index]
            packed = packed << 8 | UInt128(octet &- 0x61 < 26 ? octet & 0xDF : octet)
        }
        return packed
    }

    private static func numberBehindTYPE(_ octets: Span<UInt8>, _ start: Int, _ end: Int) -> UInt16? {
        guard end - start > 4, end - start <= 9, octets[start] | 0x20 == 0x74,
            octets[start + 1] | 0x20 == 0x79,
            octets[start + 2] | 0x20 == 0x70, octets[start + 3] | 0x20 == 0x65
        else { return nil }
        var number: UInt32 = 0
        for index in (start + 4)..<end {
            guard octets[index] &- 0x30 < 10 else { return nil }
            number = number * 10 + UInt32(octets[index] - 0x30)
        }
        return UInt16(exactly: number)
    }
}

/// Finds types by their packed mnemonics: a hash table of 512 slots, open addressing, never full.
struct RRTypeNames: Sendable {
    static let table = RRTypeNames()

    private var names = [UInt128](repeating: 0, count: 512)
    private var types = [UInt16](repeating: 0, count: 512)

    private init() {
        for row in RRTypeTable.rows { insert(row.mnemonic, row.type) }
        insert("*", RRType(rawValue: 255))
    }

    private mutating func insert(_ mnemonic: StaticString, _ type: RRType) {
        let octets = Array(mnemonic.description.utf8)
        guard let packed = RRType.pack(octets.span, 0, octets.count) else { return }
        var slot = Self.slot(packed)
        while names[slot] != 0 { slot = (slot + 1) & 511 }
        names[slot] = packed
        types[slot] = type.rawValue
    }

    func type(of packed: UInt128) -> RRType? {
        var slot = Self.slot(packed)
        while names[slot] != 0 {
            if names[slot] == packed { return RRType(rawValue: types[slot]) }
            slot = (slot + 1) & 511
        }
        return nil
    }

    private static func slot(_ packed: UInt128) -> Int {
        let folded = UInt64(truncatingIfNeeded: packed) ^ UInt64(truncatingIfNeeded: packed >> 64)
        return Int(truncatingIfNeeded: (folded &* 0x9E37_79B9_7F4A_7C15) >> 55)
    }
}
