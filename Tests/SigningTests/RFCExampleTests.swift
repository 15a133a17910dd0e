import DNSCore
import DNSSECModel
import Testing

@testable import Signing

/// The example zones of RFC 4035 appendix A and RFC 5155 appendix A.
struct RFCExampleTests {
    @Test func `RFC 4035 appendix A: every NSEC is the RFC's`() throws {
        let signed = try signedExample(Self.rfc4035, .nsec)
        #expect(denials(signed, .nsec) == Self.rfc4035Denial)
    }

    @Test func `RFC 4035 appendix A: signatures cover what the RFC's cover, with its labels and TTLs`() throws
    {
        let signed = try signedExample(Self.rfc4035, .nsec)
        var found: [String] = []
        for record in signed.looseRecords {
            guard let header = SignatureHeader(rdata: record.rdata.span), let covered = record.covered else {
                continue
            }
            #expect(header.originalTTL == 3600)
            found.append("\(record.name) \(covered) \(header.labels)")
        }
        #expect(Set(found) == Set(Self.rfc4035Signatures))
        #expect(found.count == Self.rfc4035Signatures.count)
        #expect(ZoneVerifier.verify(zone: signed, at: testNow).findings == [])
    }

    @Test func `RFC 5155 appendix A: every NSEC3 is the RFC's`() throws {
        let policy = NSEC3Policy(optOut: true, iterations: 12, salt: [0xAA, 0xBB, 0xCC, 0xDD])
        let signed = try signedExample(Self.rfc5155, .nsec3(policy))
        #expect(denials(signed, .nsec3) == Self.rfc5155Denial)
        let parameters = signed.looseRecords.first { $0.type == .nsec3param }?.rdata
        #expect(parameters == [1, 0, 0, 12, 4, 0xAA, 0xBB, 0xCC, 0xDD])
        #expect(ZoneVerifier.verify(zone: signed, at: testNow).findings == [])
    }

    private func signedExample(_ text: String, _ denial: DenialPolicy) throws -> Zone {
        var keys = try TestKeys()
        keys.plan.cds = []
        return try sign(request(parsed(text), keys, testPolicy(denial))).zone
    }

    /// Owner, next name or hash, and types, of each denial record, as text.
    private func denials(_ zone: Zone, _ type: RRType) -> [String] {
        lines(zone).compactMap { line in
            var fields = line.split { $0 == " " || $0 == "\t" }.map(String.init)
            guard fields.count > 4, fields[3] == type.description else { return nil }
            fields.removeSubrange(1...3)
            // Of NSEC3: algorithm, flags, iterations and salt.
            if type == .nsec3 {
                #expect(fields[1...4].joined(separator: " ").lowercased() == "1 1 12 aabbccdd")
                fields.removeSubrange(1...4)
            }
            fields[1] = fields[1].lowercased()
            return fields.joined(separator: " ")
        }
    }
}

// MARK: - RFC 4035 appendix A

extension RFCExampleTests {
    static let rfc4035 = """
        $TTL 3600
        @       SOA ns1 bugs.x.w 1081539377 3600 300 3600000 3600
                NS  ns1
                NS  ns2
                MX  1 xx
        a       NS  ns1.a
                NS  ns2.a
                DS  57855 5 1 B6DCD485719ADCA18E5F3D48A2331627FDD3636B
        ns1.a   A   192.0.2.5
        ns2.a   A   192.0.2.6
        ai      A   192.0.2.9
                HINFO "KLH-10" "ITS"
                AAAA 2001:db8::f00:baa9
        b       NS  ns1.b
                NS  ns2.b
        ns1.b   A   192.0.2.7
        ns2.b   A   192.0.2.8
        ns1     A   192.0.2.1
        ns2     A   192.0.2.2
        *.w     MX  1 ai
        x.w     MX  1 xx
        x.y.w   MX  1 xx
        xx      A   192.0.2.10
                HINFO "KLH-10" "TOPS-20"
                AAAA 2001:db8::f00:baaa
        """

    static let rfc4035Denial = [
        "example. a.example. NS SOA MX RRSIG NSEC DNSKEY",
        "a.example. ai.example. NS DS RRSIG NSEC",
        "ai.example. b.example. A HINFO AAAA RRSIG NSEC",
        "b.example. ns1.example. NS RRSIG NSEC",
        "ns1.example. ns2.example. A RRSIG NSEC",
        "ns2.example. *.w.example. A RRSIG NSEC",
        "*.w.example. x.w.example. MX RRSIG NSEC",
        "x.w.example. x.y.w.example. MX RRSIG NSEC",
        "x.y.w.example. xx.example. MX RRSIG NSEC",
        "xx.example. example. A HINFO AAAA RRSIG NSEC",
    ]

    static let rfc4035Signatures = [
        "example. NS 1", "example. SOA 1", "example. MX 1", "example. NSEC 1", "example. DNSKEY 1",
        "a.example. DS 2", "a.example. NSEC 2",
        "ai.example. A 2", "ai.example. HINFO 2", "ai.example. AAAA 2", "ai.example. NSEC 2",
        "b.example. NSEC 2",
        "ns1.example. A 2", "ns1.example. NSEC 2", "ns2.example. A 2", "ns2.example. NSEC 2",
        "*.w.example. MX 2", "*.w.example. NSEC 2", "x.w.example. MX 3", "x.w.example. NSEC 3",
        "x.y.w.example. MX 4", "x.y.w.example. NSEC 4",
        "xx.example. A 2", "xx.example. HINFO 2", "xx.example. AAAA 2", "xx.example. NSEC 2",
    ]
}

// MARK: - RFC 5155 appendix A

extension RFCExampleTests {
    static let rfc5155 = """
        $TTL 3600
        @       SOA ns1 bugs.x.w 1 3600 300 3600000 3600
                NS  ns1
                NS  ns2
                MX  1 xx
        2t7b4g4vsa5smi47k61mv5bv1a22bojr A 192.0.2.127
        a       NS  ns1.a
                NS  ns2.a
                DS  58470 5 1 3079F1593EBAD6DC121E202A8B766A6A4837206C
        ns1.a   A   192.0.2.5
        ns2.a   A   192.0.2.6
        ai      A   192.0.2.9
                HINFO "KLH-10" "ITS"
                AAAA 2001:db8::f00:baa9
        c       NS  ns1.c
                NS  ns2.c
        ns1.c   A   192.0.2.7
        ns2.c   A   192.0.2.8
        ns1     A   192.0.2.1
        ns2     A   192.0.2.2
        *.w     MX  1 ai
        x.w     MX  1 xx
        x.y.w   MX  1 xx
        xx      A   192.0.2.10
                HINFO "KLH-10" "TOPS-20"
                AAAA 2001:db8::f00:baaa
        """

    static let rfc5155Denial = [
        "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example. 2t7b4g4vsa5smi47k61mv5bv1a22bojr"
            + " NS SOA MX RRSIG DNSKEY NSEC3PARAM",
        "2t7b4g4vsa5smi47k61mv5bv1a22bojr.example. 2vptu5timamqttgl4luu9kg21e0aor3s A RRSIG",
        "2vptu5timamqttgl4luu9kg21e0aor3s.example. 35mthgpgcu1qg68fab165klnsnk3dpvl MX RRSIG",
        "35mthgpgcu1qg68fab165klnsnk3dpvl.example. b4um86eghhds6nea196smvmlo4ors995 NS DS RRSIG",
        "b4um86eghhds6nea196smvmlo4ors995.example. gjeqe526plbf1g8mklp59enfd789njgi MX RRSIG",
        "gjeqe526plbf1g8mklp59enfd789njgi.example. ji6neoaepv8b5o6k4ev33abha8ht9fgc A HINFO AAAA RRSIG",
        "ji6neoaepv8b5o6k4ev33abha8ht9fgc.example. k8udemvp1j2f7eg6jebps17vp3n8i58h",
        "k8udemvp1j2f7eg6jebps17vp3n8i58h.example. kohar7mbb8dc2ce8a9qvl8hon4k53uhi",
        "kohar7mbb8dc2ce8a9qvl8hon4k53uhi.example. q04jkcevqvmu85r014c7dkba38o0ji5r A RRSIG",
        "q04jkcevqvmu85r014c7dkba38o0ji5r.example. r53bq7cc2uvmubfu5ocmm6pers9tk9en A RRSIG",
        "r53bq7cc2uvmubfu5ocmm6pers9tk9en.example. t644ebqk9bibcna874givr6joj62mlhv MX RRSIG",
        "t644ebqk9bibcna874givr6joj62mlhv.example. 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom A HINFO AAAA RRSIG",
    ]
}
