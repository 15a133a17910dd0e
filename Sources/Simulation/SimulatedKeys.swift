import DNSSECCrypto
import DNSSECModel
import KeyStore
import Signing
import Synchronization
import SystemIO

/// The real keys of a simulation: each is made once, when the forecast asks for it, and written to key files.
final class SimulatedKeys: Sendable {
    /// A key that was made.
    struct Made: Sendable {
        var pair: SigningKey
        var record: DNSKEYRecord
        var name: BINDKeyFileName
        var standsInFor: String?
    }

    private struct State {
        var made: [ManagedKey.ID: Made] = [:]
        var tags: KeyTagSet
        var failure: SimulationError?
    }

    private let zone: Name
    private let policy: DNSSECPolicy
    private let folder: BINDKeyFolder
    private let state: Mutex<State>

    init(_ order: SimulationOrder, in folder: String) {
        zone = order.zone.origin
        policy = order.policy
        self.folder = BINDKeyFolder(path: folder)
        state = Mutex(State(tags: KeyTagSet(of: order.policy.allKeys.flatMap(\.known).compactMap(\.record))))
    }

    /// The public part of a key for the forecast, which knows no failure: that is kept, and thrown by `check`.
    func material(of key: ManagedKey, at now: Instant) -> KeyMaterial {
        do throws(SimulationError) {
            return KeyMaterial(record: try made(key, at: now).record)
        } catch {
            state.withLock { $0.failure = $0.failure ?? error }
            return KeyMaterial(
                record: DNSKEYRecord(flags: key.role.flags, algorithm: key.algorithm, publicKey: [0])
            )
        }
    }

    /// Throws the first failure of `material`.
    func check() throws(SimulationError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    /// The key, made now if it was not before.
    func made(_ key: ManagedKey, at now: Instant) throws(SimulationError) -> Made {
        try state.withLock { state throws(SimulationError) in
            if let made = state.made[key.id] { return made }
            let made = try make(key, at: now, avoiding: state.tags)
            state.made[key.id] = made
            state.tags.insert(made.record)
            return made
        }
    }

    private func make(
        _ key: ManagedKey,
        at now: Instant,
        avoiding tags: KeyTagSet
    ) throws(SimulationError) -> Made {
        let known = policy.known(key)?.record
        let bits = known?.modulusBits ?? key.bits ?? DNSSECPolicy.Default.rsaBits
        let flags = key.role.flags
        let pair: SigningKey
        do throws(CryptoError) {
            pair = try SigningKey.generate(
                algorithm: key.algorithm,
                bits: bits,
                flags: flags,
                avoiding: tags
            )
        } catch {
            throw .crypto(error)
        }
        var times = BINDKeyTimes()
        times[.created] = now
        do throws(BINDKeyError) {
            let file = try folder.create(
                pair,
                zone: zone,
                flags: flags,
                ttl: UInt32(clamping: policy.ttl.dnskey.seconds),
                times: times
            )
            return Made(
                pair: pair,
                record: file.record,
                name: file.name,
                standsInFor: known == nil ? nil : key.name
            )
        } catch {
            throw .key(error)
        }
    }
}

extension DNSKEYRecord {
    /// Size of an RSA modulus (RFC 3110 2); nil for other algorithms.
    fileprivate var modulusBits: Int? {
        guard algorithm.isRSA, let first = publicKey.first else { return nil }
        let header = first == 0 ? 3 : 1
        guard publicKey.count > header else { return nil }
        let exponent = first == 0 ? Int(publicKey[1]) << 8 | Int(publicKey[2]) : Int(first)
        let octets = publicKey.count - header - exponent
        return octets > 0 ? octets * 8 : nil
    }
}
