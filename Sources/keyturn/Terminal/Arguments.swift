import ArgumentParser
import DNSSECModel
import SystemIO

/// The moment that the tool was started: the one reading of the clock that `now` and `+30d` count from.
enum Start {
    static let now = Instant(secondsSinceEpoch: WallClock.now().seconds)
}

/// What people type, understood.
///
/// The words of a failure stand behind ArgumentParser's own.
enum Typed {
    /// A moment in any form that the tool knows.
    static func time(_ text: String) throws -> Instant {
        guard let instant = Instant(text: text, now: Start.now) else {
            throw ValidationError(
                "`\(text)` is no time; expected such as 2026-11-23T07:00:00Z, 20261123070000, now, +30d or Unix seconds"
            )
        }
        return instant
    }

    /// A length of time.
    static func duration(_ text: String) throws -> Interval {
        do throws(IntervalTextError) {
            return try Interval(text: text)
        } catch {
            let reason =
                switch error {
                case .malformed: "is no duration; expected such as 30d, 2w, 12h, P30D or PT12H"
                case .monthOrYear:
                    "counts months or years, which differ in length; expected weeks, days or less"
                case .outOfRange: "is too long; expected at most 36500d"
                }
            throw ValidationError("`\(text)` \(reason)")
        }
    }

    /// A zone's name, with or without its final dot.
    static func zoneName(_ text: String) throws -> Name {
        do throws(NameError) {
            return try Name(absolute: text)
        } catch {
            throw ValidationError("`\(text)` is no domain name; expected such as example.com")
        }
    }

    /// What becomes of records outside of the zone.
    static func outsideRecords(_ text: String) throws -> OutsideRecords {
        guard let choice = OutsideRecords(rawValue: text) else {
            throw ValidationError("`\(text)` is neither error nor warn")
        }
        return choice
    }

    /// One limit of a zone.
    static func limit(_ text: String) throws -> ZoneLimits {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        if parts.count == 2, let size = OctetSize(parts[1])?.octets {
            switch parts[0] {
            case "records": return ZoneLimits(records: size)
            case "octets": return ZoneLimits(octets: size)
            case "generated": return ZoneLimits(generated: size)
            case "memory": return ZoneLimits(memory: size)
            default: break
            }
        }
        throw ValidationError(
            "`\(text)` is no limit; expected records=, octets=, generated= or memory= with a number or a size such as 2GiB"
        )
    }

    /// A number of threads.
    static func threads(_ text: String) throws -> Int {
        guard let count = Int(text), (1...1024).contains(count) else {
            throw ValidationError("`\(text)` is no number of threads; expected 1 to 1024")
        }
        return count
    }
}

/// `--json`, of every command that prints.
struct JSONOption: ParsableArguments {
    @Flag(name: .long, help: "Print one JSON document, for programs.")
    var json = false
}

/// `--limit`, of every command that reads a zone file that shall be signed.
struct LimitOption: ParsableArguments {
    @Option(
        name: .customLong("limit"),
        help: ArgumentHelp(
            "A limit of the zone: records, octets, generated or memory, with its value; may be repeated.",
            discussion:
                "A zone beyond a limit is refused. Unless given, the limits fit the memory of this machine. In keyturn.yaml "
                + "they stand under `limits`.",
            valueName: "name=value"
        ),
        transform: Typed.limit
    )
    var given: [ZoneLimits] = []

    /// The limits that were given.
    var limits: ZoneLimits { given.reduce(ZoneLimits()) { $0.overridden(by: $1) } }
}

/// `--origin`, of every command that reads a zone file.
struct OriginOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The zone's name; needed where the file does not tell it.",
            discussion: """
                Without it the zone is the owner of the SOA record, which must then come first, behind $ORIGIN or \
                with its full name. The name of the file is never guessed from.
                """,
            valueName: "name"
        ),
        transform: Typed.zoneName
    )
    var origin: Name?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "What becomes of records outside of the zone: error or warn.",
            discussion:
                "With `warn` they are left out, as BIND does. In keyturn.yaml the key has the same name.",
            valueName: "error|warn"
        ),
        transform: Typed.outsideRecords
    )
    var outOfZone = OutsideRecords.error

    /// How strictly a zone file is read that shall be signed, and how large it may be.
    func rules(_ limit: LimitOption) -> ZoneRules {
        var rules = ZoneRules(outside: outOfZone)
        rules.limits = limit.limits
        return rules
    }

    /// How a zone is read that is there already.
    var lenientRules: ZoneRules { ZoneRules(outside: outOfZone, refuses: false) }
}
