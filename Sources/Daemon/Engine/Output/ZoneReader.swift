import DNSCore
import DNSSECCrypto
import DNSSECModel
import Publishing
import Signing
import SystemIO

/// Reads the zone file and the output of a zone, the first once in a turn, the second only where that is needed.
final class ZoneReader {
    /// The zone file as it was read in this turn, if the first keys wait for it.
    private var input: ZoneInput?
    /// The output as it was read in this turn, and the state of its file then.
    private var held: (FileIdentity, EarlierOutput)?
    /// What was found in an output whose signatures nobody has noted.
    private var lookedInto: OutputExpiration?
    /// Who gives large zones their turns.
    private let largeZones: LargeZones
    /// The secret of the seals of outputs.
    private let sealKey: AuthenticationKey?
    /// The zone's turn among large ones, until the step ends.
    private var turn: LargeZones.Turn?
    /// True in a step, which may wait for its turn; a question does not.
    private var isInStep = false

    /// A reader that has read nothing.
    init(_ largeZones: LargeZones, sealKey: AuthenticationKey?) {
        (self.largeZones, self.sealKey) = (largeZones, sealKey)
    }

    /// When the signatures of an output end that nobody has noted.
    private struct OutputExpiration {
        let output: FileIdentity
        let end: Instant?
    }

    /// The zone file, read once in a turn unless it changes.
    func input(_ configuration: ZoneConfiguration, includes: IncludeRule, threads: Int) -> ZoneInput {
        if let input, input.rules == configuration.rules, input.includes == includes,
            !ZoneInput.hasChanged(input.identities)
        {
            return input
        }
        takeTurnIfLarge([configuration.file, configuration.output])
        let share = isInStep && turn == nil ? largeZones.share : nil
        var read = read(configuration, includes, threads, memory: share)
        if share != nil, read.isBeyondLimit {
            // It is larger than its file looks, by $GENERATE or $INCLUDE: what was read has gone, and is read in its turn.
            turn = largeZones.take()
            read = self.read(configuration, includes, threads, memory: nil)
        }
        input = read
        return read
    }

    private func read(
        _ configuration: ZoneConfiguration,
        _ includes: IncludeRule,
        _ threads: Int,
        memory: Int?
    ) -> ZoneInput {
        ZoneInput(
            file: configuration.file,
            origin: configuration.name,
            rules: configuration.rules,
            threads: threads,
            includes: includes,
            memory: memory
        )
    }

    /// Waits for the turn of a zone in large files.
    private func takeTurnIfLarge(_ paths: [String]) {
        guard isInStep, turn == nil, LargeZones.memory(forFiles: paths) > largeZones.share else { return }
        turn = largeZones.take()
    }

    /// A step begins: what it reads may be large.
    func beginStep() { isInStep = true }

    /// Lets the zone file go, which may be large.
    func forgetInput() { input = nil }

    /// Lets the zones go at the end of a step; other large zones can have their turns.
    func forget() { (input, held, turn, isInStep) = (nil, nil, nil, false) }

    /// The output, kept for who asks next in this turn.
    func heldOutput(_ configuration: ZoneConfiguration, threads: Int) -> (EarlierOutput?, problem: String?) {
        // Taken before the reading: a change in between is seen as one.
        let identity = try? FileIdentity(path: configuration.output)
        let answer = output(configuration, threads: threads)
        held = answer.0.flatMap { output in identity.map { ($0, output) } }
        return answer
    }

    /// The output as it was written before; nil if there is none, or if `problem` says that it cannot be read.
    func output(_ configuration: ZoneConfiguration, threads: Int) -> (EarlierOutput?, problem: String?) {
        guard (try? FileSystem.exists(configuration.output)) ?? true else { return (nil, nil) }
        if let (identity, output) = held, identity == (try? FileIdentity(path: configuration.output)) {
            held = nil
            return (output, nil)
        }
        takeTurnIfLarge([configuration.output])
        let (output, diagnostics) = EarlierOutput.read(
            configuration.output,
            origin: configuration.name,
            threads: threads,
            key: sealKey
        )
        if let output { return (output, nil) }
        let first = diagnostics.first { $0.severity == .error }?.description ?? configuration.output
        return (nil, "the signed zone cannot be read and is made anew: \(first)")
    }

    /// The output as a zone, whatever it is; nil if it cannot be read.
    func outputZone(_ configuration: ZoneConfiguration, threads: Int = 1) -> Zone? {
        takeTurnIfLarge([configuration.output])
        return ZoneInput(
            file: configuration.output,
            origin: configuration.name,
            rules: .lenient,
            threads: threads
        ).zone
    }

    /// True if the output holds DNSKEY records, or cannot be looked into.
    func isOutputSigned(_ configuration: ZoneConfiguration) -> Bool {
        guard (try? FileSystem.exists(configuration.output)) ?? true else { return false }
        guard let output = outputZone(configuration) else { return true }
        return output.rrset(.dnskey, of: output.owners[0]) != nil
    }

    /// When the first signature of the output ends, by a look into it, once for each output.
    func outputExpiration(_ configuration: ZoneConfiguration, threads: Int) -> Instant? {
        guard let output = try? FileIdentity(path: configuration.output) else { return nil }
        if let lookedInto, lookedInto.output == output { return lookedInto.end }
        let end = outputZone(configuration, threads: threads)?.firstExpiration
        lookedInto = OutputExpiration(output: output, end: end)
        return end
    }
}
