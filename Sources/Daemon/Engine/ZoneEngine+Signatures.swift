import DNSCore
import DNSSECModel
import Publishing
import SystemIO
import Wording

/// When the signatures of an output end that nobody has noted.
struct OutputExpiration: Hashable {
    let output: FileIdentity
    let end: Instant?
}

// How long the published signatures live, and the worry if they are not made anew in time.
extension ZoneEngine {
    /// When the first signature of the published zone expires; nil if none is published.
    ///
    /// What was signed last tells it, then what was recorded of the publication. An earlier version recorded nothing: then
    /// the output is looked into, once.
    var signaturesExpire: Instant? {
        guard isSignedZonePublished else { return nil }
        return notedExpiration ?? outputExpiration
    }

    /// The same without a look into the output.
    private var notedExpiration: Instant? {
        signed?.earliestExpiration ?? ring?.publication?.signaturesExpire
    }

    private var isSignedZonePublished: Bool { !(ring?.publication?.plan.dnskeys.isEmpty ?? true) }

    private var outputExpiration: Instant? {
        guard let output = try? FileIdentity(path: configuration.output) else { return nil }
        if let looked = lookedInto, looked.output == output { return looked.end }
        let input = ZoneInput(
            file: configuration.output,
            origin: zone,
            rules: .lenient,
            threads: environment.threads
        )
        lookedInto = OutputExpiration(output: output, end: input.zone?.firstExpiration)
        return lookedInto?.end
    }

    // MARK: - Worry

    /// How near the signatures are to their end.
    private func life(of end: Instant?) -> SignatureLife {
        guard let end, let policy else { return .sound }
        return SignatureLife(end: end, due: signed?.due, refresh: policy.signatures.refresh, at: now)
    }

    /// When the worry grows next, unless the signatures are made anew before.
    var nextWorry: Instant? {
        guard let end = notedExpiration, isSignedZonePublished, let policy else { return nil }
        return SignatureLife.moments(end: end, refresh: policy.signatures.refresh).map(\.at).first {
            $0 > now
        }
    }

    /// Tells of signatures that run out, once for each growth of the worry, and of its end.
    ///
    /// - Parameter looks: Whether the output may be looked into for what nobody has noted.
    func noteSignatures(looks: Bool) {
        guard isSignedZonePublished else { return }
        let end = notedExpiration ?? (looks ? outputExpiration : nil)
        let life = life(of: end)
        defer { toldLife = life }
        if let end, life > toldLife {
            let text = life.sentence(end: end, isTrusted: ring?.isTrusted ?? false, now: now)
            environment.log.write(life == .half ? .warning : .error, zone: zone, text)
        } else if life == .sound, toldLife > .sound {
            environment.log.write(.notice, zone: zone, "the signatures are made anew in time again")
        }
    }
}

extension Zone {
    /// When the first of the signatures expires (RFC 4034 3.1.5); nil if there are none.
    fileprivate var firstExpiration: Instant? {
        var first: UInt32?
        for owner in owners {
            guard let rrset = rrset(.rrsig, of: owner) else { continue }
            for index in rrset.records {
                let rdata = octets(records[index])
                guard rdata.count > 18 else { continue }
                let end = (8..<12).reduce(UInt32(0)) { $0 << 8 | UInt32(rdata[$1]) }
                first = min(first ?? end, end)
            }
        }
        return first.map { Instant(secondsSinceEpoch: Int64($0)) }
    }
}
