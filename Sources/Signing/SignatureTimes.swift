internal import DNSSECModel

/// When signatures made now begin and end.
struct SignatureTimes {
    let now: Instant
    let policy: SignaturePolicy

    /// Before now, for validators whose clocks are late.
    var inception: UInt32 { (now - policy.inceptionOffset).signatureTime }

    /// The end of a signature over a type at a name: the validity less a jitter that owner and type decide alone.
    ///
    /// It spreads over `[0, jitter]` and is the same in every run; never is a signature valid for longer than the
    /// policy's validity.
    func expiration(of type: RRType, ownerKey: Span<UInt8>) -> UInt32 {
        let isKeyType = type == .dnskey || type == .cds || type == .cdnskey
        let validity = isKeyType ? policy.dnskeyValidity : policy.validity
        let room = UInt64(max(0, min(policy.jitter.seconds, validity.seconds)))
        let jitter = Self.spread(type, ownerKey) % (room + 1)
        return (now + validity - Interval(seconds: Int64(jitter))).signatureTime
    }

    /// The moment that a signature time names: the one of its many that is nearest to now (RFC 4034 3.1.5).
    func instant(_ time: UInt32) -> Instant {
        now + Interval(seconds: Int64(Int32(bitPattern: time &- now.signatureTime)))
    }

    /// True where a signature has begun and has more than the refresh time left.
    func isFresh(inception: UInt32, expiration: UInt32) -> Bool {
        instant(inception) <= now && instant(expiration) - now > policy.refresh
    }

    /// Refuses times under which a new signature would be due at once, for ever.
    func check() throws(SigningError) {
        for validity in [policy.validity, policy.dnskeyValidity]
        where validity - policy.jitter <= policy.refresh {
            throw .refreshTooLong(validity: validity, jitter: policy.jitter, refresh: policy.refresh)
        }
    }

    /// FNV-1a over the sort key and the type, stirred so that all bits depend on all octets.
    private static func spread(_ type: RRType, _ ownerKey: Span<UInt8>) -> UInt64 {
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
