import DNSCore
import DNSSECModel
import TestKit
import Testing

@testable import Signing

/// The zones of the folder Zones/, signed under every kind of denial, before the validators of other houses.
struct SampleZoneTests {
    // kzonecheck refuses disputed.zone for its records below a DNAME, which the others know as occluded;
    // ldns-verify-zone cannot read some of its obsolete types.
    static let samples: [(file: String, origin: String, validators: [OutsideValidator])] = [
        ("business", "bakery.example.", OutsideValidator.allCases),
        ("tld", "example.", OutsideValidator.allCases),
        ("root", ".", OutsideValidator.allCases),
        ("difficult", "difficult.example.", OutsideValidator.allCases),
        ("disputed", "disputed.example.", [.bind]),
    ]

    @Test(arguments: samples.indices, denials)
    func `every sample zone is accepted, and our verifier finds nothing`(
        _ index: Int,
        _ denial: DenialPolicy
    ) throws {
        let sample = Self.samples[index]
        let reading = ZoneFileReader(source: DiskSource()).read(
            file: "\(Self.folder)/\(sample.file).zone",
            origin: try Name(sample.origin)
        )
        let input = try #require(reading.zone, "\(reading.diagnostics.map(\.description))")
        let keys = try TestKeys(.ecdsaP256SHA256)
        let signed = try sign(request(input, keys, testPolicy(denial), now: wallClock, threads: 2))
        let report = ZoneVerifier.verify(zone: signed.zone, at: wallClock, options: .init(threads: 2))
        #expect(report.findings == [], "\(report.findings.map(\.description))")
        expectAccepted(signed.zone, by: sample.validators, "\(sample.file), \(denial)")
    }

    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        + "/Zones"
}
