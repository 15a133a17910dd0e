import DNSCore
import DNSSECCrypto
import DNSSECModel
import Foundation
import TestKit
import Testing

@testable import Signing

/// What the verifier finds in records that are signed well, and in the TTLs around them.
struct RecordFindingTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Vectors/Found"
    )

    /// 2026-12-01T00:00:00Z.
    private static let december = Instant(secondsSinceEpoch: 1_796_083_200)

    private static func found(_ file: String) throws -> Zone {
        let octets = try Array(Data(contentsOf: folder.appending(path: file)))
        let reading = ZoneFileReader(rules: .lenient).read(
            octets.span,
            file: file,
            origin: try Name("example.")
        )
        return try #require(reading.zone, "\(reading.diagnostics)")
    }

    private static func lenient(_ text: String) throws -> Zone {
        let octets = Array(text.utf8)
        let reading = ZoneFileReader(rules: .lenient).read(
            octets.span,
            file: "test",
            origin: try Name("example.")
        )
        return try #require(reading.zone, "\(reading.diagnostics)")
    }

    private static func text(_ zone: Zone) -> String {
        String(decoding: ZoneFileWriter.text(of: zone), as: UTF8.self)
    }

    private static func faults(_ zone: Zone) -> [VerificationFault] {
        ZoneVerifier.verify(zone: zone, at: testNow).findings.map(\.fault)
    }

    // MARK: - TTLs

    @Test func `a signature with another TTL than its RRset is a finding, and is printed as it is`() throws {
        let zone = try Self.found("signature-ttl-differs.signed")
        let now = Self.december
        let findings = ZoneVerifier.verify(zone: zone, at: now).findings
        #expect(!findings.isEmpty)
        for finding in findings {
            guard case .wrongSignatureTTL = finding.fault else {
                Issue.record("\(finding)")
                continue
            }
        }
        let source = try String(
            contentsOf: Self.folder.appending(path: "signature-ttl-differs.signed"),
            encoding: .utf8
        )
        #expect(Self.signatureTTLs(Self.text(zone)) == Self.signatureTTLs(source))
    }

    /// Name, TTL and covered type of each signature.
    private static func signatureTTLs(_ text: String) -> Set<[String]> {
        Set(
            text.split(separator: "\n").compactMap { line in
                let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
                return words.count > 4 && words[3] == "RRSIG" ? [words[0], words[1], words[4]] : nil
            }
        )
    }

    @Test func `differing TTLs in an RRset are a finding, and are printed as they are`() throws {
        let keys = try TestKeys()
        let signed = try sign(request(parsed(sampleText + "\nns1 A 192.0.2.9\n"), keys)).zone
        let text = Self.text(signed).replacing(
            "ns1.example. 3600 IN A 192.0.2.9",
            with: "ns1.example. 9999 IN A 192.0.2.9"
        )
        let zone = try parsed(text)
        #expect(Self.faults(zone) == [.differingTTLs(lowest: 3600, other: 9999)])
        #expect(Self.text(zone) == text)
        // What is signed again has one TTL.
        #expect(try Self.faults(sign(request(zone, keys)).zone) == [])
    }

    @Test func `a previous zone with such TTLs is not taken as it is`() throws {
        let keys = try TestKeys()
        let signed = try sign(request(parsed(sampleText), keys)).zone
        let lines = Self.text(signed).split(separator: "\n").map { line in
            line.contains(" RRSIG MX ") ? String(line).replacing(" 3600 IN ", with: " 60 IN ") : String(line)
        }
        let previous = try parsed(lines.joined(separator: "\n") + "\n")
        #expect(Self.faults(previous).count == 1)
        let next = try sign(request(parsed(sampleText), keys, previous: previous, now: testNow + .hours(1)))
        #expect(next.contentChanged)
        #expect(Self.faults(next.zone) == [])
    }

    @Test(arguments: [DenialPolicy.nsec, .nsec3(NSEC3Policy())])
    func `a denial TTL as before RFC 9077 is one note and no fault`(_ denial: DenialPolicy) throws {
        let zone = try Self.found("denial-ttl-before-rfc9077.signed")
        let now = Self.december
        let report = ZoneVerifier.verify(zone: zone, at: now)
        #expect(report.isGood)
        #expect(report.notes.map(\.fault) == [.earlierDenialTTL(found: 86400, expected: 3600)])
        let signed = try sign(request(parsed(sampleText), TestKeys(), testPolicy(denial)))
        #expect(ZoneVerifier.verify(zone: signed.zone, at: testNow).notes.isEmpty)
    }

    // MARK: - Places

    @Test func `DNSKEY, CDS and CDNSKEY below the apex are findings`() throws {
        let key =
            "257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ=="
        let digest = String(repeating: "00", count: 32)
        let text = sampleText + "\nsub DNSKEY \(key)\nsub CDNSKEY \(key)\nsub CDS 1 13 2 \(digest)\n"
        let signed = try Signing.sign(request(Self.lenient(text), TestKeys())).zone
        let findings = ZoneVerifier.verify(zone: signed, at: testNow).findings
        #expect(findings.map(\.type) == [.dnskey, .cds, .cdnskey])
        #expect(findings.allSatisfy { $0.fault == .belowApex })
    }

    @Test func `DS without NS is a finding`() throws {
        let text = sampleText + "\nplainname DS 1 13 2 \(String(repeating: "00", count: 32))\n"
        #expect(try Self.faults(sign(request(parsed(text), TestKeys())).zone) == [.dsWithoutNS])
    }

    // MARK: - CDS and CDNSKEY

    /// The sample zone signed with other CDS and CDNSKEY records, signed by those who sign them else, or by the ZSK.
    private static func zone(
        _ keys: TestKeys,
        cds: [DSRecord],
        cdnskey: [DNSKEYRecord] = [],
        deletes: Bool = false,
        by signer: Int = 1
    ) throws -> Zone {
        let good = try sign(request(parsed(sampleText), keys)).zone
        var damage = Damage(records: good.looseRecords, keys: keys)
        let signals: [RRType] = [.cds, .cdnskey]
        damage.records.removeAll { signals.contains($0.type) || $0.covered.map(signals.contains) ?? false }
        for record in cds { damage.add(.cds, record.rdata) }
        for record in cdnskey { damage.add(.cdnskey, record.rdata) }
        if deletes { damage.add(.cds, [0, 0, 0, 0, 0]) }
        for type in signals where damage.records.contains(where: { $0.type == type }) {
            try damage.sign("example.", type, by: signer)
        }
        try damage.correctTypesOfApex()
        return try Zone(damage.records, origin: good.origin)
    }

    private static func ds(_ keys: TestKeys, _ number: Int, _ type: DigestType = .sha256) throws -> DSRecord {
        let record = try #require(keys.keys[id(number)]?.record)
        return try DelegationDigest.ds(of: record, owner: Name("example."), digest: type)
    }

    private static func record(_ keys: TestKeys, _ number: Int) throws -> DNSKEYRecord {
        try #require(keys.keys[id(number)]?.record)
    }

    @Test func `CDS and CDNSKEY of a key of the zone are good, together or alone`() throws {
        let keys = try TestKeys()
        let (ds, key) = (try Self.ds(keys, 1), try Self.record(keys, 1))
        #expect(try Self.faults(Self.zone(keys, cds: [ds], cdnskey: [key])) == [])
        #expect(try Self.faults(Self.zone(keys, cds: [ds])) == [])
        #expect(try Self.faults(Self.zone(keys, cds: [], cdnskey: [key])) == [])
    }

    @Test func `a CDS with another digest than its key's is a finding`() throws {
        let keys = try TestKeys()
        let right = try Self.ds(keys, 1)
        let wrong = DSRecord(
            keyTag: right.keyTag,
            algorithm: right.algorithm,
            digestType: right.digestType,
            digest: right.digest.reversed()
        )
        #expect(try Self.faults(Self.zone(keys, cds: [wrong])) == [.cdsDigest(tag: right.keyTag)])
    }

    @Test func `CDS and CDNSKEY of unknown keys are findings`() throws {
        let (keys, others) = (try TestKeys(), try TestKeys())
        let (ds, key) = (try Self.ds(others, 1), try Self.record(others, 1))
        #expect(try Self.faults(Self.zone(keys, cds: [ds])) == [.signalOfUnknownKey(tag: ds.keyTag)])
        #expect(
            try Self.faults(Self.zone(keys, cds: [], cdnskey: [key])) == [.signalOfUnknownKey(tag: ds.keyTag)]
        )
        let own = try Self.ds(keys, 1)
        #expect(try Self.faults(Self.zone(keys, cds: [own, ds])) == [.signalOfUnknownKey(tag: ds.keyTag)])
    }

    @Test func `a key that is announced before it is shown is only a note, as double DS has it`() throws {
        let (keys, others) = (try TestKeys(), try TestKeys())
        let zone = try Self.zone(
            keys,
            cds: [Self.ds(keys, 1), Self.ds(others, 1)],
            cdnskey: [Self.record(keys, 1), Self.record(others, 1)]
        )
        let report = ZoneVerifier.verify(zone: zone, at: testNow)
        #expect(report.findings == [])
        #expect(report.notes.map(\.fault) == [.signalOfComingKey(tag: others.tag(1))])
    }

    @Test func `CDS and CDNSKEY that announce different keys are findings`() throws {
        var keys = try TestKeys()
        try keys.add(3, .ksk)
        keys.plan.dnskeys.append(.init(key: id(3)))
        let zone = try Self.zone(keys, cds: [Self.ds(keys, 1)], cdnskey: [Self.record(keys, 3)])
        #expect(
            Set(Self.faults(zone)) == [.signalsDiffer(tag: keys.tag(1)), .signalsDiffer(tag: keys.tag(3))]
        )
    }

    @Test func `a request to delete the DS beside others is a finding`() throws {
        let keys = try TestKeys()
        #expect(
            try Self.faults(Self.zone(keys, cds: [Self.ds(keys, 1)], deletes: true)) == [
                .deletionBesideOthers
            ]
        )
        #expect(try Self.faults(Self.zone(keys, cds: [], deletes: true)) == [])
    }

    @Test func `CDS signed by a key that does not sign the DNSKEY RRset is a finding`() throws {
        let keys = try TestKeys()
        let zone = try Self.zone(keys, cds: [Self.ds(keys, 1)], by: 2)
        #expect(Self.faults(zone) == [.signalNotSignedByKeySigner])
    }
}

extension Damage {
    /// Adds a record at the apex.
    fileprivate mutating func add(_ type: RRType, _ rdata: [UInt8]) {
        records.append(LooseRecord(name: records[0].name, type: type, ttl: 3600, rdata: rdata))
    }

    /// Has the NSEC of the apex list the types that are there.
    fileprivate mutating func correctTypesOfApex() throws {
        let apex = records[0].name
        let place = try index(apex.description, .nsec)
        let types = Set(records.filter { $0.name == apex }.map(\.type)).sorted()
        var rdata = records[place].rdata
        let length = try Name.wireLength(in: rdata.span, at: 0)
        rdata.removeLast(rdata.count - length)
        TypeBitmap.append(types, to: &rdata)
        records[place].rdata = rdata
        try sign(apex.description, .nsec)
    }
}
