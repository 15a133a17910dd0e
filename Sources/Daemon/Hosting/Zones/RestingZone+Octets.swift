import ControlProtocol
import DNSSECModel

// A row as octets, for the index. What it says beside numbers is read strictly: another number is no row.
extension RestingZone {
    /// Adds the row; false if something in it is not for the disk: then nothing is added that counts.
    func isWritten(to writer: inout OctetWriter) -> Bool {
        guard troubles.isEmpty, steps.count < 256 else { return false }
        for moment in [seen, wake, published, signaturesExpire, nextSigning] { writer.add(moment.raw) }
        for print in [statePrint, sourcePrint, outputPrint, announcement] { writer.add(print) }
        writer.add(word: condition)
        writer.add(UInt8(serial == nil ? 0 : 1))
        writer.add(serial ?? 0)
        let sources = uncommon?.sources ?? []
        writer.add(UInt16(clamping: sources.count))
        for source in sources.prefix(Int(UInt16.max)) { writer.add(source) }
        writer.add(UInt8(steps.count))
        for step in steps { guard step.isWritten(to: &writer) else { return false } }
        return sources.count <= Int(UInt16.max)
    }

    /// Reads a row; `nil` if the octets are none.
    init?(_ reader: inout OctetReader) {
        var moments: [PackedInstant] = []
        for _ in 0..<5 {
            guard let raw: Int64 = reader.number() else { return nil }
            moments.append(PackedInstant(raw: raw))
        }
        (seen, wake, published) = (moments[0], moments[1], moments[2])
        (signaturesExpire, nextSigning) = (moments[3], moments[4])
        guard let state: UInt64 = reader.number(), let source: UInt64 = reader.number(),
            let output: UInt64 = reader.number(), let announcement: UInt64 = reader.number(),
            let condition = reader.word(ZoneCondition.self), let hasSerial: UInt8 = reader.number(),
            let serial: UInt32 = reader.number()
        else { return nil }
        (statePrint, sourcePrint, outputPrint, self.announcement) = (state, source, output, announcement)
        (self.condition, self.serial) = (condition, hasSerial == 1 ? serial : nil)
        guard let sources = Self.sources(&reader), let count: UInt8 = reader.number() else { return nil }
        if !sources.isEmpty { uncommon = UncommonFields(sources: sources, warnings: [], troubles: [:]) }
        var steps: [RowStep] = []
        for _ in 0..<count {
            guard let step = RowStep(&reader) else { return nil }
            steps.append(step)
        }
        self.steps = steps
    }

    private static func sources(_ reader: inout OctetReader) -> [String]? {
        guard let count: UInt16 = reader.number() else { return nil }
        var sources: [String] = []
        for _ in 0..<count {
            guard let source = reader.text() else { return nil }
            sources.append(source)
        }
        return sources
    }
}

extension RowStep {
    /// Adds the step; false for one that people hold up or decide: the zone is looked at in full instead.
    fileprivate func isWritten(to writer: inout OctetWriter) -> Bool {
        guard let packed = CompactStep(self) else { return false }
        packed.write(to: &writer)
        writer.add(UInt8(key.name == nil ? 0 : 1))
        if let name = key.name { writer.add(name) }
        return true
    }

    fileprivate init?(_ reader: inout OctetReader) {
        guard let step = CompactStep(&reader)?.step, let hasName: UInt8 = reader.number() else { return nil }
        self = step
        if hasName == 1 {
            guard let text = reader.text() else { return nil }
            key.name = text
        }
    }
}
