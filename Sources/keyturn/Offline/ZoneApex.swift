import DNSSECModel
import Glibc

/// What the SOA record of a zone says.
struct ZoneApex {
    /// The serial; nil without a whole SOA.
    let serial: UInt32?
    /// How long caches keep the absence of a record: the lesser of the SOA's TTL and its minimum (RFC 2308 5).
    let negativeTTL: Interval?

    init(_ zone: Zone) {
        guard let apex = zone.owners.first, let soa = zone.rrset(.soa, of: apex),
            let record = soa.records.first
        else {
            (serial, negativeTTL) = (nil, nil)
            return
        }
        let fields = Array(zone.copy(zone.records[record]).suffix(20))
        guard fields.count == 20 else {
            (serial, negativeTTL) = (nil, nil)
            return
        }
        func number(_ start: Int) -> UInt32 {
            fields[start..<(start + 4)].reduce(0) { $0 << 8 | UInt32($1) }
        }
        serial = number(0)
        negativeTTL = .seconds(Int64(min(soa.ttl, number(16))))
    }
}

/// The processors of this machine.
enum Processors {
    static let count = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
