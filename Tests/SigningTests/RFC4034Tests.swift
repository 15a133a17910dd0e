import DNSCore
import DNSSECCrypto
import DNSSECModel
import TestKit
import Testing

@testable import Signing

/// The examples of RFC 4034, from the file rfc4034-records.zone.
struct RFC4034Tests {
    private let zone: Zone

    init() throws {
        // The warning: the DS of section 5.4 stands without NS.
        zone = try vector("rfc4034-records.zone", origin: "example.com.", rules: .lenient, warnings: 2)
    }

    @Test func `section 2_3: this DNSKEY stores a DNS zone key for example_com`() throws {
        let key = try #require(record("example.com.", .dnskey).key)
        #expect(key.flags == DNSKEYRecord.zoneKeyFlag)
        #expect(key.protocolNumber == 3)
        #expect(key.algorithm == .rsaSHA1)
        // RFC 3110 2: one octet of length, the exponent 3, and a modulus of 1024 bits.
        #expect(key.publicKey.prefix(3) == [1, 3, 0xD2])
        #expect(key.publicKey.count == 2 + 128)
        #expect(key.keyTag == 2642)
    }

    @Test func `section 3_3: this RRSIG stores the signature for the A RRset of host_example_com`() throws {
        let record = try record("host.example.com.", .rrsig)
        let header = try #require(record.signature)
        #expect(header.covered == .a)
        #expect(header.algorithm == .rsaSHA1)
        #expect(header.labels == 3)
        #expect(header.originalTTL == 86400)
        #expect(header.expiration == 1_048_354_263)
        #expect(header.inception == 1_045_762_263)
        #expect(header.tag == 2642)
        let signer = try Name("example.com.").octets
        #expect(record.rdata[SignatureHeader.octets...].prefix(signer.count).elementsEqual(signer))
        #expect(record.rdata.count == SignatureHeader.octets + signer.count + 128)
    }

    @Test func `section 3_3: this signature can be authenticated using the key of section 2_3`() throws {
        // 2003-03-01T00:00:00Z.
        let moment = Instant(secondsSinceEpoch: 1_046_476_800)
        let report = ZoneVerifier.verify(zone: zone, at: moment)
        #expect(report.goodSignatures == 1)
        #expect(report.earliestExpiration == Instant(secondsSinceEpoch: 1_048_354_263))
        let host = try Name("host.example.com.")
        #expect(report.findings.filter { $0.name == host && $0.type == .a } == [])

        let other = try zone.edited { records in
            let index = try #require(records.firstIndex { $0.type == .a })
            records[index].rdata = [1, 2, 3, 5]
        }
        let findings = ZoneVerifier.verify(zone: other, at: moment).findings
        #expect(
            findings.contains(VerificationFinding(name: host, type: .a, fault: .badSignature(tag: 2642)))
        )
    }

    @Test func `section 4_3: the RDATA section of the NSEC would be encoded as these octets`() throws {
        let name: [UInt8] = [4] + "host".utf8 + [7] + "example".utf8 + [3] + "com".utf8 + [0]
        let window0: [UInt8] = [0, 6, 0x40, 0x01, 0, 0, 0, 0x03]
        let window4: [UInt8] = [4, 0x1B] + Array(repeating: 0, count: 26) + [0x20]
        #expect(try record("alfa.example.com.", .nsec).rdata == name + window0 + window4)
    }

    @Test func `section 5_4: a DNSKEY and its corresponding DS`() throws {
        let key = try #require(record("dskey.example.com.", .dnskey).key)
        let ds = try #require(record("dskey.example.com.", .ds).ds)
        #expect(key.keyTag == 60485)
        #expect(ds.keyTag == 60485)
        #expect(ds.algorithm == .rsaSHA1)
        #expect(ds.digestType == .sha1)
        let owner = try Name("dskey.example.com.")
        #expect(try DelegationDigest.matches(ds, key: key, owner: owner))
        #expect(!(try DelegationDigest.matches(ds, key: key, owner: try Name("example.com."))))
    }

    private func record(_ name: String, _ type: RRType) throws -> LooseRecord {
        let name = try Name(name)
        return try #require(zone.looseRecords.first { $0.name == name && $0.type == type })
    }
}

// MARK: - Order

extension RFC4034Tests {
    @Test func `section 6_1: these names are sorted in canonical DNS name order, and NSEC follows it`() throws
    {
        let names = [
            "example.", "a.example.", "yljkjljk.a.example.", "Z.a.example.", "zABC.a.EXAMPLE.", "z.example.",
            "\\001.z.example.", "*.z.example.", "\\200.z.example.",
        ]
        let apex = "example. 300 SOA a.example. b.example. 1 300 300 300 300\nexample. 300 NS a.example.\n"
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        let rest = names.dropFirst().map { "\($0) 300 A 192.0.2.1\n" }.shuffled(using: &random)
        let signed = try sign(request(parsed(apex + rest.joined()), TestKeys())).zone
        let chain = signed.looseRecords.filter { $0.type == .nsec }
        let expected = try names.map { text throws(NameError) in try Name(text) }
        #expect(chain.map(\.name) == expected, "seed \(seed)")
        for (index, record) in chain.enumerated() {
            let next = expected[(index + 1) % expected.count].octets
            let stored = record.rdata.prefix(next.count).map(Name.lowercased)
            #expect(stored == next.map(Name.lowercased), "seed \(seed)")
        }
    }
}
