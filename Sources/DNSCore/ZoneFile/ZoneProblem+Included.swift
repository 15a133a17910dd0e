// What is said of a problem in an included file, which may be any file at all.

extension ZoneProblem {
    /// What is wrong, without a single word, name or number of the file.
    var messageWithoutWords: String {
        (frameFault ?? fieldFault ?? "this entry does not fit into the zone")
            + " (words of an included file are not shown)"
    }

    /// Problems whose usual words quote nothing.
    private var frameFault: String? {
        switch self {
        case .byteOrderMark, .text, .tooManyErrors, .missingArgument, .includesTooDeep, .tooManyIncludes,
            .noPreviousOwner, .zoneNameUnknown, .missingType, .zoneTooLarge, .severalSOAs,
            .beyondLimit(.records), .beyondLimit(.octets),
            .beyondLimit(.memory):
            description
        case .unreadableFile(_, let error): "cannot read an included file: \(error); expected a readable file"
        case .includeCycle: "a file includes itself; expected a file that is not being read already"
        default: nil
        }
    }

    private var fieldFault: String? {
        switch self {
        case .extraField: "more words than this entry can have"
        case .unknownDirective: "unknown directive; expected $ORIGIN, $TTL, $INCLUDE or $GENERATE"
        case .beyondLimit(.generated(_, let limit)):
            "$GENERATE makes too many records; expected at most \(limit) in the zone (`limits: { generated: ... }`)"
        case .generateTooMany, .badGenerateRange, .badGenerateFormat, .generateOutOfRange: "bad $GENERATE"
        case .badName: "bad name"
        case .outsideZone, .outsideZoneLeftOut: "a name that is not in the zone"
        case .badTTL, .ttlTooLarge: "bad TTL; expected seconds, or numbers with units as in 1w2d3h4m5s"
        case .missingTTL: "no TTL, and nothing above that gives one"
        case .otherClass: "another class; expected IN"
        case .unknownType, .metaType: "unknown type; expected a type such as A or TYPE65280"
        case .rdata, .genericDataTooLong, .rdataTooLong: "bad data"
        case .foreignKeyRecord, .keyRecord:
            "a DNSKEY, CDS or CDNSKEY record that belongs to none of the zone's keys; expected none"
        case .zoneDigestDiffers, .zoneDigestLeftOut: "a ZONEMD record that is not of the zone's content"
        default: nil
        }
    }
}
