import DNSSECModel

extension SigningPlan {
    /// When the next share of the signatures that are kept is due to be replaced; `nil` if none are kept.
    ///
    /// A spread is 24 publications, or as many more as it takes to have one each hour, but none follows another in less
    /// than ten minutes: each is a transfer to every server.
    func nextShare(after now: Instant) -> Instant? {
        keptSignatures.map { kept in
            now + max(.minutes(10), min(.hours(1), kept.length / 24))
        }.min()
    }
}
