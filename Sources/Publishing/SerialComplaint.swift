public import DNSCore
public import DNSSECModel
public import Signing

extension SigningWarning {
    /// What is to be said of the serial of a zone before it is signed: the daemon says the same when it signs.
    ///
    /// - Parameters:
    ///   - zone: The operator's zone.
    ///   - policy: The policy that it follows.
    ///   - published: What keyturn published last; nil if that is not known.
    ///   - output: The file of the signed zone, which counts if nothing is known of a publication; nil if there is none.
    ///   - now: The moment.
    /// - Returns: The warning, or nil if there is nothing to say.
    public static func ofSerial(
        of zone: Zone,
        _ policy: DNSSECPolicy,
        published: Publication?,
        output: String?,
        at now: Instant
    ) -> SigningWarning? {
        let counts = published.map(\.isOfOtherSigner) ?? true
        let earlier =
            counts
            ? output.flatMap { EarlierOutput.read($0, origin: zone.origin, threads: 1, key: nil).output }
            : nil
        var request = PublishingRequest(
            zone: zone,
            policy: policy,
            plan: SigningPlan(),
            keys: [:],
            previous: earlier,
            previousSerial: published?.serial,
            now: now
        )
        request.isOwnPublicationKnown = !counts
        return request.serialWarning
    }
}
