import DNSSECModel
import Testing

@testable import PolicyFile

@Suite struct ConfigurationFileTests {
    private func read(_ text: String, file: String = "/etc/keyturn/keyturn.yaml") -> ConfigurationReading {
        ConfigurationFile.read(octets: Array(text.utf8).span, file: file)
    }

    @Test(arguments: [
        ("zones/a.zone", "/etc/keyturn/zones/a.zone"), ("./a", "/etc/keyturn/a"),
        ("a//b", "/etc/keyturn/a/b"),
        ("a/./b", "/etc/keyturn/a/b"), ("a/", "/etc/keyturn/a"), ("a/.", "/etc/keyturn/a"),
        ("../a", "/etc/keyturn/../a"), (".a/..b", "/etc/keyturn/.a/..b"), ("/a", "/a"), ("//a", "/a"),
        ("/", "/"), ("/.", "/"), (".", "/etc/keyturn"), ("", "/etc/keyturn"),
    ])
    func `a path is completed and made plain`(path: String, whole: String) {
        #expect(PathResolver(file: "/etc/keyturn/keyturn.yaml").resolve(path) == whole)
    }

    @Test(arguments: [(".", "."), ("./.", "."), ("a", "a"), ("./a/b", "a/b"), ("..", "..")])
    func `a path beside a file without a folder stays relative`(path: String, whole: String) {
        #expect(PathResolver(file: "keyturn.yaml").resolve(path) == whole)
    }

    @Test(arguments: BadFile.configurations)
    func `a broken configuration is refused with the fault that its file is named by`(file: BadFile) throws {
        let path = "\(Fixture.tests)/BadConfiguration/\(file.name).yaml"
        let octets = try #require(Fixture.octets(path))
        let reading = ConfigurationFile.read(octets: octets.span, file: path)
        #expect(reading.configuration == nil)
        #expect(reading.diagnostics.map(Fault.init) == file.faults)
        for diagnostic in reading.diagnostics {
            let text = diagnostic.description
            #expect(text.contains("; expected ") || text.contains("; did you mean `"), "\(text)")
        }
    }

    @Test func `every broken configuration has its expectation`() {
        let names = Fixture.names("\(Fixture.tests)/BadConfiguration")
        #expect(names == Set(BadFile.configurations.map(\.name)))
        #expect(names.count >= 20)
    }

    @Test func `a configuration of a version alone has the documented defaults and no zone`() throws {
        let configuration = try #require(read("version: 1\n").configuration)
        #expect(configuration == DaemonConfiguration())
        #expect(configuration.state == "/var/lib/keyturn")
        #expect(configuration.policies == "/etc/keyturn/policies")
        #expect(configuration.socket == "/run/keyturn/control.sock")
        #expect(configuration.socketGroup == nil)
        #expect(configuration.logLevel == .info)
        #expect(configuration.threads == nil)
        #expect(configuration.servers == nil)
    }

    /// Every key of a configuration.
    static let complete = """
        version: 1
        state: /srv/state
        policies: /srv/policies
        socket: /srv/socket
        socket-group: dns
        log-level: debug
        threads: 4
        servers: [bind, NSD]
        out-of-zone: warn
        max-records-per-type: 500
        max-types-per-name: 0
        include-root: [/srv/shared, common]
        limits: { records: 5000000, octets: 2GiB, generated: 0, memory: 4G }
        zones:
          - name: example
            file: /z/example
            policy: tld
            output: /o/example
            limits: { records: 6000000, memory: 10000000 }
            hooks:
              published: [ nsd-control, reload, "" ]
              ds-submit: [ submit ]
              ds-withdraw: [ withdraw ]
              time-limit: PT2M
        """

    @Test func `every key of a configuration arrives where it belongs`() throws {
        let reading = read(Self.complete)
        #expect(reading.diagnostics.map(\.description) == [])
        func place(_ line: Int, _ column: Int) -> SourcePosition {
            SourcePosition(file: "/etc/keyturn/keyturn.yaml", line: line, column: column)
        }
        var rules = ZoneRules(
            outside: .warn,
            servers: [.bind, .nsd],
            maximumRecordsPerType: 500,
            maximumTypesPerName: 0
        )
        rules.includeRoots = ["/srv/shared", "/etc/keyturn/common"]
        rules.limits = ZoneLimits(records: 6_000_000, octets: 2 << 30, generated: 0, memory: 10_000_000)
        let zone = ZoneConfiguration(
            name: .example,
            file: "/z/example",
            policy: "tld",
            output: "/o/example",
            rules: rules,
            hooks: HookConfiguration(
                published: ["nsd-control", "reload", ""],
                dsSubmit: ["submit"],
                dsWithdraw: ["withdraw"],
                timeLimit: .minutes(2)
            ),
            position: place(15, 5),
            policyPosition: place(17, 13),
            filePosition: place(16, 11)
        )
        let expected = DaemonConfiguration(
            state: "/srv/state",
            policies: "/srv/policies",
            socket: "/srv/socket",
            socketGroup: "dns",
            logLevel: .debug,
            threads: 4,
            servers: [.bind, .nsd],
            zones: [zone]
        )
        #expect(reading.configuration == expected)
        #expect(reading.configuration?.policyFile("tld") == "/srv/policies/tld.yaml")
    }

    static let text = """
        version: 1
        state: state
        zones:
          - { name: ., file: ./zones/root, output: ../signed//root }
        """

    @Test(arguments: [
        ("/a/b/keyturn.yaml", "/a/b/"), ("keyturn.yaml", ""), ("b/keyturn.yaml", "b/"),
        ("/keyturn.yaml", "/"),
    ])
    func `relative paths are relative to the folder of the file`(file: String, folder: String) throws {
        let configuration = try #require(read(Self.text, file: file).configuration)
        #expect(configuration.state == folder + "state")
        #expect(configuration.zones.first?.file == folder + "zones/root")
        #expect(configuration.zones.first?.output == folder + "../signed/root")
        #expect(configuration.zones.first?.policy == "default")
        #expect(configuration.zones.first?.hooks == HookConfiguration())
        #expect(configuration.zones.first?.hooks.timeLimit == .seconds(60))
    }

    @Test func `ten thousand zones are read`() throws {
        var text = "version: 1\nzones:\n"
        for number in 0..<10_000 {
            text += "  - { name: zone\(number).example, file: z/\(number), output: o/\(number) }\n"
        }
        #expect(try #require(read(text).configuration).zones.count == 10_000)
    }
}
