/// A small, fast, seedable generator of random numbers for property tests (Steele, Lea, Flood 2014).
///
/// A test prints its seed when it fails, so that the failure can be had again.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Begins a sequence; equal seeds give equal sequences.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A seed that differs from run to run.
    public static func freshSeed() -> UInt64 {
        UInt64.random(in: .min ... .max)
    }
}
