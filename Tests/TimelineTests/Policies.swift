import DNSSECModel

/// Policies that the tests share.
enum TestPolicy {
    static func split(
        zskLifetime: Interval? = .days(90),
        kskLifetime: Interval? = .days(365),
        zsk: RolloverMethod = .prePublication,
        ksk: RolloverMethod = .doubleSignature,
        rfc5011: RFC5011Policy? = nil,
        standby: Int = 0,
        spread: Interval? = nil,
        ds: DSSubmission = .manual
    ) -> DNSSECPolicy {
        DNSSECPolicy(
            name: "test",
            description: "",
            keys: [
                KeyPolicy(
                    role: .ksk,
                    algorithm: .ecdsaP256SHA256,
                    lifetime: kskLifetime,
                    roll: ksk,
                    rfc5011: rfc5011,
                    standby: standby
                ),
                KeyPolicy(
                    role: .zsk,
                    algorithm: .ecdsaP256SHA256,
                    lifetime: zskLifetime,
                    roll: zsk,
                    spread: spread,
                    standby: standby
                ),
            ],
            parent: ParentPolicy(ds: ds)
        )
    }

    static func combined(
        lifetime: Interval? = .days(180),
        roll: RolloverMethod = .doubleSignature,
        spread: Interval? = nil,
        rfc5011: RFC5011Policy? = nil
    ) -> DNSSECPolicy {
        DNSSECPolicy(
            name: "csk",
            description: "",
            keys: [
                KeyPolicy(
                    role: .csk,
                    algorithm: .ed25519,
                    lifetime: lifetime,
                    roll: roll,
                    spread: spread,
                    rfc5011: rfc5011
                )
            ]
        )
    }

    static let all: [(name: String, policy: DNSSECPolicy)] = [
        ("pre-publication", split()),
        ("ZSK double-signature", split(zsk: .doubleSignature)),
        ("RFC 5011 with a parent", split(rfc5011: RFC5011Policy())),
        ("RFC 5011 without a parent", split(rfc5011: RFC5011Policy(), ds: .none)),
        ("standby", split(standby: 1)),
        ("standby and RFC 5011", split(rfc5011: RFC5011Policy(), standby: 1, ds: .none)),
        ("CSK double-signature", combined()),
        ("CSK pre-publication", combined(roll: .prePublication)),
        ("CSK RFC 5011", combined(rfc5011: RFC5011Policy())),
        ("CSK pre-publication RFC 5011", combined(roll: .prePublication, rfc5011: RFC5011Policy())),
        ("pre-publication over five days", split(spread: .days(5))),
        ("pre-publication over an hour", split(spread: .hours(1))),
        ("CSK pre-publication over a week", combined(roll: .prePublication, spread: .days(7))),
        (
            "CSK pre-publication RFC 5011 over a week",
            combined(roll: .prePublication, spread: .days(7), rfc5011: RFC5011Policy())
        ),
    ]
}
