internal import CYAML
internal import DNSSECModel

/// Where the rules of local time come from: the zoneinfo files of the system, or what stands in for them.
///
/// A policy names a zone (`Europe/Prague`); what that means is knowledge of the machine, as its list of users is.
/// It is read once, with the policy: from then on a window is a value, and whether it is open needs no file.
public struct TimeZoneSource: Sendable {
    /// The largest zoneinfo file that is read; `tzdata.zi`, the list of all zones, is the largest of all.
    private static let maximumOctets = 1_048_576
    private static let folder = "/usr/share/zoneinfo/"

    /// The content of a file by its path below the folder of the zones; `nil` if there is none.
    private let file: @Sendable (String) -> [UInt8]?

    /// A source of such files.
    public init(_ file: @escaping @Sendable (String) -> [UInt8]?) {
        self.file = file
    }

    /// The zoneinfo files of this machine.
    public static let system = TimeZoneSource { path in
        guard let stream = unsafe fopen(folder + path, "re") else { return nil }
        defer { unsafe fclose(stream) }
        var octets: [UInt8] = []
        while octets.count < maximumOctets, case let octet = unsafe getc(stream), octet != EOF {
            octets.append(UInt8(truncatingIfNeeded: octet))
        }
        return octets
    }

    /// The rule of a zone in force today; `nil` if nobody here knows the zone.
    func rule(_ name: String) -> TimeZoneRule? {
        if let fixed = TimeZoneRule(offset: name) { return fixed }
        guard Self.isName(name), let octets = file(name) else { return nil }
        return TimeZoneRule(zoneInformation: octets, name: name)
    }

    /// The zone that somebody meant, with or without its continent; `nil` if none is near.
    func suggestion(for name: String) -> String? {
        let ending = "/" + name.lowercased()
        let names = names
        return names.first { $0.lowercased().hasSuffix(ending) } ?? Suggestion.nearest(to: name, among: names)
    }

    /// Zones and links of the list that comes with the files: `Z Europe/Prague ...`, `L Europe/Prague Europe/Bratislava`.
    private var names: [String] {
        let list = file("tzdata.zi") ?? []
        return list.split(separator: 0x0A).compactMap { line in
            guard line.first == 0x5A || line.first == 0x4C else { return nil }
            let words = line.split(separator: 0x20)
            let index = line.first == 0x5A ? 1 : 2
            return words.count > index ? String(decoding: words[index], as: UTF8.self) : nil
        }
    }

    /// A path without steps upwards, so that no policy reads a file elsewhere.
    private static func isName(_ name: String) -> Bool {
        name.utf8.count <= 64
            && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy { octet in
                        switch octet {
                        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x5F: true
                        default: false
                        }
                    }
            }
    }
}
