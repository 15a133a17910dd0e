import SystemIO

/// A number that stands for something longer: equal things have equal ones, and different things different ones but
/// for one case in 2^64.
///
/// The same in every process of a machine, so that it can be kept on the disk. FNV-1a, and a last stir.
struct Fingerprint: Hashable, Sendable {
    private static let offset: UInt64 = 0xCBF2_9CE4_8422_2325
    private static let prime: UInt64 = 0x0000_0100_0000_01B3

    private var state = Fingerprint.offset

    /// The number.
    var value: UInt64 {
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    init() {}

    /// That of a text.
    init(_ text: String) { add(text) }

    /// That of the state of a file.
    init(_ identity: FileIdentity?) { add(identity) }

    mutating func add(_ octet: UInt8) { state = (state ^ UInt64(octet)) &* Self.prime }

    mutating func add(_ number: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) {
            add(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }

    /// Adds a text and its end.
    mutating func add(_ text: String) {
        for octet in text.utf8 { add(octet) }
        add(0xFF as UInt8)
    }

    /// Adds the state of a file; nil for one that is missing.
    mutating func add(_ identity: FileIdentity?) {
        guard let identity else { return add(0 as UInt8) }
        add(1 as UInt8)
        add(identity.device)
        add(identity.inode)
        add(UInt64(bitPattern: identity.size))
        add(UInt64(bitPattern: identity.modified))
    }

    /// The state of a file now; that of a missing file where it cannot be looked at.
    static func ofFile(_ path: String) -> UInt64 {
        Fingerprint(try? FileIdentity(path: path)).value
    }

    /// That of files by their paths.
    static func ofFiles(_ identities: [String: FileIdentity?]) -> UInt64 {
        var print = Fingerprint()
        for (path, identity) in identities.sorted(by: { $0.key < $1.key }) {
            print.add(path)
            print.add(identity)
        }
        return print.value
    }
}
