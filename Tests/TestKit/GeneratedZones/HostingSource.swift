/// Customers' names: all have an A record, seven of ten AAAA, six of ten MX and six of ten TXT.
struct HostingSource: NameSource {
    private var generator = SplitMix64(seed: 20_210_328)

    /// A changed name has another address.
    mutating func append(_ index: Int, isChanged: Bool, to text: inout [UInt8]) {
        let name = GeneratedName.word(index)
        let host = generator.next()
        let net = isChanged ? "198.18" : "10.\(host % 256)"
        var lines = "\(name) A \(net).\(host >> 8 % 256).\(host >> 16 % 254 + 1)\n"
        if host >> 24 % 10 < 7 {
            lines += "\(name) AAAA 2001:db8:\(hex(host >> 32)):\(hex(host >> 48))::\(hex(host >> 8))\n"
        }
        let kind = generator.next()
        if kind % 10 < 6 { lines += "\(name) MX 10 mx\(kind >> 8 % 40).mail.hoster.net.\n" }
        if kind >> 16 % 10 < 6 {
            lines += "\(name) TXT \"v=spf1 include:spf\(kind >> 8 % 40).hoster.net -all\"\n"
        }
        text.append(contentsOf: lines.utf8)
    }

    private func hex(_ bits: UInt64) -> String { String(bits & 0xFFFF, radix: 16) }
}
