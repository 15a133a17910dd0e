public import JSON

/// Values at random.
public enum RandomJSON {
    /// A value of any kind, at most `depth` levels deep.
    public static func value(depth: Int, using random: inout SplitMix64) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: return .decimal(Double.random(in: -1e9...1e9, using: &random))
        case 4, 5: return .string(string(using: &random))
        case 6:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth - 1, using: &random)
                }
            )
        default:
            var members: [JSONValue.Member] = []
            for index in 0..<Int.random(in: 0...4, using: &random) {
                let name = string(using: &random) + "\(index)"
                members.append(.init(name, value(depth: depth - 1, using: &random)))
            }
            return .object(members)
        }
    }

    /// A short text of characters that writers and readers get wrong.
    public static func string(using random: inout SplitMix64) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "\"", "\\", "\0", "\n", "\u{1F}", "\u{7F}", "é", "😀", "\u{2028}", "/",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &random)])
        }
        return text
    }
}
