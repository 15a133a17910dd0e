import Glibc
import TestKit

/// A zone like that of a country: very many delegations, the same each time for the same number.
///
/// Two to four name servers for each, from a pool in which few serve many; every twentieth has a DS, every tenth name
/// servers below itself with addresses.
struct DelegationZone {
    /// How many delegations.
    let names: Int
    private var generator = SplitMix64(seed: 20_181_011)

    init(names: Int) { self.names = names }

    /// Writes the zone, a piece at a time, so that this process stays small: the kernel counts its memory as the
    /// children's, too.
    mutating func write(to path: String) throws {
        guard let file = unsafe fopen(path, "w") else { throw BenchmarkError(text: "cannot write \(path)") }
        var text = """
            $ORIGIN example.
            $TTL 86400
            @ SOA ns1.nic hostmaster.nic 1 1800 900 1209600 3600
            @ NS ns1.nic
            @ NS ns2.nic
            ns1.nic A 192.0.2.1
            ns1.nic AAAA 2001:db8::1
            ns2.nic A 198.51.100.1

            """
        for index in 0..<names {
            text += delegation(index)
            if text.utf8.count > 65536 || index == names - 1 {
                _ = unsafe fputs(text, file)
                text = ""
            }
        }
        guard unsafe fclose(file) == 0 else { throw BenchmarkError(text: "cannot write \(path)") }
    }

    private mutating func delegation(_ index: Int) -> String {
        let name = Self.word(index)
        var text = ""
        let servers = Int.random(in: 2...4, using: &generator)
        if index % 10 == 3 {
            for server in 1...servers {
                text += "\(name) NS ns\(server).\(name)\n"
                text += "ns\(server).\(name) A 203.0.113.\(Int.random(in: 1...254, using: &generator))\n"
            }
        } else {
            let pool = max(1, names / 50)
            let skewed = Double.random(in: 0..<1, using: &generator)
            let hoster = Int(Double(pool) * skewed * skewed * skewed)
            for server in 1...servers { text += "\(name) NS ns\(server).hoster\(hoster).net.\n" }
        }
        if index % 20 == 7 {
            let digest = (0..<4).map { _ in Self.hex(generator.next()) }.joined()
            text += "\(name) 3600 DS \(Int.random(in: 0...65535, using: &generator)) 13 2 \(digest)\n"
        }
        return text
    }

    /// A name of its own for each number, in no order.
    private static func word(_ index: Int) -> String {
        let letters = Array("bcdfghjklmnpqrstvwxz")
        var rest = ((index + 1) &* 2_654_435_761) & 0xFFFF_FFFF
        var word = ""
        while rest > 0 {
            word.append(letters[rest % 20])
            word.append("aeiou".randomElement(at: rest))
            rest /= 20
        }
        return "\(word)\(index % 7 == 0 ? "-\(index)" : "")"
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension String {
    fileprivate func randomElement(at index: Int) -> Character {
        self[self.index(startIndex, offsetBy: index % count)]
    }
}
