/// A set of very many paths in little memory.
///
/// All names stand one behind the other in one block, each with the number of its folder, and a table tells where each
/// begins. What is removed leaves its octets behind until as many are gone as are there.
struct PathSet {
    private static let empty: UInt32 = 0
    private static let removed: UInt32 = 1
    /// Of an entry: the folder's number, four octets, and the count of the name's octets, two.
    private static let head = 6

    /// No entry begins where the marks of the table would be.
    private var octets: [UInt8] = [0, 0]
    private var table: [UInt32] = []
    private var folders: [[UInt8]] = []
    private var folderNumbers: [[UInt8]: UInt32] = [:]
    /// Slots of the table that were used, those of removed paths with them.
    private var used = 0
    /// How many paths there are.
    private(set) var count = 0

    init() {}

    var isEmpty: Bool { count == 0 }

    /// How many octets the names take, those of removed paths with them.
    var octetCount: Int { octets.count }

    /// All paths, in no order.
    var all: [String] {
        table.filter { $0 > Self.removed }.map { entry in
            let place = Int(entry)
            let name = octets[(place + Self.head)..<(place + Self.head + nameCount(place))]
            return String(decoding: folders[Int(folder(place))] + name, as: UTF8.self)
        }
    }

    func contains(_ path: String) -> Bool { slot(of: Parts(path)) != nil }

    /// Adds a path; false if it is there already, or no file can have it.
    mutating func insert(_ path: String) -> Bool {
        let parts = Parts(path)
        guard parts.name.count <= Int(UInt16.max), slot(of: parts) == nil else { return false }
        if (used + 1) * 4 > table.count * 3 { rebuild() }
        let place = UInt32(octets.count)
        makeRoom(for: Self.head + parts.name.count)
        append(number(of: parts.folder), parts.name)
        put(place, hash: parts.hash)
        count += 1
        return true
    }

    /// Takes a path out.
    mutating func remove(_ path: String) {
        guard let slot = slot(of: Parts(path)) else { return }
        table[slot] = Self.removed
        count -= 1
    }

    // MARK: - Entries

    /// A path as octets, divided at its last slash.
    private struct Parts {
        let folder: [UInt8]
        let name: [UInt8]

        init(_ path: String) {
            let octets = Array(path.utf8)
            let start = octets.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0
            (folder, name) = (Array(octets[..<start]), Array(octets[start...]))
        }

        var hash: UInt64 { PathSet.hash(folder, name) }
    }

    private static func hash(_ folder: [UInt8], _ name: [UInt8]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for octet in name { hash = (hash ^ UInt64(octet)) &* 0x0000_0100_0000_01B3 }
        for octet in folder { hash = (hash ^ UInt64(octet)) &* 0x0000_0100_0000_01B3 }
        return hash ^ (hash >> 29)
    }

    private func number(_ place: Int, _ count: Int) -> UInt32 {
        (0..<count).reduce(0) { $0 | UInt32(octets[place + $1]) << UInt32(8 * $1) }
    }

    private func folder(_ place: Int) -> UInt32 { number(place, 4) }

    private func nameCount(_ place: Int) -> Int { Int(number(place + 4, 2)) }

    private mutating func append(_ folder: UInt32, _ name: [UInt8]) {
        for shift in stride(from: 0, to: 32, by: 8) {
            octets.append(UInt8(truncatingIfNeeded: folder >> UInt32(shift)))
        }
        octets.append(UInt8(truncatingIfNeeded: name.count))
        octets.append(UInt8(truncatingIfNeeded: name.count >> 8))
        octets += name
    }

    /// By an eighth at a time: an array by itself would double, and half of it stay empty.
    private mutating func makeRoom(for more: Int) {
        guard octets.capacity < octets.count + more else { return }
        octets.reserveCapacity(octets.count + max(more, octets.count / 8, 1024))
    }

    private mutating func number(of folder: [UInt8]) -> UInt32 {
        if let number = folderNumbers[folder] { return number }
        let number = UInt32(folders.count)
        folders.append(folder)
        folderNumbers[folder] = number
        return number
    }

    // MARK: - The table

    private func slot(of parts: Parts) -> Int? {
        guard !table.isEmpty, let folder = folderNumbers[parts.folder] else { return nil }
        var slot = Int(parts.hash % UInt64(table.count))
        while table[slot] != Self.empty {
            if table[slot] != Self.removed, holds(Int(table[slot]), folder, parts.name) { return slot }
            slot = slot + 1 == table.count ? 0 : slot + 1
        }
        return nil
    }

    private func holds(_ place: Int, _ folder: UInt32, _ name: [UInt8]) -> Bool {
        guard nameCount(place) == name.count, self.folder(place) == folder else { return false }
        for index in name.indices where octets[place + Self.head + index] != name[index] { return false }
        return true
    }

    private mutating func put(_ place: UInt32, hash: UInt64) {
        var slot = Int(hash % UInt64(table.count))
        while table[slot] != Self.empty { slot = slot + 1 == table.count ? 0 : slot + 1 }
        table[slot] = place
        used += 1
    }

    /// Makes room, without what was removed.
    private mutating func rebuild() {
        let (old, oldOctets) = (table.filter { $0 > Self.removed }.sorted(), octets)
        table = Array(repeating: Self.empty, count: max(16, old.count * 2))
        used = 0
        octets = [0, 0]
        octets.reserveCapacity(oldOctets.count)
        for entry in old {
            let start = Int(entry)
            let count = Int(oldOctets[start + 4]) | Int(oldOctets[start + 5]) << 8
            let place = UInt32(octets.count)
            octets += oldOctets[start..<(start + Self.head + count)]
            let name = Array(octets[(Int(place) + Self.head)...])
            put(place, hash: Self.hash(folders[Int(folder(Int(place)))], name))
        }
    }
}
