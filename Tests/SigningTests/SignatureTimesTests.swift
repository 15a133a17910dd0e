import DNSCore
import DNSSECModel
import Testing

@testable import Signing

struct SignatureTimesTests {
    let times = SignatureTimes(now: testNow, policy: SignaturePolicy(dnskeyValidity: .days(30)))

    @Test func `inception lies before now by the offset`() {
        #expect(times.inception(of: .a) == (testNow - .hours(1)).signatureTime)
    }

    @Test func `expiration spreads over the jitter and never goes beyond the validity`() throws {
        var quarters: Set<Int64> = []
        for number in 0..<400 {
            let end = try expiration(.a, "name\(number).example.")
            let early = testNow + .days(14) - end
            #expect(early >= .zero)
            #expect(early <= .hours(12))
            quarters.insert(early.seconds / (12 * 3600 / 4 + 1))
        }
        #expect(quarters == [0, 1, 2, 3])
    }

    @Test func `the jitter of a name and type is the same every time and for every case of letters`() throws {
        #expect(try expiration(.a, "www.example.") == expiration(.a, "WWW.Example."))
        #expect(try expiration(.a, "www.example.") != expiration(.aaaa, "www.example."))
    }

    @Test(arguments: [RRType.dnskey, .cds, .cdnskey])
    func `key records have a validity of their own`(_ type: RRType) throws {
        let left = try expiration(type, "example.") - testNow
        #expect(left <= .days(30))
        #expect(left >= .days(30) - .hours(12))
    }

    @Test func `a signature is fresh while it has begun and more than the refresh time is left`() {
        func isFresh(_ start: Interval, _ left: Interval) -> Bool {
            times.isFresh(header(.a, testNow + start, testNow + left))
        }
        #expect(isFresh(.zero, .days(7) + .seconds(1)))
        #expect(!isFresh(.zero, .days(7)))
        #expect(!isFresh(.seconds(1), .days(14)))
        #expect(!isFresh(.zero, .zero - .days(1)))
    }

    @Test func `prescribed times are those of the key records, to the second, and of nothing else`() throws {
        let window = SignatureWindow(inception: testNow - .days(3), expiration: testNow + .days(2))
        let times = SignatureTimes(now: testNow, policy: SignaturePolicy(), keyWindow: window)
        for type in [RRType.dnskey, .cds, .cdnskey] {
            #expect(times.inception(of: type) == window.inception.signatureTime)
            #expect(
                times.expiration(of: type, ownerKey: try Name("example.").canonicalKey.span)
                    == window.expiration.signatureTime
            )
            #expect(times.isFresh(header(type, window.inception, window.expiration)))
            #expect(!times.isFresh(header(type, window.inception, window.expiration + .seconds(1))))
            #expect(!times.isFresh(header(type, window.inception + .seconds(1), window.expiration)))
        }
        #expect(times.inception(of: .soa) == (testNow - .hours(1)).signatureTime)
        #expect(times.isFresh(header(.soa, testNow - .hours(5), testNow + .days(8))))
    }

    @Test func `signature times are read around now, beyond 2106 too`() {
        let far = SignatureTimes(now: Instant(secondsSinceEpoch: 4_294_967_290), policy: SignaturePolicy())
        #expect(far.instant(10).secondsSinceEpoch == 4_294_967_306)
        #expect(far.instant(4_294_967_280).secondsSinceEpoch == 4_294_967_280)
    }

    @Test func `a refresh that leaves nothing of the validity is refused`() throws {
        let policy = SignaturePolicy(validity: .days(7), refresh: .days(7))
        let error = SigningError.refreshTooLong(validity: .days(7), jitter: .hours(12), refresh: .days(7))
        #expect(throws: error) {
            try sign(request(parsed(sampleText), TestKeys(), testPolicy(signatures: policy)))
        }
    }

    private func expiration(_ type: RRType, _ name: String) throws -> Instant {
        times.instant(times.expiration(of: type, ownerKey: try Name(name).canonicalKey.span))
    }

    private func header(_ type: RRType, _ inception: Instant, _ expiration: Instant) -> SignatureHeader {
        SignatureHeader(
            covered: type,
            algorithm: .ed25519,
            labels: 1,
            originalTTL: 3600,
            expiration: expiration.signatureTime,
            inception: inception.signatureTime,
            tag: 1
        )
    }
}
