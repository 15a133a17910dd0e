internal import DNSSECModel

/// When signatures made now begin and end.
struct SignatureTimes {
    let now: Instant
    /// Signatures count from here on at the latest: `now`, or a moment before it if the clock is doubted.
    let earliest: Instant
    let policy: SignaturePolicy
    /// When the signatures over DNSKEY, CDS and CDNSKEY begin and end, where that is prescribed.
    let keyWindow: SignatureWindow?

    init(
        now: Instant,
        earliest: Instant? = nil,
        policy: SignaturePolicy,
        keyWindow: SignatureWindow? = nil
    ) {
        self.now = now
        self.earliest = min(earliest ?? now, now)
        self.policy = policy
        self.keyWindow = keyWindow
    }

    /// The prescribed times of signatures over a type, or nil.
    private func window(of type: RRType) -> SignatureWindow? {
        ApexContent.isPlanned(type) ? keyWindow : nil
    }

    /// Before the earliest moment, for validators whose clocks are late.
    func inception(of type: RRType) -> UInt32 {
        (window(of: type)?.inception ?? earliest - policy.inceptionOffset).signatureTime
    }

    /// The end of a signature over a type at a name: the validity less a jitter that owner and type decide alone.
    ///
    /// It spreads over `[0, jitter]` and is the same in every run; never is a signature valid for longer than the
    /// policy's validity.
    func expiration(of type: RRType, ownerKey: Span<UInt8>) -> UInt32 {
        if let window = window(of: type) { return window.expiration.signatureTime }
        let validity = ApexContent.isPlanned(type) ? policy.dnskeyValidity : policy.validity
        let room = UInt64(max(0, min(policy.jitter.seconds, validity.seconds)))
        let jitter = Self.spread(type, ownerKey) % (room + 1)
        return (now + validity - Interval(seconds: Int64(jitter))).signatureTime
    }

    /// The moment that a signature time names: the one of its many that is nearest to now (RFC 4034 3.1.5).
    func instant(_ time: UInt32) -> Instant {
        now + Interval(seconds: Int64(Int32(bitPattern: time &- now.signatureTime)))
    }

    /// True if a signature over a type has begun and has more than the refresh time left, or exactly the
    /// prescribed times.
    func isFresh(_ header: SignatureHeader) -> Bool {
        if let window = window(of: header.covered) {
            return header.inception == window.inception.signatureTime
                && header.expiration == window.expiration.signatureTime
        }
        return instant(header.inception) <= earliest && instant(header.expiration) - now > policy.refresh
    }

    /// True if a signature is made anew by the refresh time, and not when a prescribed window ends.
    func isRefreshed(_ type: RRType) -> Bool { window(of: type) == nil }

    /// Refuses times under which a new signature would be due at once, for ever, or would not count now.
    func check() throws(SigningError) {
        for validity in [policy.validity, keyWindow == nil ? policy.dnskeyValidity : nil].compactMap(\.self)
        where validity - policy.jitter <= policy.refresh {
            throw .refreshTooLong(validity: validity, jitter: policy.jitter, refresh: policy.refresh)
        }
        guard let keyWindow else { return }
        guard keyWindow.inception <= now, now < keyWindow.expiration else {
            throw .outsideOfKeySignatureWindow(keyWindow, now: now)
        }
    }

    /// FNV-1a over the sort key and the type, stirred so that all bits depend on all octets.
    static func spread(_ type: RRType, _ ownerKey: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var index = 0
        while index < ownerKey.count {
            hash = (hash ^ UInt64(ownerKey[index])) &* 0x100_0000_01B3
            index += 1
        }
        hash = (hash ^ UInt64(type.rawValue)) &* 0x100_0000_01B3
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ (hash >> 33)
    }
}

extension SignatureTimes {
    /// The times that a request asks for.
    init(_ request: ZoneSigningRequest) {
        self.init(
            now: request.now,
            earliest: request.earliest,
            policy: request.policy.signatures,
            keyWindow: request.keySignatureWindow
        )
    }
}
