/// A part of an interval, by its symbol.
public struct TimingSummand: Hashable, Sendable {
    /// RFC 7583's symbol, or the policy's word for what no RFC names: `DprpC`, `TTLkey`, `publish safety`.
    public var symbol: String
    /// How long it is.
    public var interval: Interval

    /// A part and its name.
    public init(_ symbol: String, _ interval: Interval) {
        self.symbol = symbol
        self.interval = interval
    }
}

extension TimingSummand: CustomStringConvertible {
    /// `TTLkey 1h`.
    public var description: String { "\(symbol) \(interval)" }
}

extension TimingIntervals {
    /// What an interval is the sum of, by its formula; parts that are zero and mere margins are left out.
    ///
    /// - Parameters:
    ///   - formula: Which interval.
    ///   - rfc5011: The timers towards RFC 5011 validators, for the formulas that have them.
    /// - Returns: Parts whose sum is the interval.
    public func summands(of formula: TimingFormula, _ rfc5011: RFC5011Policy) -> [TimingSummand] {
        switch formula {
        case .publicationInterval: [.init("Dprp", zonePropagation), keyPart] + publishMargin
        case .childPublicationInterval: [.init("DprpC", zonePropagation), keyPart] + publishMargin
        case .retireInterval, .signaturePublicationInterval:
            nonZero("Dsgn", signingDelay)
                + [.init("Dprp", zonePropagation), .init("TTLsig", zoneTTL)] + retireMargin
        case .parentPublicationInterval:
            [.init("DprpP", parentPropagation), .init("TTLds", dsTTL)] + publishMargin
        case .kskRetireInterval:
            [.init("DprpP", parentPropagation), .init("TTLds", dsTTL)] + retireMargin
        case .dnskeyRetireInterval:
            [.init("DprpC", zonePropagation), keyPart]
                + (publishSafety > retireSafety ? publishMargin : retireMargin)
        case .trustPointInterval: trustPoint(rfc5011)
        case .revocationInterval: revocation(rfc5011)
        }
    }

    private var keyPart: TimingSummand { .init("TTLkey", dnskeyTTL) }
    private var publishMargin: [TimingSummand] { nonZero("publish safety", publishSafety) }
    private var retireMargin: [TimingSummand] { nonZero("retire safety", retireSafety) }

    private func nonZero(_ symbol: String, _ interval: Interval) -> [TimingSummand] {
        interval == .zero ? [] : [TimingSummand(symbol, interval)]
    }

    /// The parts of `trustedPublicationInterval`.
    private func trustPoint(_ policy: RFC5011Policy) -> [TimingSummand] {
        let held =
            policy.addHoldDown >= dnskeyTTL
            ? TimingSummand("AddHoldDownTime", policy.addHoldDown) : keyPart
        return [.init("DprpC", zonePropagation), held, .init("2 * queryInterval", 2 * modifiedQueryInterval)]
            + (retryTime > publishSafety ? retry : publishMargin)
    }

    private var retry: [TimingSummand] { [.init("retryTime", retryTime)] }

    /// The parts of `revocationInterval`.
    private func revocation(_ policy: RFC5011Policy) -> [TimingSummand] {
        let least: [TimingSummand] =
            [.init("DprpC", zonePropagation), .init("queryInterval", modifiedQueryInterval)]
            + (retryTime > retireSafety ? retry : retireMargin)
        let sum = least.reduce(Interval.zero) { $0 + $1.interval }
        return policy.revoked >= sum ? [.init("revoked", policy.revoked)] : least
    }
}
