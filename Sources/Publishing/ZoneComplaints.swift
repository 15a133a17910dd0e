public import DNSCore
public import DNSSECModel
public import KeyStore
import Signing
import Timeline

/// What is known of a zone's keys when its file is looked at.
public enum KeyKnowledge: Sendable {
    /// Nothing: neither a state nor key files were looked into.
    case unknown
    /// These are all of the zone's keys; `isLeavingDS` is true if the zone itself asks for the end of every DS, or has no
    /// keys because its policy wants none.
    case known([DNSKEYRecord], isLeavingDS: Bool)

    /// What a state and a policy tell.
    ///
    /// - Parameters:
    ///   - ring: The keys that the zone has; nil for a zone that has none yet.
    ///   - policy: The policy that it follows; its keys with a public part count, too.
    ///   - now: The moment at which the policy is looked at.
    /// - Returns: The keys, of which there may be none.
    public static func ring(_ ring: KeyRing?, _ policy: DNSSECPolicy?, at now: Instant) -> KeyKnowledge {
        let own = (ring?.keys ?? []).compactMap { $0.material?.record }
        return .known(
            own + (policy?.namedRecords ?? []),
            isLeavingDS: ring?.plan.deletesDS ?? false || policy?.effective(at: now).keys.isEmpty ?? false
        )
    }

    /// What the state folder of a daemon tells, which need not be there yet, with the zone's ring; nothing if it cannot be
    /// read.
    public static func state(
        _ folder: StateFolder,
        of zone: Name,
        policy: DNSSECPolicy?,
        at now: Instant
    ) -> (ring: KeyRing?, keys: KeyKnowledge) {
        do throws(StateFileError) {
            let loaded = try folder.load(zone)
            return (loaded, ring(loaded, policy, at: now))
        } catch {
            return (nil, .unknown)
        }
    }
}

extension DNSSECPolicy {
    /// The keys that the policy knows by their public part.
    public var namedRecords: [DNSKEYRecord] { allKeys.flatMap(\.known).compactMap(\.record) }
}

extension ZoneReading {
    /// All that is to say against publishing the zone: what does not read, key records that keyturn would have to take
    /// away although somebody else put them there, and ZONEMD records that are not of the content.
    ///
    /// `keyturn check`, `keyturnd --check`, `keyturn sign` and `keyturnd` ask here, so that they refuse the same zones. A
    /// DNSKEY, CDS or CDNSKEY record at the apex is welcome if it is of one of the zone's own keys: a zone that was signed
    /// once can be signed again. Of a zone whose keys are not known it is a warning.
    ///
    /// - Parameters:
    ///   - keys: What is known of the zone's keys.
    ///   - threads: How many threads make the digest of a zone that has a ZONEMD record, at least 1.
    /// - Returns: Errors and warnings, each at its place in the file.
    public func complaints(_ keys: KeyKnowledge, threads: Int = 1) -> [ZoneDiagnostic] {
        guard let zone = zone ?? excusable else { return diagnostics }
        let isDigest = { (place: ApexRecordPlace) in place.type == .zonemd }
        return diagnostics
            + apexRecords.filter { !isDigest($0) }.compactMap { complaint($0, zone.origin, keys) }
            + complaints(ofDigests: apexRecords.filter(isDigest), zone, threads)
    }

    private func complaints(
        ofDigests places: [ApexRecordPlace],
        _ zone: Zone,
        _ threads: Int
    ) -> [ZoneDiagnostic] {
        guard !places.isEmpty else { return [] }
        // Without libcrypto nothing is signed either, and that is told there.
        let differing = (try? zone.differingDigests(threads: threads)) ?? []
        return places.compactMap { place in
            guard let record = ZoneDigestRecord(rdata: place.rdata.span) else { return nil }
            if ZoneDigestMethod(record) == nil {
                let (scheme, algorithm) = (record.scheme, record.algorithm)
                return place.diagnostic(.warning, .zoneDigestLeftOut(scheme: scheme, algorithm: algorithm))
            }
            return differing.contains(record) ? place.diagnostic(.warning, .zoneDigestDiffers) : nil
        }
    }

    private func complaint(_ place: ApexRecordPlace, _ origin: Name, _ keys: KeyKnowledge) -> ZoneDiagnostic?
    {
        var severity = DiagnosticSeverity.error
        let rules: KeyRecordRules
        switch keys {
        case .known(let records, let isLeavingDS):
            rules = KeyRecordRules(keys: records, isLeavingDS: isLeavingDS, origin: origin)
        case .unknown:
            rules = KeyRecordRules(keys: [], isLeavingDS: false, origin: origin)
            severity = .warning
        }
        guard let fault = rules.fault(place.type, place.rdata.span) else { return nil }
        let problem: ZoneProblem =
            switch fault {
            case .foreign(let type, let tag):
                severity == .error ? .foreignKeyRecord(type, tag: tag) : .keyRecord(type, tag: tag)
            case .dropsDS(let type): .dropsDS(type)
            }
        return place.diagnostic(severity, problem)
    }
}

extension ApexRecordPlace {
    fileprivate func diagnostic(_ severity: DiagnosticSeverity, _ problem: ZoneProblem) -> ZoneDiagnostic {
        ZoneDiagnostic(
            severity: severity,
            position: position,
            problem: problem,
            includedFrom: includedFrom
        )
    }
}
