import DNSSECModel
import JSON

// Signatures that leave little by little, as JSON.

extension RingFormat {
    static func value(of spread: SignatureSpread) -> JSONValue {
        [
            "length": JSONValue(spread.length),
            "is-over": .bool(spread.isOver),
            "delay": JSONValue(spread.delay),
        ]
    }

    static func spread(from reader: JSONReader) throws(JSONShapeError) -> SignatureSpread {
        var members = try reader.members()
        let spread = SignatureSpread(
            length: try members.take("length").interval(),
            isOver: try members.take("is-over").bool(),
            delay: try members.take("delay").optionalInterval()
        )
        try members.finish()
        return spread
    }

    static func value(of kept: SigningPlan.KeptSignatures) -> JSONValue {
        [
            "key": JSONValue(kept.key),
            "successor": JSONValue(kept.successor),
            "start": JSONValue(kept.start),
            "length": JSONValue(kept.length),
        ]
    }

    static func keptSignatures(
        from reader: JSONReader,
        in ring: KeyRing
    ) throws(JSONShapeError) -> SigningPlan.KeptSignatures {
        var members = try reader.members()
        let kept = SigningPlan.KeptSignatures(
            key: try members.take("key").keyID(in: ring),
            successor: try members.take("successor").keyID(in: ring),
            start: try members.take("start").instant(),
            length: try members.take("length").interval()
        )
        try members.finish()
        return kept
    }
}
