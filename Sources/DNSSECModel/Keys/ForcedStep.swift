/// A step that a person forced before every cache was ready for it.
///
/// The ring keeps it until the rules that it broke hold again.
public struct ForcedStep: Hashable, Sendable {
    /// The key whose step it is.
    public var key: ManagedKey.ID
    /// The step.
    public var step: KeyStep
    /// Who forced it.
    public var user: String
    /// When.
    public var at: Instant
    /// Why.
    public var reason: String
    /// What it endangers, and until when as it was foreseen at that moment.
    public var risks: [StepRisk]

    /// All fields as they are.
    public init(
        key: ManagedKey.ID,
        step: KeyStep,
        user: String,
        at: Instant,
        reason: String,
        risks: [StepRisk]
    ) {
        self.key = key
        self.step = step
        self.user = user
        self.at = at
        self.reason = reason
        self.risks = risks
    }
}

/// A rule that a step breaks.
public struct StepRisk: Hashable, Sendable {
    /// The rule.
    public var rule: SafetyRule
    /// When it holds again if all goes on as planned; `nil` if no end is in sight.
    public var until: Instant?

    /// A rule, and until when it is broken.
    public init(rule: SafetyRule, until: Instant?) {
        self.rule = rule
        self.until = until
    }
}
