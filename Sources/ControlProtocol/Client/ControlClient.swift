import DNSSECModel
import JSON
import SystemIO

/// Asks a daemon over its control socket.
///
/// One connection for each request, one request at a time: a command-line tool needs no more.
public struct ControlClient: Sendable {
    /// Seconds within which the daemon must say something: it may first finish the signing of a large zone.
    public static let timeLimit = 120
    /// The longest answer that is read, in octets: a long journal.
    static let maximumAnswer = 1 << 30

    /// The socket's path.
    public let path: String
    private let timeLimit: Int

    /// A client of the daemon that listens at a path.
    public init(path: String, timeLimit: Int = ControlClient.timeLimit) {
        self.path = path
        self.timeLimit = timeLimit
    }

    /// Asks, and waits for the answer.
    ///
    /// - Throws: What the daemon refuses, or `.unavailable` where none can be reached.
    public func ask(_ request: ControlRequest) throws(ControlFailure) -> ControlAnswer {
        let octets = try reaching { () throws(SystemError) in
            try sent(request.form).receive(limit: Self.maximumAnswer)
        }
        guard let response = HTTPResponseText(octets) else { throw Self.hungUp }
        do {
            let reader = JSONReader(try JSONValue(parsing: response.body.span))
            if response.status != 200 { throw try ControlFailure(json: reader) }
            return try ControlAnswer(json: reader, to: request)
        } catch {
            throw error as? ControlFailure
                ?? ControlFailure(.internal, "the answer of the daemon is not understood: \(error)")
        }
    }

    /// Asks, and gives the octets of the answer to `body` as they come, so that a long one need not be held.
    ///
    /// - Throws: What the daemon refuses, `.unavailable` where none can be reached or the answer ends too early, or what
    ///   `body` throws.
    public func stream(_ request: ControlRequest, _ body: ([UInt8]) throws -> Void) throws {
        var parser = HTTPResponseParser()
        var refusal: [UInt8] = []
        let connection = try reaching { () throws(SystemError) in try sent(request.form) }
        while let octets = try reaching({ () throws(SystemError) in try connection.receiveSome() }) {
            let part = parser.take(octets)
            if parser.status == 200 { try body(part) } else { refusal += part }
        }
        guard parser.isComplete, let status = parser.status else { throw Self.hungUp }
        guard status != 200 else { return }
        do {
            throw try ControlFailure(json: JSONReader(try JSONValue(parsing: refusal.span)))
        } catch {
            throw error as? ControlFailure
                ?? ControlFailure(.internal, "the answer of the daemon is not understood: \(error)")
        }
    }

    /// A connection over which the request was sent.
    private func sent(_ form: HTTPRequestForm) throws(SystemError) -> UnixConnection {
        let connection = try UnixConnection(to: path, timeLimit: timeLimit)
        let body = form.body?.compact ?? ""
        var head =
            "\(form.method.rawValue) \(form.target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        if form.method == .post {
            head += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        try connection.send(Array("\(head)\r\n\(body)".utf8))
        return connection
    }

    // MARK: - Nobody there

    private func reaching<Result: ~Copyable>(
        _ body: () throws(SystemError) -> Result
    ) throws(ControlFailure) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw failure(error)
        }
    }

    private static let hungUp = ControlFailure(
        .unavailable,
        "the daemon cannot be asked: it hung up before it had answered"
    )

    private func failure(_ error: SystemError) -> ControlFailure {
        if error.isForbidden {
            return ControlFailure(
                .notAllowed,
                "you may not use the socket \(path); be root, or a member of the group that ls -l shows for it"
            )
        }
        if error.isLate {
            return ControlFailure(
                .unavailable,
                "the daemon at \(path) said nothing for \(timeLimit) seconds"
            )
        }
        if error.isMissing || error.isRefused {
            return ControlFailure(
                .unavailable,
                "no daemon answers at \(path); start it with systemctl start keyturnd, or with keyturnd "
                    + "--config FILE, or name its socket with --socket PATH"
            )
        }
        if error.isTooLong {
            return ControlFailure(
                .unavailable,
                "the path \(path) is too long for a socket; expected at most "
                    + "\(UnixConnection.maximumPathOctets) octets"
            )
        }
        return ControlFailure(.unavailable, "the daemon cannot be asked: \(error)")
    }
}
