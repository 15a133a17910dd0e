import ControlProtocol
import DNSSECModel
import JSON
import TestKit
import Testing

@Suite struct RequestFormTests {
    static let moment = Instant(secondsSinceEpoch: 1_539_273_600)

    static func requests(_ zone: Name) -> [ControlRequest] {
        [
            .status(zone: nil), .status(zone: zone), .plan(zone: zone, from: nil, until: nil),
            .plan(zone: zone, from: moment, until: moment + .days(9)),
            .plans(from: nil, until: nil), .plans(from: moment, until: moment + .days(9)),
            .whatIf(PlanQuestion(zone: zone)),
            .whatIf(
                PlanQuestion(
                    zone: zone,
                    from: moment,
                    until: moment + .days(9),
                    policy: PlanQuestion.Policy(name: "b", text: "version: 1\n\"\u{e9}\u{1F511}"),
                    dsDelay: .days(2),
                    approvalDelay: .hours(1),
                    proves: true,
                    offline: .days(3)
                )
            ),
            .advance(AdvanceOrder(zone: zone, tag: 0, phase: .publish)),
            .advance(
                AdvanceOrder(
                    zone: zone,
                    tag: 65535,
                    phase: .remove,
                    force: true,
                    reason: "a \"b\" \u{e9} & ?="
                )
            ),
            .roll(zone: zone, role: .csk, start: nil), .roll(zone: zone, role: .zsk, start: moment),
            .roll(RollOrder(zone: zone, role: .ksk, isEmergency: true, reason: "stolen")),
            .hold(HoldOrder(target: .zone(zone), reason: "a \"b\"")),
            .hold(HoldOrder(target: .zone(zone), tag: 7, phase: .sign, until: moment, reason: "r")),
            .hold(HoldOrder(target: .policy("a/b c"), phase: .submitDS, reason: "r")),
            .release(ReleaseOrder(target: .zone(zone))),
            .release(ReleaseOrder(target: .policy("x"), tag: 65535, phase: .revoke, reason: "r")),
            .abort(AbortOrder(zone: zone, reason: "r")),
            .abort(AbortOrder(zone: zone, subject: .role(.csk), reason: "r")),
            .abort(AbortOrder(zone: zone, subject: .key(0), reason: "r")),
            .vote(VoteOrder(zone: zone, gate: GateName(phase: .sign), approves: true)),
            .vote(
                VoteOrder(zone: zone, gate: GateName(phase: .revoke, tag: 9), approves: true, reason: "ok")
            ),
            .vote(
                VoteOrder(
                    zone: zone,
                    gate: GateName(phase: .submitDS, role: .csk),
                    approves: false,
                    reason: "r"
                )
            ),
            .explain(zone: zone, tag: nil), .explain(zone: zone, tag: 4711),
            .ds(zone: zone, format: .cdnskey, digest: .sha384),
            .ds(zone: zone, format: .json, digest: .sha256),
            .dsSeen(zone: zone, tag: 20326, at: nil), .dsGone(zone: zone, tag: 20326, at: moment),
            .keys(zone: zone), .history(zone: zone, limit: nil), .history(zone: zone, limit: 7),
            .reload(ReloadOrder()), .reload(ReloadOrder(isDryRun: true)),
            .reload(ReloadOrder(isConfirmed: true)), .acceptClock(reason: "a \"b\""), .recover(zone: zone),
            .publish(PublishOrder(zone: zone, guards: [.shrink, .names], reason: "a \"b\"")),
        ]
    }

    @Test(arguments: [
        "example.", ".", "a\\.b.example.", "x/y.example.", "100\\%.?&=.example.", "\\195\\188.de.",
    ])
    func `every request survives the way through HTTP`(zone: String) throws {
        for request in Self.requests(try Name(zone)) {
            let form = request.form
            let text = form.body?.compact
            let body = try text.map { try JSONValue(parsing: Array($0.utf8).span) }
            let arrived = try HTTPRequestForm(form.method, target: form.target, body: body)
            #expect(arrived == form)
            #expect(try ControlRequest(arrived) == request)
            #expect(form.target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C })
        }
    }

    @Test func `every word of the protocol has a request, and is the last part of its path`() {
        let requests = Self.requests(.example)
        #expect(Set(requests.map(\.verb)) == Set(ControlVerb.allCases))
        for request in requests { #expect(request.form.path.last == request.verb.rawValue) }
        let commands = Set(requests.filter(\.isCommand).map(\.verb))
        #expect(commands == Set(ControlVerb.allCases.filter(\.isCommand)))
    }

    @Test(arguments: [
        ("GET", "/v1/status", ControlRequest.status(zone: nil)),
        ("GET", "/v1/status?", .status(zone: nil)),
        ("GET", "/v1/zones/example/status", .status(zone: .example)),
        ("GET", "/v1/zones/EXAMPLE./keys", .keys(zone: .example)),
        ("GET", "/v1/zones/./keys", .keys(zone: .root)),
        ("GET", "/v1/zones/%2e/keys", .keys(zone: .root)),
        ("GET", "/v1/zones/example/ds", .ds(zone: .example, format: .ds, digest: .sha256)),
        (
            "GET", "/v1/zones/example/plan?from=20181011160000",
            .plan(zone: .example, from: RequestFormTests.moment, until: nil)
        ),
        (
            "GET", "/v1/zones/example/plan?until=2018-10-11T16%3a00%3A00Z",
            .plan(zone: .example, from: nil, until: RequestFormTests.moment)
        ),
    ])
    func `what a person types after curl is understood`(
        method: String,
        target: String,
        expected: ControlRequest
    ) throws {
        let method = try #require(HTTPRequestForm.Method(rawValue: method))
        #expect(try ControlRequest(HTTPRequestForm(method, target: target)) == expected)
    }

    @Test(arguments: [
        ("GET", "", ControlFailure.Code.notFound), ("GET", "/", .notFound), ("GET", "/v1", .notFound),
        ("GET", "/v2/status", .notFound), ("GET", "/v1/status/", .notFound),
        ("GET", "/v1//status", .notFound),
        ("GET", "/v1/nothing", .notFound), ("GET", "/v1/zones/example", .notFound),
        ("GET", "/v1/zones/example/nothing", .notFound), ("GET", "/v1/zone/example/status", .notFound),
        ("GET", "/v1/zones/example/status/more", .notFound), ("GET", "v1/status", .notFound),
        ("POST", "/v1/status", .methodNotAllowed), ("GET", "/v1/reload", .methodNotAllowed),
        ("GET", "/v1/zones/example/advance", .methodNotAllowed),
        ("POST", "/v1/zones/example/ds", .methodNotAllowed),
        ("GET", "/v1/status?x=1", .badRequest), ("GET", "/v1/zones/a..b/status", .badRequest),
        ("GET", "/v1/zones//status", .badRequest), ("GET", "/v1/zones/%/status", .badRequest),
        ("GET", "/v1/zones/%4/status", .badRequest), ("GET", "/v1/zones/%zz/status", .badRequest),
        ("GET", "/v1/zones/%FF/status", .badRequest),
        ("GET", "/v1/zones/example/plan?from=now", .badRequest),
        ("GET", "/v1/zones/example/plan?from=+30d", .badRequest),
        ("GET", "/v1/zones/example/plan?from=1&from=2", .badRequest),
        ("GET", "/v1/zones/example/plan?until=2018-02-30", .badRequest),
        ("GET", "/v1/zones/example/history?limit=0", .badRequest),
        ("GET", "/v1/zones/example/history?limit=-1", .badRequest),
        ("GET", "/v1/zones/example/history?limit=many", .badRequest),
        ("GET", "/v1/zones/example/ds?format=epp", .badRequest),
        ("GET", "/v1/zones/example/ds?digest=sha1", .badRequest),
        ("GET", "/v1/zones/example/ds?format", .badRequest),
        ("GET", "/v1/zones/example/hold", .methodNotAllowed),
        ("POST", "/v1/zones/example/explain", .methodNotAllowed),
        ("GET", "/v1/zones/example/explain?key=70000", .badRequest),
        ("GET", "/v1/policies/default/hold", .methodNotAllowed),
        ("POST", "/v1/policies/default/abort", .notFound), ("POST", "/v1/policies//hold", .badRequest),
    ])
    func `a wrong path, method or parameter is refused`(
        method: String,
        target: String,
        code: ControlFailure.Code
    ) throws {
        let method = try #require(HTTPRequestForm.Method(rawValue: method))
        let failure = #expect(throws: ControlFailure.self) {
            _ = try ControlRequest(HTTPRequestForm(method, target: target))
        }
        #expect(failure?.code == code)
    }

    @Test(arguments: [
        ("advance", "null"), ("advance", "[]"), ("advance", "{}"), ("advance", #"{"tag":1}"#),
        ("advance", #"{"tag":65536,"phase":"sign"}"#), ("advance", #"{"tag":-1,"phase":"sign"}"#),
        ("advance", #"{"tag":"1","phase":"sign"}"#), ("advance", #"{"tag":1,"phase":"generate"}"#),
        ("advance", #"{"tag":1,"phase":"fly"}"#), ("advance", #"{"tag":1,"phase":"sign","force":true}"#),
        ("advance", #"{"tag":1,"phase":"sign","force":true,"reason":null}"#),
        ("advance", #"{"tag":1,"phase":"sign","force":true,"reason":""}"#),
        ("advance", #"{"tag":1,"phase":"sign","force":1}"#),
        ("advance", #"{"tag":1,"phase":"sign","more":1}"#),
        ("roll", "{}"), ("roll", #"{"role":"dsk"}"#), ("roll", #"{"role":"ksk","start":"+1d"}"#),
        ("roll", #"{"role":"ksk","start":1539273600}"#), ("ds-seen", "{}"),
        ("ds-seen", #"{"tag":1,"at":"now"}"#),
        ("ds-gone", #"{"tag":1.5}"#), ("ds-gone", #"{"at":null}"#),
        ("roll", #"{"role":"ksk","emergency":true}"#), ("roll", #"{"role":"ksk","emergency":1}"#),
        ("hold", "{}"), ("hold", #"{"reason":""}"#), ("hold", #"{"reason":"  "}"#),
        ("hold", #"{"reason":"r","phase":"ds-seen"}"#), ("hold", #"{"reason":"r","until":"+1d"}"#),
        ("hold", #"{"reason":"r","key":"1"}"#), ("release", #"{"until":null}"#),
        ("abort", "{}"), ("abort", #"{"reason":"r","key":1,"role":"ksk"}"#),
        ("approve", "{}"), ("approve", #"{"gate":"fly"}"#), ("approve", #"{"gate":"a/b/sign"}"#),
        ("approve", #"{"gate":"dsk/sign"}"#), ("approve", #"{"gate":"/sign"}"#),
        ("refuse", #"{"gate":"sign"}"#), ("refuse", #"{"gate":"sign","reason":null}"#),
    ])
    func `a wrong body is refused`(verb: String, body: String) throws {
        let body = try JSONValue(parsing: Array(body.utf8).span)
        let failure = #expect(throws: ControlFailure.self) {
            _ = try ControlRequest(HTTPRequestForm(.post, target: "/v1/zones/example/\(verb)", body: body))
        }
        #expect(failure?.code == .badRequest)
    }

    @Test func `a body where none is expected is refused, an empty object is not`() throws {
        #expect(
            try ControlRequest(HTTPRequestForm(.post, target: "/v1/reload", body: [:]))
                == .reload(ReloadOrder())
        )
        #expect(throws: ControlFailure.self) {
            _ = try ControlRequest(HTTPRequestForm(.post, target: "/v1/reload", body: ["zone": "example."]))
        }
    }

    @Test func `octets at random never stop the reading of a target`() {
        var random = SplitMix64(seed: 7)
        let pieces = [
            "/", "v1", "zones", "%2e", "%", "?", "&", "=", "status", "limit", "a", "\u{e9}", ".", "%00", "\\",
        ]
        for _ in 0..<5000 {
            let count = Int.random(in: 0...12, using: &random)
            let target = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard let form = try? HTTPRequestForm(.get, target: target) else { continue }
            #expect((try? HTTPRequestForm(.get, target: form.target)) == form, "\(target)")
        }
    }
}

extension Name {
    static let example = Name(uncheckedWire: [7] + Array("example".utf8) + [0])
}
