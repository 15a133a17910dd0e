import DNSSECModel
import JSON
import Synchronization
import TestKit
import Testing
import Wording

@testable import ControlProtocol
@testable import Daemon

/// Answers that come piece by piece.
struct LongAnswerTests {
    private static let document: JSONValue = [
        "version": 1, "text": "a ] } , \" \\ {",
        "zones": [
            ["zone": "a.", "steps": [["x": "}]"], []], "text": "\\\" ,"], ["zone": "b."], [:],
        ],
    ]

    private static var zones: [JSONValue] {
        if case .array(let zones)? = document["zones"] { zones } else { [] }
    }

    private func written(_ zones: [JSONValue]) -> String {
        guard case .object(let members) = Self.document else { return "" }
        var writer = JSONListWriter(Array(members.dropLast()), list: "zones")
        var text = writer.opening
        for zone in zones { text += writer.element(zone) }
        return text + writer.closing
    }

    @Test func `written piece by piece a document is the same as at once`() {
        #expect(written(Self.zones) == Self.document.pretty + "\n")
        guard case .object(var members) = Self.document else { return }
        members[members.count - 1].value = []
        #expect(written([]) == JSONValue.object(members).pretty + "\n")
    }

    @Test(arguments: 0..<40)
    func `however it is cut, a document comes apart into its elements and the rest`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let text = seed.isMultiple(of: 2) ? Self.document.pretty : Self.document.compact
        var rest = Array(text.utf8)[...]
        var splitter = JSONListSplitter()
        var elements: [JSONValue] = []
        while !rest.isEmpty {
            let part = rest.prefix(Int.random(in: 1...9, using: &random))
            rest = rest.dropFirst(part.count)
            try splitter.take(Array(part)) { octets throws in
                elements.append(try JSONValue(parsing: octets.span))
            }
        }
        #expect(elements == Self.zones, "seed \(seed)")
        guard case .object(var members) = Self.document else { return }
        members[members.count - 1].value = []
        #expect(try JSONValue(parsing: splitter.frame.span) == .object(members), "seed \(seed)")
    }

    // MARK: - HTTP

    private func parsed(_ text: String, cutting size: Int) -> HTTPResponseParser {
        var parser = HTTPResponseParser()
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            _ = parser.take(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return parser
    }

    @Test func `a response in chunks is read as one of a length is`() {
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na;x=y\r\n\r\n12345678\r\n0\r\n\r\n"
        let response = HTTPResponseText(Array(chunked.utf8))
        #expect(response?.body == Array("abc\r\n12345678".utf8))
        for size in 1...chunked.utf8.count { #expect(parsed(chunked, cutting: size).isComplete, "\(size)") }
        let counted = "HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nabc"
        #expect(HTTPResponseText(Array(counted.utf8))?.status == 404)
        #expect(parsed(counted, cutting: 1).isComplete)
    }

    @Test func `a response that is cut anywhere is not complete`() {
        let texts = [
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
        ]
        for text in texts {
            for count in 0..<text.utf8.count {
                #expect(HTTPResponseText(Array(text.utf8.prefix(count))) == nil, "\(count)")
            }
            #expect(HTTPResponseText(Array(text.utf8) + [0x41]) == nil)
        }
        #expect(HTTPResponseText(Array("HTTP/1.1 200 OK\r\n\r\n".utf8)) == nil)
        #expect(
            HTTPResponseText(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n".utf8)) == nil
        )
    }

    // MARK: - Zones

    @Test func `two thousand zones come one by one, to status and to plan`() async throws {
        let world = EngineWorld(zones: (0..<2000).map { "zone\($0)" })
        let engine = try world.open()
        let now = world.now
        let server = ServerUnderTest()
        try await server.run(streaming: { request, _ in engine.stream(request, now: now) }) {
            for request in [ControlRequest.status(zone: nil), .plans(from: nil, until: nil)] {
                let (names, largest, frame) = await onThread { Self.follow(request, at: server.path) }
                #expect(names.count == 2000)
                #expect(Set(names).count == 2000)
                #expect(largest < 1 << 20)
                #expect(throws: Never.self) {
                    _ = try ControlAnswer(json: JSONReader(try JSONValue(parsing: frame.span)), to: request)
                }
            }
        }
    }

    /// The zones of an answer, the largest piece of it that was held, and the rest.
    private static func follow(_ request: ControlRequest, at path: String) -> ([String], Int, [UInt8]) {
        var splitter = JSONListSplitter()
        var names: [String] = []
        var largest = 0
        try? ControlClient(path: path, timeLimit: 60).stream(request) { octets in
            largest = max(largest, octets.count)
            try splitter.take(octets) { octets throws in
                guard case .string(let name)? = try JSONValue(parsing: octets.span)["zone"] else { return }
                names.append(name)
            }
        }
        return (names, largest, splitter.frame)
    }

    @Test func `the plan of all zones is the plan of each`() async throws {
        let world = EngineWorld(zones: ["a", "b"])
        try world.run()
        let engine = try #require(world.engine)
        let (from, until) = (world.now, world.now + .days(40))
        let stream = try #require(try engine.stream(.plans(from: from, until: until), now: from)?.get())
        var text = ""
        while let piece = try await stream.next() { text += piece }
        guard case .array(let zones)? = try JSONValue(parsing: Array(text.utf8).span)["zones"] else {
            Issue.record("no zones")
            return
        }
        #expect(zones.count == 2)
        for value in zones {
            let plan = try ZonePlan(json: JSONReader(value))
            let request = ControlRequest.plan(zone: plan.zone, from: from, until: until)
            guard case .plan(let document) = try world.ask(request).get() else { throw MissingZone() }
            #expect(plan.steps.count > 3)
            #expect(plan.steps.map { $0.change() } == document.events.map { $0.change() })
            #expect(plan.steps.map(\.time) == document.events.map(\.time))
            #expect(plan.error == nil)
        }
    }

    @Test func `a time that cannot be looked at is refused`() throws {
        let engine = try EngineWorld().open()
        let now = EngineWorld.start
        for request in [
            ControlRequest.plans(from: now, until: now - .days(1)),
            .plans(from: nil, until: now + .days(40_000)),
        ] {
            guard case .failure(let failure)? = engine.stream(request, now: now) else {
                Issue.record("\(request) is answered")
                continue
            }
            #expect(failure.code == .badRequest)
        }
        #expect(engine.stream(.reload, now: now) == nil)
    }
}
