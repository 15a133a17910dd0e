/// Protocol and services of WKS (RFC 1035 3.4.2): a protocol number and a bitmap of ports.
enum ServicesField {
    static func append(from scanner: inout FieldScanner, to octets: inout [UInt8]) throws(RDATAError) {
        let field = try scanner.required("protocol")
        let word = RDATAMnemonics.word(scanner.text(field))
        guard let number = scanner.number(field, maximum: 255) ?? ServiceNames.protocolNumber(word) else {
            throw RDATAError(.malformed("protocol", expected: .protocolNumber), field)
        }
        octets.append(UInt8(number))
        let start = octets.count
        while let field = try scanner.optionalField() {
            guard !field.isQuoted else { throw RDATAError(.unexpectedQuotes("service"), field) }
            let word = RDATAMnemonics.word(scanner.text(field))
            guard let port = scanner.number(field, maximum: 65535) ?? ServiceNames.port(word) else {
                throw RDATAError(.malformed("service", expected: .service), field)
            }
            let index = start + Int(port) / 8
            while octets.count <= index { octets.append(0) }
            octets[index] |= 0x80 >> UInt8(port & 7)
        }
    }

    static func check(_ rdata: Span<UInt8>, _ position: inout Int) -> RDATAProblem? {
        guard position < rdata.count else { return .missingField("protocol") }
        let bitmap = rdata.count - position - 1
        position = rdata.count
        guard bitmap > 0 else { return nil }
        guard bitmap <= 8192, rdata[rdata.count - 1] != 0 else { return .bitmap(.blockLength) }
        return nil
    }

    static func write(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        RDATAText.appendNumber(UInt32(rdata[position]), to: &text)
        position += 1
        for port in 0..<((rdata.count - position) * 8)
        where rdata[position + port / 8] & (0x80 >> UInt8(port & 7)) != 0 {
            text.append(0x20)
            RDATAText.appendNumber(UInt32(port), to: &text)
        }
        position = rdata.count
    }
}
