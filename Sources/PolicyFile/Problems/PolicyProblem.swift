public import DNSSECModel

/// What a YAML node looks like to the one who wrote it.
public enum NodeShape: String, Hashable, Sendable {
    /// A word, a number, a text.
    case text
    /// `[a, b]` or lines with dashes.
    case list
    /// `{ a: b }` or indented keys.
    case mapping
    /// Nothing after the colon.
    case nothing
}

/// Everything that can be wrong with a policy or a configuration file.
///
/// Cases carry what was found and what is allowed; the words are in `description`.
public enum PolicyProblem: Error, Hashable, Sendable {
    // MARK: The text

    /// More octets than any sensible file has.
    case tooLarge(limit: Int)
    /// Octets that are no UTF-8.
    case notUTF8
    /// A control character, or a separator that only looks like the end of a line.
    case controlCharacter(UInt32)
    /// A tab at the start of a line, where YAML wants spaces.
    case tabIndentation
    /// The YAML library had no memory.
    case outOfMemory
    /// No YAML, in the words of the YAML library.
    case syntax(String)
    /// Deeper nesting than any sensible file has.
    case tooDeep(limit: Int)
    /// `*name`.
    case alias
    /// `&name`.
    case anchor
    /// `!tag`.
    case tag
    /// A key that is a list, a mapping or empty.
    case keyIsNotText
    /// Something after `---` or `...`.
    case secondDocument
    /// Nothing but comments.
    case emptyDocument

    // MARK: Keys and values in general

    /// The same key twice in one mapping.
    case repeatedKey(String, firstLine: Int)
    /// A key that this place does not have.
    case unknownKey(String, suggestion: String?, known: [String])
    /// A key that this place needs.
    case missingKey(String)
    /// A list where a text is wanted, or the like.
    case wrongShape(found: NodeShape, wanted: NodeShape)
    /// A word that this key does not have.
    case unknownWord(String, suggestion: String?, known: [String])
    /// A text that is no interval.
    case badInterval(String, IntervalTextError)
    /// An interval outside its range.
    case intervalOutOfRange(Interval, from: Interval, to: Interval)
    /// A text that is no whole number, or outside its range.
    case badNumber(String, from: Int, to: Int)
    /// A number of octets, perhaps with a unit, out of range or in another form.
    case badSize(String, from: Int, to: Int)
    /// A text that is no number of percent, or outside its range.
    case badShare(String, from: Int, to: Int)
    /// An empty text.
    case emptyText
    /// A list without items.
    case emptyList

    // MARK: Policies

    /// Another version of the language.
    case unsupportedVersion(String)
    /// An algorithm that RFC 9905 or RFC 9904 forbids to sign with.
    case forbiddenAlgorithm(SecurityAlgorithm)
    /// An algorithm number that keyturn does not sign with.
    case unsupportedAlgorithm(SecurityAlgorithm)
    /// A digest type that RFC 9904 forbids for delegations.
    case forbiddenDigest(DigestType)
    /// The same digest twice.
    case repeatedDigest(DigestType)
    /// `bits` for an algorithm whose keys have one size.
    case bitsWithoutRSA(SecurityAlgorithm)
    /// A lifetime with months or years that are not whole ones, or too many.
    case badLifetimeSpan(String)
    /// A lifetime of no time.
    case zeroLifetime
    /// A jitter of a lifetime that never ends.
    case jitterWithoutLifetime
    /// A roll method that the role does not have.
    case wrongRollMethod(RolloverMethod, KeyRole)
    /// A spread of signatures for keys that sign the DNSKEY RRset alone.
    case spreadOnKSK
    /// A spread of signatures beside a roll method that makes all of them at once.
    case spreadBesideMethod(RolloverMethod)
    /// RFC 5011 for keys that are no trust anchors.
    case rfc5011OnZSK
    /// A salt that is no hexadecimal text of at most 255 octets.
    case badSalt(String)
    /// NSEC3 iterations without `force: true`.
    case unforcedIterations(Int)
    /// A salt without `force: true`.
    case unforcedSalt
    /// Two entries for one role.
    case repeatedRole(KeyRole, firstLine: Int)
    /// A CSK beside other keys.
    case cskBesideOthers
    /// A KSK without a ZSK, or the other way round.
    case missingRole(KeyRole)
    /// Entries of different algorithms.
    case mixedAlgorithms(SecurityAlgorithm, SecurityAlgorithm)
    /// A roll method that leaves RFC 5011 validators behind.
    case rfc5011BesideMethod(RolloverMethod)
    /// A roll method that needs a DS, without a parent that holds one.
    case methodWithoutParent(RolloverMethod)
    /// A finding of the timing lint.
    case finding(PolicyFinding.Problem)
    /// What is wrong with calendars, named keys, gates and the rest of the schedule.
    case schedule(ScheduleProblem)

    // MARK: Configuration

    /// A zone name that is none.
    case badName(String, NameError)
    /// A zone twice.
    case repeatedZone(Name, firstLine: Int)
    /// Two zones with one output.
    case sharedOutput(String, firstLine: Int)
    /// The signed zone would overwrite the unsigned one.
    case outputIsInput(String)
    /// A policy name with a folder or an extension.
    case badPolicyName(String)
    /// A socket path that the system cannot bind.
    case socketPathTooLong(octets: Int, limit: Int)
    /// A hook written as a command line for a shell.
    case hookIsText(String)
}

/// One complaint about a file.
public struct PolicyDiagnostic: Hashable, Sendable {
    /// The place.
    public var position: SourcePosition
    /// Error or warning.
    public var severity: DiagnosticSeverity
    /// What is wrong.
    public var problem: PolicyProblem

    /// A complaint of these parts.
    public init(position: SourcePosition, severity: DiagnosticSeverity, problem: PolicyProblem) {
        self.position = position
        self.severity = severity
        self.problem = problem
    }

    /// The rule that the complaint is about, if it is an error and keyturn has not always had the rule.
    public var recentRule: RecentRule? {
        guard severity == .error, case .finding(let finding) = problem else { return nil }
        return finding.recentRule
    }

    /// The complaint about the policy of a zone of this standing: a warning if it is about a rule from which the zone
    /// is excused.
    public func judged(by standing: RuleStanding) -> PolicyDiagnostic {
        guard let rule = recentRule, !standing.countsForPolicy(rule) else { return self }
        return PolicyDiagnostic(position: position, severity: .warning, problem: problem)
    }
}
