import ControlProtocol
import DNSSECModel
import Testing
import Wording

@testable import Preview

@Suite struct `A plan as comma-separated values` {
    @Test(arguments: [Plans.root, Plans.ordinary, Plans.hostile])
    func `has a head line and a line for each step and milestone`(plan: PlanDocument) throws {
        let rows = try #require(CSVReader.rows(PlanCSV(plan).text))
        #expect(rows.count == 1 + plan.events.count + plan.milestones.count)
        #expect(rows[0].prefix(3) == ["time", "phase", "role"])
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        let times = rows.dropFirst().map { $0[0] }
        #expect(times == times.sorted())
        let changes = Set(rows.map { $0[6] })
        #expect(plan.events.allSatisfy { changes.contains($0.change()) })
        #expect(plan.milestones.allSatisfy { changes.contains($0.title) })
    }

    @Test func `quotes what needs quotes`() throws {
        let text = PlanCSV(Plans.hostile).text
        #expect(text.contains("\"<script>alert(\"\"1\"\")</script>, & more\r\nof it; so \\ there\""))
    }
}

/// Reads RFC 4180, strictly.
enum CSVReader {
    /// The fields of each line, or `nil` if the text breaks the rules.
    static func rows(_ text: String) -> [[String]]? {
        var rows: [[String]] = []
        var row: [String] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            guard let field = field(&rest) else { return nil }
            row.append(field)
            if rest.first == 0x2C {
                rest = rest.dropFirst()
            } else if rest.starts(with: [13, 10]) {
                rest = rest.dropFirst(2)
                rows.append(row)
                row = []
            } else {
                return nil
            }
        }
        return row.isEmpty ? rows : nil
    }

    private static func field(_ rest: inout ArraySlice<UInt8>) -> String? {
        var octets: [UInt8] = []
        guard rest.first == 0x22 else {
            while let octet = rest.first, octet != 0x2C, octet != 13, octet != 10 {
                guard octet != 0x22 else { return nil }
                octets.append(octet)
                rest = rest.dropFirst()
            }
            return String(decoding: octets, as: UTF8.self)
        }
        rest = rest.dropFirst()
        while let octet = rest.popFirst() {
            guard octet == 0x22 else {
                octets.append(octet)
                continue
            }
            guard rest.first == 0x22 else { return String(decoding: octets, as: UTF8.self) }
            rest = rest.dropFirst()
            octets.append(0x22)
        }
        return nil
    }
}
