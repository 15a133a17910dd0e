import DNSCore
import DNSSECCrypto
import DNSSECModel
import Testing

@testable import Signing

/// One way to damage a good zone, and the finding that it must give.
struct DamageCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let name: String
    let type: RRType
    let fault: @Sendable (TestKeys) throws -> VerificationFault
    let damage: @Sendable (inout Damage) throws -> Void

    init(
        _ description: String,
        _ name: String,
        _ type: RRType,
        _ fault: @escaping @Sendable (TestKeys) throws -> VerificationFault,
        damage: @escaping @Sendable (inout Damage) throws -> Void
    ) {
        testDescription = description
        self.name = name
        self.type = type
        self.fault = fault
        self.damage = damage
    }

    func expectFinding(_ policy: DNSSECPolicy) throws {
        let keys = try TestKeys()
        let good = try Signing.sign(
            request(parsed(sampleText + "\nbelow.tree TXT \"occluded\"\n"), keys, policy)
        ).zone
        #expect(ZoneVerifier.verify(zone: good, at: testNow).findings == [])
        var damaged = Damage(records: good.looseRecords, keys: keys)
        try damage(&damaged)
        let report = ZoneVerifier.verify(zone: try Zone(damaged.records, origin: good.origin), at: testNow)
        let expected = VerificationFinding(name: try Name(name), type: type, fault: try fault(keys))
        #expect(report.findings == [expected], "\(report.findings.map(\.description))")
    }
}

// MARK: - Signatures

extension DamageCase {
    static let signatures: [DamageCase] = [
        DamageCase("a signature is missing", "ns1.example.", .a, { _ in .missingSignature(.ed25519) }) {
            $0.records.remove(at: try $0.signature("ns1.example.", .a))
        },
        DamageCase("one bit of a signature is wrong", "ns1.example.", .a, { .badSignature(tag: $0.tag(2)) }) {
            let index = try $0.signature("ns1.example.", .a)
            $0.records[index].rdata[$0.records[index].rdata.count - 5] ^= 1
        },
        DamageCase(
            "data changed after it was signed",
            "*.wild.example.",
            .txt,
            { .badSignature(tag: $0.tag(2)) }
        ) {
            let index = try $0.index("*.wild.example.", .txt)
            $0.records[index].rdata[1] ^= 1
        },
        DamageCase("glue is signed", "ns.secure.example.", .a, { .unexpectedSignature(tag: $0.tag(2)) }) {
            try $0.sign("ns.secure.example.", .a)
        },
        DamageCase(
            "an occluded name is signed",
            "below.tree.example.",
            .txt,
            { .unexpectedSignature(tag: $0.tag(2)) }
        ) {
            try $0.sign("below.tree.example.", .txt)
        },
        DamageCase("NS at a cut is signed", "secure.example.", .ns, { .unexpectedSignature(tag: $0.tag(2)) })
        {
            try $0.sign("secure.example.", .ns)
        },
        DamageCase(
            "a type that is not there is signed",
            "mail.example.",
            .mx,
            { .unexpectedSignature(tag: $0.tag(2)) }
        ) {
            var copy = $0.records[try $0.signature("mail.example.", .a)]
            copy.rdata[1] = 15
            $0.records.append(copy)
        },
        DamageCase(
            "the labels field is wrong",
            "mail.example.",
            .a,
            { _ in .wrongLabels(found: 1, expected: 2) }
        ) {
            $0.records[try $0.signature("mail.example.", .a)].rdata[3] = 1
        },
        DamageCase(
            "a wildcard's labels count the asterisk",
            "*.wild.example.",
            .txt,
            { _ in .wrongLabels(found: 3, expected: 2) }
        ) {
            $0.records[try $0.signature("*.wild.example.", .txt)].rdata[3] = 3
        },
        DamageCase(
            "the TTL is not the one signed",
            "mail.example.",
            .a,
            { _ in .wrongOriginalTTL(found: 3600, expected: 60) }
        ) {
            $0.records[try $0.index("mail.example.", .a)].ttl = 60
        },
        DamageCase(
            "the signer is another zone",
            "mail.example.",
            .a,
            { _ in .wrongSigner(try Name("examplf.")) }
        ) {
            $0.records[try $0.signature("mail.example.", .a)].rdata[25] = 0x66
        },
        DamageCase(
            "a signature has expired",
            "mail.example.",
            .a,
            { .expired(tag: $0.tag(2), testNow - .seconds(1)) }
        ) {
            $0.setTime(at: 8, of: try $0.signature("mail.example.", .a), to: testNow - .seconds(1))
        },
        DamageCase(
            "a signature is not valid yet",
            "mail.example.",
            .a,
            { .notYetValid(tag: $0.tag(2), testNow + .seconds(1)) }
        ) {
            $0.setTime(at: 12, of: try $0.signature("mail.example.", .a), to: testNow + .seconds(1))
        },
        DamageCase("an RRSIG is cut short", "mail.example.", .rrsig, { _ in .malformedSignature }) {
            let index = try $0.signature("mail.example.", .a)
            $0.records.append($0.records[index])
            $0.records[index].rdata.removeLast($0.records[index].rdata.count - 18)
        },
        DamageCase(
            "the DNSKEY RRset is signed by no key",
            "example.",
            .dnskey,
            { _ in .missingSignature(.ed25519) }
        ) {
            $0.records.remove(at: try $0.signature("example.", .dnskey))
        },
    ]
}

extension Damage {
    mutating func setTime(at offset: Int, of index: Int, to time: Instant) {
        for octet in 0..<4 {
            records[index].rdata[offset + octet] =
                UInt8(truncatingIfNeeded: time.signatureTime >> UInt32(24 - 8 * octet))
        }
    }
}

// MARK: - NSEC

extension DamageCase {
    static let nsec: [DamageCase] = [
        DamageCase("an NSEC is missing", "mail.example.", .nsec, { _ in .missingNSEC }) {
            try $0.remove("mail.example.", .nsec)
        },
        DamageCase("an occluded name has an NSEC", "ns.secure.example.", .nsec, { _ in .unexpectedDenial }) {
            var copy = $0.records[try $0.index("secure.example.", .nsec)]
            copy.name = try Name("ns.secure.example.")
            $0.records.append(copy)
        },
        DamageCase(
            "the next name leaves one out",
            "mail.example.",
            .nsec,
            { _ in .wrongNextName(found: try Name("secure.example."), expected: try Name("ns1.example.")) }
        ) {
            let index = try $0.index("mail.example.", .nsec)
            $0.records[index].rdata.replaceSubrange(0..<13, with: try Name("secure.example.").octets)
            try $0.sign("mail.example.", .nsec)
        },
        DamageCase(
            "the bitmap has a type too many",
            "mail.example.",
            .nsec,
            { _ in .wrongTypes(found: [.a, .mx, .rrsig, .nsec], expected: [.a, .rrsig, .nsec]) }
        ) {
            let octets = TypeBitmap.octets(of: [.a, .mx, .rrsig, .nsec])
            let index = try $0.index("mail.example.", .nsec)
            $0.records[index].rdata.replaceSubrange(13..., with: octets)
            try $0.sign("mail.example.", .nsec)
        },
        DamageCase(
            "the bitmap at a cut lists glue",
            "x.y.plain.example.",
            .nsec,
            { _ in .wrongTypes(found: [.a, .ns, .rrsig, .nsec], expected: [.ns, .rrsig, .nsec]) }
        ) {
            let index = try $0.index("x.y.plain.example.", .nsec)
            let length = $0.records[index].rdata.count - TypeBitmap.octets(of: [.ns, .rrsig, .nsec]).count
            $0.records[index].rdata.replaceSubrange(
                length...,
                with: TypeBitmap.octets(of: [.a, .ns, .rrsig, .nsec])
            )
            try $0.sign("x.y.plain.example.", .nsec)
        },
        DamageCase("an NSEC is there twice", "mail.example.", .nsec, { _ in .malformedDenial }) {
            var copy = $0.records[try $0.index("mail.example.", .nsec)]
            copy.rdata[1] ^= 1
            $0.records.append(copy)
            try $0.sign("mail.example.", .nsec)
        },
        DamageCase(
            "an NSEC has the wrong TTL",
            "mail.example.",
            .nsec,
            { _ in .wrongDenialTTL(found: 3600, expected: 600) }
        ) {
            $0.records[try $0.index("mail.example.", .nsec)].ttl = 3600
            try $0.sign("mail.example.", .nsec)
        },
        DamageCase("nothing denies", "example.", .nsec, { _ in .noDenial }) {
            $0.records.removeAll { $0.type == .nsec || $0.covered == .nsec }
        },
        DamageCase("a zone with NSEC has an NSEC3", "mail.example.", .nsec3, { _ in .unexpectedDenial }) {
            var copy = $0.records[try $0.index("mail.example.", .nsec)]
            copy.type = .nsec3
            $0.records.append(copy)
            try $0.sign("mail.example.", .nsec3)
        },
    ]
}

// MARK: - NSEC3

extension DamageCase {
    static let nsec3: [DamageCase] = [
        DamageCase("an empty non-terminal has no NSEC3", "c.deep.example.", .nsec3, { _ in .missingNSEC3 }) {
            try $0.remove(hashed("c.deep.example."), .nsec3)
        },
        DamageCase("an insecure delegation has no NSEC3", "b.example.", .nsec3, { _ in .missingNSEC3 }) {
            try $0.remove(hashed("b.example."), .nsec3)
        },
        DamageCase(
            "an NSEC3 is of no name",
            hashed("nobody.example."),
            .nsec3,
            { _ in .unexpectedDenial }
        ) {
            var copy = $0.records[try $0.index(hashed("mail.example."), .nsec3)]
            copy.name = try Name(hashed("nobody.example."))
            $0.records.append(copy)
            try $0.sign(hashed("nobody.example."), .nsec3)
        },
        DamageCase("a next hash is wrong", hashed("mail.example."), .nsec3, { _ in .wrongNextHash }) {
            $0.records[try $0.index(hashed("mail.example."), .nsec3)].rdata[25] ^= 1
            try $0.sign(hashed("mail.example."), .nsec3)
        },
        DamageCase(
            "a bitmap lacks a type",
            hashed("mail.example."),
            .nsec3,
            { _ in .wrongTypes(found: [.rrsig], expected: [.a, .rrsig]) }
        ) {
            let index = try $0.index(hashed("mail.example."), .nsec3)
            $0.records[index].rdata.replaceSubrange(26..., with: TypeBitmap.octets(of: [.rrsig]))
            try $0.sign(hashed("mail.example."), .nsec3)
        },
        DamageCase("an NSEC3 has unknown flags", hashed("mail.example."), .nsec3, { _ in .malformedDenial }) {
            $0.records[try $0.index(hashed("mail.example."), .nsec3)].rdata[1] = 2
            try $0.sign(hashed("mail.example."), .nsec3)
        },
        DamageCase(
            "an NSEC3 has other parameters",
            hashed("mail.example."),
            .nsec3,
            { _ in .malformedDenial }
        ) {
            $0.records[try $0.index(hashed("mail.example."), .nsec3)].rdata[3] = 1
            try $0.sign(hashed("mail.example."), .nsec3)
        },
        DamageCase("NSEC3PARAM has flags", "example.", .nsec3param, { _ in .unusableNSEC3PARAM }) {
            $0.records[try $0.index("example.", .nsec3param)].rdata[1] = 1
            try $0.sign("example.", .nsec3param)
        },
        DamageCase("a zone with NSEC3 has an NSEC", "example.", .nsec, { _ in .mixedDenial }) {
            let rdata = try Name("ns1.example.").octets + TypeBitmap.octets(of: [.a, .rrsig, .nsec])
            $0.records.append(
                LooseRecord(name: try Name("mail.example."), type: .nsec, ttl: 600, rdata: rdata)
            )
            try $0.sign("mail.example.", .nsec)
        },
    ]
}

extension DamageCase {
    static let optOut: [DamageCase] = [
        DamageCase(
            "an empty non-terminal above data has no NSEC3",
            "c.deep.example.",
            .nsec3,
            { _ in .missingNSEC3 }
        ) {
            try $0.remove(hashed("c.deep.example."), .nsec3)
        },
        DamageCase("a secure delegation has no NSEC3", "secure.example.", .nsec3, { _ in .missingNSEC3 }) {
            try $0.remove(hashed("secure.example."), .nsec3)
        },
    ]
}

/// The NSEC3 owner name below `example.` without iterations and salt.
func hashed(_ name: String, salt: [UInt8] = [], iterations: UInt16 = 0) -> String {
    var hash: [UInt8] = []
    var text: [UInt8] = []
    do {
        let hasher = try NSEC3Hasher(iterations: iterations, salt: salt)
        try hasher.hash(Name(name).lowercased.octets.span, appendingTo: &hash)
    } catch {
        preconditionFailure("\(name): \(error)")
    }
    Base32HexText.append(hash.span, to: &text)
    return "\(String(decoding: text, as: UTF8.self).lowercased()).example."
}
