import TestKit
import Testing

@Suite struct `The random number generator` {
    /// The first numbers of the authors' C program for the seed 1234567.
    @Test func `gives the published sequence`() {
        var generator = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        ]
        #expect(expected.map { _ in generator.next() } == expected)
    }
}
