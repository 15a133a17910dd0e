/// The two forms of an ECDSA signature: libcrypto's DER, and the r and s of fixed length of RFC 6605 4.
struct ECDSASignatureForm {
    /// Octets of r, and of s.
    let fieldOctets: Int

    /// Appends r and s, padded; false, with nothing appended, where `der` is not what libcrypto writes.
    func appendFixed(fromDER der: Span<UInt8>, to output: inout [UInt8]) -> Bool {
        // SEQUENCE of two INTEGERs; below 128 octets for both curves, so every length is one octet.
        guard der.count >= 2, der[0] == 0x30, der[1] < 0x80, Int(der[1]) == der.count - 2 else {
            return false
        }
        let start = output.count
        var position = 2
        guard appendField(of: der, at: &position, to: &output),
            appendField(of: der, at: &position, to: &output),
            position == der.count
        else {
            output.removeLast(output.count - start)
            return false
        }
        return true
    }

    private func appendField(of der: Span<UInt8>, at position: inout Int, to output: inout [UInt8]) -> Bool {
        guard position + 2 <= der.count, der[position] == 0x02 else { return false }
        var first = position + 2
        let end = first + Int(der[position + 1])
        guard end <= der.count, first < end else { return false }
        while first < end, der[first] == 0 { first += 1 }
        guard end - first <= fieldOctets else { return false }
        for _ in (end - first)..<fieldOctets { output.append(0) }
        for index in first..<end { output.append(der[index]) }
        position = end
        return true
    }

    /// The DER of a signature of fixed length; `nil` if its length is wrong.
    ///
    /// Values out of range, zero among them, are libcrypto's to refuse.
    func der(fromFixed signature: Span<UInt8>) -> [UInt8]? {
        guard signature.count == 2 * fieldOctets else { return nil }
        var body: [UInt8] = []
        body.reserveCapacity(signature.count + 8)
        body.append(0x30)
        body.append(0)
        appendInteger(signature, 0..<fieldOctets, to: &body)
        appendInteger(signature, fieldOctets..<(2 * fieldOctets), to: &body)
        body[1] = UInt8(body.count - 2)
        return body
    }

    private func appendInteger(_ octets: Span<UInt8>, _ field: Range<Int>, to body: inout [UInt8]) {
        var first = field.lowerBound
        while first < field.upperBound - 1, octets[first] == 0 { first += 1 }
        let isNegative = octets[first] & 0x80 != 0
        body.append(0x02)
        body.append(UInt8(field.upperBound - first + (isNegative ? 1 : 0)))
        if isNegative { body.append(0) }
        for index in first..<field.upperBound { body.append(octets[index]) }
    }
}
