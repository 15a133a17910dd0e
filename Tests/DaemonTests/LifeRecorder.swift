import DNSCore
import DNSSECModel
import Signing
import SystemIO
import TestKit

@testable import Daemon

/// Notes what a zone's servers showed when, from the published files alone, for the models of caches and validators.
struct LifeRecorder {
    let policy: DNSSECPolicy
    let zone: String
    var model = ResolverModel(child: [], parent: [])
    var anchors: [TrustAnchorModel.AnchorList] = []
    var entryPoints: Set<ResolverModel.Key> = []
    var faults: [String] = []
    var serials: [UInt32] = []
    /// How often a validator of another house was asked.
    var outsideChecks = 0
    private var last: FileIdentity?
    private var dsSet: Set<ResolverModel.Key> = []

    init(_ policy: DNSSECPolicy, zone: String = "example", start: Instant) {
        self.policy = policy
        self.zone = zone
        let before = Int((start - .days(400)).secondsSinceEpoch)
        model.parent = [.init(time: before, delay: 0, keys: [], ttl: 86400, negativeTTL: 86400)]
        model.child = [
            .init(
                time: before,
                delay: 0,
                keys: [],
                keySigners: [],
                dataSigners: [[]],
                keyTTL: 3600,
                dataTTL: 3600,
                negativeTTL: 600
            )
        ]
    }

    /// What validators that follow RFC 5011 make of the zone.
    var anchorModel: TrustAnchorModel {
        TrustAnchorModel(child: Array(model.child.dropFirst()), anchors: anchors, entryPoints: entryPoints)
    }

    // MARK: - The child

    /// Looks at the published file; a new one is verified and noted.
    mutating func look(_ world: EngineWorld) {
        let identity = world.outputIdentity(zone)
        guard identity != last else { return }
        guard let zone = world.output(zone) else {
            faults.append("\(world.now): the signed zone cannot be read")
            return
        }
        last = identity
        let report = ZoneVerifier.verify(zone: zone, at: world.now)
        if !report.isGood { faults.append("\(world.now): \(report.findings.prefix(3).map(\.description))") }
        note(zone, at: world.now)
        if serials.count % 20 == 1 { askOutsider(world) }
    }

    /// Lets a validator of another house look at the published file, at the virtual time.
    private mutating func askOutsider(_ world: EngineWorld) {
        let file = world.folder.path("signed/\(zone).zone")
        guard let run = ToolRun("ldns-verify-zone", ["-V", "1", "-t", world.now.compact, file]) else {
            if ExternalTool.areRequired { faults.append("ldns-verify-zone is not installed") }
            return
        }
        outsideChecks += 1
        if run.status != 0 { faults.append("\(world.now): ldns-verify-zone: \(run.output)") }
    }

    /// New validators are given every key that is or will be an anchor, from its publication on.
    mutating func announceAnchors(_ ring: KeyRing, at now: Instant) {
        let keys = Set(
            ring.keys.filter { $0.anchor != nil && $0.dnskey.state.isPublished }
                .compactMap { $0.material.map { ResolverModel.Key(String($0.tag)) } }
        )
        guard !keys.isEmpty, anchors.last?.keys != keys else { return }
        anchors.append(.init(time: Int(now.secondsSinceEpoch), keys: keys))
    }

    private mutating func note(_ zone: Zone, at now: Instant) {
        let content = SignedContent(zone)
        faults += content.faults.map { "\(now): \($0)" }
        entryPoints.formUnion(content.entryPoints)
        if let previous = serials.last, !SerialNumber.isNewer(content.serial, than: previous) {
            faults.append("\(now): serial \(content.serial) after \(previous)")
        }
        serials.append(content.serial)
        model.child.append(
            .init(
                time: Int(now.secondsSinceEpoch),
                delay: Int(policy.propagation.zone.seconds),
                keys: content.keys,
                revoked: content.revoked,
                keySigners: content.keySigners,
                dataSigners: content.dataSigners,
                keyTTL: content.keyTTL,
                dataTTL: content.dataTTL,
                negativeTTL: content.negativeTTL,
                keyExpiration: content.keyExpiration,
                dataExpiration: content.dataExpiration
            )
        )
    }

    /// Puts what was noted so far back in time, so that no cache holds anything from before it.
    mutating func backdate(by interval: Interval) {
        for index in model.child.indices.dropFirst() { model.child[index].time -= Int(interval.seconds) }
        for index in model.parent.indices.dropFirst() { model.parent[index].time -= Int(interval.seconds) }
    }

    // MARK: - The parent

    /// The parent's primary shows or drops the DS of these keys now.
    mutating func changeParent(_ keys: [ManagedKey], at now: Instant) {
        for key in keys {
            guard let tag = key.material?.tag else { continue }
            let name = ResolverModel.Key(String(tag))
            if key.ds?.state == .rumoured { dsSet.insert(name) } else { dsSet.remove(name) }
        }
        guard !keys.isEmpty else { return }
        model.parent.append(
            .init(
                time: Int(now.secondsSinceEpoch),
                delay: Int(policy.propagation.parent.seconds),
                keys: dsSet,
                ttl: Int(policy.ttl.ds.seconds),
                negativeTTL: Int(policy.ttl.ds.seconds)
            )
        )
    }
}

/// What a signed zone shows of keys and signatures, read off its records.
struct SignedContent {
    var keys: Set<ResolverModel.Key> = []
    var revoked: Set<ResolverModel.Key> = []
    var entryPoints: Set<ResolverModel.Key> = []
    var keySigners: Set<ResolverModel.Key> = []
    var dataSigners: Set<Set<ResolverModel.Key>> = []
    var keyTTL = 0
    var dataTTL = 0
    var negativeTTL = 0
    var keyExpiration: Int?
    var dataExpiration: Int?
    var serial: UInt32 = 0
    var faults: [String] = []
    private var names: [UInt16: ResolverModel.Key] = [:]

    init(_ zone: Zone) {
        readKeys(zone)
        for owner in zone.owners where owner.status != .occluded { read(owner, of: zone) }
    }

    private mutating func readKeys(_ zone: Zone) {
        guard let set = zone.rrset(.dnskey, of: zone.owners[0]) else {
            faults.append("no DNSKEY")
            return
        }
        keyTTL = Int(set.ttl)
        for index in set.records {
            let rdata = zone.copy(zone.records[index])
            guard let record = DNSKEYRecord(rdata: rdata.span) else { continue }
            let material = KeyMaterial(record: record)
            let key = ResolverModel.Key(String(material.tag))
            names[record.keyTag] = key
            keys.insert(key)
            if record.isRevoked { revoked.insert(key) }
            if record.isSecureEntryPoint { entryPoints.insert(key) }
        }
        if let soa = zone.rrset(.soa, of: zone.owners[0]) {
            let fields = zone.copy(zone.records[Int(soa.firstRecord)]).suffix(20)
            serial = fields.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
            negativeTTL = Int(min(soa.ttl, fields.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }))
        }
    }

    private mutating func read(_ owner: ZoneOwner, of zone: Zone) {
        var signers: [RRType: Set<ResolverModel.Key>] = [:]
        for index in zone.rrset(.rrsig, of: owner)?.records ?? 0..<0 {
            let rdata = zone.copy(zone.records[index])
            let type = RRType(rawValue: UInt16(rdata[0]) << 8 | UInt16(rdata[1]))
            let tag = UInt16(rdata[16]) << 8 | UInt16(rdata[17])
            let end = Int(rdata[8..<12].reduce(0) { $0 << 8 | UInt32($1) })
            guard let key = names[tag] else {
                faults.append("a signature by key \(tag), which is not there")
                continue
            }
            signers[type, default: []].insert(key)
            if type == .dnskey {
                keyExpiration = min(keyExpiration ?? end, end)
            } else {
                dataExpiration = min(dataExpiration ?? end, end)
            }
        }
        for index in owner.rrsets {
            let set = zone.rrsets[index]
            switch set.type {
            // CDS and CDNSKEY are for the parent, which looks at the servers and not at caches.
            case .rrsig, .cds, .cdnskey: continue
            case .dnskey: keySigners = signers[.dnskey] ?? []
            default:
                dataTTL = max(dataTTL, Int(set.ttl))
                if owner.status == .authoritative { dataSigners.insert(signers[set.type] ?? []) }
            }
        }
    }
}
