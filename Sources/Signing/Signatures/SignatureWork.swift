internal import DNSSECCrypto
internal import DNSSECModel

/// Makes the signatures that a layout waits for, in place, on one thread.
@safe
struct SignatureWork {
    let jobs: [SignatureJob]
    let signers: [Signer]
    let signerOctets: Int
    let owners: [ZoneOwner]
    let rrsets: [ZoneRRset]
    let records: [OctetRange]

    /// Fills the room of every job's signature.
    func fill(_ arena: UnsafeMutableBufferPointer<UInt8>) throws(SigningError) {
        var contexts: [SigningContext?] = signers.map { _ in nil }
        var message: [UInt8] = []
        var signature: [UInt8] = []
        for job in jobs {
            unsafe makeMessage(of: job, UnsafeBufferPointer(arena), &message)
            signature.removeAll(keepingCapacity: true)
            try sign(job, message, &contexts, &signature)
            unsafe write(signature, for: job, arena)
        }
    }

    private func sign(
        _ job: SignatureJob,
        _ message: [UInt8],
        _ contexts: inout [SigningContext?],
        _ signature: inout [UInt8]
    ) throws(SigningError) {
        let signer = Int(job.signer)
        do throws(CryptoError) {
            let context: SigningContext
            if let ready = contexts[signer] {
                context = ready
            } else {
                context = try SigningContext(signers[signer].key)
                contexts[signer] = context
            }
            try context.sign(octets: message.span, appendingTo: &signature)
        } catch {
            throw .crypto(error)
        }
        guard signature.count == signers[signer].signatureOctets else {
            throw .signatureLength(octets: signature.count, expected: signers[signer].signatureOctets)
        }
    }

    private func write(
        _ signature: [UInt8],
        for job: SignatureJob,
        _ arena: UnsafeMutableBufferPointer<UInt8>
    ) {
        let record = records[Int(job.record)]
        let end = Int(record.offset) + Int(record.count)
        let target = unsafe UnsafeMutableBufferPointer(rebasing: arena[(end - signature.count)..<end])
        _ = unsafe target.update(fromContentsOf: signature)
    }

    /// The octets that a signature is over (RFC 4034 3.1.8.1): the RRSIG up to its signature, then each record in
    /// canonical form.
    private func makeMessage(
        of job: SignatureJob,
        _ arena: UnsafeBufferPointer<UInt8>,
        _ message: inout [UInt8]
    ) {
        let octets = unsafe Span(_unsafeElements: arena)
        let owner = owners[Int(job.owner)]
        let header = run(records[Int(job.record)], octets)
        message.removeAll(keepingCapacity: true)
        Octets.append(header.extracting(0..<(SignatureHeader.octets + signerOctets)), to: &message)
        let type = RRType(rawValue: Octets.number16(header, at: 0))
        guard let index = owner.rrsets.first(where: { rrsets[$0].type == type }) else {
            preconditionFailure("a signature over an RRset that is not there")
        }
        let nameStart = message.count
        Octets.appendLowercased(run(owner.name, octets), to: &message)
        Octets.append(type.rawValue, to: &message)
        Octets.append(UInt16(1), to: &message)
        Octets.append(rrsets[index].ttl, to: &message)
        let prefix = nameStart..<message.count
        for record in rrsets[index].records {
            // Octet by octet: a slice of the message would have the whole of it copied.
            if record > Int(rrsets[index].firstRecord) {
                for place in prefix { message.append(message[place]) }
            }
            appendRDATA(type, run(records[record], octets), &message)
        }
    }

    private func appendRDATA(_ type: RRType, _ rdata: Span<UInt8>, _ message: inout [UInt8]) {
        let lengthStart = message.count
        Octets.append(UInt16(0), to: &message)
        CanonicalRDATA.append(type, rdata, to: &message)
        let length = message.count - lengthStart - 2
        message[lengthStart] = UInt8(length >> 8)
        message[lengthStart + 1] = UInt8(length & 0xFF)
    }

    @_lifetime(copy octets)
    private func run(_ range: OctetRange, _ octets: Span<UInt8>) -> Span<UInt8> {
        octets.extracting(Int(range.offset)..<(Int(range.offset) + Int(range.count)))
    }
}
