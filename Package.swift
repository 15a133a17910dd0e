// swift-tools-version: 6.3
import PackageDescription

/// The strictest setting of every compiler check, for every Swift target.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

// The map is fixed: imports go downwards only, and siblings never import each other.
let package = Package(
    name: "keyturn",
    products: [
        .executable(name: "keyturn", targets: ["keyturn"]),
        .executable(name: "keyturnd", targets: ["keyturnd"]),
    ],
    dependencies: [
        // Arguments, help, completions and manual of both programs.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // The log interface of the field: the libraries below write to it too.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // HTTP on the control socket, server side.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        // The words of HTTP that it speaks.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.0.0"),
        // Sockets: what the server stands on, and the tool's client.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // Signals and orderly stopping.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // Hooks: programs with a time limit and no shell.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // C: system libraries, no logic.
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CLinux"),

        // Octets and nouns.
        .target(name: "DNSCore", swiftSettings: strict),
        .target(name: "JSON", swiftSettings: strict),
        .target(name: "DNSSECModel", dependencies: ["DNSCore", "JSON"], swiftSettings: strict),

        // Tools.
        .target(name: "DNSSECCrypto", dependencies: ["DNSCore", "COpenSSL"], swiftSettings: strict),
        .target(name: "SystemIO", dependencies: ["CLinux"], swiftSettings: strict),

        // Jobs.
        .target(name: "Timeline", dependencies: ["DNSSECModel"], swiftSettings: strict),
        .target(
            name: "Signing",
            dependencies: ["DNSCore", "DNSSECModel", "DNSSECCrypto"],
            swiftSettings: strict
        ),
        .target(name: "PolicyFile", dependencies: ["DNSSECModel", "JSON", "CYAML"], swiftSettings: strict),
        .target(
            name: "KeyStore",
            dependencies: ["DNSSECModel", "DNSSECCrypto", "JSON", "SystemIO"],
            swiftSettings: strict
        ),

        .target(
            name: "ControlProtocol",
            dependencies: ["DNSSECModel", "JSON", "SystemIO"],
            swiftSettings: strict
        ),

        // Flows.
        .target(
            name: "Publishing",
            dependencies: [
                "DNSCore", "DNSSECCrypto", "DNSSECModel", "KeyStore", "PolicyFile", "Signing", "SystemIO",
                "Timeline",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Migration",
            dependencies: [
                "DNSSECModel", "KeyStore", "SystemIO",
            ],
            swiftSettings: strict
        ),

        // Words.
        .target(
            name: "Wording",
            dependencies: ["ControlProtocol", "DNSSECModel", "JSON"],
            swiftSettings: strict
        ),

        .target(
            name: "Planning",
            dependencies: ["ControlProtocol", "DNSSECModel", "Timeline", "Wording"],
            swiftSettings: strict
        ),

        // Wiring and programs.
        .target(
            name: "Simulation",
            dependencies: [
                "DNSCore", "DNSSECCrypto", "DNSSECModel", "JSON", "KeyStore", "Publishing", "Signing",
                "SystemIO", "Timeline",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Preview",
            dependencies: ["ControlProtocol", "DNSSECModel", "JSON", "Wording"],
            swiftSettings: strict
        ),
        .target(
            name: "Daemon",
            dependencies: [
                "ControlProtocol", "DNSCore", "DNSSECCrypto", "DNSSECModel", "JSON", "KeyStore", "Planning",
                "PolicyFile", "Publishing", "Signing", "SystemIO", "Timeline", "Wording",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "keyturnd",
            dependencies: [
                "ControlProtocol", "DNSSECModel", "Daemon", "SystemIO",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "keyturn",
            dependencies: [
                "ControlProtocol", "DNSCore", "DNSSECCrypto", "DNSSECModel", "JSON", "KeyStore", "Migration",
                "Planning", "PolicyFile", "Preview", "Publishing", "Signing", "Simulation", "SystemIO",
                "Timeline", "Wording",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),

        // Tests.
        .testTarget(
            name: "PublishingTests",
            dependencies: [
                "ControlProtocol", "DNSCore", "DNSSECCrypto", "DNSSECModel", "Daemon", "JSON", "KeyStore",
                "PolicyFile", "Publishing", "Signing", "Simulation", "SystemIO", "TestKit", "Timeline",
                "keyturn",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ControlProtocolTests",
            dependencies: ["ControlProtocol", "DNSSECModel", "JSON", "TestKit"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "ControlProtocol", "DNSCore", "DNSSECCrypto", "DNSSECModel", "Daemon", "JSON", "KeyStore",
                "Planning", "PolicyFile", "Publishing", "Signing", "SystemIO", "TestKit", "Timeline",
                "Wording",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "ControlProtocol", "DNSSECModel", "JSON", "TestKit", "Wording", "keyturn", "keyturnd",
            ],
            swiftSettings: strict
        ),
        .target(name: "TestKit", dependencies: ["JSON"], path: "Tests/TestKit", swiftSettings: strict),
        .testTarget(name: "DNSCoreRDATATests", dependencies: ["DNSCore", "TestKit"], swiftSettings: strict),
        .testTarget(
            name: "KeyStoreTests",
            dependencies: [
                "DNSSECCrypto", "DNSSECModel", "JSON", "KeyStore", "SystemIO", "TestKit", "Timeline",
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestKit"], swiftSettings: strict),
        .testTarget(
            name: "MigrationTests",
            dependencies: [
                "DNSSECCrypto", "DNSSECModel", "JSON", "KeyStore", "Migration", "SystemIO", "TestKit",
                "Timeline",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SystemIOTests",
            dependencies: ["SystemIO", "TestKit", "CLinux"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DNSSECCryptoTests",
            dependencies: ["COpenSSL", "DNSCore", "DNSSECCrypto", "TestKit"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DNSSECModelTests",
            dependencies: ["DNSCore", "DNSSECModel", "TestKit"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PolicyFileTests",
            dependencies: ["DNSSECModel", "JSON", "PolicyFile", "TestKit", "Timeline"],
            exclude: ["Bad", "BadConfiguration"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PreviewTests",
            dependencies: ["ControlProtocol", "DNSSECModel", "Preview", "TestKit", "Wording"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WordingTests",
            dependencies: ["ControlProtocol", "DNSSECModel", "JSON", "TestKit", "Wording"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SigningTests",
            dependencies: ["DNSCore", "DNSSECModel", "DNSSECCrypto", "Signing", "TestKit"],
            exclude: ["Vectors"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "DNSCore", "DNSSECCrypto", "DNSSECModel", "JSON", "PolicyFile", "Signing", "Simulation",
                "SystemIO", "TestKit", "Timeline",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TimelineTests",
            dependencies: [
                "ControlProtocol", "DNSSECModel", "Planning", "PolicyFile", "TestKit", "Timeline", "Wording",
            ],
            exclude: ["Scenarios"],
            swiftSettings: strict
        ),
        .testTarget(name: "TestKitTests", dependencies: ["TestKit"], swiftSettings: strict),
        .testTarget(
            name: "DNSCoreTests",
            dependencies: ["DNSCore", "TestKit"],
            exclude: ["Bad"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ResolverTests",
            dependencies: ["TestKit"],
            exclude: ["VirtualClock.c"],
            swiftSettings: strict
        ),
        .testTarget(name: "SystemdTests", dependencies: ["TestKit"], swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        .testTarget(name: "InstructionTests", dependencies: ["TestKit"], swiftSettings: strict),
        .testTarget(
            name: "BenchmarkTests",
            dependencies: ["TestKit", "keyturn-bench"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "keyturn-bench",
            dependencies: ["TestKit"],
            path: "Tests/Benchmarks",
            exclude: ["ManyZones"],
            swiftSettings: strict
        ),
        .testTarget(name: "ZonesTests", dependencies: ["DNSCore", "TestKit"], swiftSettings: strict),
    ]
)
