// When a lifetime ends: after a fixed time, or on a day of the calendar.

extension KeyPolicy {
    /// The end of the lifetime of a key that began its work at a moment; nil = unlimited.
    ///
    /// Months and years are counted by the calendar from that moment; what a jitter takes off comes off their end.
    public func lifetimeEnd(from start: Instant) -> Instant? {
        guard let lifetime else { return nil }
        guard let lifetimeSpan else { return start + lifetime }
        return lifetimeSpan.end(from: start) - (lifetimeSpan.shortest - lifetime)
    }

    /// The end of the lifetime of a key of a zone, what its jitter takes off taken off; nil = unlimited.
    public func lifetimeEnd(from start: Instant, in zone: Name) -> Instant? {
        tailored(to: zone).lifetimeEnd(from: start)
    }

    /// The lifetime of a key that began its work at a moment, in words: `90d`, `1y`; with a jitter what is left of it.
    public func lifetimeText(from start: Instant) -> String? {
        guard let lifetime else { return nil }
        guard let lifetimeSpan, lifetimeSpan.shortest == lifetime else {
            return lifetimeEnd(from: start).map { "\($0 - start)" }
        }
        return "\(lifetimeSpan)"
    }
}
