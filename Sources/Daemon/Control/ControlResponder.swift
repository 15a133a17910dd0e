import ControlProtocol
import DNSSECModel
import HTTPTypes
import HummingbirdCore
import JSON
import Logging
import NIOCore

/// Turns HTTP requests into requests of the control protocol, and what the handler says back into HTTP.
struct ControlResponder: Sendable {
    let handler: ControlServer.Handler
    let streamer: ControlServer.Streamer
    let connections: ControlConnections
    let logger: Logger

    private var limits: ControlLimits { connections.limits }

    /// What was made for a request.
    private enum Product: Sendable {
        case answer(Result<ControlAnswer, ControlFailure>)
        case stream(ControlStream)
    }

    /// Answers one request.
    @concurrent
    func respond(to request: Request, _ writer: consuming ResponseWriter, over channel: any Channel)
        async throws
    {
        // Closed before it was read: nobody is there.
        guard let connection = connections[channel] else {
            throw ControlFailure(.unavailable, "the client has gone")
        }
        guard connection.isServed else {
            let reason = connections.isStopping ? Self.stopping : Self.tooMany(limits.connections)
            let answer = Result<ControlAnswer, ControlFailure>.failure(reason)
            let text = text(of: answer)
            try await writer.write(
                response: head(of: answer, octets: text.utf8.count, closes: true),
                body: body(of: text, over: channel)
            )
            throw reason
        }
        var product: Product
        var isReadToItsEnd = true
        do throws(ControlFailure) {
            let reading = closing(channel, after: limits.readingSeconds)
            defer { reading.cancel() }
            let body = try await body(of: request)
            let understood = try understand(request, body)
            guard let peer = await PeerCredentials.peer(of: channel) else {
                throw ControlFailure(.internal, "the system does not say who is asking")
            }
            product = try await inTime(understood, connection) { await make(understood, peer) }
        } catch {
            isReadToItsEnd = error.code != .tooLarge
            product = .answer(.failure(error))
        }
        switch product {
        case .stream(let stream):
            let sending = closing(channel, after: limits.sendingSeconds)
            defer { sending.cancel() }
            try await writer.write(
                response: Self.head(status: .ok),
                body: body(of: stream, connection)
            )
        case .answer(let answer):
            let text = text(of: answer)
            try await writer.write(
                response: head(of: answer, octets: text.utf8.count, closes: !isReadToItsEnd),
                body: body(of: text, over: channel)
            )
        }
        // What is still to come of a body that is too long is not waited for.
        if !isReadToItsEnd { throw ControlFailure(.tooLarge, "the request was too long") }
    }

    private func make(_ request: ControlRequest, _ peer: Peer) async -> Product {
        switch await streamer(request, peer) {
        case .success(let long): .stream(long)
        case .failure(let failure): .answer(.failure(failure))
        case nil: .answer(await handler(request, peer))
        }
    }

    // MARK: - Bounds

    private static let stopping = ControlFailure(.unavailable, "the daemon is stopping")

    private static func tooMany(_ limit: Int) -> ControlFailure {
        ControlFailure(
            .unavailable,
            "too many connections; at most \(limit) are served at once, so try again"
        )
    }

    /// Does work for a connection: it is called off when the client goes, the daemon stops, or it takes too long.
    private func inTime<Result: Sendable>(
        _ request: ControlRequest?,
        _ connection: ControlConnection,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws(ControlFailure) -> Result {
        if connections.isStopping { throw Self.stopping }
        let seconds = request?.isLongOrder ?? false ? limits.sendingSeconds : limits.workSeconds
        let work = Task { try await body() }
        connection.begin(isLong: !(request?.isCommand ?? false)) { work.cancel() }
        let timer = connection.channel.eventLoop.scheduleTask(in: .seconds(seconds)) { work.cancel() }
        defer {
            timer.cancel()
            connection.end()
        }
        do {
            let result = try await withTaskCancellationHandler {
                try await work.value
            } onCancel: {
                work.cancel()
            }
            guard !work.isCancelled else { throw CancellationError() }
            return result
        } catch {
            throw connections.isStopping && work.isCancelled
                ? Self.stopping
                : work.isCancelled
                    ? Self.late(request, seconds) : error as? ControlFailure ?? Self.broken(error)
        }
    }

    private static func late(_ request: ControlRequest?, _ seconds: Int64) -> ControlFailure {
        let isCommand = request?.isCommand ?? false
        return ControlFailure(
            .unavailable,
            "no answer within \(seconds) seconds"
                + (isCommand
                    ? "; what was begun is carried out, see `keyturn history`" : "; ask for a shorter time")
        )
    }

    private static func broken(_ error: any Error) -> ControlFailure { ControlFailure(.internal, "\(error)") }

    /// Closes a connection after some time, unless that is cancelled.
    private func closing(_ channel: any Channel, after seconds: Int64) -> Scheduled<Void> {
        channel.eventLoop.scheduleTask(in: .seconds(seconds)) { channel.close(promise: nil) }
    }

    // MARK: - In

    private func understand(_ request: Request, _ body: JSONValue?) throws(ControlFailure) -> ControlRequest {
        guard let method = HTTPRequestForm.Method(rawValue: request.method.rawValue) else {
            throw ControlFailure(.methodNotAllowed, "\(request.method.rawValue) is used nowhere here")
        }
        return try ControlRequest(HTTPRequestForm(method, target: request.head.path ?? "", body: body))
    }

    private func body(of request: Request) async throws(ControlFailure) -> JSONValue? {
        let limit = ControlProtocolVersion.maximumRequestBody
        let tooLarge = ControlFailure(.tooLarge, "the body has more than \(limit) octets")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw tooLarge
        }
        var octets: [UInt8] = []
        do {
            for try await buffer in request.body {
                octets += buffer.readableBytesView
                if octets.count > limit { throw tooLarge }
            }
        } catch {
            throw error as? ControlFailure ?? ControlFailure(.badRequest, "the request was cut short")
        }
        guard !octets.isEmpty else { return nil }
        do throws(JSONError) {
            return try JSONValue(parsing: octets.span)
        } catch {
            throw ControlFailure(.badRequest, "the body is not JSON: \(error)")
        }
    }

    // MARK: - Out

    /// Octets that are sent at once: a client that does not read is noticed after a few of these.
    private static let pieceOctets = 65_536

    /// An answer, sent in pieces if it is long; a client that takes none for a while is cut off.
    private func body(of text: String, over channel: any Channel) -> ResponseBody {
        ResponseBody(contentLength: text.utf8.count) { writer in
            let sending = closing(channel, after: limits.sendingSeconds)
            defer { sending.cancel() }
            var rest = ByteBuffer(string: text)
            while rest.readableBytes > 0 {
                let octets = min(rest.readableBytes, Self.pieceOctets)
                guard let piece = rest.readSlice(length: octets) else { break }
                let stall = closing(channel, after: limits.stallSeconds)
                defer { stall.cancel() }
                try await writer.write(piece)
            }
            try await writer.finish(nil)
        }
    }

    /// An answer in chunks; an end that does not come tells the client that something is missing.
    private func body(of stream: ControlStream, _ connection: ControlConnection) -> ResponseBody {
        ResponseBody { writer in
            while let piece = try await inTime(nil, connection, { try await stream.next() }) {
                let stall = closing(connection.channel, after: limits.stallSeconds)
                defer { stall.cancel() }
                try await writer.write(ByteBuffer(string: piece))
            }
            try await writer.finish(nil)
        }
    }

    private static func head(status: HTTPResponse.Status) -> HTTPResponse {
        var head = HTTPResponse(status: status)
        head.headerFields[.contentType] = "application/json"
        head.headerFields[.cacheControl] = "no-store"
        return head
    }

    private func head(of answer: Result<ControlAnswer, ControlFailure>, octets: Int, closes: Bool)
        -> HTTPResponse
    {
        var head = Self.head(status: .ok)
        if case .failure(let failure) = answer {
            head.status = HTTPResponse.Status(code: failure.code.status)
        }
        head.headerFields[.contentLength] = String(octets)
        if closes { head.headerFields[.connection] = "close" }
        return head
    }

    private func text(of answer: Result<ControlAnswer, ControlFailure>) -> String {
        switch answer {
        case .success(let answer): answer.json.pretty + "\n"
        case .failure(let failure): failure.json.pretty + "\n"
        }
    }
}

extension ControlRequest {
    /// True for an order about many zones, which takes its time.
    fileprivate var isLongOrder: Bool {
        switch target {
        case .zone: false
        case .policy: true
        case nil: isCommand
        }
    }
}
