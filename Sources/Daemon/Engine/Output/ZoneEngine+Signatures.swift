import DNSSECModel
import Wording

// How long the published signatures live, and the worry if they are not made anew in time.
extension ZoneEngine {
    /// When the first signature of the published zone expires; nil if none is published.
    ///
    /// What was signed last tells it, then what was recorded of the publication. An earlier version recorded nothing: then
    /// the output is looked into, once.
    var signaturesExpire: Instant? {
        guard isSignedZonePublished else { return ring == nil ? renewed : nil }
        return notedExpiration ?? outputExpiration
    }

    /// The same without a look into the output.
    private var notedExpiration: Instant? {
        state.publisher.signed?.earliestExpiration ?? ring?.publication?.signaturesExpire
    }

    private var isSignedZonePublished: Bool { !(ring?.publication?.plan.dnskeys.isEmpty ?? true) }

    private var outputExpiration: Instant? {
        reader.outputExpiration(configuration, threads: environment.threads)
    }

    // MARK: - Worry

    /// How near the signatures are to their end.
    private func life(of end: Instant?) -> SignatureLife {
        guard let end, let policy else { return .sound }
        return SignatureLife(
            end: end,
            due: state.publisher.signed?.due,
            refresh: policy.signatures.refresh,
            at: now
        )
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
        let isTrusted = ring?.isTrusted ?? false
        let line = told.line(on: life(of: end), end: end, isTrusted: isTrusted, at: now)
        write([line].compactMap(\.self))
    }
}
