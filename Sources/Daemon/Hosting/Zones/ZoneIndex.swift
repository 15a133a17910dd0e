import DNSCore
import DNSSECCrypto
import DNSSECModel
import KeyStore
import Synchronization
import SystemIO

/// The rows of all zones at rest, on the disk: so that a daemon knows at its start when each zone is due.
///
/// A cache and never the truth. It is of use to the very program that has written it, on the machine where it was written,
/// for zones whose configuration, policy, state, zone file and output are as they were then: each of these is looked at
/// again before a row is relied on. What is missing, damaged or of another program is passed over, and those zones are
/// looked at in full.
struct ZoneIndex {
    /// The largest index that is read, some millions of zones: without it all zones are looked at.
    static let maximumOctets = 1 << 30
    static let heading = Array("keyturn index 1\n".utf8)
    private static let digestOctets = 32

    /// A zone at rest.
    struct Entry {
        var zone: Name
        var orderPrint: UInt64
        var policyDigest: [UInt8]
        var row: RestingZone
    }

    /// Where the index is.
    static func file(in folder: StateFolder) -> String { "\(folder.path)/index" }

    /// The program and the state folder that an index is for.
    private static func origin(_ folder: StateFolder) -> [UInt8] {
        var writer = OctetWriter()
        writer.add(Fingerprint.ofFile("/proc/self/exe"))
        writer.add(folder.path)
        return writer.octets
    }

    // MARK: - Writing

    /// The octets of an index.
    static func octets(of entries: [Entry], folder: StateFolder) throws(CryptoError) -> [UInt8] {
        var writer = OctetWriter()
        writer.add(origin(folder))
        for entry in entries {
            var row = OctetWriter()
            row.add(entry.zone.octets)
            row.add(entry.orderPrint)
            row.add(entry.policyDigest)
            if entry.row.isWritten(to: &row) { writer.add(long: row.octets) }
        }
        let octets = heading + writer.octets
        return octets + (try SHA256.hash(octets.span))
    }

    // MARK: - Reading

    /// The entries in octets; `nil` if they are no index of this program and this folder.
    static func entries(in octets: [UInt8], folder: StateFolder) -> [Entry]? {
        let end = octets.count - digestOctets
        guard end >= heading.count, Array(octets[..<heading.count]) == heading,
            let digest = try? SHA256.hash(octets.span.extracting(first: end)), Array(octets[end...]) == digest
        else { return nil }
        var reader = OctetReader(octets, from: heading.count, to: end)
        guard reader.list() == origin(folder) else { return nil }
        var entries: [Entry] = []
        while !reader.isAtEnd {
            guard let _: UInt32 = reader.number(), let entry = entry(&reader) else { return nil }
            entries.append(entry)
        }
        return entries
    }

    private static func entry(_ reader: inout OctetReader) -> Entry? {
        guard let wire = reader.list(), let zone = try? Name(wire: wire),
            let order: UInt64 = reader.number(), let policy = reader.list(), let row = RestingZone(&reader)
        else { return nil }
        return Entry(zone: zone, orderPrint: order, policyDigest: policy, row: row)
    }
}

extension OctetWriter {
    /// Octets behind their count, which may be large.
    fileprivate mutating func add(long list: [UInt8]) {
        add(UInt32(list.count))
        for octet in list { add(octet) }
    }
}

// MARK: - In the engine

extension Engine {
    /// The index is written again when it is older than this.
    private static let indexInterval = Interval.minutes(10)

    /// Writes the index of the zones at rest.
    func saveIndex() {
        let entries = contents.withLock { $0.slots }.compactMap { slot -> ZoneIndex.Entry? in
            guard let (row, order, policy) = slot.restingRow, let digest = policy?.digest else { return nil }
            return ZoneIndex.Entry(
                zone: slot.zone,
                orderPrint: order.print(of: slot.zone),
                policyDigest: digest,
                row: row
            )
        }
        do throws(CryptoError) {
            let octets = try ZoneIndex.octets(of: entries, folder: folder)
            do throws(SystemError) {
                try AtomicFile.replace(ZoneIndex.file(in: folder), with: octets.span, mode: 0o600)
            } catch {
                options.log.write(.warning, "the index is not written: \(error)")
            }
        } catch {
            options.log.write(.warning, "the index is not written: \(error)")
        }
        indexed.withLock { $0 = ClockReading.now.sinceBoot }
    }

    /// Nothing is left to do for the moment: the index is written where it is old, and memory goes back.
    func noteIdle() {
        let isOld = indexed.withLock { last in
            last.map { ClockReading.now.sinceBoot - $0 >= Self.indexInterval } ?? true
        }
        if isOld { saveIndex() }
        ProcessMemory.giveBack()
    }

    /// Takes over the rows that an earlier daemon has left of zones that are configured as they were then.
    func recallIndex(_ slots: [HostedZone]) {
        let file = ZoneIndex.file(in: folder)
        guard let octets = try? FileSystem.read(file, atMost: ZoneIndex.maximumOctets) else { return }
        guard let entries = ZoneIndex.entries(in: octets, folder: folder) else {
            options.log.write(
                .notice,
                "\(file) is not of this program or is damaged: all zones are looked at"
            )
            return
        }
        if let last = entries.compactMap(\.row.seen.instant).max() {
            clock.withLock { if $0.guardian.lastSeen == nil { $0.witness(last, nil) } }
        }
        var rows = Dictionary(entries.map { ($0.zone, $0) }) { $1 }
        for slot in slots {
            guard let entry = rows.removeValue(forKey: slot.zone),
                slot.order.print(of: slot.zone) == entry.orderPrint,
                slot.troubles.isEmpty, slot.policy?.digest == entry.policyDigest
            else { continue }
            slot.recall(entry.row)
        }
    }
}
