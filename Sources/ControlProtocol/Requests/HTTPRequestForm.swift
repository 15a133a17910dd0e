import DNSSECModel
public import JSON

/// A request as HTTP carries it, before or after the network.
public struct HTTPRequestForm: Hashable, Sendable {
    /// The methods that the protocol uses.
    public enum Method: String, Hashable, Sendable, CaseIterable {
        /// Asks.
        case get = "GET"
        /// Commands.
        case post = "POST"
    }

    /// A parameter behind the `?`.
    public struct Parameter: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: String

        /// A name and a value, neither percent-encoded.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The method.
    public var method: Method
    /// The parts of the path, none percent-encoded: `["v1", "zones", "example.", "status"]`.
    public var path: [String]
    /// The parameters, in order.
    public var query: [Parameter]
    /// The body; `nil` if there is none.
    public var body: JSONValue?

    /// A form of these parts; no parameters and no body unless given.
    public init(_ method: Method, _ path: [String], query: [Parameter] = [], body: JSONValue? = nil) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
    }

    /// Path and query as they stand in the first line of a request.
    public var target: String {
        let path = path.map { "/" + PercentCoding.encode($0) }.joined()
        let query = query.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
        return path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    /// Takes path and query apart.
    ///
    /// - Throws: `.badRequest` where a percent sign begins no octet or a name stands twice; `.notFound` where the
    ///   target is no path.
    public init(_ method: Method, target: String, body: JSONValue? = nil) throws(ControlFailure) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first, path.hasPrefix("/") else {
            throw ControlFailure(.notFound, "the path must begin with a slash")
        }
        self.method = method
        self.body = body
        self.path = []
        self.query = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            self.path.append(try Self.decoded(part))
        }
        guard parts.count > 1, !parts[1].isEmpty else { return }
        for parameter in parts[1].split(separator: "&", omittingEmptySubsequences: false) {
            try add(parameter)
        }
    }

    private mutating func add(_ parameter: Substring) throws(ControlFailure) {
        let sides = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = try Self.decoded(sides[0])
        guard !query.contains(where: { $0.name == name }) else {
            throw ControlFailure(.badRequest, "the parameter \(name) stands twice")
        }
        query.append(Parameter(name, try Self.decoded(sides.count > 1 ? sides[1] : "")))
    }

    private static func decoded(_ text: Substring) throws(ControlFailure) -> String {
        guard let decoded = PercentCoding.decode(text) else {
            throw ControlFailure(.badRequest, "\(text) is not percent-encoded UTF-8")
        }
        return decoded
    }
}

/// Percent-encoding of path parts and parameters (RFC 3986 2.1).
enum PercentCoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// All but the unreserved characters become `%XX`.
    static func encode(_ text: String) -> String {
        var octets: [UInt8] = []
        for octet in text.utf8 {
            if isUnreserved(octet) {
                octets.append(octet)
            } else {
                octets += [0x25, digits[Int(octet >> 4)], digits[Int(octet & 15)]]
            }
        }
        return String(decoding: octets, as: UTF8.self)
    }

    /// `nil` if a percent sign is not followed by two digits, or the octets are not UTF-8.
    static func decode(_ text: Substring) -> String? {
        var octets: [UInt8] = []
        var rest = text.utf8[...]
        while let octet = rest.popFirst() {
            guard octet == 0x25 else {
                octets.append(octet)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            octets.append(high << 4 | low)
        }
        return String(validating: octets, as: UTF8.self)
    }

    private static func isUnreserved(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func digit(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x41 + 10
        case 0x61...0x66: octet - 0x61 + 10
        default: nil
        }
    }
}
