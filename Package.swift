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
    targets: [
        // C: system libraries, no logic.
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CLinux"),

        // Octets and nouns.
        .target(name: "DNSCore", swiftSettings: strict),
        .target(name: "DNSSECModel", dependencies: ["DNSCore"], swiftSettings: strict),

        // Tools.
        .target(name: "DNSSECCrypto", dependencies: ["DNSCore", "COpenSSL"], swiftSettings: strict),
        .target(name: "SystemIO", dependencies: ["CLinux"], swiftSettings: strict),

        // Jobs.
        .target(name: "Timeline", dependencies: ["DNSSECModel"], swiftSettings: strict),
        .target(name: "Signing", dependencies: ["DNSCore", "DNSSECModel", "DNSSECCrypto"], swiftSettings: strict),
        .target(name: "PolicyFile", dependencies: ["DNSSECModel", "CYAML"], swiftSettings: strict),
        .target(
            name: "KeyStore", dependencies: ["DNSSECModel", "DNSSECCrypto", "SystemIO"],
            swiftSettings: strict),

        // Tests.
        .target(name: "TestKit", path: "Tests/TestKit", swiftSettings: strict),
        .testTarget(name: "DNSCoreRDATATests", dependencies: ["DNSCore", "TestKit"], swiftSettings: strict),
        .testTarget(
            name: "KeyStoreTests", dependencies: ["DNSSECCrypto", "DNSSECModel", "KeyStore", "SystemIO", "TestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "SystemIOTests", dependencies: ["SystemIO", "TestKit", "CLinux"], swiftSettings: strict),
        .testTarget(
            name: "DNSSECCryptoTests", dependencies: ["COpenSSL", "DNSCore", "DNSSECCrypto", "TestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "DNSSECModelTests", dependencies: ["DNSCore", "DNSSECModel", "TestKit"], swiftSettings: strict),
        .testTarget(
            name: "PolicyFileTests", dependencies: ["DNSSECModel", "PolicyFile", "TestKit"],
            exclude: ["Bad", "BadConfiguration"], swiftSettings: strict),
        .testTarget(
            name: "SigningTests",
            dependencies: ["DNSCore", "DNSSECModel", "DNSSECCrypto", "Signing", "TestKit"],
            exclude: ["Vectors"], swiftSettings: strict),
        .testTarget(
            name: "TimelineTests", dependencies: ["Timeline", "DNSSECModel", "TestKit"], swiftSettings: strict),
        .testTarget(name: "TestKitTests", dependencies: ["TestKit"], swiftSettings: strict),
        .testTarget(
            name: "DNSCoreTests", dependencies: ["DNSCore", "TestKit"], exclude: ["Bad"], swiftSettings: strict),
        .testTarget(name: "SystemdTests", dependencies: ["TestKit"], swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        .executableTarget(
            name: "keyturn-bench", dependencies: ["TestKit"], path: "Tests/Benchmarks", swiftSettings: strict),
        .testTarget(name: "ZonesTests", dependencies: ["DNSCore", "TestKit"], swiftSettings: strict),
    ]
)
