public import DNSSECModel

// The words of counter-examples and proofs; the only place that has them.
extension CounterExample {
    /// A line of the story.
    public struct Line: Hashable, Sendable {
        /// When.
        public let time: Instant
        /// True if it happens just before that moment, not in it.
        public let isJustBefore: Bool
        /// What happens.
        public let text: String
    }

    /// The story as lines, the last of them saying what is wrong.
    ///
    /// - Parameter name: What a key is called.
    /// - Returns: One line for each step, in order of time.
    public func lines(naming name: (ManagedKey.ID) -> String) -> [Line] {
        let story = steps.map { step in
            Line(time: step.at, isJustBefore: step.isJustBefore, text: step.event.text(name))
        }
        return story + [Line(time: at, isJustBefore: false, text: fault.text(name))]
    }
}

extension CounterExample.Event {
    fileprivate func text(_ name: (ManagedKey.ID) -> String) -> String {
        switch self {
        case .fetches(let fetched):
            fetched.text(name)
        case .starts(let keys):
            "a validator that follows RFC 5011 starts with \(names(keys, name)) as trust anchor"
        case .missesKey(let key):
            "it asks for the DNSKEY RRset and is not shown \(name(key)) yet"
        case .seesKey(let key, let end):
            "it asks again, sees \(name(key)), and must go on seeing it until \(end)"
        case .asksTooEarly(let key):
            "it asks a moment before it may trust \(name(key))"
        case .asksInVain(let again):
            "it asks and gets no answer, and asks again at \(again)"
        case .isOff(let until):
            "it is switched off until \(until)"
        case .seesRevocation(let key):
            "it sees that \(name(key)) is revoked and trusts it no more"
        case .missesRevocation(let key):
            "a validator that follows RFC 5011 asks and is not shown the revoked \(name(key)) yet"
        case .signatureShown(let kind, let expires):
            "the signature over \(kind.text) that is shown has so much left that it is not made anew; "
                + "it expires at \(expires)"
        }
    }
}

extension CounterExample.RRsetKind {
    fileprivate var text: String {
        switch self {
        case .ds: "the DS RRset"
        case .dnskey: "the DNSKEY RRset"
        case .data: "the zone's data"
        }
    }
}

extension CounterExample.Fetched {
    fileprivate func text(_ name: (ManagedKey.ID) -> String) -> String {
        let shown =
            (shownFrom > .always ? "shown from \(shownFrom)" : "shown since long")
            + (shownUntil.map { " until \($0)" } ?? "")
        return "a resolver fetches \(content(name)) (\(shown)) and keeps it until \(keptUntil)"
    }

    private func content(_ name: (ManagedKey.ID) -> String) -> String {
        switch kind {
        case .ds:
            return "the DS RRset of \(names(keys, name))"
        case .dnskey where keys.isEmpty:
            return "the answer that there is no DNSKEY RRset"
        case .dnskey:
            let shown = names(keys.subtracting(revoked), name)
            let gone = revoked.isEmpty ? "" : ", revoked \(names(revoked, name))"
            return "the DNSKEY RRset of \(shown)\(gone), signed by \(names(signers, name))"
        case .data where signers.isEmpty:
            return "data without a signature"
        case .data:
            return "data signed by \(names(signers, name))"
        }
    }
}

extension ProofFault {
    fileprivate func text(_ name: (ManagedKey.ID) -> String) -> String {
        switch self {
        case .noDNSKEY: "it holds a DS RRset, and the zone has no DNSKEY RRset"
        case .dsNamesNoKey: "no key of its DS RRset is in its DNSKEY RRset"
        case .dsNamesRevokedKey: "the keys of its DS RRset are revoked in its DNSKEY RRset"
        case .dsKeyDoesNotSign: "no key of its DS RRset has signed its DNSKEY RRset"
        case .algorithmWithoutEntry(let algorithm):
            "its DS RRset has algorithm \(algorithm), and no such key of it has signed the DNSKEY RRset "
                + "(RFC 4035 2.2)"
        case .dataUnsigned: "it holds data without a signature, and the zone ought to be signed"
        case .dataSignerUnknown: "no key that signed its data is in its DNSKEY RRset"
        case .dataSignerRevoked: "the keys that signed its data are revoked in its DNSKEY RRset"
        case .algorithmWithoutSignature(let algorithm):
            "its DNSKEY RRset has algorithm \(algorithm), and no such key has signed its data (RFC 4035 2.2)"
        case .signatureExpires(let kind):
            "the signature over \(kind.text) expires while it is in the cache"
        case .noAnchor: "none of its trust anchors vouches for that DNSKEY RRset"
        case .unsignedUnderAnchor: "it has a trust anchor, and the zone has no DNSKEY RRset"
        case .revocationMissed(let key):
            "the revoked \(name(key)) is gone before it asks again: it trusts that key for ever"
        }
    }
}

/// Keys in a row: `1 (ksk) and 2 (zsk)`, or `no key`.
private func names(_ keys: Set<ManagedKey.ID>, _ name: (ManagedKey.ID) -> String) -> String {
    let all = keys.sorted().map(name)
    guard let last = all.last else { return "no key" }
    return all.count == 1 ? last : all.dropLast().joined(separator: ", ") + " and " + last
}

extension Proof {
    /// What was proven, or that it was not, in one sentence.
    public var sentence: String {
        if let counterExample {
            return "Not proven: at \(counterExample.at) a resolver can hold something that does not validate."
        }
        let validators =
            hasAnchors
            ? " and no validator of RFC 5011"
                + (assumptions.offline > .zero ? " that was off for up to \(assumptions.offline)" : "") : ""
        return "Proven: no resolver\(validators) can hold anything that does not validate "
            + "(\(combinations) combinations at \(instants) moments)."
    }
}
