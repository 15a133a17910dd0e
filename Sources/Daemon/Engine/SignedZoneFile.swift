public import DNSCore
public import Signing
public import SystemIO

/// Signed zones on the disk.
public enum SignedZoneFile {
    /// A signed zone that was read back.
    public struct Reading {
        /// The zone, or what is wrong with the file.
        public let reading: ZoneReading
        /// True where it is, octet by octet, what was verified when it was written.
        public let isVerified: Bool
    }

    /// Puts the text of a zone into the place of a file.
    ///
    /// - Parameters:
    ///   - zone: The signed zone.
    ///   - path: The file.
    ///   - threads: How many make the text.
    ///   - isVerified: True where the zone has been verified: the file then ends with a seal that says so.
    /// - Throws: `SystemError`; the file is as it was then.
    public static func write(_ zone: Zone, to path: String, threads: Int, isVerified: Bool)
        throws(SystemError)
    {
        var writer = try AtomicFileWriter(path: path, mode: 0o644)
        // Without a digest the file has no seal, and is verified as a whole the next time.
        var seal = isVerified ? try? ZoneSeal() : nil
        try ZoneFileWriter.write(zone, threads: threads) { chunk throws(SystemError) in
            if (try? seal?.add(chunk)) == nil { seal = nil }
            try writer.append(chunk)
        }
        if let line = try? seal?.line() { try writer.append(line.span) }
        try writer.commit()
    }

    /// Signs a zone straight into the place of a file, without a verification.
    ///
    /// - Parameters:
    ///   - signer: The zone, with all decided.
    ///   - path: The file.
    ///   - failure: Set where the disk failed; the file is as it was then.
    /// - Returns: What is to be said of the zone; nil where the disk failed.
    /// - Throws: `SigningError` where a signature could not be made.
    public static func sign(_ signer: ZoneSigner, to path: String, failure: inout SystemError?)
        throws(SigningError) -> SignedZoneFacts?
    {
        var writer: AtomicFileWriter
        do throws(SystemError) {
            writer = try AtomicFileWriter(path: path, mode: 0o644)
        } catch {
            failure = error
            return nil
        }
        let facts = try signer.write { chunk in
            do throws(SystemError) {
                try writer.append(chunk)
            } catch {
                failure = error
            }
            return failure == nil
        }
        guard facts != nil else { return nil }
        do throws(SystemError) {
            try writer.commit()
        } catch {
            failure = error
            return nil
        }
        return facts
    }

    /// Reads a signed zone, and looks whether it is what was verified.
    public static func read(_ file: borrowing MappedFile, path: String, origin: Name, threads: Int) -> Reading
    {
        let isVerified = (try? ZoneSeal.isUnbroken(file.octets)) ?? false
        var pages = file.pages
        let reading = ZoneFileReader(source: ZoneFiles(access: .copied), rules: .lenient, threads: threads)
            .read(
                file.octets,
                file: path,
                origin: origin,
                passed: { pages.release($0) }
            )
        return Reading(reading: reading, isVerified: isVerified)
    }
}
