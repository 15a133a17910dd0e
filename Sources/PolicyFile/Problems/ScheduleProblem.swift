public import DNSSECModel

/// What can be wrong with the parts of a policy that make its schedule: calendars, named keys, revisions, gates,
/// milestones and postponements.
public enum ScheduleProblem: Error, Hashable, Sendable {
    // MARK: Dates and times

    /// A text that is no date of these centuries.
    case badDate(String)
    /// A text that is no time of day.
    case badTimeOfDay(String)
    /// A text that is no number of months, quarters or years.
    case badMonths(String)

    // MARK: Calendars

    /// Slots that do not begin at midnight.
    case stepNotDays(Interval)
    /// More slots than the shortest period has room for.
    case slotsBeyondPeriod(slots: Int, step: Interval, period: Interval)
    /// A text that names no slots, or slots that the calendar does not have.
    case badSlots(String, of: Int)
    /// Slots of keys in a policy without a calendar.
    case noCalendar
    /// A calendar of keys that says nothing.
    case emptyKeyCalendar
    /// Two rules for one thing: a lifetime and `every`.
    case lifetimeBesideEvery
    /// A key that would be published before the one before it is used.
    case aheadNotBelowEvery(ahead: Int, every: Int)
    /// A step that keys of the role do not have.
    case wrongPhase(KeyStep, KeyRole)
    /// A step at the parent, without a parent that holds a DS.
    case phaseWithoutParent(KeyStep)
    /// A revocation that nobody watches.
    case revokeWithoutRFC5011

    // MARK: Named keys

    /// A text that is no DNSKEY.
    case badKey(String)
    /// A DNSKEY with the flags of another role.
    case keyFlags(found: UInt16, wanted: UInt16)
    /// A DNSKEY in its revoked form.
    case keyRevoked
    /// A DNSKEY of another algorithm.
    case keyAlgorithm(found: SecurityAlgorithm, wanted: SecurityAlgorithm)
    /// A DNSKEY of another size, in bits.
    case keySize(found: Int, wanted: Int)
    /// A name twice.
    case repeatedName(String, firstLine: Int)
    /// A step of a key before the step that precedes it.
    case datesOutOfOrder(KeyStep, Instant, before: KeyStep, Instant)
    /// A key that is used before the one that stands above it.
    case keysOutOfOrder(String, after: String)
    /// An assumption about a step that has no date.
    case assumedWithoutDate(KeyStep)

    // MARK: Revisions, milestones, postponements

    /// A revision that does not begin after the one above it.
    case revisionNotLater(Instant, than: Instant)
    /// Something that ends before it begins.
    case endsTooEarly(Instant, start: Instant)
    /// A postponement of a key that the policy does not name.
    case unknownName(String, suggestion: String?, known: [String])
    /// A postponement of keys that the policy does not have.
    case unknownRole(KeyRole)

    // MARK: Gates

    /// A gate that nothing closes.
    case emptyGate
    /// Two gates before one step.
    case repeatedGate(KeyStep, firstLine: Int)
    /// A text that does not say how many of whom.
    case badApproval(String)
    /// A text that is no user and no group.
    case badPrincipal(String)
    /// The same person or group twice.
    case repeatedPrincipal(Principal)
    /// More approvals than there are people.
    case tooFewPeople(count: Int, people: Int)
    /// A validity of approvals that nobody gives.
    case validityWithoutApproval
    /// A condition that can never be so, for no parent shows a DS.
    case dsSeenWithoutParent
    /// A condition that can never be so, for the keys of the role have no DS.
    case dsSeenOnZSK
    /// A condition twice.
    case repeatedCondition(GateCondition)
    /// A text that is no window of a week.
    case badWindow(String)
    /// A word that is no day of the week.
    case unknownDay(String, suggestion: String?)
    /// A window that closes before it opens.
    case closesTooEarly(opens: Interval, closes: Interval)
    /// A time zone that this machine does not know.
    case unknownTimeZone(String, suggestion: String?)
}
