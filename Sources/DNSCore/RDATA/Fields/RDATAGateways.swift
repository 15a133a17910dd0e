/// Precedence, gateway type, algorithm and gateway of IPSECKEY (RFC 4025 2).
enum GatewayField {
    static func append(
        from scanner: inout FieldScanner,
        origin: [UInt8]?,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        try RDATAText.appendNumber(.octet, "precedence", from: &scanner, to: &octets)
        let typeField = try scanner.required("gateway type")
        guard let type = scanner.number(typeField, maximum: 3) else {
            throw RDATAError(.malformed("gateway type", expected: .number(0...3)), typeField)
        }
        octets.append(UInt8(type))
        try RDATAText.appendNumber(.octet, "algorithm", from: &scanner, to: &octets)
        try appendGateway(UInt8(type), "gateway", from: &scanner, origin: origin, to: &octets)
    }

    static func check(_ rdata: Span<UInt8>, _ position: inout Int) -> RDATAProblem? {
        guard rdata.count - position >= 3 else { return .missingField("algorithm") }
        let type = rdata[position + 1]
        guard type <= 3 else { return .malformed("gateway type", expected: .number(0...3)) }
        position += 3
        return checkGateway(type, "gateway", rdata, &position)
    }

    static func write(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        for index in 0..<3 {
            RDATAText.appendNumber(UInt32(rdata[position + index]), to: &text)
            text.append(0x20)
        }
        let type = rdata[position + 1]
        position += 3
        writeGateway(type, rdata, &position, to: &text)
    }

    // MARK: - The gateway, which AMTRELAY has too

    /// Reads a dot, an IPv4 address, an IPv6 address or a name, for the types 0 to 3.
    static func appendGateway(
        _ type: UInt8,
        _ name: RDATAFieldName,
        from scanner: inout FieldScanner,
        origin: [UInt8]?,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        switch type {
        case 1: try RDATAText.appendAddress4(name, from: &scanner, to: &octets)
        case 2: try RDATAText.appendAddress6(name, from: &scanner, to: &octets)
        case 3: try RDATAText.appendName(name, from: &scanner, origin: origin, to: &octets)
        default:
            let field = try scanner.required(name)
            guard field.count == 1, scanner.octets[field.start] == 0x2E else {
                throw RDATAError(.malformed(name, expected: .dot), field)
            }
        }
    }

    static func checkGateway(
        _ type: UInt8,
        _ name: RDATAFieldName,
        _ rdata: Span<UInt8>,
        _ position: inout Int
    ) -> RDATAProblem? {
        switch type {
        case 1: RDATAWire.skip(4, name, rdata, &position)
        case 2: RDATAWire.skip(16, name, rdata, &position)
        case 3: RDATAWire.checkName(name, rdata, &position)
        default: nil
        }
    }

    static func writeGateway(
        _ type: UInt8,
        _ rdata: Span<UInt8>,
        _ position: inout Int,
        to text: inout [UInt8]
    ) {
        switch type {
        case 1:
            AddressText.writeIPv4(rdata, position, to: &text)
            position += 4
        case 2:
            AddressText.writeIPv6(rdata, position, to: &text)
            position += 16
        case 3: RDATAText.writeName(rdata, &position, to: &text)
        default: text.append(0x2E)
        }
    }
}

/// The data of AMTRELAY (RFC 8777 4): precedence, discovery bit, relay type, relay.
enum RelayField {
    static func append(
        from scanner: inout FieldScanner,
        origin: [UInt8]?,
        to octets: inout [UInt8]
    ) throws(RDATAError) {
        try RDATAText.appendNumber(.octet, "precedence", from: &scanner, to: &octets)
        let bitField = try scanner.required("discovery bit")
        guard let bit = scanner.number(bitField, maximum: 1) else {
            throw RDATAError(.malformed("discovery bit", expected: .number(0...1)), bitField)
        }
        let typeField = try scanner.required("relay type")
        guard let type = scanner.number(typeField, maximum: 3) else {
            throw RDATAError(.malformed("relay type", expected: .number(0...3)), typeField)
        }
        octets.append(UInt8(bit) << 7 | UInt8(type))
        try GatewayField.appendGateway(UInt8(type), "relay", from: &scanner, origin: origin, to: &octets)
    }

    /// Relay types above 3 are for later use: their relay is any octets.
    static func check(_ rdata: Span<UInt8>, _ position: inout Int) -> RDATAProblem? {
        guard rdata.count - position >= 2 else { return .missingField("relay type") }
        let type = rdata[position + 1] & 0x7F
        position += 2
        guard type <= 3 else {
            position = rdata.count
            return nil
        }
        return GatewayField.checkGateway(type, "relay", rdata, &position)
    }

    /// False for relay types that have no text yet.
    static func hasText(_ rdata: Span<UInt8>) -> Bool { rdata[1] & 0x7F <= 3 }

    static func write(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        let type = rdata[position + 1] & 0x7F
        for number in [rdata[position], rdata[position + 1] >> 7, type] {
            RDATAText.appendNumber(UInt32(number), to: &text)
            text.append(0x20)
        }
        position += 2
        GatewayField.writeGateway(type, rdata, &position, to: &text)
    }
}
