import DNSSECModel

extension ScheduleProblem: CustomStringConvertible {
    /// What is wrong, and what was expected.
    public var description: String {
        timeText ?? calendarText ?? keyText ?? orderText ?? gateText ?? windowText ?? "not understood"
    }

    private var timeText: String? {
        switch self {
        case .badDate(let text):
            "`\(shown(text))` is no date; expected such as `2018-10-11` or `2018-10-11T16:00:00Z`, from 1990 to 2199"
        case .badTimeOfDay(let text):
            "`\(shown(text))` is no time of day; expected \"00:00\" to \"23:59\""
        case .badMonths(let text):
            "`\(shown(text))` is no number of months; expected such as `21 months`, `1 quarter`, `3 years` or `P3Y`, "
                + "at most 100 years"
        default: nil
        }
    }

    private var calendarText: String? {
        switch self {
        case .stepNotDays(let step):
            "a step of \(step), with which slots would not begin at midnight; expected whole days"
        case .slotsBeyondPeriod(let slots, let step, let period):
            "\(slots) slots of \(step) take \(Int64(slots) * step), and the shortest period has \(period); "
                + "expected fewer slots, or a shorter step"
        case .badSlots(let text, let count):
            "`\(shown(text))` names no slots; expected a number from 1 to \(count), or a range such as `2-\(count)`"
        case .noCalendar:
            "slots of keys without slots of a period; expected `calendar:` at the top of the file"
        case .emptyKeyCalendar:
            "a calendar that says nothing; expected `every`, or the slots of a step such as `sign: 2`"
        case .lifetimeBesideEvery:
            "`lifetime` beside `calendar.every`, which say the same thing in two ways; expected one of them"
        case .aheadNotBelowEvery(let ahead, let every):
            "ahead \(months(ahead)) is not below every \(months(every)): three keys would be there at once; "
                + "expected less than \(months(every))"
        case .wrongPhase(let phase, let role):
            "`\(phase.rawValue)` of a \(role), whose keys have no such step; expected it on a KSK or CSK"
        case .phaseWithoutParent(let phase):
            "`\(phase.rawValue)` beside `ds: none`: no parent holds a DS; expected none, or a parent"
        case .revokeWithoutRFC5011:
            "`revoke` of keys that are never revoked; expected `rfc5011` beside it"
        default: nil
        }
    }

    private var keyText: String? {
        switch self {
        case .badKey(let text):
            "`\(shown(text))` is no DNSKEY; expected flags, 3, algorithm and the key in base64"
        case .keyFlags(let found, let wanted):
            "a DNSKEY with flags \(found); expected \(wanted) for this role"
        case .keyRevoked: "a DNSKEY with the REVOKE bit; expected its form before the revocation"
        case .keyAlgorithm(let found, let wanted):
            "a DNSKEY of algorithm \(found.description.lowercased()); expected \(wanted.description.lowercased())"
        case .keySize(let found, let wanted): "a DNSKEY of \(found) bits; expected \(wanted) bits"
        case .repeatedName(let name, let line):
            "`\(shown(name))` again; expected each name once, line \(line) has it"
        case .datesOutOfOrder(let later, let date, let earlier, let before):
            "\(later.rawValue) on \(date) before \(earlier.rawValue) on \(before); expected \(before) or later"
        case .keysOutOfOrder(let name, let above):
            "`\(shown(name))` is used before `\(shown(above))`, which stands above it; expected the order of use"
        case .assumedWithoutDate(let phase):
            "`\(phase.rawValue)` is assumed and has no date; expected `\(phase.rawValue): DATE` beside it"
        default: nil
        }
    }

    private var orderText: String? {
        switch self {
        case .revisionNotLater(let date, let above):
            "a revision from \(date) below one from \(above); expected the order of time"
        case .endsTooEarly(let end, let start): "\(end) is not after \(start); expected a later date"
        case .unknownName(let name, let suggestion, let known):
            known.isEmpty
                ? "no key is called `\(shown(name))`; expected it under `known`"
                : "no key is called `\(shown(name))`; \(Wording.expectation(suggestion, known))"
        case .unknownRole(let role): "the policy has no \(role); expected a role of its keys"
        default: nil
        }
    }

    private var gateText: String? {
        switch self {
        case .emptyGate: "a gate that is always open; expected `approve`, `windows` or `conditions`"
        case .repeatedGate(let phase, let line):
            "a second gate before `\(phase.rawValue)` of the same keys; expected one, line \(line) has it"
        case .badApproval(let text):
            "`\(shown(text))` does not say who approves; expected such as `2 of [root, group dns-approvers]`"
        case .badPrincipal(let text):
            "`\(shown(text))` is no user and no group; expected such as `root` or `group dns-approvers`"
        case .repeatedPrincipal(let principal): "`\(principal)` again; expected each once"
        case .tooFewPeople(let count, let people):
            "\(count) approvals of \(people) people: it would never open; expected at most \(people)"
        case .validityWithoutApproval:
            "`approval-validity` without approvals; expected `approve` beside it"
        case .dsSeenWithoutParent:
            "`ds-seen` beside `ds: none`: it would never open; expected none, or a parent"
        case .dsSeenOnZSK:
            "`ds-seen` before a step of a ZSK, which has no DS: it would never open; expected it for a KSK or CSK"
        case .repeatedCondition(let condition): "`\(condition.rawValue)` again; expected each condition once"
        default: nil
        }
    }

    private var windowText: String? {
        switch self {
        case .badWindow(let text):
            "`\(shown(text))` is no window; expected such as `Tue-Thu 09:00-15:00 Europe/Prague`"
        case .unknownDay(let word, let suggestion):
            "unknown day `\(shown(word))`; \(Wording.expectation(suggestion, WindowText.dayWords))"
        case .closesTooEarly(let opens, let closes):
            "a window from \(clock(opens)) to \(clock(closes)); expected an end after its start, at most 24:00"
        case .unknownTimeZone(let name, let suggestion):
            suggestion.map { "unknown time zone `\(shown(name))`; did you mean `\($0)`?" }
                ?? "unknown time zone `\(shown(name))`; expected `UTC`, `UTC+2` or one that this machine knows, such "
                + "as `Europe/Prague`"
        default: nil
        }
    }
}

// MARK: - Words

extension ScheduleProblem {
    private func shown(_ text: String) -> String { Wording.shown(text) }

    private func months(_ count: Int) -> String {
        let (number, unit) = count % 12 == 0 ? (count / 12, "year") : (count, "month")
        return "\(number) \(unit)\(number == 1 ? "" : "s")"
    }

    private func clock(_ time: Interval) -> String {
        let minutes = time.seconds / 60
        return [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
