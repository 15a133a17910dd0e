import ControlProtocol
import DNSSECModel
import TestKit
import Testing
import Timeline

@testable import Daemon

/// `ds: none` on a zone with a DS at the parent: no roll could ever change that DS.
struct ParentlessPolicyTests {
    private static let parentless =
        EngineWorld.policyText.replacing("    rfc5011: { add-hold-down: 30d, revoked: 30d }\n", with: "")
        + "parent: { ds: none, cds: false }\n"
    private static let sentence = "the parent holds a DS of the zone's KSK, and no roll could change it"

    /// A zone with a DS, and its policy replaced by one without a parent.
    private func changed() throws -> EngineWorld {
        let world = EngineWorld()
        try world.live(until: EngineWorld.start + .days(2))
        try world.confirmParent()
        try world.live(until: EngineWorld.start + .days(5))
        world.folder.write(Self.parentless, to: "policies/default.yaml")
        return world
    }

    @Test func `check refuses it, at its place in the file`() throws {
        let world = try changed()
        let (complaints, exit) = Engine.check(configurationFile: world.folder.path("keyturn.yaml"))
        #expect(exit == 78)
        let error = try #require(complaints.first { $0.contains(": error: ") })
        #expect(
            error.contains(
                "default.yaml:11:15: error: `ds: none`, but the parent holds a DS of the KSK of example.: "
            )
        )
    }

    @Test func `a reload refuses it and changes nothing`() throws {
        let world = try changed()
        guard case .reload(let report) = try world.ask(.reload(ReloadOrder(isConfirmed: true))).get() else {
            throw MissingZone()
        }
        #expect(
            report.problems.count == 1 && report.problems[0].contains(Self.sentence),
            "\(report.problems)"
        )
        #expect(try world.report().policy?.parent.ds == .manual)
    }

    @Test func `after a start the zone goes on under the policy before, until the DS is gone`() throws {
        let world = try changed()
        try world.restart()
        let keys = world.keyFiles()
        try world.live(until: EngineWorld.start + .days(45))
        #expect(world.keyFiles().count > keys.count)
        let report = try world.report()
        #expect(report.policy?.parent.ds == .manual)
        let trouble = try #require(report.troubles[.policy]?.trouble)
        #expect(trouble == .policyKept(.conflict(.dsWithoutParent(.ksk))))
        #expect(trouble.description.contains(Self.sentence))
    }

    /// What an earlier version let pass is in force, and goes on with an error in its status.
    @Test func `a zone that has long been so goes on with a word in its status`() throws {
        let world = EngineWorld(zones: [])
        let earlier = EarlierInstallation.all[0]
        earlier.copy(to: world.folder)
        let file = "policies/gated.yaml"
        let text = String(decoding: world.folder.read(file) ?? [], as: UTF8.self)
        world.folder.write(text + "parent: { ds: none, cds: false }\n", to: file)
        let (complaints, exit) = Engine.check(configurationFile: world.folder.path("keyturn.yaml"))
        #expect(exit == 0, "\(complaints)")
        #expect(complaints.contains { $0.contains("warning: `ds: none`, but the parent holds a DS") })
        world.now = Instant(secondsSinceEpoch: earlier.end)
        try world.live(until: world.now + .days(20))
        let report = try world.report("gated.example")
        #expect(report.troubles[.policy]?.trouble == .conflict(.dsWithoutParent(.ksk)))
        #expect(try #require(report.signaturesExpire) > world.now)
    }
}
