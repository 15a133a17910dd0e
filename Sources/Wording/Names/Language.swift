public import DNSSECModel

/// A language that keys and steps are told in.
public enum Language: String, Hashable, Sendable, CaseIterable {
    /// English.
    case english = "en"
    /// Chinese in traditional characters, with the terms that are usual in Taiwan.
    case traditionalChinese = "zh-TW"

    /// The tag for `lang` attributes (RFC 5646).
    public var tag: String { self == .english ? "en" : "zh-Hant-TW" }

    /// One sentence in both languages: the one that is asked for.
    ///
    /// Every sentence goes through here, so that none exists in one language alone.
    public func say(
        _ english: @autoclosure () -> String,
        _ traditionalChinese: @autoclosure () -> String
    ) -> String {
        switch self {
        case .english: english()
        case .traditionalChinese: traditionalChinese()
        }
    }
}

extension Language {
    /// An interval as people of the language write it.
    public func text(_ interval: Interval) -> String {
        guard self == .traditionalChinese else { return interval.description }
        guard interval.seconds != 0 else { return "0 秒" }
        var rest = interval.seconds.magnitude
        var parts: [String] = []
        for (unit, size) in [("天", UInt64(86400)), ("小時", 3600), ("分", 60), ("秒", 1)] where rest >= size {
            parts.append("\(rest / size) \(unit)")
            rest %= size
        }
        return (interval.seconds < 0 ? "−" : "") + parts.joined(separator: " ")
    }

    /// How far away a moment is: `in 7m41s`, `7 分 41 秒後`.
    public func distance(of instant: Instant, from now: Instant) -> String {
        guard self == .traditionalChinese else { return instant.distance(from: now) }
        let seconds = (instant - now).seconds
        guard seconds != 0 else { return "此刻" }
        let size = Interval(seconds: Int64(seconds.magnitude))
        return Chinese.joined(text(size.twoUnits), seconds > 0 ? "後" : "前")
    }

    /// A moment with its distance: `2026-11-23T10:00:00Z (in 2h5m)`.
    public func moment(_ instant: Instant, _ now: Instant) -> String {
        say(
            "\(instant) (\(distance(of: instant, from: now)))",
            "\(instant)（\(distance(of: instant, from: now))）"
        )
    }

    /// A sentence out of words that begin small and end without a full stop.
    public func sentence(_ words: String) -> String {
        guard self == .english else { return words.hasSuffix("。") ? words : words + "。" }
        let ending = words.hasSuffix(".") ? "" : "."
        return words.prefix(1).uppercased() + words.dropFirst() + ending
    }
}

extension Interval {
    /// The two largest units of an interval that is not negative.
    fileprivate var twoUnits: Interval {
        let units: [Int64] = [86400, 3600, 60, 1]
        guard let first = units.firstIndex(where: { seconds >= $0 }), first + 1 < units.count else {
            return self
        }
        return Interval(seconds: seconds / units[first + 1] * units[first + 1])
    }
}

extension Instant {
    /// The date in UTC: `2018-10-11`.
    public var date: String { String(description.prefix(10)) }

    /// Date and time of day in UTC, without seconds if there are none: `2018-10-11 16:00`.
    public var dateAndTime: String {
        let text = description
        let seconds = text.dropFirst(16).prefix(3)
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5) + (seconds == ":00" ? "" : seconds)
    }

    /// True at midnight in UTC.
    public var isMidnight: Bool { secondsSinceEpoch % 86400 == 0 }
}
