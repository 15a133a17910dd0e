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
    let logger: Logger

    /// Answers one request.
    @concurrent
    func respond(to request: Request, _ writer: consuming ResponseWriter, over channel: any Channel)
        async throws
    {
        var answer: Result<ControlAnswer, ControlFailure>
        var stream: ControlStream?
        var isReadToItsEnd = true
        do throws(ControlFailure) {
            let body = try await body(of: request)
            let understood = try understand(request, body)
            guard let peer = await PeerCredentials.peer(of: channel) else {
                throw ControlFailure(.internal, "the system does not say who is asking")
            }
            switch await streamer(understood, peer) {
            case .success(let long):
                stream = long
                answer = .failure(ControlFailure(.internal, "the answer is a stream"))
            case .failure(let failure): answer = .failure(failure)
            case nil: answer = await handler(understood, peer)
            }
        } catch {
            isReadToItsEnd = error.code != .tooLarge
            answer = .failure(error)
        }
        if let stream {
            return try await writer.write(response: Self.head(status: .ok), body: body(of: stream))
        }
        try await writer.write(
            response: head(of: answer, closes: !isReadToItsEnd),
            body: self.body(of: answer)
        )
        // What is still to come of a body that is too long is not waited for.
        if !isReadToItsEnd { throw ControlFailure(.tooLarge, "the request was too long") }
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

    /// An answer in chunks; an end that does not come tells the client that something is missing.
    private func body(of stream: ControlStream) -> ResponseBody {
        ResponseBody { writer in
            while let piece = try await stream.next() { try await writer.write(ByteBuffer(string: piece)) }
            try await writer.finish(nil)
        }
    }

    private static func head(status: HTTPResponse.Status) -> HTTPResponse {
        var head = HTTPResponse(status: status)
        head.headerFields[.contentType] = "application/json"
        head.headerFields[.cacheControl] = "no-store"
        return head
    }

    private func head(of answer: Result<ControlAnswer, ControlFailure>, closes: Bool) -> HTTPResponse {
        var head = Self.head(status: .ok)
        if case .failure(let failure) = answer {
            head.status = HTTPResponse.Status(code: failure.code.status)
        }
        head.headerFields[.contentLength] = String(text(of: answer).utf8.count)
        if closes { head.headerFields[.connection] = "close" }
        return head
    }

    private func body(of answer: Result<ControlAnswer, ControlFailure>) -> ResponseBody {
        ResponseBody(byteBuffer: ByteBuffer(string: text(of: answer)))
    }

    private func text(of answer: Result<ControlAnswer, ControlFailure>) -> String {
        switch answer {
        case .success(let answer): answer.json.pretty + "\n"
        case .failure(let failure): failure.json.pretty + "\n"
        }
    }
}
