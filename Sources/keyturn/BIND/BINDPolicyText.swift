import DNSSECModel

/// A policy in the words of named.conf.
struct BINDPolicyText {
    private let policy: DNSSECPolicy
    private let maximumTTL: Interval

    /// The words for a policy; named refuses a zone with a larger TTL than `max-zone-ttl`.
    init(_ policy: DNSSECPolicy, ring: KeyRing, at now: Instant) {
        self.policy = policy
        let ttls = [policy.ttl.zoneMaximum, ring.zoneTTL.largest(at: now), ring.publication?.maximumTTL]
        maximumTTL = ttls.compactMap(\.self).max() ?? .days(1)
    }

    /// The statement, line by line; lengths of time are in seconds.
    var lines: [String] {
        let keys = policy.keys.map { key in
            let bits = key.bits.map { " \($0)" } ?? ""
            let algorithm = key.algorithm.description.lowercased()
            return "        \(key.role.rawValue) lifetime \(lifetime(key)) algorithm \(algorithm)\(bits);"
        }
        let times: [(String, Interval)] = [
            ("dnskey-ttl", policy.ttl.dnskey), ("max-zone-ttl", maximumTTL),
            ("publish-safety", policy.safety.publish), ("retire-safety", policy.safety.retire),
            ("zone-propagation-delay", policy.propagation.zone),
            ("parent-propagation-delay", policy.propagation.parent), ("parent-ds-ttl", policy.ttl.ds),
            ("signatures-refresh", policy.signatures.refresh),
            ("signatures-validity", policy.signatures.validity),
            ("signatures-validity-dnskey", policy.signatures.dnskeyValidity),
        ]
        // The name `default` is BIND's own.
        return ["dnssec-policy \"keyturn-\(policy.name)\" {", "    keys {"] + keys + ["    };"]
            + times.map { "    \($0.0) \($0.1.seconds)s;" } + denial + ["};"]
    }

    private func lifetime(_ key: KeyPolicy) -> String {
        key.lifetime.map { "\($0.seconds)s" } ?? "unlimited"
    }

    private var denial: [String] {
        guard case .nsec3(let parameters) = policy.denial else { return [] }
        // BIND takes the length of a salt only, and makes its own.
        let optOut = parameters.optOut ? "yes" : "no"
        let (iterations, length) = (parameters.iterations, parameters.salt.count)
        return ["    nsec3param iterations \(iterations) optout \(optOut) salt-length \(length);"]
    }
}
