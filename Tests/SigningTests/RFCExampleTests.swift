import DNSCore
import DNSSECCrypto
import DNSSECModel
import TestKit
import Testing

@testable import Signing

/// The signed zones of RFC 4035 appendix A and RFC 5155 appendix A, as the RFCs print them.
///
/// That every signature of theirs verifies proves our reader and our canonical form, and that the files are
/// the RFCs'.
struct RFCExampleTests {
    @Test(arguments: RFCExample.all)
    func `every signature in the RFC verifies, and the chain is complete`(example: RFCExample) throws {
        let zone = try example.zone()
        let entryKey = try #require(keys(of: zone).first { $0.keyTag == example.entryKeyTag })
        let ds = try DelegationDigest.ds(of: entryKey, owner: zone.origin, digest: .sha256)
        let report = ZoneVerifier.verify(zone: zone, at: example.moment, ds: [ds])
        #expect(report.findings.map(\.description) == [])
        #expect(report.goodSignatures == example.signatures)
        #expect(report.signedRRsets == example.signedRRsets)
        #expect(report.earliestExpiration == example.expiration)
    }

    @Test(arguments: RFCExample.all)
    func `the apex DNSKEY set includes two keys, of which one has the SEP flag`(example: RFCExample) throws {
        let keys = keys(of: try example.zone())
        #expect(keys.map(\.flags).sorted() == [256, 257])
        #expect(keys.allSatisfy { $0.algorithm == example.algorithm })
        #expect(keys.first { $0.flags == 256 }?.keyTag == example.zoneKeyTag)
        #expect(keys.first { $0.flags == 257 }?.keyTag == example.entryKeyTag)
    }

    @Test(arguments: RFCExample.all)
    func `RFC 4034 3_1_5: no signature is used before its inception or after its expiration`(
        example: RFCExample
    ) throws {
        let zone = try example.zone()
        let second = Interval(seconds: 1)
        for moment in [example.inception, example.expiration] {
            #expect(ZoneVerifier.verify(zone: zone, at: moment).isGood)
        }
        for moment in [example.inception - second, example.expiration + second] {
            let report = ZoneVerifier.verify(zone: zone, at: moment)
            #expect(report.goodSignatures == 0)
            #expect(report.findings.count == example.signatures)
        }
    }

    @Test(arguments: RFCExample.all)
    func `one flipped bit in any signature is found, and that signature alone is bad`(example: RFCExample)
        throws
    {
        let records = try example.zone().looseRecords
        for (index, record) in records.enumerated() {
            guard let header = record.signature else { continue }
            var changed = records
            changed[index].rdata[record.rdata.count - 1] ^= 1
            let report = try verify(changed, example)
            let fault = VerificationFault.badSignature(tag: header.tag)
            #expect(
                report.findings.contains(
                    VerificationFinding(name: record.name, type: header.covered, fault: fault)
                )
            )
            #expect(Set(report.findings.map(\.name)) == [record.name])
            #expect(report.goodSignatures == example.signatures - 1)
        }
    }

    @Test(arguments: RFCExample.all)
    func `one flipped bit in any signed address, host information or digest is found`(example: RFCExample)
        throws
    {
        // Type 13 is HINFO.
        let types: Set<RRType> = [.a, .aaaa, RRType(rawValue: 13), .ds]
        let records = try example.zone().looseRecords
        var count = 0
        for (index, record) in records.enumerated() where types.contains(record.type) {
            guard records.contains(where: { $0.name == record.name && $0.covered == record.type }) else {
                continue
            }
            var changed = records
            changed[index].rdata[record.rdata.count - 1] ^= 1
            let findings = try verify(changed, example).findings
            #expect(
                findings.contains(
                    VerificationFinding(
                        name: record.name,
                        type: record.type,
                        fault: .badSignature(tag: example.zoneKeyTag)
                    )
                )
            )
            count += 1
        }
        #expect(count >= 9)
    }

    private func verify(_ records: [LooseRecord], _ example: RFCExample) throws -> VerificationReport {
        ZoneVerifier.verify(zone: try Zone(records, origin: try Name("example.")), at: example.moment)
    }

    private func keys(of zone: Zone) -> [DNSKEYRecord] {
        zone.looseRecords.compactMap(\.key)
    }
}

// MARK: - Canonical form

extension RFCExampleTests {
    @Test(arguments: RFCExample.all)
    func `RFC 4034 6_2: upper case in owners and in names of NS, SOA, MX and RRSIG changes nothing`(
        example: RFCExample
    ) throws {
        let zone = try example.zone()
        let records = zone.looseRecords.map { record in
            var changed = record
            changed.name = Name(uncheckedWire: record.name.octets.map(upper))
            for index in names(in: record) { changed.rdata[index] = upper(record.rdata[index]) }
            return changed
        }
        #expect(records.filter { $0.rdata.contains(UInt8(ascii: "X")) }.count >= example.signatures)
        let report = try verify(records, example)
        #expect(report.findings.map(\.description) == [])
        #expect(report.goodSignatures == example.signatures)
    }

    @Test func `RFC 6840 5_1: the next names of NSEC are signed in the case that they are written in`() throws
    {
        let records = try RFCExample.rfc4035.zone().looseRecords.map { record in
            guard record.type == .nsec else { return record }
            var changed = record
            let length = try Name.wireLength(in: record.rdata.span, at: 0)
            changed.rdata[0..<length] = ArraySlice(record.rdata[0..<length].map(upper))
            return changed
        }
        let report = try verify(records, .rfc4035)
        #expect(report.findings.allSatisfy { $0.type == .nsec })
        #expect(report.goodSignatures == RFCExample.rfc4035.signatures - 10)
    }

    @Test(arguments: RFCExample.all)
    func `RFC 4034 6_3: records are sorted before they are verified`(example: RFCExample) throws {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        let report = try verify(try example.zone().looseRecords.shuffled(using: &random), example)
        #expect(report.findings.map(\.description) == [], "seed \(seed)")
        #expect(report.goodSignatures == example.signatures, "seed \(seed)")
    }

    @Test(arguments: RFCExample.all)
    func `the zone, written and read again, still verifies`(example: RFCExample) throws {
        let zone = try example.zone()
        let again = try parsed(String(decoding: ZoneFileWriter.text(of: zone), as: UTF8.self))
        #expect(again.looseRecords == zone.looseRecords)
        #expect(ZoneVerifier.verify(zone: again, at: example.moment).isGood)
    }

    private func upper(_ octet: UInt8) -> UInt8 {
        UInt8(ascii: "a") <= octet && octet <= UInt8(ascii: "z") ? octet - 32 : octet
    }

    /// Where the names of the data are that RFC 4034 6.2 puts in lower case, without NSEC's (RFC 6840 5.1).
    private func names(in record: LooseRecord) -> Range<Int> {
        switch record.type {
        case .ns: 0..<record.rdata.count
        case .mx: 2..<record.rdata.count
        case .soa: 0..<(record.rdata.count - 20)
        case .rrsig: SignatureHeader.octets..<(SignatureHeader.octets + 9)
        default: 0..<0
        }
    }
}

// MARK: - Signed again

extension RFCExampleTests {
    @Test(arguments: RFCExample.all)
    func `signed by us with keys of our own, all but keys and signatures is the RFC's octet for octet`(
        example: RFCExample
    ) throws {
        let ours = try signedAgain(example).looseRecords
        let theirs = try awaited(example)
        let renewed: Set<RRType> = [.dnskey, .rrsig]
        let difference = ours.filter { !renewed.contains($0.type) }
            .difference(from: theirs.filter { !renewed.contains($0.type) })
        #expect(Array(difference) == [])
    }

    @Test(arguments: RFCExample.all)
    func
        `signed by us with keys of our own, signatures cover what the RFC's cover, by keys of the same flags`(
            example: RFCExample
        ) throws
    {
        let ours = try signedAgain(example)
        #expect(ZoneVerifier.verify(zone: ours, at: testNow).findings == [])
        let theirs = try coverage(of: awaited(example))
        #expect(try Array(coverage(of: ours.looseRecords).difference(from: theirs)) == [])
        #expect(theirs.count == example.signatures)
    }

    /// The RFC's records, but with the TTL 0 for NSEC3PARAM: no resolver asks for it, and other signers do
    /// the same.
    private func awaited(_ example: RFCExample) throws -> [LooseRecord] {
        try example.zone().looseRecords.map { record in
            var record = record
            if record.type == .nsec3param { record.ttl = 0 }
            // The Original TTL of the signature.
            if record.covered == .nsec3param { record.rdata.replaceSubrange(4..<8, with: [0, 0, 0, 0]) }
            return record
        }
    }

    private func signedAgain(_ example: RFCExample) throws -> Zone {
        var keys = try TestKeys()
        keys.plan.cds = []
        let policy = testPolicy(
            example.denial,
            serial: .keep,
            signatures: SignaturePolicy(dnskeySigners: example.dnskeySigners)
        )
        return try sign(request(try example.unsigned(), keys, policy)).zone
    }

    /// What each RRSIG says besides times, tag, algorithm and signature.
    private func coverage(of records: [LooseRecord]) throws -> [String] {
        let keys = records.compactMap(\.key)
        let apex = try Name("example.").octets
        return try records.filter { $0.type == .rrsig }.map { record in
            let header = try #require(record.signature)
            let key = try #require(keys.first { $0.keyTag == header.tag })
            #expect(record.rdata[SignatureHeader.octets...].prefix(apex.count).elementsEqual(apex))
            return "\(record.name) \(header.covered) \(header.labels) \(header.originalTTL) \(key.flags)"
        }.sorted()
    }
}
