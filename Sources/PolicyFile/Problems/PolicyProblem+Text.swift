import DNSSECModel

extension PolicyDiagnostic: CustomStringConvertible {
    /// `FILE:LINE:COLUMN: error: what is wrong; expected what`.
    public var description: String { "\(position): \(severity): \(problem)" }
}

extension PolicyProblem: CustomStringConvertible {
    /// What is wrong, and what was expected.
    public var description: String {
        textProblem ?? valueProblem ?? keyProblem ?? configurationProblem ?? "not understood"
    }

    private var textProblem: String? {
        switch self {
        case .tooLarge(let limit): "the file is too large; expected at most \(limit) octets"
        case .notUTF8: "octets that are no UTF-8; expected text in UTF-8"
        case .controlCharacter(let character):
            "control character U+\(hexadecimal(character)); expected printable text"
        case .tabIndentation: "a tab at the start of a line; expected spaces"
        case .outOfMemory: "no memory to read the file; expected a smaller file"
        case .syntax(let message): "\(message); expected YAML"
        case .tooDeep(let limit): "nested too deeply; expected at most \(limit) levels"
        case .alias: "an alias; expected the value itself"
        case .anchor: "an anchor; expected the value without `&`"
        case .tag: "a tag; expected the value without `!`"
        case .keyIsNotText: "a key that is no text; expected a word and a colon"
        case .secondDocument: "a second document; expected one document in a file"
        case .emptyDocument: "nothing in the file; expected `version: 1` and what follows it"
        default: nil
        }
    }

    private var valueProblem: String? {
        switch self {
        case .repeatedKey(let key, let line):
            "`\(key)` again; expected it once, it is in line \(line) already"
        case .unknownKey(let key, let suggestion, let known):
            "unknown key `\(shown(key))`; \(expectation(suggestion, known))"
        case .missingKey(let key): "`\(key)` is missing; expected `\(key): ...`"
        case .wrongShape(let found, let wanted): "\(article(found)); expected \(article(wanted))"
        case .unknownWord(let word, let suggestion, let known):
            "unknown value `\(shown(word))`; \(expectation(suggestion, known))"
        case .badInterval(let text, let reason): "`\(shown(text))` \(intervalText(reason))"
        case .intervalOutOfRange(let interval, let from, let to):
            "\(interval) is out of range; expected \(from) to \(to)"
        case .badNumber(let text, let from, let to):
            "`\(shown(text))` is out of range; expected a whole number from \(from) to \(to)"
        case .badSize(let text, let from, let to):
            "`\(shown(text))` is no size in range; expected \(from) to \(to) octets, perhaps with a unit, such as 512MiB or 2GiB"
        case .badShare(let text, let from, let to):
            "`\(shown(text))` is no share in range; expected \(from)% to \(to)%, or none"
        case .emptyText: "an empty text; expected a value"
        case .emptyList: "an empty list; expected at least one item"
        case .unsupportedVersion(let text): "version `\(shown(text))` of the language; expected 1"
        default: nil
        }
    }

    private var keyProblem: String? {
        switch self {
        case .forbiddenAlgorithm(let algorithm):
            "algorithm \(word(algorithm)) must not sign any more (RFC 9904, RFC 9905); "
                + "expected \(list(PolicySpec.algorithmWords))"
        case .unsupportedAlgorithm(let algorithm):
            "algorithm \(word(algorithm)) is not one that keyturn signs with; "
                + "expected \(list(PolicySpec.algorithmWords))"
        case .forbiddenDigest(let digest):
            "digest \(digest) must not be used for a DS any more (RFC 9904, RFC 9905); "
                + "expected `sha256` or `sha384`"
        case .repeatedDigest(let digest): "\(digest) again; expected each digest once"
        case .bitsWithoutRSA(let algorithm):
            "`bits` beside \(word(algorithm)), whose keys have one size; expected `bits` for RSA only"
        case .jitterWithoutLifetime:
            "`lifetime-jitter` without a lifetime that ends; expected `lifetime: DURATION`"
        case .badLifetimeSpan(let text):
            "`\(shown(text))` is no lifetime; expected whole years and months, such as `1y`, `6mo` and `P1Y6M`, up "
                + "to 100y, or days"
        case .zeroLifetime: "a lifetime of no time; expected a duration or `unlimited`"
        case .wrongRollMethod(let method, let role):
            "\(role)s do not roll by `\(method.rawValue)`; expected \(list(PolicySpec.methods(of: role)))"
        case .spreadOnKSK:
            "`spread` on a KSK, which signs a single RRset; expected it on a ZSK, or on a CSK that rolls by "
                + "`pre-publication`"
        case .spreadBesideMethod(let method):
            "`spread` beside `\(method.rawValue)`, where everything is signed by both keys from the first moment on; "
                + "expected `roll: pre-publication`"
        case .rfc5011OnZSK: "`rfc5011` on a ZSK, which is never a trust anchor; expected it on a KSK or CSK"
        case .badSalt(let text):
            "`\(shown(text))` is no salt; expected an even number of hexadecimal digits, at most 510"
        case .unforcedIterations(let count):
            "\(count) extra iterations, which RFC 9276 forbids; expected 0, or `force: true` beside it"
        case .unforcedSalt:
            "a salt, which RFC 9276 advises against; expected \"\", or `force: true` beside it"
        default: combinationProblem
        }
    }

    private var combinationProblem: String? {
        switch self {
        case .repeatedRole(let role, let line):
            "a second \(role) entry; expected one for a role, line \(line) has it"
        case .cskBesideOthers: "a CSK beside other keys; expected one CSK alone, or one KSK and one ZSK"
        case .missingRole(let role): "no \(role) entry; expected one KSK and one ZSK, or one CSK"
        case .mixedAlgorithms(let first, let second):
            "\(word(second)) beside \(word(first)); expected one algorithm, mixes need a later version"
        case .rfc5011BesideMethod(let method):
            "`rfc5011` beside `\(method.rawValue)`: validators would meet a key that they had no time to trust "
                + "(RFC 7583 3.3.4); expected `double-signature`"
        case .methodWithoutParent(let method):
            "`\(method.rawValue)` beside `ds: none`: it needs a DS to change; expected `double-signature`, or a parent"
        case .finding(let finding): finding.description
        case .schedule(let problem): problem.description
        default: nil
        }
    }

    private var configurationProblem: String? {
        switch self {
        case .badName(let text, let reason): "`\(shown(text))` is no zone name, \(nameText(reason))"
        case .repeatedZone(let name, let line): "zone \(name) again; expected it once, line \(line) has it"
        case .sharedOutput(let path, let line):
            "`\(shown(path))` is the output of another zone, line \(line); expected a file of its own"
        case .outputIsInput(let path):
            "`\(shown(path))` is the unsigned zone; expected another file for the signed one"
        case .badPolicyName(let text):
            "`\(shown(text))` is no policy name; expected letters, digits, `-`, `_` and `.`, "
                + "without folder and `.yaml`"
        case .socketPathTooLong(let octets, let limit):
            "a socket path of \(octets) octets; expected at most \(limit)"
        case .hookIsText(let text):
            "`\(shown(text))` is one text, and no shell splits it; expected a list `[ program, argument ]`"
        default: nil
        }
    }
}

// MARK: - Words

/// What messages about files have in common.
enum Wording {
    /// What somebody typed, short enough for one line.
    static func shown(_ text: String) -> String {
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: " ")
        return line.count > 60 ? String(line.prefix(57)) + "..." : line
    }

    /// Words to choose from: `a`, `b` or `c`.
    static func list(_ words: [String]) -> String {
        let quoted = words.map { "`\($0)`" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }

    /// What was meant, or what there is.
    static func expectation(_ suggestion: String?, _ known: [String]) -> String {
        suggestion.map { "did you mean `\($0)`?" } ?? "expected \(list(known))"
    }
}

extension PolicyProblem {
    private func expectation(_ suggestion: String?, _ known: [String]) -> String {
        Wording.expectation(suggestion, known)
    }

    private func shown(_ text: String) -> String { Wording.shown(text) }

    private func list(_ words: [String]) -> String { Wording.list(words) }

    private func article(_ shape: NodeShape) -> String {
        switch shape {
        case .text: "one value"
        case .list: "a list"
        case .mapping: "keys with values"
        case .nothing: "nothing"
        }
    }

    private func word(_ algorithm: SecurityAlgorithm) -> String {
        algorithm.description.lowercased()
    }

    private func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private func intervalText(_ reason: IntervalTextError) -> String {
        switch reason {
        case .malformed: "is no duration; expected such as `30d`, `1d12h`, `P30D`, `PT12H` or seconds"
        case .monthOrYear: "counts months or years, which differ in length; expected weeks, days or less"
        case .outOfRange: "is too long; expected at most 36500d"
        }
    }

    private func nameText(_ reason: NameError) -> String {
        switch reason {
        case .labelTooLong(let octets): "a label has \(octets) octets; expected at most 63"
        case .nameTooLong: "it is too long; expected at most 255 octets"
        case .emptyLabel: "a label is empty; expected one dot between labels"
        case .badEscape: "an escape is broken; expected `\\DDD` up to 255 or `\\X`"
        case .empty: "it is empty; expected such as `example.`"
        case .truncated, .trailingOctets, .relativeWithoutOrigin: "it is broken; expected such as `example.`"
        }
    }
}
