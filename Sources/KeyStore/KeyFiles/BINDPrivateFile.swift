internal import DNSSECCrypto
internal import DNSSECModel

/// The content of a `.private` file, format v1.3; v1.2, which has no times, is read too.
struct BINDPrivateFile {
    /// Numbers that BIND keeps and keyturn only preserves.
    enum Number: String, Hashable, CaseIterable {
        case predecessor = "Predecessor"
        case successor = "Successor"
        case maximumTTL = "MaxTTL"
        case rollPeriod = "RollPeriod"
    }

    var algorithm: SecurityAlgorithm
    var material: PrivateKeyMaterial
    var times = BINDKeyTimes()
    var numbers: [Number: UInt64] = [:]

    /// What a tag stands for.
    private enum Field: Hashable {
        case format
        case algorithm
        case component(PrivateComponent)
        case time(BINDKeyTimes.Event)
        case number(Number)
        case device
    }

    private static let components: [(component: PrivateComponent, tag: String)] = [
        (.modulus, "Modulus"), (.publicExponent, "PublicExponent"), (.privateExponent, "PrivateExponent"),
        (.prime1, "Prime1"), (.prime2, "Prime2"), (.exponent1, "Exponent1"), (.exponent2, "Exponent2"),
        (.coefficient, "Coefficient"), (.privateKey, "PrivateKey"),
    ]

    private static let fields: [String: Field] = {
        var fields: [String: Field] = [
            "Private-key-format": .format, "Algorithm": .algorithm, "Engine": .device, "Label": .device,
        ]
        for (component, tag) in components { fields[tag] = .component(component) }
        for event in BINDKeyTimes.Event.allCases { fields[event.rawValue] = .time(event) }
        for number in Number.allCases { fields[number.rawValue] = .number(number) }
        return fields
    }()
}

// MARK: - Writing

extension BINDPrivateFile {
    /// The file's text; it holds the private key, so whoever asks for it wipes it.
    func text() -> [UInt8] {
        var text: [UInt8] = []
        // More than the largest RSA key takes: the array never grows and leaves a copy behind.
        text.reserveCapacity(16384)
        text += "Private-key-format: v1.3\nAlgorithm: \(algorithm.rawValue) (\(algorithm))\n".utf8
        for (component, tag) in Self.components {
            guard let secret = material[component] else { continue }
            text += "\(tag): ".utf8
            KeyFileBase64.append(secret.span, to: &text)
            text.append(0x0A)
        }
        // BIND refuses a file with DSRemoved.
        for (event, time) in times.entries where event != .dsRemoved {
            text += "\(event.rawValue): \(time.compact)\n".utf8
        }
        for number in Number.allCases {
            guard let value = numbers[number] else { continue }
            text += "\(number.rawValue): \(value)\n".utf8
        }
        return text
    }
}

// MARK: - Reading

extension BINDPrivateFile {
    /// Reads a file's text; `file` is its path, for errors.
    init(_ text: Span<UInt8>, file: String) throws(BINDKeyError) {
        var reader = Reader(file: file)
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != 0x0A { end += 1 }
            try reader.read(text, start..<end)
            start = end + 1
        }
        self = try reader.finish()
    }

    private struct Reader {
        let file: String
        var line = 0
        var firstLines: [Field: Int] = [:]
        var algorithm: SecurityAlgorithm?
        var material = PrivateKeyMaterial()
        var times = BINDKeyTimes()
        var numbers: [Number: UInt64] = [:]

        init(file: String) { self.file = file }

        func failure(_ problem: BINDKeyProblem) -> BINDKeyError {
            BINDKeyError(file: file, line: line, problem)
        }

        mutating func read(_ text: Span<UInt8>, _ whole: Range<Int>) throws(BINDKeyError) {
            line += 1
            let range = trimmed(text, whole)
            if range.isEmpty { return }
            guard let colon = range.first(where: { text[$0] == 0x3A }) else { throw failure(.notAField) }
            guard let field = BINDPrivateFile.fields[string(text, range.lowerBound..<colon)] else {
                throw failure(firstLines.isEmpty ? .badFormat : .unknownField)
            }
            guard field == .format || !firstLines.isEmpty else { throw failure(.badFormat) }
            if let first = firstLines.updateValue(line, forKey: field), field != .device {
                throw failure(.repeatedField(firstLine: first))
            }
            try store(field, text, trimmed(text, (colon + 1)..<range.upperBound))
        }

        private mutating func store(
            _ field: Field,
            _ text: Span<UInt8>,
            _ value: Range<Int>
        ) throws(BINDKeyError) {
            switch field {
            case .format:
                guard ["v1.2", "v1.3"].contains(string(text, value)) else { throw failure(.badFormat) }
            case .algorithm:
                let word = string(text, value).prefix { $0 != " " }
                guard let number = UInt8(word) else { throw failure(.badAlgorithm) }
                algorithm = SecurityAlgorithm(rawValue: number)
            case .component(let component):
                guard var octets = KeyFileBase64.decode(text, value) else { throw failure(.badBase64) }
                material[component] = SecretOctets(copying: octets.span)
                SecretOctets.wipe(&octets)
            case .time(let event):
                guard let time = BINDKeyTimes.instant(string(text, value)) else { throw failure(.badTime) }
                times[event] = time
            case .number(let number):
                guard let count = UInt64(string(text, value)) else { throw failure(.badNumber) }
                numbers[number] = count
            case .device:
                throw failure(.keyInDevice)
            }
        }

        func finish() throws(BINDKeyError) -> BINDPrivateFile {
            guard !firstLines.isEmpty else { throw BINDKeyError(file: file, .badFormat) }
            guard let algorithm else { throw BINDKeyError(file: file, .badAlgorithm) }
            for (component, _) in BINDPrivateFile.components where material[component] != nil {
                guard algorithm.isRSA == (component != .privateKey) else {
                    let line = firstLines[.component(component)] ?? 0
                    throw BINDKeyError(file: file, line: line, .foreignComponent(component))
                }
            }
            return BINDPrivateFile(algorithm: algorithm, material: material, times: times, numbers: numbers)
        }

        private func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
            let isBlank = { (octet: UInt8) in octet == 0x20 || octet == 0x09 || octet == 0x0D }
            var (start, end) = (range.lowerBound, range.upperBound)
            while start < end, isBlank(text[start]) { start += 1 }
            while start < end, isBlank(text[end - 1]) { end -= 1 }
            return start..<end
        }

        /// The text of a tag or of a value that is no secret.
        private func string(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
            String(decoding: range.map { text[$0] }, as: UTF8.self)
        }
    }
}
