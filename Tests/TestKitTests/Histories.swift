import TestKit
import Testing

typealias Key = ResolverModel.Key
typealias Child = ResolverModel.ChildPublication
typealias Parent = ResolverModel.ParentPublication
typealias Fault = ResolverModel.Fault

let minute = 60
let hour = 3600
let day = 86_400

/// The delays and TTLs of the zone that the histories below are about, in seconds.
enum Usual {
    static let delay = 5 * minute
    static let keyTTL = 1 * hour
    static let dataTTL = 1 * day
    static let negativeTTL = 15 * minute
    static let parentDelay = 10 * minute
    static let dsTTL = 2 * hour
    static let noDSTTL = 30 * minute
}

/// One version of the child zone, signed by one set of keys throughout.
func child(
    _ time: Int,
    _ keys: Set<Key>,
    revoked: Set<Key> = [],
    signedBy keySigners: Set<Key>,
    dataBy dataSigners: Set<Key>,
    delay: Int = Usual.delay,
    keyTTL: Int = Usual.keyTTL,
    dataTTL: Int = Usual.dataTTL,
    negativeTTL: Int = Usual.negativeTTL,
    keyExpiration: Int? = nil,
    dataExpiration: Int? = nil
) -> Child {
    Child(
        time: time,
        delay: delay,
        keys: keys,
        revoked: revoked,
        keySigners: keySigners,
        dataSigners: [dataSigners],
        keyTTL: keyTTL,
        dataTTL: dataTTL,
        negativeTTL: negativeTTL,
        keyExpiration: keyExpiration,
        dataExpiration: dataExpiration
    )
}

/// A version of the child zone without DNSSEC.
func unsigned(_ time: Int, dataTTL: Int = Usual.dataTTL, negativeTTL: Int = Usual.negativeTTL) -> Child {
    child(time, [], signedBy: [], dataBy: [], dataTTL: dataTTL, negativeTTL: negativeTTL)
}

/// One version of the DS RRset.
func parent(_ time: Int, _ keys: Set<Key>) -> Parent {
    Parent(
        time: time,
        delay: Usual.parentDelay,
        keys: keys,
        ttl: Usual.dsTTL,
        negativeTTL: Usual.noDSTTL
    )
}

/// A history with one step whose time matters: `story(0)` takes it at the last or first second that is right,
/// `story(1)` errs by one second, `story(-1)` has one second to spare.
struct ClassicMistake: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var fault: Fault
    var story: @Sendable (_ error: Int) -> ResolverModel

    init(_ name: String, _ fault: Fault, _ story: @escaping @Sendable (_ error: Int) -> ResolverModel) {
        testDescription = name
        self.fault = fault
        self.story = story
    }
}
