/// Punycode (RFC 3492): how a label with letters beyond ASCII is written in the DNS (RFC 5890 2.3.2.1).
///
/// Only the encoder: it tells an operator what to write in the place of a raw label. It does not look at which code
/// points IDNA permits, and takes a label as it is, lower case aside: registries' rules are theirs.
enum Punycode {
    /// The parameters of RFC 3492 5.
    private enum Parameter {
        static let base: UInt32 = 36
        static let lowest: UInt32 = 1
        static let highest: UInt32 = 26
        static let skew: UInt32 = 38
        static let damp: UInt32 = 700
        static let firstBias: UInt32 = 72
        static let firstCodePoint: UInt32 = 0x80
    }

    /// The A-label of a label: `xn--` and its Punycode; an ASCII label as it is.
    ///
    /// - Parameter label: One label, as text.
    /// - Returns: `nil` if the A-label has more than the 63 octets of a label (RFC 1035 2.3.4).
    static func aLabel(_ label: String) -> String? {
        guard label.utf8.contains(where: { $0 >= 0x80 }) else { return label }
        let text = "xn--" + encoded(label.lowercased().unicodeScalars.map(\.value))
        return text.utf8.count <= Name.maximumLabelOctets ? text : nil
    }

    /// The Punycode of some code points (RFC 3492 6.3).
    static func encoded(_ points: [UInt32]) -> String {
        var output = points.filter { $0 < 0x80 }.map { UInt8($0) }
        let basic = UInt32(output.count)
        if basic > 0 { output.append(0x2D) }
        var (next, delta, bias, handled) = (Parameter.firstCodePoint, UInt32(0), Parameter.firstBias, basic)
        while handled < UInt32(points.count) {
            guard let smallest = points.filter({ $0 >= next }).min() else { break }
            // A label has far fewer than 2^11 code points of at most 21 bits: no sum overflows.
            delta += (smallest - next) * (handled + 1)
            next = smallest
            for point in points {
                if point < next { delta += 1 }
                guard point == next else { continue }
                append(delta, bias: bias, to: &output)
                bias = adapted(delta, count: handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            next += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends a variable-length integer (RFC 3492 3.3).
    private static func append(_ delta: UInt32, bias: UInt32, to output: inout [UInt8]) {
        var (rest, position) = (delta, Parameter.base)
        while true {
            let threshold =
                position <= bias
                ? Parameter.lowest : min(position - bias, Parameter.highest)
            if rest < threshold { break }
            output.append(digit(threshold + (rest - threshold) % (Parameter.base - threshold)))
            rest = (rest - threshold) / (Parameter.base - threshold)
            position += Parameter.base
        }
        output.append(digit(rest))
    }

    /// `a` to `z` are 0 to 25, `0` to `9` are 26 to 35.
    private static func digit(_ value: UInt32) -> UInt8 { UInt8(value < 26 ? 0x61 + value : 0x16 + value) }

    /// The next bias (RFC 3492 6.1).
    private static func adapted(_ delta: UInt32, count: UInt32, isFirst: Bool) -> UInt32 {
        var delta = isFirst ? delta / Parameter.damp : delta / 2
        delta += delta / count
        var steps: UInt32 = 0
        while delta > (Parameter.base - Parameter.lowest) * Parameter.highest / 2 {
            delta /= Parameter.base - Parameter.lowest
            steps += Parameter.base
        }
        return steps + (Parameter.base - Parameter.lowest + 1) * delta / (delta + Parameter.skew)
    }
}

extension Name {
    /// The name with A-labels in the place of raw UTF-8 (RFC 5890 2.3.2.1); `nil` if it is no UTF-8, or too long then.
    var withALabels: Name? {
        var wire: [UInt8] = []
        for start in labelStarts {
            let end = start + 1 + Int(octets[start])
            guard let text = String(validating: octets[(start + 1)..<end], as: UTF8.self),
                let label = Punycode.aLabel(text)
            else { return nil }
            wire.append(UInt8(label.utf8.count))
            wire.append(contentsOf: label.utf8)
        }
        return try? Name(wire: wire + [0])
    }
}
