import ControlProtocol
import DNSCore
import DNSSECModel
import Wording

/// All that the daemon keeps in memory of a zone at rest; everything else is on the disk.
///
/// A row holds what `status` shows, when the zone is due, and the fingerprints by which it is seen whether anything was
/// touched. It is never the truth: where a fingerprint does not fit, the zone is looked at in full.
struct RestingZone: Hashable, Sendable {
    /// When the zone was last looked at; `nil` if it was not, and then nothing else in the row counts.
    var seen = PackedInstant.none
    /// When it is due.
    var wake = PackedInstant.none
    var condition = ZoneCondition.unknown
    var serial: UInt32?
    var published = PackedInstant.none
    var signaturesExpire = PackedInstant.none
    var nextSigning = PackedInstant.none
    /// What `steps` are where it is one alone, as with most zones.
    private var soleStep: CompactStep?
    private var otherSteps: [RowStep] = []
    /// Of the file of the zone's keys.
    var statePrint: UInt64 = 0
    /// Of the zone file and what it includes, as it was signed.
    var sourcePrint: UInt64 = 0
    /// Of the signed zone.
    var outputPrint: UInt64 = 0
    /// Of the line in the log about the next step.
    var announcement: UInt64 = 0
    /// What few zones have.
    var uncommon: UncommonFields?

    /// What few zones have; a class, so that all others pay for nothing but the reference.
    final class UncommonFields: Hashable, Sendable {
        /// The files that the zone file includes, and itself, in order of their paths; empty where it includes none.
        let sources: [String]
        /// What the operator was told of.
        let warnings: [String]
        /// Troubles that concern many zones at once: of a policy, of the clock.
        let troubles: [ZoneStage: StageTrouble]

        init(sources: [String], warnings: [String], troubles: [ZoneStage: StageTrouble]) {
            (self.sources, self.warnings, self.troubles) = (sources, warnings, troubles)
        }

        static func == (left: UncommonFields, right: UncommonFields) -> Bool {
            left.sources == right.sources && left.warnings == right.warnings
                && left.troubles == right.troubles
        }

        func hash(into hasher: inout Hasher) { hasher.combine(sources) }
    }

    var troubles: [ZoneStage: StageTrouble] { uncommon?.troubles ?? [:] }

    /// The step that comes next, and those that a person must do.
    var steps: [RowStep] {
        get { soleStep?.step.map { [$0] } ?? otherSteps }
        set {
            soleStep = newValue.count == 1 && newValue[0].key.name == nil ? CompactStep(newValue[0]) : nil
            otherSteps = soleStep == nil ? newValue : []
        }
    }
}

/// A step of a key that waits, with the words for its key.
struct RowStep: Hashable, Sendable {
    var hold: Hold
    /// The key as facts refer to it.
    var key: KeyReference
    /// True for the step that comes next.
    var isNext: Bool
    /// True for one that a person must do.
    var isTask: Bool
    /// Since when it waits for a person; nil if it does not, or if nobody knows.
    var since: Instant?

    /// A step of a ring.
    init(_ hold: Hold, in ring: KeyRing, isNext: Bool, isTask: Bool) {
        self.hold = hold
        since = ring.start(of: hold)
        key = ring.reference(of: hold)
        (self.isNext, self.isTask) = (isNext, isTask)
    }

    init(_ hold: Hold, tag: UInt16?, isNext: Bool, isTask: Bool) {
        self.hold = hold
        key = KeyReference(role: hold.role, id: hold.key?.rawValue, tag: tag)
        (self.isNext, self.isTask) = (isNext, isTask)
    }

    /// The wait as facts have it.
    var status: HoldStatus { HoldStatus(key: key, phase: hold.phase, reason: hold.reason) }
}

/// A moment or none, in eight octets.
struct PackedInstant: Hashable, Sendable {
    /// No moment.
    static let none = PackedInstant(nil)

    /// The seconds; the least number stands for none.
    let raw: Int64

    init(raw: Int64) { self.raw = raw }

    init(_ instant: Instant?) { raw = instant?.secondsSinceEpoch ?? .min }

    var instant: Instant? { raw == .min ? nil : Instant(secondsSinceEpoch: raw) }
}

extension RestingZone {
    /// The zone in short, as `status` shows it.
    ///
    /// - Parameters:
    ///   - zone: The zone.
    ///   - policyName: The name of its policy in the configuration.
    ///   - refresh: How long before their end the policy has signatures made anew; nil without a policy.
    ///   - now: The present moment.
    ///   - clockFault: What is wrong with the clock.
    /// - Returns: The zone as it was when it was last looked at, told at that moment.
    func summary(
        of zone: Name,
        policyName: String,
        refresh: Interval?,
        now: Instant,
        clockFault: ClockFault?
    ) -> ZoneSummary {
        let next = steps.first(where: \.isNext)
        return ZoneSummary(
            zone: zone,
            policy: policyName,
            condition: condition.lasting(until: signaturesExpire.instant, at: now),
            serial: serial,
            published: published.instant,
            signaturesExpire: signaturesExpire.instant,
            nextSigning: nextSigning.instant,
            next: next.map { NextAction($0.status) },
            tasks: ZoneTask.ordered(
                steps.filter(\.isTask).compactMap { ZoneTask($0.status, of: zone, since: $0.since) }
            ),
            lastError: ZoneError(troubles, now: now, clockFault: clockFault),
            signatures: life(refresh, at: now),
            isTrusted: condition == .secure
        )
    }

    private func life(_ refresh: Interval?, at now: Instant) -> SignatureLife {
        guard condition != .unsigned, condition != .unknown, let end = signaturesExpire.instant, let refresh
        else { return .sound }
        return SignatureLife(end: end, due: nextSigning.instant, refresh: refresh, at: now)
    }
}

extension ZoneError {
    /// The first of a zone's troubles, and the clock's; `nil` if there is none.
    init?(_ troubles: [ZoneStage: StageTrouble], now: Instant, clockFault: ClockFault?) {
        let worst = troubles.filter { $0.key != .clock }.min { $0.key < $1.key }?.value
        let clock = clockFault?.description ?? troubles[.clock]?.trouble.description
        let messages = [worst?.trouble.description, clock].compactMap(\.self)
        guard !messages.isEmpty else { return nil }
        // What is wrong with a policy is known before any clock was read.
        let since = worst.map(\.since).flatMap { $0.secondsSinceEpoch == 0 ? nil : $0 } ?? now
        self.init(at: since, message: messages.joined(separator: "; "))
    }
}
