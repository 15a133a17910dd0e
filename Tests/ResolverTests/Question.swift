import Foundation

/// The types that the tests ask for.
enum RecordType: UInt16 {
    case a = 1
    case soa = 6
    case txt = 16
    case ds = 43
    case dnskey = 48
}

/// What a server said.
struct Answer {
    let octets: [UInt8]

    /// 0 is NOERROR, 2 SERVFAIL, 3 NXDOMAIN.
    var code: Int { Int(octets[3] & 0x0F) }
    /// The AD bit: a resolver says that it has validated all of this.
    var isAuthentic: Bool { octets[3] & 0x20 != 0 }
    /// How many records the answer section has.
    var records: Int { Int(octets[6]) << 8 | Int(octets[7]) }

    /// True if a record of the answer has this text in it.
    func mentions(_ text: String) -> Bool { octets.contains([UInt8(text.utf8.count)] + Array(text.utf8)) }
}

/// A key of a DNSKEY RRset, as it was served.
struct ServedKey: Hashable {
    let flags: UInt16
    let algorithm: UInt8
    let tag: Int
    /// The fields of the record as a zone file has them.
    let text: String
    /// The public key alone, which stays the same when the key is revoked.
    let material: String

    /// Secure entry point: resolvers take only such keys as anchors.
    var isEntryPoint: Bool { flags & 0x0001 != 0 }
    var isRevoked: Bool { flags & 0x0080 != 0 }

    init(_ data: ArraySlice<UInt8>) {
        let octets = Array(data)
        flags = UInt16(octets[0]) << 8 | UInt16(octets[1])
        algorithm = octets[3]
        // RFC 4034 appendix B.
        let sum = octets.enumerated().reduce(0) { $0 + Int($1.element) << ($1.offset % 2 == 0 ? 8 : 0) }
        tag = (sum + sum >> 16) & 0xFFFF
        material = Data(octets[4...]).base64EncodedString()
        text = "\(flags) \(octets[2]) \(algorithm) \(material)"
    }
}

extension Answer {
    /// The DNSKEY records of the answer section.
    var keys: [ServedKey] {
        var found: [ServedKey] = []
        var place = afterName(12) + 4
        for _ in 0..<records {
            let fixed = afterName(place)
            let type = UInt16(octets[fixed]) << 8 | UInt16(octets[fixed + 1])
            let length = Int(octets[fixed + 8]) << 8 | Int(octets[fixed + 9])
            let data = octets[(fixed + 10)..<(fixed + 10 + length)]
            if type == RecordType.dnskey.rawValue { found.append(ServedKey(data)) }
            place = data.endIndex
        }
        return found
    }

    /// Where a name ends that begins here.
    private func afterName(_ start: Int) -> Int {
        var place = start
        while octets[place] != 0 {
            if octets[place] >= 0xC0 { return place + 2 }
            place += 1 + Int(octets[place])
        }
        return place + 1
    }
}

/// A DNS server on a port of the loopback.
struct ServerPort: Hashable {
    let number: UInt16

    /// A port on which nothing listens.
    ///
    /// Below those that the kernel gives to clients, so that none takes it meanwhile.
    static func free() -> ServerPort {
        while true {
            let port = ServerPort(number: .random(in: 15_000..<30_000))
            if port.canBind(SOCK_DGRAM), port.canBind(SOCK_STREAM) { return port }
        }
    }

    /// Asks with DO set; nil when no answer came, even after some seconds.
    func ask(_ name: String, _ type: RecordType, chaos: Bool = false) -> Answer? {
        let handle = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard handle >= 0 else { return nil }
        defer { close(handle) }
        guard unsafe withAddress({ unsafe connect(handle, $0, $1) }) == 0 else { return nil }
        let identifier = UInt16.random(in: .min ... .max)
        let query = ServerPort.query(identifier, name, type.rawValue, class: chaos ? 3 : 1)
        for _ in 1...10 {
            guard unsafe send(handle, query, query.count, 0) == query.count else { return nil }
            if let answer = ServerPort.receive(handle, identifier) { return answer }
        }
        return nil
    }

    /// Asks for what a resolver says of itself: this wakes it after a jump of its clock and touches no cache.
    @discardableResult
    func wake() -> Bool { ask("version.bind.", .txt, chaos: true) != nil }

    private static func receive(_ handle: Int32, _ identifier: UInt16) -> Answer? {
        var waiting = pollfd(fd: handle, events: Int16(POLLIN), revents: 0)
        var buffer = [UInt8](repeating: 0, count: 4096)
        while unsafe poll(&waiting, 1, 500) > 0 {
            let count = unsafe recv(handle, &buffer, buffer.count, 0)
            // An error: nobody listens yet.
            guard count >= 12 else { return nil }
            if buffer[0] == UInt8(identifier >> 8), buffer[1] == UInt8(identifier & 0xFF) {
                return Answer(octets: Array(buffer[..<count]))
            }
        }
        return nil
    }

    private static func query(_ identifier: UInt16, _ name: String, _ type: UInt16, class: UInt16) -> [UInt8]
    {
        func octets(_ numbers: UInt16...) -> [UInt8] {
            numbers.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        }
        let labels = name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
        let question = labels + [0] + octets(type, `class`)
        // RD; one question and one OPT record with 4096 octets and DO.
        return octets(identifier, 0x0100, 1, 0, 0, 1) + question + [0] + octets(41, 4096, 0, 0x8000, 0)
    }

    private func canBind(_ kind: __socket_type) -> Bool {
        let handle = socket(AF_INET, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard handle >= 0 else { return false }
        defer { close(handle) }
        return unsafe withAddress { unsafe bind(handle, $0, $1) } == 0
    }

    private func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = number.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
