extension ZoneAssembler {
    /// Lets `body` write into the octets of what was appended, in place.
    ///
    /// A signer appends RRSIG records with room for their signatures, and fills the room afterwards from several
    /// threads. Only RDATA that is not compared with other RDATA any more may be written.
    ///
    /// - Parameter body: Gets the arena, the owners, the RRsets and the records.
    /// - Precondition: `check` finds nothing.
    /// - Throws: What `body` throws.
    public mutating func fill<Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<UInt8>, [ZoneOwner], [ZoneRRset], [OctetRange]) throws(Failure) ->
            Void
    ) throws(Failure) {
        let (owners, rrsets, records) = (owners, rrsets, records)
        try unsafe arena.withUnsafeMutableBufferPointer { (buffer) throws(Failure) in
            try unsafe body(buffer, owners, rrsets, records)
        }
    }

    /// Throws where what was appended so far does not fit into a zone.
    public func check() throws(ZoneSizeError) {
        guard longestRDATA <= Int(UInt16.max) else { throw .rdataTooLong(octets: longestRDATA) }
        guard !isTooLarge else { throw .tooLarge }
    }
}
