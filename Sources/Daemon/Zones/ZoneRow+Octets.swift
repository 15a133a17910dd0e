import ControlProtocol
import DNSSECModel

// A row as octets, for the index. What it says beside numbers is read strictly: another number is no row.
extension ZoneRow {
    /// Adds the row; false where something in it is not for the disk: then nothing is added that counts.
    func isWritten(to writer: inout OctetWriter) -> Bool {
        guard troubles.isEmpty, steps.allSatisfy(\.isWritable), steps.count < 256 else { return false }
        for moment in [seen, wake, published, signaturesExpire, nextSigning] { writer.add(moment.raw) }
        for print in [statePrint, sourcePrint, outputPrint, announcement] { writer.add(print) }
        writer.add(word: condition)
        writer.add(UInt8(serial == nil ? 0 : 1))
        writer.add(serial ?? 0)
        let sources = rarities?.sources ?? []
        writer.add(UInt16(clamping: sources.count))
        for source in sources.prefix(Int(UInt16.max)) { writer.add(source) }
        writer.add(UInt8(steps.count))
        for step in steps { step.write(to: &writer) }
        return sources.count <= Int(UInt16.max)
    }

    /// Reads a row; nil where the octets are none.
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
        if !sources.isEmpty { rarities = Rarities(sources: sources, warnings: [], troubles: [:]) }
        for _ in 0..<count {
            guard let step = RowStep(&reader) else { return nil }
            steps.append(step)
        }
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
    /// False for steps that people hold up or decide: the zone is looked at in full instead.
    fileprivate var isWritable: Bool {
        switch hold.reason {
        case .policy, .time, .chainOfTrust, .observation, .queued: true
        case .manual, .gate: false
        }
    }

    fileprivate func write(to writer: inout OctetWriter) {
        writer.add(Int64(hold.key?.rawValue ?? -1))
        writer.add(word: hold.role)
        writer.add(word: hold.phase)
        writer.add(Int32(tag.map { Int32($0) } ?? -1))
        writer.add(UInt8(name == nil ? 0 : 1))
        if let name { writer.add(name) }
        writer.add(UInt8((isNext ? 1 : 0) | (isTask ? 2 : 0)))
        switch hold.reason {
        case .policy(let until):
            writer.add(UInt8(0))
            writer.add(until.secondsSinceEpoch)
        case .time(let until, let since, let interval, let formula):
            writer.add(UInt8(1))
            for number in [until.secondsSinceEpoch, since.secondsSinceEpoch, interval.seconds] {
                writer.add(number)
            }
            writer.add(word: formula)
        case .chainOfTrust(let rule):
            writer.add(UInt8(2))
            writer.add(word: rule)
        case .observation(let awaited):
            writer.add(UInt8(3))
            writer.add(word: awaited)
        case .queued, .manual, .gate: writer.add(UInt8(4))
        }
    }

    fileprivate init?(_ reader: inout OctetReader) {
        guard let key: Int64 = reader.number(), let role = reader.word(KeyRole.self),
            let phase = reader.word(KeyPhase.self), let tag: Int32 = reader.number(),
            let hasName: UInt8 = reader.number()
        else { return nil }
        if hasName == 1 {
            guard let text = reader.text() else { return nil }
            name = text
        }
        guard let flags: UInt8 = reader.number(), let reason = Self.reason(&reader) else { return nil }
        let id = key < 0 ? nil : ManagedKey.ID(rawValue: Int(key))
        hold = Hold(key: id, role: role, phase: phase, reason: reason)
        self.tag = tag < 0 ? nil : UInt16(exactly: tag)
        (isNext, isTask) = (flags & 1 != 0, flags & 2 != 0)
    }

    private static func reason(_ reader: inout OctetReader) -> HoldReason? {
        switch reader.number(UInt8.self) {
        case 0: return reader.moment().map { .policy(until: $0) }
        case 1:
            guard let until = reader.moment(), let since = reader.moment(),
                let seconds: Int64 = reader.number(),
                let formula = reader.word(TimingFormula.self)
            else { return nil }
            return .time(until: until, since: since, interval: Interval(seconds: seconds), formula: formula)
        case 2: return reader.word(SafetyRule.self).map { .chainOfTrust($0) }
        case 3: return reader.word(AwaitedObservation.self).map { .observation($0) }
        case 4: return .queued
        default: return nil
        }
    }
}

extension OctetReader {
    fileprivate mutating func moment() -> Instant? {
        number(Int64.self).map { Instant(secondsSinceEpoch: $0) }
    }
}
