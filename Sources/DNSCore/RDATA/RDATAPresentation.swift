// Record data from wire form to text.

extension RDATAText {
    /// Appends the presentation form of a record's data, on one line, names absolute.
    ///
    /// Numbers are written for mnemonics of algorithms and certificate types, because every reader knows
    /// numbers. Malformed octets and those that have no text in their type's own form fall back to the RFC
    /// 3597 form.
    public static func appendText(_ type: RRType, _ rdata: Span<UInt8>, to text: inout [UInt8]) {
        append(type, rdata, isPortable: false, to: &text)
    }

    /// Appends text that BIND, Knot, NSD and ldns read alike: types that one of them does not know are written
    /// in the RFC 3597 form, and in type bitmaps as `TYPE` with a number.
    ///
    /// To be used with `RRType.appendPortableText(of:to:)`.
    public static func appendPortableText(_ type: RRType, _ rdata: Span<UInt8>, to text: inout [UInt8]) {
        append(type, rdata, isPortable: true, to: &text)
    }

    private static func append(
        _ type: RRType,
        _ rdata: Span<UInt8>,
        isPortable: Bool,
        to text: inout [UInt8]
    ) {
        guard rdata.count > 0, let row = RRTypeTable.row(type), !row.fields.isEmpty,
            !isPortable || row.isWidelyRead && isReadByAll(type, rdata), RDATAWire.check(type, rdata) == nil,
            hasOwnText(type, rdata)
        else {
            appendGenericText(rdata, to: &text)
            return
        }
        let start = text.count
        var position = 0
        for field in row.fields {
            let before = text.count
            if before > start { text.append(0x20) }
            let behindSpace = text.count
            write(field, rdata, &position, isPortable, to: &text)
            // A field without text, such as an empty type bitmap, leaves no space behind.
            if text.count == behindSpace { text.removeLast(behindSpace - before) }
        }
    }

    /// Appends `\# LENGTH HEX` (RFC 3597 5).
    public static func appendGenericText(_ rdata: Span<UInt8>, to text: inout [UInt8]) {
        text.append(0x5C)
        text.append(0x23)
        text.append(0x20)
        appendNumber(UInt32(rdata.count), to: &text)
        guard rdata.count > 0 else { return }
        text.append(0x20)
        HexText.append(rdata, to: &text)
    }

    /// The presentation form as a string; for messages and tests.
    public static func text(_ type: RRType, _ rdata: Span<UInt8>) -> String {
        var text: [UInt8] = []
        appendText(type, rdata, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// False for data whose own text some name server does not read.
    ///
    /// Knot 3.2 and ldns 1.8 do not read the escape of a comma in a protocol identifier (RFC 9460 A.1).
    private static func isReadByAll(_ type: RRType, _ rdata: Span<UInt8>) -> Bool {
        switch type.rawValue {
        case 64, 65: !ServiceParameterWire.hasProtocolWithComma(rdata)
        default: true
        }
    }

    /// False for the well-formed data that the type's own syntax cannot say.
    private static func hasOwnText(_ type: RRType, _ rdata: Span<UInt8>) -> Bool {
        switch type.rawValue {
        case 42: PrefixListField.hasText(rdata)
        case 44: rdata.count > 2
        case 260: RelayField.hasText(rdata)
        default: true
        }
    }

    // MARK: - Fields

    private static func write(
        _ field: RDATAField,
        _ rdata: Span<UInt8>,
        _ position: inout Int,
        _ isPortable: Bool,
        to text: inout [UInt8]
    ) {
        switch field.kind {
        case .number(let form):
            write(form, RDATAWire.number(rdata, position, width: form.width), isPortable, to: &text)
            position += form.width
        case .address4:
            AddressText.writeIPv4(rdata, position, to: &text)
            position += 4
        case .address6:
            AddressText.writeIPv6(rdata, position, to: &text)
            position += 16
        case .name: writeName(rdata, &position, to: &text)
        case .string: writeString(rdata, &position, to: &text)
        case .strings: writeStrings(rdata, &position, to: &text)
        case .octets(let form): write(form, rdata, &position, to: &text)
        case .bitmap(let form): write(form, rdata, &position, isPortable, to: &text)
        case .special(let form): write(form, rdata, &position, to: &text)
        }
    }

    private static func write(
        _ form: SpecialForm,
        _ rdata: Span<UInt8>,
        _ position: inout Int,
        to text: inout [UInt8]
    ) {
        switch form {
        case .location: LocationField.write(rdata, &position, to: &text)
        case .prefixList: PrefixListField.write(rdata, &position, to: &text)
        case .serviceParameters: ServiceParameterText.write(rdata, &position, to: &text)
        case .gateway: GatewayField.write(rdata, &position, to: &text)
        case .relay: RelayField.write(rdata, &position, to: &text)
        case .hostIdentity: HostIdentityField.write(rdata, &position, to: &text)
        case .services: ServicesField.write(rdata, &position, to: &text)
        case .optionalString: if position < rdata.count { writeString(rdata, &position, to: &text) }
        case .prefixedAddress: PrefixedAddressField.write(rdata, &position, to: &text)
        case .nsap: HardwareText.writeNSAP(rdata, &position, to: &text)
        case .atmAddress: HardwareText.writeATM(rdata, &position, to: &text)
        case .hardwareAddress(let count): HardwareText.writeEUI(count, rdata, &position, to: &text)
        case .locator: HardwareText.writeLocator(rdata, &position, to: &text)
        case .salt: HashedDenialField.writeSalt(rdata, &position, to: &text)
        case .nextHash: HashedDenialField.writeNextHash(rdata, &position, to: &text)
        case .tag: writeTag(rdata, &position, to: &text)
        }
    }

    private static func write(
        _ form: NumberForm,
        _ value: UInt32,
        _ isPortable: Bool,
        to text: inout [UInt8]
    ) {
        switch form {
        case .type: write(RRType(rawValue: UInt16(value)), isPortable, to: &text)
        case .signatureTime: SignatureTime.append(value, to: &text)
        default: appendNumber(value, to: &text)
        }
    }

    private static func write(_ type: RRType, _ isPortable: Bool, to text: inout [UInt8]) {
        if isPortable {
            RRType.appendPortableText(of: type, to: &text)
        } else {
            RRType.appendText(of: type, to: &text)
        }
    }

    static func writeName(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        var end = position
        while rdata[end] != 0 { end += Int(rdata[end]) + 1 }
        Name.appendText(of: rdata.extracting(position..<(end + 1)), to: &text)
        position = end + 1
    }

    // MARK: - Strings and octets

    private static func writeString(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        let end = position + 1 + Int(rdata[position])
        writeQuoted(rdata, position + 1, end, to: &text)
        position = end
    }

    private static func writeStrings(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        writeString(rdata, &position, to: &text)
        while position < rdata.count {
            text.append(0x20)
            writeString(rdata, &position, to: &text)
        }
    }

    private static func writeTag(_ rdata: Span<UInt8>, _ position: inout Int, to text: inout [UInt8]) {
        let end = position + 1 + Int(rdata[position])
        for index in (position + 1)..<end { text.append(rdata[index]) }
        position = end
    }

    /// Appends the octets from `start` to `end` in quotes, with escapes.
    static func writeQuoted(_ rdata: Span<UInt8>, _ start: Int, _ end: Int, to text: inout [UInt8]) {
        text.append(0x22)
        for index in start..<end { writeEscaped(rdata[index], to: &text) }
        text.append(0x22)
    }

    /// Appends one octet of a quoted string.
    static func writeEscaped(_ octet: UInt8, to text: inout [UInt8]) {
        switch octet {
        case 0x22, 0x5C:
            text.append(0x5C)
            text.append(octet)
        case 0x20...0x7E:
            text.append(octet)
        default:
            Name.appendDecimalEscape(octet, to: &text)
        }
    }

    private static func write(
        _ form: OctetsForm,
        _ rdata: Span<UInt8>,
        _ position: inout Int,
        to text: inout [UInt8]
    ) {
        let rest = rdata.extracting(position..<rdata.count)
        position = rdata.count
        switch form {
        case .base64, .optionalBase64, .keyMaterial: Base64Text.append(rest, to: &text)
        case .base64OrDash:
            if rest.count == 0 { text.append(0x2D) } else { Base64Text.append(rest, to: &text) }
        case .hex, .dsDigest, .fingerprint, .zoneDigest: HexText.append(rest, to: &text)
        case .text: writeQuoted(rest, 0, rest.count, to: &text)
        }
    }

    private static func write(
        _ form: BitmapForm,
        _ rdata: Span<UInt8>,
        _ position: inout Int,
        _ isPortable: Bool,
        to text: inout [UInt8]
    ) {
        var isFirst = true
        func append(_ type: RRType) {
            if !isFirst { text.append(0x20) }
            isFirst = false
            write(type, isPortable, to: &text)
        }
        if form == .plain {
            for index in 0..<((rdata.count - position) * 8)
            where rdata[position + index / 8] & (0x80 >> UInt8(index & 7)) != 0 {
                append(RRType(rawValue: UInt16(index)))
            }
        } else {
            TypeBitmap.forEachType(in: rdata, from: position, append)
        }
        position = rdata.count
    }
}
