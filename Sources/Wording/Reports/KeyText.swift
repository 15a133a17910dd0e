public import ControlProtocol
public import DNSSECModel

/// Keys in tables.
public enum KeyText {
    /// One line a key; with a column for its name if role and tag are not the whole name of some key.
    public static func table(_ keys: [KeyStatus], time: Instant) -> [String] {
        let names = keys.contains { $0.reference.name != nil || $0.tag == nil }
        var table = Columns(rightAligned: [0])
        let head = ["TAG", "ROLE", "ALGORITHM", "PHASE", "SINCE"]
        table.append(head + (names ? ["KEY"] : []))
        for key in keys {
            let cells = [
                tag(key), key.role.description, algorithm(key), key.phase?.rawValue ?? "-",
                "\(key.since) (\(key.since.distance(from: time)))",
            ]
            table.append(cells + (names ? [KeyName(key.reference).text()] : []))
        }
        return table.lines
    }

    /// `RSASHA256 2048`: of keys that come in several sizes, the size of the modulus in bits, too.
    private static func algorithm(_ key: KeyStatus) -> String {
        key.algorithm.description + (key.bits.map { " \($0)" } ?? "")
    }

    /// The state of every record of every key, as caches may see it.
    public static func states(_ keys: [KeyStatus]) -> [String] {
        var table = Columns(rightAligned: [0])
        table.append("TAG", "DNSKEY", "ZRRSIG", "KRRSIG", "DS", "ANCHOR", "REVOCATION")
        for key in keys {
            let state = { (record: KeyRecord) in key[record]?.rawValue ?? "-" }
            table.append(
                tag(key),
                state(.dnskey),
                state(.zrrsig),
                state(.krrsig),
                state(.ds),
                state(.anchor),
                state(.revocation)
            )
        }
        return table.lines
    }

    private static func tag(_ key: KeyStatus) -> String { key.tag.map(String.init) ?? "-" }
}
