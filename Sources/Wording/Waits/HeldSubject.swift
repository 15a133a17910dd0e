public import ControlProtocol
public import DNSSECModel

/// What a person or the policy holds up: which step of which keys.
public struct HeldSubject: Hashable, Sendable {
    /// The only key that is held; `nil` for several.
    public var key: KeyReference?
    /// The only role whose keys are held; `nil` for all.
    public var role: KeyRole?
    /// The only step that is held; `nil` for every step.
    public var phase: KeyStep?

    /// All fields as they are.
    public init(key: KeyReference?, role: KeyRole?, phase: KeyStep?) {
        (self.key, self.role, self.phase) = (key, role, phase)
    }

    /// What an operator holds.
    public init(_ hold: OperatorHoldStatus) { self.init(key: hold.key, role: hold.role, phase: hold.phase) }

    /// The keys alone: `KSK 20326`, `every ZSK`, `the next KSK`, `every key`.
    public func keys(_ language: Language = .english) -> String {
        if let key { return KeyName(key).text(language) }
        guard let role else { return language.say("every key", "所有金鑰") }
        if phase == .generate { return KeyName(KeyReference(role: role)).text(language) }
        return language.say("every \(role)", "所有 \(role)")
    }

    /// Step and keys: `sign of KSK 20326`, `generate of the next KSK`, `every step`.
    public func text(_ language: Language = .english) -> String {
        let keys = keys(language)
        let step = phase.map(language.word) ?? language.say("every step", "所有步驟")
        if key == nil, role == nil, phase == nil { return step }
        return language.say("\(step) of \(keys)", Chinese.joined(keys, "的「", step, "」"))
    }
}
