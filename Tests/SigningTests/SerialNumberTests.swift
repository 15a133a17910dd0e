import DNSSECModel
import Testing

@testable import Signing

struct SerialNumberTests {
    @Test(
        arguments: [
            (1, 0, true), (0, 1, false), (5, 5, false), (0, 4_294_967_295, true), (2_147_483_647, 0, true),
            (2_147_483_648, 0, false), (0, 2_147_483_648, false), (2_147_483_649, 0, false),
        ] as [(UInt32, UInt32, Bool)]
    )
    func `newer is as RFC 1982 says`(_ left: UInt32, _ right: UInt32, _ isNewer: Bool) {
        #expect(SerialNumber.isNewer(left, than: right) == isNewer)
    }

    @Test func `the successor of the largest serial is 1, not 0`() {
        #expect(SerialNumber.successor(of: .max) == 1)
        #expect(SerialNumber.successor(of: 7) == 8)
    }

    @Test func `keep takes a newer serial and refuses the same and an older one`() throws {
        #expect(try next(.keep, 5, nil) == 5)
        #expect(try next(.keep, 6, 5) == 6)
        #expect(try next(.keep, 3, 4_294_967_290) == 3)
        #expect(throws: SigningError.serialUnchanged(5)) { try next(.keep, 5, 5) }
        #expect(throws: SigningError.serialBackwards(input: 4, previous: 5)) { try next(.keep, 4, 5) }
    }

    @Test func `counter takes the larger of the operator's serial and the next one`() throws {
        #expect(try next(.counter, 5, nil) == 5)
        #expect(try next(.counter, 5, 5) == 6)
        #expect(try next(.counter, 5, 9) == 10)
        #expect(try next(.counter, 50, 9) == 50)
    }

    @Test func `unixtime is the clock, and steps by one where the published serial is ahead`() throws {
        let clock = testNow.signatureTime
        #expect(try next(.unixtime, 5, nil) == clock)
        #expect(try next(.unixtime, 5, 2_026_010_100 - 1_000_000_000) == clock)
        #expect(try next(.unixtime, 5, clock) == clock + 1)
        let ahead = try SerialNumber.next(policy: .unixtime, input: 5, previous: 2_026_010_100, now: testNow)
        #expect(ahead.serial == 2_026_010_101)
        #expect(ahead.warning == .serialAheadOfClock(previous: 2_026_010_100, clock: clock))
    }

    @Test func `datecounter is the day with a counter, and warns when the day's hundred is used up`() throws {
        #expect(try next(.datecounter, 5, nil) == 2_026_010_200)
        #expect(try next(.datecounter, 5, 2_026_010_107) == 2_026_010_200)
        let second = try SerialNumber.next(
            policy: .datecounter,
            input: 5,
            previous: 2_026_010_200,
            now: testNow
        )
        #expect(second.serial == 2_026_010_201)
        #expect(second.warning == nil)
        let late = try SerialNumber.next(
            policy: .datecounter,
            input: 5,
            previous: 2_026_010_300,
            now: testNow
        )
        #expect(late.serial == 2_026_010_301)
        #expect(late.warning == .serialAheadOfClock(previous: 2_026_010_300, clock: 2_026_010_200))
    }

    @Test(arguments: SerialPolicy.allCases, [0, 1, 2_026_010_255, 2_147_483_648, 4_294_967_295] as [UInt32])
    func `no policy ever goes backwards`(_ policy: SerialPolicy, _ previous: UInt32) {
        guard let serial = try? next(policy, 7, previous) else {
            #expect(policy == .keep)
            return
        }
        #expect(SerialNumber.isNewer(serial, than: previous))
    }

    private func next(_ policy: SerialPolicy, _ input: UInt32, _ previous: UInt32?) throws -> UInt32 {
        try SerialNumber.next(policy: policy, input: input, previous: previous, now: testNow).serial
    }
}
