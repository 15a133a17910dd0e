import Glibc

/// A zone of a kind and a size, the same octets each time: what benchmarks and counts of instructions work on.
///
/// It is written a piece at a time, so that a million names need no memory.
public struct GeneratedZone: Sendable {
    /// What a zone consists of.
    public enum Kind: String, CaseIterable, Sendable {
        /// Delegations, like a country's zone.
        case tld
        /// Names with addresses, mail and text, like the zone of a hosting company.
        case flat
        /// All sorts: many types, wildcards, empty non-terminals, delegations, DNAME, long text.
        case mixed
    }

    /// What the names are.
    public let kind: Kind
    /// How many names there are beside the apex and its servers; a name with other names below it counts once.
    public let names: Int
    /// How many of the names differ from those of the zone with 0 here, evenly spread.
    public let changed: Int
    /// The SOA serial in the file.
    public let serial: UInt32

    /// The zone's name, absolute.
    public static let origin = "example."

    /// Describes a zone; `changed` names differ from the zone without changes.
    public init(_ kind: Kind, names: Int, changed: Int = 0, serial: UInt32 = 1) {
        self.kind = kind
        self.names = names
        self.changed = changed
        self.serial = serial
    }

    /// Writes the zone file; false if that fails.
    public func write(to path: String) -> Bool {
        guard let file = unsafe fopen(path, "w") else { return false }
        var text = Array(apex.utf8)
        var isWhole = true
        var source = self.source
        for index in 0..<names {
            source.append(index, isChanged: isChanged(index), to: &text)
            guard text.count > 65_536 || index == names - 1 else { continue }
            let written = unsafe text.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
            isWhole = isWhole && written == text.count
            text.removeAll(keepingCapacity: true)
        }
        return unsafe fclose(file) == 0 && isWhole
    }

    private var apex: String {
        """
        $ORIGIN \(Self.origin)
        $TTL 86400
        @ SOA ns1.nic hostmaster.nic \(serial) 1800 900 1209600 3600
        @ NS ns1.nic
        @ NS ns2.nic
        ns1.nic A 192.0.2.1
        ns1.nic AAAA 2001:db8::1
        ns2.nic A 198.51.100.1

        """
    }

    private var source: any NameSource {
        switch kind {
        case .tld: DelegationSource(names: names)
        case .flat: HostingSource()
        case .mixed: MixedSource()
        }
    }

    private func isChanged(_ index: Int) -> Bool {
        guard changed > 0 else { return false }
        // The positions where the number of changes so far grows by one.
        return (index + 1) * changed / names > index * changed / names
    }
}

/// Makes the records of one name after the other.
protocol NameSource {
    /// Appends the lines of the name with this number.
    mutating func append(_ index: Int, isChanged: Bool, to text: inout [UInt8])
}

/// The owner names of generated zones.
enum GeneratedName {
    private static let consonants = Array("bcdfghjklmnpqrstvwxz".utf8)
    private static let vowels = Array("aeiou".utf8)

    /// A name of its own for each number, in no order.
    static func word(_ index: Int) -> String {
        var rest = ((index + 1) &* 2_654_435_761) & 0xFFFF_FFFF
        var word: [UInt8] = []
        while rest > 0 {
            word.append(consonants[rest % 20])
            word.append(vowels[rest % 5])
            rest /= 20
        }
        return String(decoding: word, as: UTF8.self) + (index % 7 == 0 ? "-\(index)" : "")
    }

    /// Sixteen hexadecimal digits.
    static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
