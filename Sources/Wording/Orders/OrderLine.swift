public import ControlProtocol
public import DNSSECModel

/// What the journal and the log say of an order, in English; who gave it stands beside it.
public enum OrderLine {
    /// `the state of 2026-12-01T00:00:00Z taken from the journal`.
    public static func recovered(_ time: Instant) -> String { "the state of \(time) taken from the journal" }

    /// `publication ordered of what is held back by shrink, nameservers`.
    public static func overridden(_ guards: [ContentGuard]) -> String {
        "publication ordered of what is held back by \(guards.map(\.rawValue).joined(separator: ", "))"
    }

    /// `sign ZSK 12345 ordered`, or `sign ZSK 12345 by force ordered`.
    public static func step(_ phase: KeyStep, of key: KeyReference, force: Bool) -> String {
        "\(phase.rawValue) \(KeyName(key).text())\(force ? " by force" : "") ordered"
    }

    /// A step that only the loss of a key has made necessary.
    public static func step(_ phase: KeyStep, ofLost key: KeyReference) -> String {
        "\(phase.rawValue) of \(KeyName(key).text()) at once, since a key is lost, ordered"
    }

    /// A person's word about the parent: `ds-seen KSK 20326 at 2026-11-23T10:00:00Z`.
    public static func observation(_ awaited: AwaitedObservation, of key: KeyReference, at: Instant) -> String
    {
        "\(awaited.rawValue) \(KeyName(key).text()) at \(at)"
    }

    /// `sign of every key held until released`.
    public static func hold(_ hold: OperatorHoldStatus) -> String { hold.heldSentence(.english) }

    /// `sign of every key released`.
    public static func release(_ holds: [OperatorHoldStatus]) -> String {
        holds.map { "\(HeldSubject($0).text()) released" }.joined(separator: ", ")
    }

    /// `emergency roll of the KSK ordered for 2026-11-23T10:00:00Z`.
    public static func roll(_ order: RollRequest) -> String {
        "\(order.isEmergency ? "emergency roll" : "roll") of the \(order.role) ordered for \(order.start)"
    }

    /// `roll of the KSK aborted`.
    public static func abort(_ role: KeyRole) -> String { "roll of the \(role) aborted" }

    /// `sign of ZSK 12345 approved`.
    public static func vote(_ phase: KeyStep, of key: KeyReference, approves: Bool) -> String {
        "\(phase.rawValue) of \(KeyName(key).text()) \(approves ? "approved" : "refused")"
    }

    /// That the risk of a forced step is over.
    public static func endOfRisk(_ forced: ForcedStep, of key: String) -> String {
        "the risk of \(forced.step.rawValue) of \(key), which \(forced.user) forced at \(forced.at), is over"
    }
}
