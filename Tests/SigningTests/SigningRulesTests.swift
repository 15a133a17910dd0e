import DNSCore
import DNSSECCrypto
import DNSSECModel
import Testing

@testable import Signing

/// What is signed, by whom, and what stands at the apex.
struct SigningRulesTests {
    @Test func `an unsigned plan gives the plain zone back`() throws {
        let keys = try TestKeys()
        let signed = try sign(request(parsed(sampleText), keys)).zone
        var unsigned = request(signed, keys, testPolicy(serial: .keep))
        unsigned.plan = .unsigned
        let result = try sign(unsigned)
        let plain = try parsed(sampleText).looseRecords.filter { $0.type != .soa }
        #expect(result.zone.looseRecords.filter { $0.type != .soa } == plain)
        #expect(result.earliestExpiration == nil)
        #expect(result.nextRefresh == nil)
    }

    @Test func `glue, occluded names and NS at cuts are not signed, DS at cuts is`() throws {
        let signed = try sign(request(parsed(sampleText + "\nbelow.tree TXT \"no\"\n"), TestKeys())).zone
        #expect(try covered("ns.secure.example.", signed) == [])
        #expect(try covered("below.tree.example.", signed) == [])
        #expect(try covered("secure.example.", signed) == [.ds, .nsec])
        #expect(try covered("b.example.", signed) == [.nsec])
        #expect(try covered("ns1.example.", signed) == [.a, .aaaa, .nsec])
    }

    @Test func `the key signers sign DNSKEY, CDS and CDNSKEY, the zone signers all else`() throws {
        let keys = try TestKeys()
        let signed = try sign(request(parsed(sampleText), keys)).zone
        for record in signed.looseRecords {
            guard let covered = record.covered, let header = SignatureHeader(rdata: record.rdata.span) else {
                continue
            }
            let isKeyType = [RRType.dnskey, .cds, .cdnskey].contains(covered)
            #expect(header.tag == keys.tag(isKeyType ? 1 : 2), "\(record.name) \(covered)")
        }
    }

    @Test func `the policy both lets the zone signers sign the DNSKEY RRset too`() throws {
        let keys = try TestKeys()
        let policy = testPolicy(signatures: SignaturePolicy(dnskeySigners: .both))
        let signed = try sign(request(parsed(sampleText), keys, policy)).zone
        #expect(Set(try tags(.dnskey, signed)) == [keys.tag(1), keys.tag(2)])
    }

    @Test func `a revoked key signs the DNSKEY RRset with its revoked tag, and nothing else`() throws {
        var keys = try TestKeys()
        try keys.add(3, .ksk)
        keys.plan.dnskeys.append(.init(key: id(3), isRevoked: true))
        keys.plan.keySigners.append(id(3))
        let revoked = try #require(keys.keys[id(3)]?.record.revoked.keyTag)
        let signed = try sign(request(parsed(sampleText), keys)).zone
        #expect(Set(try tags(.dnskey, signed)) == [keys.tag(1), revoked])
        #expect(try tags(.cds, signed) == [keys.tag(1)])
    }

    @Test func `CDS and CDNSKEY show what the plan says, in the digests of the policy`() throws {
        let keys = try TestKeys()
        var policy = testPolicy()
        policy.parent.digests = [.sha256, .sha384]
        let signed = try sign(request(parsed(sampleText), keys, policy)).zone
        let record = try #require(keys.keys[id(1)]?.record)
        #expect(signed.looseRecords.filter { $0.type == .cdnskey }.map(\.rdata) == [record.rdata])
        let cds = signed.looseRecords.filter { $0.type == .cds }.compactMap { DSRecord(rdata: $0.rdata.span) }
        #expect(cds.map(\.digestType) == [.sha256, .sha384])
        #expect(cds.allSatisfy { $0.keyTag == record.keyTag })
    }

    @Test func `a policy without CDS has none, whatever the plan speaks of`() throws {
        var keys = try TestKeys()
        var policy = testPolicy()
        policy.parent.cds = false
        for deletesDS in [false, true] {
            keys.plan.deletesDS = deletesDS
            let signed = try sign(request(parsed(sampleText), keys, policy)).zone
            #expect(!signed.looseRecords.contains { $0.type == .cds || $0.type == .cdnskey })
        }
    }

    @Test(arguments: denials)
    func `TTLs are those of the RFCs`(_ denial: DenialPolicy) throws {
        let signed = try sign(request(parsed(sampleText), TestKeys(), testPolicy(denial)))
        for record in signed.zone.looseRecords {
            switch record.type {
            case .nsec, .nsec3: #expect(record.ttl == 600)
            case .nsec3param: #expect(record.ttl == 0)
            case .dnskey, .cds, .cdnskey: #expect(record.ttl == 3600)
            default: break
            }
        }
        #expect(signed.negativeTTL == .minutes(10))
        #expect(signed.maximumTTL == .hours(1))
        #expect(signed.dnskeyTTL == .hours(1))
    }

    /// The signers of the DNSKEY RRset sign DNSKEY, CDS and CDNSKEY: rolls of the zone's keys do not wait for those.
    @Test func `the largest TTL is that of the data, whatever the keys have`() throws {
        var policy = testPolicy(.nsec)
        policy.ttl.dnskey = .days(1)
        let signed = try sign(request(parsed(sampleText), TestKeys(), policy))
        #expect(signed.maximumTTL == .hours(1))
        #expect(signed.dnskeyTTL == .days(1))
    }

    @Test func `the TTL of denial is the SOA's own where that is lower than its minimum`() throws {
        let text = "@ 300 SOA a b 1 2 3 4 600\n@ 3600 NS ns.other.\n"
        let signed = try sign(request(parsed(text), TestKeys()))
        #expect(signed.negativeTTL == .minutes(5))
        #expect(signed.zone.looseRecords.first { $0.type == .nsec }?.ttl == 300)
    }

    @Test func `NSEC3PARAM has no opt-out flag, and the records have it`() throws {
        let signed = try sign(
            request(parsed(sampleText), TestKeys(), testPolicy(.nsec3(NSEC3Policy(optOut: true))))
        ).zone
        #expect(signed.looseRecords.filter { $0.type == .nsec3param }.map(\.rdata) == [[1, 0, 0, 0, 0]])
        #expect(signed.looseRecords.filter { $0.type == .nsec3 }.allSatisfy { $0.rdata[1] == 1 })
    }

    @Test func `one name has one NSEC3 however deep the empty non-terminals are shared`() throws {
        let text = sampleText + "\na.b.x.deep TXT \"1\"\nz.b.x.deep TXT \"2\"\nq.x.deep TXT \"3\"\n"
        let signed = try sign(request(parsed(text), TestKeys(), testPolicy(.nsec3(NSEC3Policy()))))
        let owners = signed.zone.looseRecords.filter { $0.type == .nsec3 }.map(\.name)
        #expect(Set(owners).count == owners.count)
        for name in ["deep", "x.deep", "b.x.deep", "c.deep", "b.c.deep", "wild", "plain", "y.plain"] {
            #expect(owners.contains(try Name(hashed("\(name).example."))), "\(name)")
        }
    }

    @Test func `what an earlier signer left is stripped`() throws {
        let keys = try TestKeys()
        let nsec3 = try sign(request(parsed(sampleText), keys, testPolicy(.nsec3(NSEC3Policy())))).zone
        let again = try sign(request(nsec3, keys)).zone
        let fresh = try sign(request(parsed(sampleText), keys)).zone
        #expect(content(again) == content(fresh))
    }

    @Test func `threads change nothing but the time it takes`() throws {
        let keys = try TestKeys()
        for denial in denials {
            let one = try sign(request(parsed(sampleText), keys, testPolicy(denial), threads: 1)).zone
            let four = try sign(request(parsed(sampleText), keys, testPolicy(denial), threads: 4)).zone
            // Ed25519 signatures are a function of key and data.
            #expect(one.looseRecords == four.looseRecords)
        }
    }

    private func covered(_ name: String, _ zone: Zone) throws -> [RRType] {
        let name = try Name(name)
        return zone.looseRecords.filter { $0.name == name }.compactMap(\.covered)
    }

    private func tags(_ type: RRType, _ zone: Zone) throws -> [UInt16] {
        zone.looseRecords.filter { $0.covered == type }.compactMap {
            SignatureHeader(rdata: $0.rdata.span)?.tag
        }
    }
}

/// All of a zone but signatures and serial.
func content(_ zone: Zone) -> [LooseRecord] {
    zone.looseRecords.filter { $0.type != .rrsig }.map { record in
        guard record.type == .soa else { return record }
        var copy = record
        copy.rdata.replaceSubrange((copy.rdata.count - 20)..<(copy.rdata.count - 16), with: [0, 0, 0, 0])
        return copy
    }
}
