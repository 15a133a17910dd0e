import DNSCore
public import DNSSECCrypto
public import Signing
public import SystemIO

/// A zone that has passed the gate and may be written; nothing else can be.
///
/// `PublishingRequest.prepare()` alone makes one.
public struct PreparedZone: Sendable {
    private enum Content {
        /// Signed and verified, in memory.
        case whole(SignedZone)
        /// All is decided; signatures are made while the zone is written, and nobody verifies them.
        case pending(ZoneSigner)
    }

    /// False if the zone is the earlier output, octet by octet: nothing changed and nothing was due.
    public let contentChanged: Bool
    /// True if the earlier output must get a seal that says that it is keyturn's and was verified, though nothing else changes.
    public let needsSeal: Bool
    /// The serial of the zone.
    public let serial: UInt32
    private let content: Content
    private let threads: Int

    /// A verified zone; `isSealed` if the earlier output has a seal that says so.
    init(_ signed: SignedZone, threads: Int, isSealed: Bool = false) {
        content = .whole(signed)
        needsSeal = !isSealed
        (contentChanged, serial, self.threads) = (signed.contentChanged, signed.serial, threads)
    }

    init(_ signer: ZoneSigner, threads: Int) {
        content = .pending(signer)
        needsSeal = false
        (contentChanged, serial, self.threads) = (signer.contentChanged, signer.serial, threads)
    }

    /// The zone in memory; nil if its signatures are made only when it is written.
    public var signed: SignedZone? {
        if case .whole(let signed) = content { signed } else { nil }
    }

    /// What is to be said of a zone that is not written, because the file has it already.
    ///
    /// - Throws: `.signing` if a signature cannot be made.
    public func facts() throws(PublishingRefusal) -> SignedZoneFacts {
        switch content {
        case .whole(let signed): return signed.facts
        case .pending(let signer):
            do throws(SigningError) {
                if let facts = try signer.write(to: { _ in true }) { return facts }
            } catch {
                throw .signing(error)
            }
            preconditionFailure("a sink that takes everything ended the work")
        }
    }

    /// Puts the zone into the place of a file, at once or not at all, with a seal as its last line.
    ///
    /// - Parameters:
    ///   - path: The file; its folder must be there. A symbolic link stays: the file that it leads to is replaced.
    ///   - key: The secret of the seals; without it the next run verifies all that it takes over.
    ///   - placement: Whether a file of this name is replaced.
    /// - Returns: What is to be said of the zone.
    /// - Throws: `.output` or `.signing`; the file is as it was then.
    @discardableResult
    public func write(
        to path: String,
        key: AuthenticationKey?,
        as placement: AtomicFile.Placement = .replacing
    ) throws(PublishingRefusal) -> SignedZoneFacts {
        var file = try SealedFile(path, signed == nil ? .written : .verified, key)
        let facts: SignedZoneFacts?
        switch content {
        case .whole(let signed):
            ZoneFileWriter.write(signed.zone, threads: threads) { chunk in _ = file.append(chunk) }
            facts = signed.facts
        case .pending(let signer):
            do throws(SigningError) {
                facts = try signer.write { chunk in file.append(chunk) }
            } catch {
                throw .signing(error)
            }
        }
        try file.commit(placement)
        guard let facts else { preconditionFailure("the work ended early though the disk took all") }
        return facts
    }
}

/// A file in the making that ends with a seal.
private struct SealedFile: ~Copyable {
    private var writer: AtomicFileWriter
    /// Nil without libcrypto's digest: then the file has no seal, and the next run trusts nothing in it.
    private var seal: ZoneSeal?
    private let key: AuthenticationKey?
    private var failure: SystemError?

    init(_ path: String, _ kind: ZoneSeal.Kind, _ key: AuthenticationKey?) throws(PublishingRefusal) {
        self.key = key
        do throws(SystemError) {
            writer = try AtomicFileWriter(path: try FileSystem.writingPlace(of: path), mode: 0o644)
        } catch {
            throw .output(error)
        }
        seal = try? ZoneSeal(kind)
    }

    /// Adds octets; false if the disk has failed.
    mutating func append(_ chunk: Span<UInt8>) -> Bool {
        guard failure == nil else { return false }
        if (try? seal?.add(chunk)) == nil { seal = nil }
        do throws(SystemError) {
            try writer.append(chunk)
        } catch {
            failure = error
        }
        return failure == nil
    }

    /// Closes the file with its seal and gives it its name.
    consuming func commit(_ placement: AtomicFile.Placement) throws(PublishingRefusal) {
        if let failure { throw .output(failure) }
        do throws(SystemError) {
            if let line = try? seal?.line(key: key) { try writer.append(line.span) }
            try writer.commit(placement)
        } catch {
            throw .output(error)
        }
    }
}
