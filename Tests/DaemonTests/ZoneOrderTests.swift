import DNSSECModel
import Testing

@testable import Daemon

struct ZoneOrderTests {
    private func configuration(_ zone: String, _ file: String, _ output: String) throws -> ZoneConfiguration {
        ZoneConfiguration(
            name: try Name(absolute: zone),
            file: file,
            output: output,
            position: SourcePosition(file: "", line: 1, column: 1)
        )
    }

    @Test(arguments: [
        ("example.", "/zones/example.zone", "/signed/example.zone"),
        ("example.", "/example/example", "example"), ("example.", "/zones/other", "/signed/Example"),
        ("example.", "/zones/ex", ""), (".", "/zones/root", "/signed/root"),
        ("xn--bcher-kva.example.", "/z/xn--bcher-kva.example.zone", "/z/xn--bcher-kva.example."),
        ("a.", "/a/aa/aaa", "aaaa"), ("e.", "/zönes/ë.zone", "/zönes/é/e"),
    ])
    func `a path comes back as it was, on a shelf and without`(zone: String, file: String, output: String)
        throws
    {
        let configuration = try configuration(zone, file, output)
        let (shelved, plain) = (ZoneOrder(configuration, nil, PathShelf()), ZoneOrder(configuration, nil))
        for order in [shelved, plain] {
            #expect(order.file == file)
            #expect(order.output == output)
        }
        #expect(shelved == plain)
        #expect(shelved.print == plain.print)
    }

    @Test
    func `orders that differ in anything are not equal`() throws {
        let shelf = PathShelf()
        let order = ZoneOrder(try configuration("a.", "/z/a.zone", "/s/a.zone"), nil, shelf)
        for (zone, file, output) in [
            ("b.", "/z/a.zone", "/s/a.zone"), ("a.", "/z/b.zone", "/s/a.zone"), ("a.", "/z/a.zone", "/s/a"),
        ] {
            #expect(ZoneOrder(try configuration(zone, file, output), nil, shelf) != order)
        }
        var other = try configuration("a.", "/z/a.zone", "/s/a.zone")
        other.policy = "other"
        #expect(ZoneOrder(other, nil, shelf) != order)
        other.policy = DaemonConfiguration.Default.policy
        other.hooks.published = ["true"]
        #expect(ZoneOrder(other, nil, shelf) != order)
    }

    @Test
    func `more ends than are worth sharing are kept in the paths themselves`() throws {
        let shelf = PathShelf()
        for number in 0..<3000 {
            let file = "/customers/\(number)/a/zone"
            #expect(ZoneOrder(try configuration("a.", file, "\(file).signed"), nil, shelf).file == file)
        }
        #expect(shelf.count <= 1024)
    }
}
