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
        #expect(try next(.counter, 5, nil) == 6)
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
        #expect(ahead.warning == .serialAheadOfClock(served: 2_026_010_100, clock: clock))
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
        #expect(late.warning == .serialAheadOfClock(served: 2_026_010_300, clock: 2_026_010_200))
    }

    @Test(arguments: SerialPolicy.allCases, [0, 1, 2_026_010_255, 2_147_483_648, 4_294_967_295] as [UInt32])
    func `no policy ever goes backwards`(_ policy: SerialPolicy, _ previous: UInt32) {
        guard let serial = try? next(policy, 7, previous) else {
            #expect(policy == .keep)
            return
        }
        #expect(SerialNumber.isNewer(serial, than: previous))
    }

    @Test func `the first serial is newer than the zone file's and than all that was served`() throws {
        for policy in SerialPolicy.allCases where policy != .keep {
            for input in Self.edges {
                for previous in Self.edges.map(Optional.some) + [nil] {
                    let first = try SerialNumber.next(
                        policy: policy,
                        input: input,
                        previous: previous,
                        isFirst: true,
                        now: testNow
                    ).serial
                    // Two serials half the circle apart, or nearly, have nothing but perhaps 0 that is newer than both.
                    let apart = previous.map { min($0 &- input, input &- $0) } ?? 0
                    guard apart < 0x7FFF_FFFE else { continue }
                    #expect(SerialNumber.isNewer(first, than: input), "\(policy) \(input) \(previous ?? 0)")
                    if let previous {
                        #expect(SerialNumber.isNewer(first, than: previous), "\(policy) \(input) \(previous)")
                    }
                }
            }
        }
    }

    private static let edges: [UInt32] = [
        0, 1, 1_767_312_000, 1_767_312_001, 2_026_010_199, 2_026_010_200, 2_026_010_299, 2_026_113_001,
        2_147_483_646,
        2_147_483_647, 2_147_483_648, 2_147_483_649, 3_914_795_648, 4_294_967_294, 4_294_967_295,
    ]

    @Test func `unixtime counts on from a date serial of the zone file and says so`() throws {
        let first = try SerialNumber.next(
            policy: .unixtime,
            input: 2_026_113_001,
            previous: nil,
            now: testNow
        )
        #expect(first.serial == 2_026_113_002)
        #expect(first.warning == .serialAheadOfClock(served: 2_026_113_001, clock: testNow.signatureTime))
        let later = testNow + .days(1)
        let second = try SerialNumber.next(
            policy: .unixtime,
            input: 2_026_113_001,
            previous: first.serial,
            now: later
        )
        #expect(second.serial == 2_026_113_003)
        #expect(second.warning == .serialAheadOfClock(served: first.serial, clock: later.signatureTime))
        let passed = Instant(secondsSinceEpoch: 2_026_200_000)
        let last = try SerialNumber.next(policy: .unixtime, input: 1, previous: second.serial, now: passed)
        #expect(last.serial == 2_026_200_000)
        #expect(last.warning == nil)
    }

    @Test func `a zone published by keyturn keeps its own line of serials`() throws {
        #expect(try next(.unixtime, 2_026_113_001, testNow.signatureTime - 60) == testNow.signatureTime)
        #expect(try next(.datecounter, 4_000_000_000, 2_026_010_107) == 2_026_010_200)
    }

    @Test func `keep says of the first serial that it may be served unsigned`() throws {
        let first = try SerialNumber.next(policy: .keep, input: 7, previous: nil, now: testNow)
        #expect(first.warning == .serialShared(7))
        let next = try SerialNumber.next(policy: .keep, input: 8, previous: 7, now: testNow)
        #expect(next.warning == nil)
    }

    private func next(_ policy: SerialPolicy, _ input: UInt32, _ previous: UInt32?) throws -> UInt32 {
        try SerialNumber.next(policy: policy, input: input, previous: previous, now: testNow).serial
    }
}
