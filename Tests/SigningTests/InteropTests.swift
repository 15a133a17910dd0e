import DNSCore
import DNSSECModel
import TestKit
import Testing

@testable import Signing

/// Signed zones before the validators of BIND, ldns and Knot.
struct InteropTests {
    @Test(arguments: denials)
    func `every kind of denial is accepted by all validators`(_ denial: DenialPolicy) throws {
        let signed = try sign(request(parsed(sampleText), TestKeys(), testPolicy(denial), now: wallClock))
        expectAccepted(signed.zone)
    }

    // kzonecheck refuses any record below a DNAME and asks for a denial record there; the others know it as occluded.
    @Test(arguments: denials)
    func `data below a DNAME is accepted by those that know it as occluded`(_ denial: DenialPolicy) throws {
        let signed = try sign(
            request(
                parsed(sampleText + "\nbelow.tree TXT \"occluded\"\n"),
                TestKeys(),
                testPolicy(denial),
                now: wallClock
            )
        )
        expectAccepted(signed.zone, by: [.bind, .ldns])
    }

    @Test(arguments: SecurityAlgorithm.signing)
    func `every algorithm is accepted by all validators`(_ algorithm: SecurityAlgorithm) throws {
        let signed = try sign(request(parsed(sampleText), TestKeys(algorithm), now: wallClock))
        expectAccepted(signed.zone)
    }

    // dnssec-verify wants a DNSKEY signature by a KSK that is not revoked for each algorithm that has a ZSK.
    @Test(arguments: AlgorithmRollTests.Stage.allCases, [DenialPolicy.nsec, .nsec3(NSEC3Policy())])
    func `every step of an algorithm roll is accepted`(
        _ stage: AlgorithmRollTests.Stage,
        _ denial: DenialPolicy
    ) throws {
        let keys = AlgorithmRollTests.keys(stage, from: try AlgorithmRollTests.fourKeys())
        let signed = try sign(request(parsed(sampleText), keys, testPolicy(denial), now: wallClock))
        let validators = OutsideValidator.allCases.filter { $0 != .bind || stage != .oldRevoked }
        expectAccepted(signed.zone, by: validators, "\(stage)")
    }

    @Test func `a zone that asks for the end of its DS is accepted by all validators`() throws {
        var keys = try TestKeys()
        keys.plan.deletesDS = true
        expectAccepted(try sign(request(parsed(sampleText), keys, now: wallClock)).zone)
    }
}
