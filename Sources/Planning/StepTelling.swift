import ControlProtocol
import DNSSECModel
import Timeline
import Wording

/// What steps that are told together have in common, looked up once: a plan of a century has thousands of steps and keys,
/// and each step speaks of few of them.
struct StepTelling {
    /// A ring that has the keys of all steps, and their predecessors.
    let ring: KeyRing
    /// The policy as it is for the zone.
    let policy: DNSSECPolicy
    /// Finds the numbers behind waits.
    let search: SummandSearch
    private let references: [ManagedKey.ID: KeyReference]
    private let retirements: Set<Retirement>
    /// Of a key with older ones of its family: until when the last of these lives; nil = for as long as is known.
    private let elders: [ManagedKey.ID: Instant?]

    private struct Retirement: Hashable {
        let key: ManagedKey.ID
        let at: Instant
    }

    /// Looks up what the steps need.
    ///
    /// - Parameters:
    ///   - ring: A ring that has the keys of all steps, and their predecessors.
    ///   - policy: The policy that the steps follow.
    ///   - events: All steps that are told together.
    init(_ ring: KeyRing, policy: DNSSECPolicy, among events: [TimelineEvent]) {
        self.ring = ring
        self.policy = policy.tailored(to: ring.zone)
        search = SummandSearch(ring)
        references = KeyNames(ring, events: events).references
        retirements = Set(
            events.lazy.filter { $0.phase == .retire }.map { Retirement(key: $0.key, at: $0.at) }
        )
        elders = Self.elders(ring)
    }

    /// The key as facts refer to it; nil if the ring does not have it.
    func reference(to id: ManagedKey.ID) -> KeyReference? { references[id] }

    /// True if a key takes over at the moment at which its predecessor ends its work.
    func relieves(_ event: TimelineEvent) -> Bool {
        guard event.phase == .sign, let old = event.predecessor else { return false }
        return retirements.contains(Retirement(key: old, at: event.at))
    }

    /// True if a key is made that follows none, though its role has one: it stands by.
    func isSpare(_ event: TimelineEvent) -> Bool {
        guard event.phase == .generate, event.predecessor == nil, let key = ring[event.key], !key.isInitial,
            let end = elders[key.id]
        else { return false }
        return end.map { event.at < $0 } ?? true
    }

    private static func elders(_ ring: KeyRing) -> [ManagedKey.ID: Instant?] {
        var elders: [ManagedKey.ID: Instant?] = [:]
        var last: [KeyFamily: Instant?] = [:]
        for key in ring.keys.sorted(by: { $0.id < $1.id }) {
            guard let known = last[key.family] else {
                last[key.family] = .some(key.removed)
                continue
            }
            elders[key.id] = .some(known)
            let later = known.flatMap { known in key.removed.map { max(known, $0) } }
            last[key.family] = .some(later)
        }
        return elders
    }
}
