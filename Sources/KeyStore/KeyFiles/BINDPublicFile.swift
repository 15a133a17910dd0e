internal import DNSSECModel

/// The content of a `.key` file: comments with the times, and one DNSKEY record.
struct BINDPublicFile {
    var zone: Name
    var record: DNSKEYRecord
    var ttl: UInt32?
    /// The times in the comments, which count only where a `.private` cannot say them.
    var times = BINDKeyTimes()
}

// MARK: - Writing

extension BINDPublicFile {
    /// The file's text, as dnssec-keygen writes it.
    func text() -> [UInt8] {
        let revoked = record.isRevoked ? "revoked " : ""
        let kind = record.isSecureEntryPoint ? "key" : "zone"
        let owner = zone.lowercased.description
        var text = Array(
            "; This is a \(revoked)\(kind)-signing key, keyid \(record.keyTag), for \(owner)\n".utf8
        )
        for (event, time) in times.entries {
            text += "; \(event.rawValue): \(time.compact) (\(BINDKeyTimes.comment(time)))\n".utf8
        }
        let lifetime = ttl.map { "\($0) " } ?? ""
        text += "\(owner) \(lifetime)IN DNSKEY \(record.flags) 3 \(record.algorithm.rawValue) ".utf8
        KeyFileBase64.append(record.publicKey.span, group: 56, to: &text)
        text.append(0x0A)
        return text
    }
}

// MARK: - Reading

extension BINDPublicFile {
    /// Reads a file's text; `file` is its path, for errors.
    init(_ text: Span<UInt8>, file: String) throws(BINDKeyError) {
        let words = Words(text)
        guard let first = words.record.first else { throw BINDKeyError(file: file, .noRecord) }
        if let line = words.secondRecordLine {
            throw BINDKeyError(file: file, line: line, .secondRecord)
        }
        let parsed = Self.record(words.record.map(\.octets))
        guard let (zone, ttl, record) = parsed else {
            throw BINDKeyError(file: file, line: first.line, .badRecord)
        }
        self.init(zone: zone, record: record, ttl: ttl, times: words.times)
    }

    private static func record(_ words: [[UInt8]]) -> (Name, UInt32?, DNSKEYRecord)? {
        guard let owner = words.first, let zone = try? Name(absolute: string(owner)) else { return nil }
        var rest = words.dropFirst()
        var ttl: UInt32?
        var hasClass = false
        while let word = rest.popFirst() {
            let text = string(word)
            if text.uppercased() == "DNSKEY" {
                return key(Array(rest)).map { (zone, ttl, $0) }
            } else if text.uppercased() == "IN", !hasClass {
                hasClass = true
            } else if let number = UInt32(text), ttl == nil {
                ttl = number
            } else {
                return nil
            }
        }
        return nil
    }

    private static func key(_ words: [[UInt8]]) -> DNSKEYRecord? {
        guard words.count >= 4, let flags = UInt16(string(words[0])), string(words[1]) == "3",
            let algorithm = SecurityAlgorithm(text: string(words[2]))
        else { return nil }
        let text = Array(words[3...].joined())
        guard let octets = KeyFileBase64.decode(text.span, 0..<text.count) else { return nil }
        return DNSKEYRecord(flags: flags, algorithm: algorithm, publicKey: octets)
    }

    private static func string(_ octets: [UInt8]) -> String { String(decoding: octets, as: UTF8.self) }
}

/// The words of the first record of a zone file, and the times in its comments.
private struct Words {
    var record: [(octets: [UInt8], line: Int)] = []
    var secondRecordLine: Int?
    var times = BINDKeyTimes()
    private var word: [UInt8] = []
    private var line = 1
    private var depth = 0
    private var isClosed = false

    init(_ text: Span<UInt8>) {
        var position = 0
        while position < text.count {
            let octet = text[position]
            position += 1
            switch octet {
            case 0x3B:
                endWord()
                let start = position
                while position < text.count, text[position] != 0x0A { position += 1 }
                readComment(text, start..<position)
            case 0x0A:
                endWord()
                line += 1
                if depth == 0, !record.isEmpty { isClosed = true }
            case 0x20, 0x09, 0x0D: endWord()
            case 0x28:
                endWord()
                depth += 1
            case 0x29:
                endWord()
                depth -= 1
            case 0x5C where position < text.count:
                word += [octet, text[position]]
                position += 1
            default: word.append(octet)
            }
        }
        endWord()
    }

    private mutating func endWord() {
        guard !word.isEmpty else { return }
        if !isClosed {
            record.append((word, line))
        } else if secondRecordLine == nil {
            secondRecordLine = line
        }
        word = []
    }

    /// Reads `Publish: 20261123062737 (Mon Nov 23 06:27:37 2026)`; other comments say what they like.
    private mutating func readComment(_ text: Span<UInt8>, _ range: Range<Int>) {
        let words = String(decoding: range.map { text[$0] }, as: UTF8.self).split(separator: " ")
        guard words.count >= 2, words[0].hasSuffix(":"),
            let event = BINDKeyTimes.Event(rawValue: String(words[0].dropLast())),
            let time = BINDKeyTimes.instant(String(words[1]))
        else { return }
        times[event] = time
    }
}
