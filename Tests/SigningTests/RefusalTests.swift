import DNSCore
import DNSSECCrypto
import DNSSECModel
import Testing

@testable import Signing

/// What the signer refuses, with its reason.
struct RefusalTests {
    @Test func `a zone without one SOA is refused`() throws {
        let bare = try parsed(sampleText).edited { $0.removeAll { $0.type == .soa } }
        #expect(throws: SigningError.noUsableSOA) { try sign(request(bare, TestKeys())) }
    }

    @Test func `a key that the plan needs must be given`() throws {
        try expect(.missingKey(id(9))) { $0.plan.dnskeys.append(.init(key: id(9))) }
        try expect(.missingKey(id(9))) { $0.plan.cds.append(id(9)) }
    }

    @Test func `a key that signs must have its private part`() throws {
        try expect(.missingPrivateKey(id(2))) { keys in
            let record = try #require(keys.keys[id(2)]?.record)
            keys.keys[id(2)] = ZoneKey(record: record, signingKey: nil)
        }
    }

    @Test func `a key that signs must be published`() throws {
        try expect(.signerNotPublished(id(2))) { $0.plan.dnskeys.removeLast() }
    }

    @Test func `a revoked key cannot sign the zone`() throws {
        try expect(.revokedZoneSigner(id(2))) { $0.plan.dnskeys[1].isRevoked = true }
    }

    @Test func `keys without signatures are not published`() throws {
        try expect(.noKeySigner) { $0.plan.keySigners = [] }
        try expect(.noZoneSigner) { $0.plan.zoneSigners = [] }
    }

    @Test func `two keys of one tag and algorithm are refused`() throws {
        var record = DNSKEYRecord(
            flags: 256,
            algorithm: .ed25519,
            publicKey: [UInt8](repeating: 0, count: 32)
        )
        record.publicKey[0] = 1
        var twin = record
        twin.publicKey[0] = 0
        twin.publicKey[2] = 1
        try expect(.keyTagCollision(algorithm: .ed25519, tag: record.keyTag)) { keys in
            keys.keys[id(3)] = ZoneKey(record: record, signingKey: nil)
            keys.keys[id(4)] = ZoneKey(record: twin, signingKey: nil)
            keys.plan.dnskeys += [.init(key: id(3)), .init(key: id(4))]
        }
    }

    @Test func `key records of strangers in the input are refused`() throws {
        let (keys, other) = (try TestKeys(), try TestKeys())
        let foreign = try sign(request(parsed(sampleText), other)).zone
        for type in [RRType.dnskey, .cds, .cdnskey] {
            let input = try parsed(sampleText).edited { records in
                records += foreign.looseRecords.filter { $0.type == type }
            }
            let error = #expect(throws: SigningError.self) { try sign(request(input, keys)) }
            guard case .foreignKeyRecord(type, let tag) = error else {
                Issue.record("\(type): \(String(describing: error))")
                continue
            }
            #expect([other.tag(1), other.tag(2)].contains(tag))
        }
    }

    @Test func `a name too long for NSEC3 below it is refused`() throws {
        let label = String(repeating: "a", count: 55)
        let origin = "\(label).\(label).\(label).\(label)."
        let long = try parsed("@ 300 SOA a.b. c.d. 1 2 3 4 5\n@ 300 NS ns.other.\n", origin: origin)
        #expect(throws: SigningError.noRoomForNSEC3Names) {
            try sign(request(long, TestKeys(), testPolicy(.nsec3(NSEC3Policy()))))
        }
    }

    private func expect(_ error: SigningError, _ change: (inout TestKeys) throws -> Void) throws {
        var keys = try TestKeys()
        try change(&keys)
        #expect(throws: error) { try sign(request(parsed(sampleText), keys)) }
    }
}
