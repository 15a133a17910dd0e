import ControlProtocol
import DNSSECModel
import Daemon
import Glibc
import JSON
import TestKit
import Testing

@Suite struct ControlServerTests {
    static let zone = Name(uncheckedWire: [7] + Array("example".utf8) + [0])

    @Test func `every command reaches the handler with the peer that the kernel names`() async throws {
        let server = ServerUnderTest()
        let requests: [ControlRequest] = [
            .advance(AdvanceOrder(zone: Self.zone, tag: 9, phase: .sign, force: true, reason: "\u{e9}\n")),
            .roll(zone: .root, role: .ksk, start: Instant(secondsSinceEpoch: 5)),
            .dsSeen(zone: Self.zone, tag: 1, at: nil), .dsGone(zone: Self.zone, tag: 1, at: nil),
        ]
        try await server.run {
            for request in requests {
                #expect(await server.ask(request) == .success(.example))
            }
        }
        #expect(server.requests == requests)
        let own = Peer(
            userID: geteuid(),
            groupID: getegid(),
            processID: getpid(),
            user: server.peers.first?.user
        )
        #expect(server.peers.allSatisfy { $0 == own })
        if geteuid() == 0 { #expect(own.user == "root") }
    }

    @Test func `questions reach the handler too, and an answer that does not fit is noticed by the client`()
        async throws
    {
        let server = ServerUnderTest()
        let questions: [ControlRequest] = [
            .status(zone: nil), .status(zone: Self.zone), .plan(zone: Self.zone, from: nil, until: nil),
            .ds(zone: Self.zone, format: .dsset, digest: .sha384), .keys(zone: Self.zone),
            .history(zone: Self.zone, limit: 3), .reload(ReloadOrder()),
        ]
        try await server.run {
            for question in questions {
                guard case .failure(let failure) = await server.ask(question) else {
                    Issue.record("an answer to another question was taken")
                    return
                }
                #expect(failure.code == .internal)
            }
        }
        #expect(server.requests == questions)
    }

    @Test(arguments: ControlFailure.Code.allCases)
    func `a refusal comes to the client as it was made`(code: ControlFailure.Code) async throws {
        let server = ServerUnderTest()
        let failure = ControlFailure(
            code,
            "no \"no\"",
            rule: .chainFromDS,
            earliest: Instant(secondsSinceEpoch: 9)
        )
        try await server.run(answering: { _, _ in .failure(failure) }) {
            #expect(await server.ask(.reload(ReloadOrder())) == .failure(failure))
            let text = try await server.send(
                "POST /v1/reload HTTP/1.1\r\nConnection: close\r\nHost: x\r\n\r\n"
            )
            #expect(text.hasPrefix("HTTP/1.1 \(code.status) "))
        }
    }

    @Test(arguments: [
        ("GET /nothing HTTP/1.1", "404", "not-found"),
        ("GET /v1/reload HTTP/1.1", "405", "method-not-allowed"),
        ("DELETE /v1/status HTTP/1.1", "405", "method-not-allowed"),
        ("GET /v1/zones/a..b/status HTTP/1.1", "400", "bad-request"),
    ])
    func `what cannot be understood is refused in JSON and never reaches the handler`(
        line: String,
        status: String,
        code: String
    ) async throws {
        let server = ServerUnderTest()
        try await server.run {
            let text = try await server.send("\(line)\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(text)")
            #expect(text.contains("\"code\": \"\(code)\""))
            #expect(text.contains("Content-Type: application/json"))
        }
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: ["{", "[1,]", "nonsense", #"{"tag":1,"tag":2}"#])
    func `a body that is no JSON is refused`(body: String) async throws {
        let server = ServerUnderTest()
        try await server.run {
            let head = "POST /v1/zones/example/advance HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            let text = try await server.send("\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(text.hasPrefix("HTTP/1.1 400 "), "\(text)")
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `a body beyond the limit is refused, announced or not, and the server lives on`() async throws
    {
        let server = ServerUnderTest()
        let long = ControlProtocolVersion.maximumRequestBody + 1
        try await server.run {
            let head = "POST /v1/zones/example/advance HTTP/1.1\r\nHost: x\r\n"
            let announced = try await server.send("\(head)Content-Length: \(long)\r\n\r\n")
            #expect(announced.hasPrefix("HTTP/1.1 413 "), "\(announced)")
            let chunk = String(long, radix: 16) + "\r\n" + String(repeating: " ", count: long) + "\r\n"
            let chunked = try await server.send("\(head)Transfer-Encoding: chunked\r\n\r\n\(chunk)")
            #expect(chunked.hasPrefix("HTTP/1.1 413 "), "\(chunked)")
            #expect(await server.ask(.roll(zone: .root, role: .ksk, start: nil)) == .success(.example))
        }
        #expect(server.requests.count == 1)
    }

    @Test func `octets that are no HTTP do not harm the server`() async throws {
        let server = ServerUnderTest()
        try await server.run {
            _ = try await server.send("\u{0}\u{1}garbage\r\n\r\n")
            #expect(await server.ask(.roll(zone: .root, role: .ksk, start: nil)) == .success(.example))
        }
    }

    @Test func `one connection carries several requests`() async throws {
        let server = ServerUnderTest()
        try await server.run {
            let request = "POST /v1/reload HTTP/1.1\r\nHost: x\r\n"
            let text = try await server.send("\(request)\r\n\(request)Connection: close\r\n\r\n")
            #expect(text.split(separator: "HTTP/1.1 200").count == 2, "\(text)")
        }
        #expect(server.requests == [.reload(ReloadOrder()), .reload(ReloadOrder())])
    }

    @Test(.enabled(if: ExternalTool("curl").isExpected, "curl is missing"))
    func `curl can ask`() async throws {
        let server = ServerUnderTest()
        try await server.run {
            let path = server.path
            let run = await onThread {
                ToolRun(
                    "curl",
                    [
                        "-sS", "--fail", "--unix-socket", path, "-d", #"{"role":"zsk"}"#,
                        "http://localhost/v1/zones/example/roll",
                    ]
                )
            }
            #expect(run?.status == 0)
            #expect(run?.output == ControlAnswer.example.json.pretty + "\n")
        }
        #expect(server.requests == [.roll(zone: Self.zone, role: .zsk, start: nil)])
    }
}
