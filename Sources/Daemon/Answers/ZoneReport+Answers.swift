import ControlProtocol
import DNSCore
import DNSSECCrypto
import DNSSECModel
import KeyStore
import Signing
import Wording

// What the control socket tells of a zone.
extension ZoneReport {
    /// The failure for a zone that cannot be asked.
    var unusable: ControlFailure {
        let trouble = troubles.min { $0.key < $1.key }?.value.trouble
        return ControlFailure(.badData, trouble?.description ?? "\(zone) was not looked at yet")
    }

    /// The next step of a key.
    var nextAction: NextAction? {
        guard let next, let ring else { return nil }
        return NextAction(HoldStatus(next, in: ring))
    }

    /// The zone in short.
    func summary(_ now: Instant, _ clockFault: ClockFault?) -> ZoneSummary {
        ZoneSummary(
            zone: zone,
            policy: policyName,
            condition: condition(at: now),
            serial: serial,
            published: ring?.publication?.at,
            signaturesExpire: signaturesExpire,
            nextSigning: nextSigning,
            next: nextAction,
            tasks: tasks(now),
            notices: notices(now),
            lastError: ZoneError(troubles, now: now, clockFault: clockFault),
            signatures: signatureLife(at: now),
            risks: risks(at: now).map(\.status),
            isTrusted: standing == .secure,
            warnings: warnings
        )
    }

    /// The zone with its keys and what waits.
    func status(_ now: Instant, _ clockFault: ClockFault?) -> ZoneStatus {
        let keys = ring?.keys.filter { !$0.isGone } ?? []
        let told = ring.map { waits($0, now) } ?? []
        var summary = self.summary(now, clockFault)
        // The same wait is told with the same facts.
        if let next = summary.next?.wait,
            let same = told.first(where: { $0.key == next.key && $0.phase == next.phase })
        {
            summary.next = NextAction(same)
        }
        return ZoneStatus(
            time: now,
            summary: summary,
            keys: ring.map { ring in keys.map { KeyStatus($0, in: ring) } } ?? [],
            holds: told,
            operatorHolds: ring.map { operatorHolds($0, now, of: nil) } ?? [],
            orders: ring.map { OrderStatus.all(in: $0, policy, at: now) } ?? []
        )
    }

    /// Forced steps whose risk is not over.
    private func notices(_ now: Instant) -> [OrderStatus] {
        guard let ring, !ring.forcedSteps.isEmpty else { return [] }
        return OrderStatus.all(in: ring, policy, at: now).filter { $0.kind == .forcedStep }
    }

    // MARK: - Keys

    /// The keys, those that are gone included, with the names of their files.
    func keyList(_ now: Instant, in folder: StateFolder) throws(ControlFailure) -> KeyList {
        guard let ring else { throw unusable }
        let folder = folder.keyFolder(of: zone)
        let keys = ring.keys.map { KeyStatus($0, in: ring, file: $0.file(in: folder, zone: ring.zone)) }
        return KeyList(zone: zone, time: now, keys: keys)
    }

    // MARK: - DS

    /// What the parent needs: the keys that it shall point to.
    func ds(_ format: DSFormat, _ digest: DigestType) throws(ControlFailure) -> DSReport {
        guard let ring else { throw unusable }
        let keys = ring.keys.filter(\.isWantedAtParent).compactMap(\.material?.record)
        let entries: [DSEntry]
        do throws(CryptoError) {
            let records = try Delegation(zone, digests: [digest]).records(of: keys)
            entries = zip(keys, records).map { entry($0, $1, format) }
        } catch {
            throw ControlFailure(.internal, error.description)
        }
        return DSReport(zone: zone, format: format, digest: digest, entries: entries)
    }

    private func entry(_ record: DNSKEYRecord, _ ds: DSRecord, _ format: DSFormat) -> DSEntry {
        var base64: [UInt8] = []
        Base64Text.append(record.publicKey.span, to: &base64)
        return DSEntry(
            tag: ds.keyTag,
            algorithm: ds.algorithm,
            digestType: ds.digestType,
            digest: ds.digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(),
            flags: record.flags,
            publicKey: String(decoding: base64, as: UTF8.self),
            line: line(record, ds, format)
        )
    }

    private func line(_ record: DNSKEYRecord, _ ds: DSRecord, _ format: DSFormat) -> String {
        let delegation = Delegation(zone, digests: [ds.digestType])
        let (ttl, dsTTL) = (policy.recordTTL(\.dnskey), policy.recordTTL(\.ds))
        return switch format {
        case .ds: delegation.line(.ds, ttl: dsTTL, rdata: ds.rdata)
        case .dsset: delegation.line(.ds, ttl: nil, rdata: ds.rdata)
        case .dnskey: delegation.line(.dnskey, ttl: ttl, rdata: record.rdata)
        case .cds: delegation.line(.cds, ttl: ttl, rdata: ds.rdata)
        case .cdnskey: delegation.line(.cdnskey, ttl: ttl, rdata: record.rdata)
        case .json: ""
        }
    }
}

extension ManagedKey {
    /// The path of the key's files without `.key` or `.private`; nil before they are made.
    fileprivate func file(in folder: String, zone: Name) -> String? {
        material.map { "\(folder)/\(BINDKeyFileName(zone: zone, record: $0.record))" }
    }
}
