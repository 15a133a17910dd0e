public import DNSSECModel
public import JSON

/// What the parent needs, as lines and as fields.
public struct DSReport: Hashable, Sendable {
    /// The zone.
    public var zone: Name
    /// The form of the lines.
    public var format: DSFormat
    /// The digest of the DS records.
    public var digest: DigestType
    /// One for each key that the parent shall point to.
    public var entries: [DSEntry]

    /// All fields as they are.
    public init(zone: Name, format: DSFormat, digest: DigestType, entries: [DSEntry]) {
        self.zone = zone
        self.format = format
        self.digest = digest
        self.entries = entries
    }
}

/// What the parent needs of one key.
public struct DSEntry: Hashable, Sendable {
    /// The key's tag.
    public var tag: UInt16
    /// The key's algorithm.
    public var algorithm: SecurityAlgorithm
    /// The digest's algorithm.
    public var digestType: DigestType
    /// The digest in hexadecimal digits in upper case.
    public var digest: String
    /// The flags of the DNSKEY.
    public var flags: UInt16
    /// The public key in base64.
    public var publicKey: String
    /// The record in the form that was asked for; empty for `.json`.
    public var line: String

    /// All fields as they are.
    public init(
        tag: UInt16,
        algorithm: SecurityAlgorithm,
        digestType: DigestType,
        digest: String,
        flags: UInt16,
        publicKey: String,
        line: String
    ) {
        self.tag = tag
        self.algorithm = algorithm
        self.digestType = digestType
        self.digest = digest
        self.flags = flags
        self.publicKey = publicKey
        self.line = line
    }
}

// MARK: - JSON

extension DSReport {
    /// The report as JSON.
    public var json: JSONValue {
        [
            "version": .version, "zone": JSONValue(zone), "format": JSONValue(word: format),
            "digest": .integer(Int64(digest.rawValue)), "records": .array(entries.map(\.json)),
        ]
    }

    /// Reads what `json` writes.
    public init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        try members.takeVersion()
        zone = try members.take("zone").name()
        format = try members.take("format").word(DSFormat.self)
        digest = DigestType(rawValue: UInt8(try members.take("digest").integer(in: 0...255)))
        entries = try members.take("records").list { reader throws(JSONShapeError) in
            try DSEntry(json: reader)
        }
        try members.finish()
    }
}

extension DSEntry {
    var json: JSONValue {
        [
            "tag": .integer(Int64(tag)), "algorithm": .integer(Int64(algorithm.rawValue)),
            "digest-type": .integer(Int64(digestType.rawValue)), "digest": .string(digest),
            "flags": .integer(Int64(flags)), "public-key": .string(publicKey), "line": .string(line),
        ]
    }

    init(json reader: JSONReader) throws(JSONShapeError) {
        var members = try reader.members()
        tag = try members.take("tag").tag()
        algorithm = try members.take("algorithm").algorithm()
        digestType = DigestType(rawValue: UInt8(try members.take("digest-type").integer(in: 0...255)))
        digest = try members.take("digest").string()
        flags = try members.take("flags").tag()
        publicKey = try members.take("public-key").string()
        line = try members.take("line").string()
        try members.finish()
    }
}
