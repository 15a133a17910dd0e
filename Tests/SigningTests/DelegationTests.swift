import DNSCore
import DNSSECCrypto
import DNSSECModel
import Signing
import Testing

/// DS records are made and written in one place; RFC 4034 5.4 and RFC 4509 2.3 say what comes out.
@Suite struct DelegationTests {
    private static func key(_ octets: [UInt8] = Array(0..<64)) -> DNSKEYRecord {
        DNSKEYRecord(flags: 257, algorithm: .ecdsaP256SHA256, publicKey: octets)
    }

    @Test func `makes one record for each key and digest, key by key`() throws {
        let zone = try Name(absolute: "example.")
        let keys = [Self.key(), Self.key(Array(100..<164))]
        let records = try Delegation(zone, digests: [.sha256, .sha384]).records(of: keys)
        #expect(records.map(\.digestType) == [.sha256, .sha384, .sha256, .sha384])
        #expect(records.map(\.keyTag) == [keys[0], keys[0], keys[1], keys[1]].map(\.keyTag))
        for (record, key) in zip(records, [keys[0], keys[0], keys[1], keys[1]]) {
            #expect(try DelegationDigest.matches(record, key: key, owner: zone))
        }
    }

    @Test(arguments: [RRType.ds, .cds, .dnskey, .cdnskey])
    func `a line is read back as the record, with a TTL and without`(_ type: RRType) throws {
        let zone = try Name(absolute: "a\\.b.example.")
        let delegation = Delegation(zone, digests: [.sha256])
        let ds = try #require(try delegation.records(of: [Self.key()]).first)
        let rdata = type == .ds || type == .cds ? ds.rdata : Self.key().rdata
        for (ttl, start) in [(Interval.days(1), "a\\.b.example. 86400 IN"), (nil, "a\\.b.example. IN")] {
            let line = delegation.line(type, ttl: ttl, rdata: rdata)
            #expect(line.hasPrefix("\(start) \(type) "), "\(line)")
            var read: [UInt8] = []
            let data = String(line.dropFirst("\(start) \(type) ".count))
            try RDATAText.append(type, text: data, to: &read)
            #expect(read == rdata)
        }
    }

    @Test func `a signed zone's CDS are the DS records that the parent is to show`() throws {
        let zone = try Name(absolute: "example.")
        let delegation = Delegation(zone, digests: [.sha256, .sha384])
        let lines = try delegation.records(of: [Self.key()]).map {
            (
                delegation.line(.ds, ttl: nil, rdata: $0.rdata),
                delegation.line(.cds, ttl: nil, rdata: $0.rdata)
            )
        }
        for (ds, cds) in lines { #expect(ds.replacing(" IN DS ", with: " IN CDS ") == cds) }
    }
}
