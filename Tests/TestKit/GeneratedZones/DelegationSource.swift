/// Delegations like those of a country: two to four name servers from a pool in which few serve many.
///
/// Every twentieth has a DS, every tenth its servers below itself, with addresses.
struct DelegationSource: NameSource {
    private let pool: Int
    private var generator = SplitMix64(seed: 20_181_011)

    init(names: Int) { pool = max(1, names / 50) }

    /// A change is in turn a name that goes while another comes, and a DS.
    mutating func append(_ index: Int, isChanged: Bool, to text: inout [UInt8]) {
        let isRenamed = isChanged && index.isMultiple(of: 2)
        let name = GeneratedName.word(index) + (isRenamed ? "-new" : "")
        let servers = Int.random(in: 2...4, using: &generator)
        if index % 10 == 3 {
            appendOwnServers(servers, of: name, to: &text)
        } else {
            appendHosted(servers, name, to: &text)
        }
        if index % 20 == 7 { appendDS(name, to: &text) }
        if isChanged, !isRenamed {
            let digest = String(repeating: GeneratedName.hex(UInt64(index)), count: 4)
            text.append(contentsOf: "\(name) 3600 DS 4711 13 2 \(digest)\n".utf8)
        }
    }

    private mutating func appendOwnServers(_ servers: Int, of name: String, to text: inout [UInt8]) {
        for server in 1...servers {
            let last = Int.random(in: 1...254, using: &generator)
            text.append(
                contentsOf: "\(name) NS ns\(server).\(name)\nns\(server).\(name) A 203.0.113.\(last)\n".utf8
            )
        }
    }

    private mutating func appendHosted(_ servers: Int, _ name: String, to text: inout [UInt8]) {
        let skewed = Double.random(in: 0..<1, using: &generator)
        let hoster = Int(Double(pool) * skewed * skewed * skewed)
        for server in 1...servers {
            text.append(contentsOf: "\(name) NS ns\(server).hoster\(hoster).net.\n".utf8)
        }
    }

    private mutating func appendDS(_ name: String, to text: inout [UInt8]) {
        let digest = (0..<4).map { _ in GeneratedName.hex(generator.next()) }.joined()
        let tag = Int.random(in: 0...65535, using: &generator)
        text.append(contentsOf: "\(name) 3600 DS \(tag) 13 2 \(digest)\n".utf8)
    }
}
