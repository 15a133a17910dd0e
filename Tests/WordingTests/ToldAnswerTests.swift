import ControlProtocol
import DNSSECModel
import JSON
import Testing
import Wording

@Suite struct `Answers as JSON documents` {
    private static let now = Instant(secondsSinceEpoch: 1_539_273_600)

    private static let event = PlanEvent(
        time: now,
        phase: .submitDS,
        subject: KeyReference(role: .ksk, id: 2, name: "KSK-2017", number: 2),
        algorithm: .ed25519,
        tag: nil,
        actor: .operator,
        dnskeyOctets: 1139,
        follows: KeyReference(role: .ksk, id: 1, tag: 19036, name: "KSK-2010"),
        spread: .days(3),
        reason: PlanReason(
            .time,
            since: now,
            interval: .hours(2),
            formula: .publicationInterval,
            summands: [TimingSummand("Dprp", .hours(1)), TimingSummand("TTLkey", .hours(1))]
        ),
        ready: now,
        latest: now + .days(1),
        late: .hours(3),
        isAssumed: true,
        approval: PlanApproval(needed: 2, of: ["root", "group dns-approvers"])
    )

    private static let document = PlanDocument(zone: .example, from: now, until: now, events: [event])

    @Test func `the plan begins with the members that other programs know, in their order`() {
        let expected = """
            {"zone":"example.","from":"2018-10-11T16:00:00Z","until":"2018-10-11T16:00:00Z","events":[{\
            "time":"2018-10-11T16:00:00Z","phase":"submit-ds","role":"ksk","algorithm":15,"tag":null,\
            "name":"KSK-2017","change":"the parent is asked for the DS of KSK-2017",\
            "because":"every cache knows the new DNSKEY RRset, 2h after 2018-10-11T16:00:00Z",\
            "formula":"RFC 7583 3.2.1: Ipub = Dprp + TTLkey + publish safety = Dprp 1h + TTLkey 1h = 2h",\
            "actor":"operator",\
            "dnskey-octets":1139,"key":2,"predecessor":1,"reason":{"kind":"time","since":"2018-10-11T16:00:00Z","until":null,\
            "interval":"2h","formula":"publicationInterval","rule":null,"awaits":null,"condition":null,"user":null,"text":null,"slot":null,\
            "policy":null,"bits":null,"months":null,"summands":[{"symbol":"Dprp","seconds":3600},{"symbol":"TTLkey","seconds":3600}]},\
            "ready":"2018-10-11T16:00:00Z","latest":"2018-10-12T16:00:00Z","late":"3h","assumed":true,\
            "approval":{"needed":2,"of":["root","group dns-approvers"]},"spread":"3d","plain-tag":null,"number":2,\
            "follows":{"role":"ksk","key":1,"tag":19036,"name":"KSK-2010","number":null},"relieves":false}],\
            "policy":null,"dnskey-octets":null,"assumptions":{"ds-delay":null,"zone-ttl":null,"negative-ttl":null,\
            "approval-delay":null},"keys":[],"milestones":[],"holds":[],"proof":null,"tasks":[]}
            """
        #expect(Self.document.told.compact == expected)
    }

    @Test func `a plan with its sentences is read as the plan that it is`() throws {
        #expect(try PlanDocument(json: JSONReader(Self.document.told)) == Self.document)
    }
}
