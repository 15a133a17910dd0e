/// A number of octets as people write it: `4096`, `512MiB`, `2G`.
public struct OctetSize: Hashable, Sendable, CustomStringConvertible {
    /// The units above one octet, each 1024 times the one before.
    private static let units = ["K", "M", "G", "T", "P"]

    /// The number.
    public let octets: Int

    /// A size of so many octets.
    public init(octets: Int) { self.octets = octets }

    /// A whole number, perhaps with one of the units K, M, G, T, P or KiB, MiB, GiB, TiB, PiB; nil for anything else.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { return nil }
        let unit = text.dropFirst(digits.count)
        var factor = 1
        if !unit.isEmpty {
            let index = Self.units.firstIndex { unit == $0 || unit == "\($0)iB" }
            guard let index else { return nil }
            factor = 1 << (10 * (index + 1))
        }
        let (octets, isTooLarge) = number.multipliedReportingOverflow(by: factor)
        guard !isTooLarge else { return nil }
        self.octets = octets
    }

    /// The number in the largest unit of which there are at least ten, rounded down: `4096`, `512 MiB`.
    public var description: String {
        let index = Self.units.indices.last { octets >> (10 * ($0 + 1)) >= 10 }
        guard let index else { return "\(octets) octets" }
        return "\(octets >> (10 * (index + 1))) \(Self.units[index])iB"
    }
}
