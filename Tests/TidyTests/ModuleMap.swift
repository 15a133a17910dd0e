/// Which modules each target may import; the architecture in one table.
enum ModuleMap {
    /// Of the package and of the system, in the order of the map.
    static let allowed: [String: Set<String>] = [
        "DNSCore": ["Dispatch", "Synchronization"],
        "JSON": [],
        "DNSSECModel": ["DNSCore", "JSON"],
        "DNSSECCrypto": ["COpenSSL", "DNSCore"],
        "SystemIO": ["CLinux", "Glibc"],
        "Timeline": ["DNSSECModel"],
        "Signing": ["DNSCore", "DNSSECCrypto", "DNSSECModel", "Dispatch", "Synchronization"],
        "PolicyFile": ["CYAML", "DNSSECModel", "JSON"],
        "KeyStore": ["DNSSECCrypto", "DNSSECModel", "JSON", "SystemIO"],
        "ControlProtocol": ["DNSSECModel", "JSON", "SystemIO"],
        "Publishing": [
            "DNSCore", "DNSSECCrypto", "DNSSECModel", "Glibc", "KeyStore", "PolicyFile", "Signing",
            "SystemIO",
            "Timeline",
        ],
        "Migration": ["DNSSECCrypto", "DNSSECModel", "KeyStore", "SystemIO"],
        "Wording": ["ControlProtocol", "DNSSECModel", "JSON"],
        "Preview": ["ControlProtocol", "DNSSECModel", "JSON", "Wording"],
        "Planning": ["ControlProtocol", "DNSSECModel", "Timeline", "Wording"],
        "Simulation": [
            "DNSCore", "DNSSECCrypto", "DNSSECModel", "JSON", "KeyStore", "Publishing", "Signing", "SystemIO",
            "Timeline", "Synchronization",
        ],
        "Daemon": ours.union(edges).union(["Planning", "Wording"]),
        "keyturn": ours.union([
            "ArgumentParser", "Dispatch", "Glibc", "Migration", "Planning", "Preview", "Simulation",
            "Synchronization", "Wording",
        ]),
        "keyturnd": ours.union(edges).union(["Daemon"]),
    ]

    /// C libraries: a module map and a header, no Swift.
    static let systemLibraries: Set<String> = ["CLinux", "COpenSSL", "CYAML"]

    /// What comes with the compiler and the system, and is no target of the package.
    static let ofTheSystem: Set<String> = ["Dispatch", "Glibc", "Synchronization", "System", "SystemPackage"]

    private static let ours: Set<String> = [
        "ControlProtocol", "DNSCore", "DNSSECCrypto", "DNSSECModel", "JSON", "KeyStore", "PolicyFile",
        "Publishing", "Signing", "SystemIO", "Timeline",
    ]

    /// What only the wiring and the programs may use.
    private static let edges: Set<String> = [
        "ArgumentParser", "Dispatch", "Glibc", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging",
        "NIOCore",
        "NIOHTTP1", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "NIOPosix", "ServiceLifecycle", "Subprocess",
        "Synchronization", "System", "SystemPackage", "UnixSignals",
    ]

    /// The packages that Package.swift may name, each with its reason in a comment there.
    static let packages: Set<String> = [
        "swift-argument-parser", "swift-http-types", "swift-log", "hummingbird", "swift-nio",
        "swift-service-lifecycle",
        "swift-subprocess",
        "swift-system",
    ]
}
