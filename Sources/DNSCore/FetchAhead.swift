// The content of a large zone lies all over its memory, once its owners are sorted: each access waits for it.

/// Looks at what will be read soon, all of it at once.
///
/// Loads that do not depend on each other are under way together; what is read afterwards is then near the
/// processor. The octets that come back have no meaning: they are there so that nothing is left out as useless.
enum FetchAhead {
    /// So many owners with all that is theirs fit into the part of a cache that one processor has for itself.
    static let owners = 512

    /// Reads a little of the RRsets of some owners.
    static func rrsets(_ rrsets: [ZoneRRset], of owners: ArraySlice<ZoneOwner>) -> UInt16 {
        var seen: UInt16 = 0
        for owner in owners { seen ^= rrsets[Int(owner.firstRRset)].type.rawValue }
        return seen
    }

    /// Reads a little of the names and keys of some owners; the key stands behind the name.
    static func names(_ arena: [UInt8], of owners: ArraySlice<ZoneOwner>) -> UInt8 {
        var seen: UInt8 = 0
        for owner in owners { seen ^= arena[Int(owner.name.offset)] ^ arena[Int(owner.key.offset)] }
        return seen
    }

    /// Where the data of the first record of each owner is, and a little of it.
    static func data(_ zone: borrowing Zone, of owners: ArraySlice<ZoneOwner>) -> UInt8 {
        var seen: UInt32 = 0
        for owner in owners {
            seen ^= zone.records[Int(zone.rrsets[Int(owner.firstRRset)].firstRecord)].offset
        }
        for owner in owners {
            for index in owner.rrsets {
                for record in zone.rrsets[index].records {
                    seen ^= UInt32(zone.arena[min(Int(zone.records[record].offset), zone.arena.count - 1)])
                }
            }
        }
        return UInt8(truncatingIfNeeded: seen)
    }
}

extension Zone {
    /// Reads a little of all that belongs to some owners, no more than a few hundred, so that it is at hand.
    package func fetch(_ owners: Range<Int>) -> UInt8 {
        let owners = self.owners[owners]
        return UInt8(truncatingIfNeeded: FetchAhead.rrsets(rrsets, of: owners))
            ^ FetchAhead.names(arena, of: owners) ^ FetchAhead.data(self, of: owners)
    }
}
