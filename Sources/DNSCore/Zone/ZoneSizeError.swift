/// The content does not fit into the 32-bit offsets of a `Zone`.
public enum ZoneSizeError: Error, Hashable, Sendable {
    /// More than 4 GiB of names and RDATA, or 2^32 records.
    case tooLarge
    /// RDATA of more than 65535 octets.
    case rdataTooLong(octets: Int)
}
