// Simulation: a plan carried out in virtual time, with real keys and real signatures, on the disk.
//
// `SimulationRun` has no rollover logic and no signing logic: it lets `Forecast` tell what happens when, makes the
// keys that the forecast asks for, and lets `Publishing` sign, verify and write the zone of each step. It is a module of its
// own, beside the daemon, because it needs what the daemon needs and neither socket nor log nor hook.
public import DNSSECModel
public import Timeline

/// What is simulated.
public struct SimulationOrder: Sendable {
    /// How the zone is signed and how its keys roll.
    public var policy: DNSSECPolicy
    /// The operator's zone.
    public var zone: Zone
    /// The first moment.
    public var from: Instant
    /// The last moment.
    public var until: Instant
    /// What the world does.
    public var assumptions: ForecastAssumptions
    /// The folder that gets the files; it must be empty or not be there.
    public var folder: String
    /// How many threads sign and verify, at least 1.
    public var threads: Int

    /// All fields as they are.
    public init(
        policy: DNSSECPolicy,
        zone: Zone,
        from: Instant,
        until: Instant,
        assumptions: ForecastAssumptions,
        folder: String,
        threads: Int = 1
    ) {
        self.policy = policy
        self.zone = zone
        self.from = from
        self.until = until
        self.assumptions = assumptions
        self.folder = folder
        self.threads = threads
    }

    /// Where the life of the keys begins, with a zone that has none: at the first date that the policy gives a key, if
    /// that is before `from`.
    public var beginning: Instant { min(from, policy.beginning ?? from) }
}

/// One step of a simulation, as it stands in the index.
public struct SimulationStep: Hashable, Sendable {
    /// From 1.
    public var number: Int
    /// When.
    public var time: Instant
    /// What happened then; empty where signatures were made anew and nothing else.
    public var events: [TimelineEvent]
    /// The keys that are in the zone, by record or by signature.
    public var keys: [SimulatedKey]
    /// The serial of the zone.
    public var serial: UInt32
    /// Size of the DNSKEY answer, with an OPT record of 11 octets.
    public var dnskeyOctets: Int

    /// `0001-20170711000000.zone`.
    public var zoneFile: String { stem + ".zone" }
    /// `0001-20170711000000.ds`.
    public var dsFile: String { stem + ".ds" }

    private var stem: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "-" + time.compact
    }
}

/// A key of a simulated zone at a moment.
public struct SimulatedKey: Hashable, Sendable {
    /// Its number in the ring.
    public var id: ManagedKey.ID
    /// Its role.
    public var role: KeyRole
    /// Its record as it stands in the zone; plain where only its signatures do.
    public var record: DNSKEYRecord
    /// Its name in the policy, where it has one.
    public var name: String?
    /// The name of the key in whose place it was made, because only the public part of that one is known.
    public var standsInFor: String?
    /// False if only its signatures are in the zone.
    public var isPublished: Bool
    /// True if it signs the DNSKEY RRset.
    public var signsKeys: Bool
    /// True if it signs all else.
    public var signsZone: Bool
    /// The key files, without their endings.
    public var file: String
}
