// The content of a large zone lies all over its memory, once its owners are sorted: each access waits for it.

/// Looks at what will be read soon, all of it at once.
///
/// Loads that do not depend on each other are under way together; what is read afterwards is then near the
/// processor.
enum FetchAhead {
    /// Owners whose data fit into the part of a cache that one processor has for itself.
    static let owners = 512

    /// Takes what was read, which has no meaning: else the compiler would leave the loads out as useless.
    @inline(never)
    @_optimize(none)
    static func use(_ seen: UInt8) {}
}

extension Zone {
    /// Reads a little of all that belongs to some owners, no more than a few hundred, so that it is at hand.
    package func fetch(_ owners: Range<Int>) {
        let owners = self.owners[owners]
        var seen: UInt8 = 0
        for owner in owners {
            seen ^= arena[Int(owner.name.offset)] ^ arena[Int(owner.key.offset)]
            seen ^= UInt8(truncatingIfNeeded: rrsets[Int(owner.firstRRset)].firstRecord)
        }
        for owner in owners {
            let first = rrsets[Int(owner.firstRRset)].firstRecord
            seen ^= UInt8(truncatingIfNeeded: records[Int(first)].offset)
        }
        for owner in owners {
            for index in owner.rrsets {
                for record in rrsets[index].records {
                    // Data without octets may stand at the end.
                    seen ^= arena[min(Int(records[record].offset), arena.count - 1)]
                }
            }
        }
        FetchAhead.use(seen)
    }
}
