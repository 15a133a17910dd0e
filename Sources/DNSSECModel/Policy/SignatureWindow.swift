/// When a signature begins and ends, both exactly.
public struct SignatureWindow: Hashable, Sendable {
    /// The signature counts from here.
    public var inception: Instant
    /// The signature counts up to here.
    public var expiration: Instant

    /// From one moment to another.
    public init(inception: Instant, expiration: Instant) {
        self.inception = inception
        self.expiration = expiration
    }
}

extension SlotCalendar {
    /// When the DNSKEY signatures begin and end that the zone carries at a moment; `nil` if the calendar leaves that
    /// to the policy's other times.
    ///
    /// They begin with the slot, at midnight, but the zone gets them when it is edited on that day: up to then it
    /// carries those of the slot before.
    public func signatureWindow(at now: Instant) -> SignatureWindow? {
        guard let signatureValidity else { return nil }
        var slot = slot(at: now)
        if now < edit(onDayOf: slot.start) { slot = self.slot(at: slot.start - .seconds(1)) }
        return SignatureWindow(inception: slot.start, expiration: slot.start + signatureValidity)
    }

    /// The first edit after a moment that brings another slot's signatures; `nil` if slots have no signatures of their
    /// own.
    public func nextSignatureEdit(after now: Instant) -> Instant? {
        guard signatureValidity != nil else { return nil }
        let slot = slot(at: now)
        let edit = edit(onDayOf: slot.start)
        return edit > now ? edit : self.edit(onDayOf: slot.end)
    }
}
