/// The data of HIP (RFC 8005 5): host identity tag, public key, rendezvous servers.
///
/// The wire form begins with the lengths of tag and key, which the text does not have.
enum HostIdentityField {
    static func append(
        from scanner: inout FieldScanner,
        origin: [UInt8]?,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        let start = octets.count
        octets.append(0)
        try RDATAText.appendNumber(.octet, "public key algorithm", from: &scanner, to: &octets)
        octets.append(contentsOf: [0, 0])
        let tagStart = octets.count
        let tag = try scanner.required("host identity tag")
        guard HexText.decode(scanner.text(tag), to: &octets) else {
            throw RDATAError(.malformed("host identity tag", expected: .hex), tag)
        }
        let tagCount = octets.count - tagStart
        guard tagCount <= 255 else {
            throw RDATAError(.malformed("host identity tag", expected: .octetsAtMost(255)), tag)
        }
        let key = try scanner.required("public key")
        guard Base64Text.decode(scanner.text(key), to: &octets) else {
            throw RDATAError(.malformed("public key", expected: .base64), key)
        }
        let keyCount = octets.count - tagStart - tagCount
        guard keyCount <= 65535 else {
            throw RDATAError(.malformed("public key", expected: .octetsAtMost(65535)), key)
        }
        octets[start] = UInt8(tagCount)
        octets[start + 2] = UInt8(keyCount >> 8)
        octets[start + 3] = UInt8(keyCount & 0xFF)
        while let field = try scanner.optionalField() {
            guard !field.isQuoted else { throw RDATAError(.unexpectedQuotes("rendezvous server"), field) }
            try RDATAText.appendName("rendezvous server", field, scanner, origin: origin, to: &octets)
        }
    }

    static func check(_ rdata: Span<UInt8>, _ position: inout Int) -> RDATAProblem? {
        guard rdata.count - position >= 4 else { return .missingField("public key length") }
        let tagCount = Int(rdata[position])
        let keyCount = Int(RDATAWire.number(rdata, position + 2, width: 2))
        guard tagCount > 0 else { return .malformed("host identity tag", expected: .octets(atLeast: 1)) }
        guard keyCount > 0 else { return .malformed("public key", expected: .octets(atLeast: 1)) }
        position += 4
        if let problem = RDATAWire.skip(tagCount, "host identity tag", rdata, &position) { return problem }
        if let problem = RDATAWire.skip(keyCount, "public key", rdata, &position) { return problem }
        while position < rdata.count {
            if let problem = RDATAWire.checkName("rendezvous server", rdata, &position) { return problem }
        }
        return nil
    }

    static func write(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        let tagCount = Int(rdata[position])
        let keyCount = Int(RDATAWire.number(rdata, position + 2, width: 2))
        RDATAText.appendNumber(UInt32(rdata[position + 1]), to: &text)
        position += 4
        text.append(0x20)
        HexText.append(rdata.extracting(position..<(position + tagCount)), to: &text)
        position += tagCount
        text.append(0x20)
        Base64Text.append(rdata.extracting(position..<(position + keyCount)), to: &text)
        position += keyCount
        while position < rdata.count {
            text.append(0x20)
            RDATAText.writeName(rdata, &position, to: &text)
        }
    }
}
