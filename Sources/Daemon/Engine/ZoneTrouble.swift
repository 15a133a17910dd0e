public import DNSCore
public import DNSSECCrypto
public import DNSSECModel
public import KeyStore
public import PolicyFile
public import Publishing
public import SystemIO
public import Timeline
import Wording

/// Why a zone's work pauses; what was published stays.
public enum ZoneTrouble: Error, Hashable, Sendable {
    /// The zone's state cannot be read or written.
    case state(StateFileError)
    /// The zone's journal cannot be read or written.
    case journal(JournalError)
    /// The policy's file cannot be read.
    case policyUnreadable(SystemError)
    /// The policy has errors.
    case policy([PolicyDiagnostic])
    /// The policy breaks rules that are newer than the zone's signatures, and stays in force.
    case policyExcused([PolicyDiagnostic])
    /// The file of the policy cannot be used; what the zone's state has kept of it stays in force.
    indirect case policyKept(ZoneTrouble)
    /// The policy does not fit the keys that the zone has.
    case conflict(PolicyConflict)
    /// The zone file has errors.
    case zoneFile([ZoneDiagnostic])
    /// The zone file breaks rules that are newer than the zone's signatures, and is published all the same.
    case zoneExcused([ZoneDiagnostic])
    /// Guards hold back what the zone file brings; what was published last is renewed.
    case guarded(zone: Name, GuardedContent)
    /// Key files and state do not agree.
    case keys(zone: Name, folder: String, [KeyFinding])
    /// There is no state of the zone, but a signed zone that was published with it.
    case outputOfUnknownKeys(file: String)
    /// Private parts of keys that the zone needs are missing, not usable, or open to everybody.
    case privateKeys([PrivateKeyFault])
    /// The zone's state is older than what is known of the zone.
    case stateBehind(zone: Name, StateDifference)
    /// A key's file cannot be used.
    case key(BINDKeyError)
    /// A key that the policy knows by its public part is not among the zone's key files.
    case namedKeyMissing(name: String, file: String)
    /// No key can be made.
    case generation(CryptoError)
    /// The zone is not published.
    case refused(PublishingRefusal)
    /// A file cannot be written.
    case system(SystemError)
    /// A hook failed.
    case hook(HookEvent, HookFailure)
    /// The policy wants a hook that the configuration does not have.
    case hookMissing(HookEvent)
    /// The clock cannot be trusted.
    case clock(ClockFault)
}

extension ZoneTrouble {
    /// True if a policy does not fit the zone's keys, whether it is followed or not.
    var isConflict: Bool {
        switch self {
        case .conflict: true
        case .policyKept(let cause): cause.isConflict
        default: false
        }
    }

    /// True if it is about recent rules alone: the zone is worked on as if there were none.
    var isExcused: Bool {
        switch self {
        case .policyExcused, .zoneExcused: true
        default: false
        }
    }

    /// True if what was decided cannot be brought to the disk, whatever was to follow from it.
    var isOfState: Bool {
        switch self {
        case .state, .journal: true
        default: false
        }
    }
}

/// The parts of a zone's work that can fail, each for itself.
public enum ZoneStage: String, Hashable, Sendable, CaseIterable, Comparable {
    /// The state folder and the journal.
    case state
    /// The clock.
    case clock
    /// The policy and its fit to the keys.
    case policy
    /// The zone file.
    case zoneFile = "zone-file"
    /// The guards over the content of the zone file.
    case guards
    /// Making keys.
    case keys
    /// The private parts of the keys, which are looked at before they are needed.
    case privateKeys = "private-keys"
    /// Signing, verifying and writing.
    case signing
    /// The hook after publication.
    case publication
    /// The hooks towards the parent.
    case parent
    /// The times in the key files.
    case keyTimes = "key-times"

    /// In the order of the work.
    public static func < (left: ZoneStage, right: ZoneStage) -> Bool { left.order < right.order }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What a stage of a zone suffers from, since when, and when it is tried again.
public struct StageTrouble: Hashable, Sendable {
    /// What is wrong.
    public var trouble: ZoneTrouble
    /// Since when.
    public var since: Instant
    /// How often it was tried in vain.
    public var failures: Int
    /// When it is tried again.
    public var retry: Instant

    /// The wait after the first failure; it doubles with each one.
    static let firstWait = Interval.minutes(1)
    /// The longest wait.
    static let longestWait = Interval.hours(1)

    /// The first failure, or one after others.
    init(_ trouble: ZoneTrouble, after old: StageTrouble?, at now: Instant) {
        let failures = (old?.failures ?? 0) + 1
        let wait = Interval(seconds: Self.firstWait.seconds << Int64(min(failures - 1, 10)))
        self.trouble = trouble
        self.since = old?.since ?? now
        self.failures = failures
        self.retry = now + min(wait, Self.longestWait)
    }
}

extension ZoneTrouble: CustomStringConvertible {
    /// What is wrong and, where one is known, the way out.
    public var description: String {
        switch self {
        case .state(let error): error.description
        case .journal(let error): error.description
        case .policyUnreadable(let error): error.description
        case .policy(let diagnostics): diagnostics.map(\.description).joined(separator: "\n")
        case .policyExcused(let diagnostics):
            diagnostics.map(\.description).joined(separator: "\n")
                + "; a newer version of keyturn refuses this: the zone, signed before, goes on as it is, but mend the "
                + "policy"
        case .policyKept(let cause):
            "\(cause.description); the zone goes on under the policy that its state has kept, or as it is if none was kept"
        case .conflict(let conflict): "\(conflict.sentence); what was in force stays in force"
        case .zoneFile(let diagnostics): diagnostics.map(\.description).joined(separator: "\n")
        case .zoneExcused(let diagnostics):
            diagnostics.map(\.description).joined(separator: "\n")
                + "; a newer version of keyturn refuses this: the zone, signed before, goes on as it is, but mend the "
                + "zone file"
        case .guarded(let zone, let content):
            content.findings.map(\.description).joined(separator: "; ")
                + "; this content is held back, and what was published last is renewed; if it is meant: keyturn publish "
                + "\(zone) --override \(content.guards.map(\.rawValue).joined(separator: ",")) --reason TEXT"
        case .keys(let zone, let folder, let findings): Self.text(zone, folder, findings)
        case .outputOfUnknownKeys(let file):
            "\(file) is signed with keys that the state does not know, no key is made: restore the state from a "
                + "backup, or move that file away if the zone shall begin anew"
        case .stateBehind(let zone, let difference):
            "the state is not the newest one: \(difference); nothing new is published, no key is made, and what is published "
                + "is renewed as it is; take the newest state with: keyturn recover \(zone)"
        case .privateKeys(let faults):
            faults.map(\.description).joined(separator: "; ")
                + "; found before a signature is due: what is published stays valid"
        case .key(let error): error.description
        case .namedKeyMissing(let name, let file):
            "the policy knows \(name) by its public key, so none is made for it: expected its key pair in "
                + "\(file).key and \(file).private"
        case .generation(let error): "no key can be made: \(error)"
        case .refused(let refusal): refusal.description
        case .system(let error): error.description
        case .hook(let event, let failure): "hook \(event.rawValue) failed: \(failure)"
        case .hookMissing(let event):
            "the policy says 'ds: hook', but the zone has no hook \(event.rawValue); expected one under 'hooks:'"
        case .clock(let fault): fault.description
        }
    }

    private static func text(_ zone: Name, _ folder: String, _ findings: [KeyFinding]) -> String {
        "state and key files of \(zone) in \(folder) do not agree, no key is made: "
            + findings.map(\.description).joined(separator: "; ")
            + "; restore the state of \(zone) from a backup, or move the key files away if the zone shall "
            + "begin anew"
    }
}

extension PolicyConflict {
    /// One sentence without a full stop.
    public var sentence: String {
        switch self {
        case .insecureWithAnchors(let role): PolicyWords.insecureWithAnchors(role)
        case .dsWithoutParent(let role): PolicyWords.dsWithoutParent(role)
        }
    }
}
