import DNSSECModel
import JSON
import TestKit
import Testing

@Suite struct `The formats of keyturn plan` {
    private func plan(_ more: String...) throws -> Tool.Outcome {
        let arguments = [
            "plan", "--policy", Tool.policy("default"), "--from", "2026-01-01", "--at", "2026-03-01",
        ]
        return try Tool.run(arguments + more)
    }

    @Test func `are a table, JSON, CSV, a calendar, a page and a drawing`() throws {
        #expect(try plan().output.contains("TIME  "))
        #expect(try plan("--format", "json").json()["policy"] == "default")
        let values = try plan("--format", "csv").output
        #expect(
            values.hasPrefix("time,phase,role,algorithm,tag,name,change,because,formula,actor,dnskey-octets,")
        )
        let calendar = try plan("--format", "ics").output
        #expect(calendar.hasPrefix("BEGIN:VCALENDAR\r\n") && calendar.hasSuffix("END:VCALENDAR\r\n"))
        #expect(calendar.contains("DTSTAMP:20260301T000000Z\r\n") && calendar.contains("BEGIN:VALARM\r\n"))
        let page = try plan("--format", "html").output
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">") && page.hasSuffix("</html>\n"))
        #expect(page.contains("today 2026-03-01"))
        let drawing = try plan("--format", "svg").output
        #expect(drawing.hasPrefix("<?xml ") && drawing.contains("<desc id=") && drawing.hasSuffix("</svg>\n"))
    }

    @Test func `speak Chinese where people read them`() throws {
        let table = try plan("--lang", "zh-TW").output
        #expect(table.contains("假設：") && table.contains("開始簽署"))
        #expect(!table.contains("the parent"))
        let page = try plan("--lang", "zh-TW", "--format", "html").output
        #expect(page.contains("<html lang=\"zh-Hant-TW\">") && page.contains("金鑰時程"))
        for format in ["json", "csv", "ics"] {
            #expect(try plan("--lang", "zh-TW", "--format", format).status == 64)
        }
        #expect(try plan("--lang", "tlh").status == 64)
    }

    @Test func `compare two policies`() throws {
        let folder = TemporaryFolder()
        let text = """
            version: 1
            keys:
              - { role: ksk, algorithm: ecdsap256sha256 }
              - { role: zsk, algorithm: ecdsap256sha256, lifetime: 60d }
            """
        let other = folder.write(text, to: "other.yaml")
        let table = try plan("--diff", other)
        #expect(table.status == 0, "\(table.errors)")
        let lines = table.outputLines
        #expect(lines.allSatisfy { $0.count <= 100 })
        let move = "moves    ZSK #2  sign      2026-04-01T00:00:00Z  2026-03-02T00:00:00Z  -30d"
        #expect(lines.contains(move), "\(table.output)")
        let document = try plan("--diff", other, "--json").json()
        #expect(document["old"]?["policy"] == "default" && document["new"]?["policy"] == "other")
        #expect(try plan("--diff", Tool.policy("default")).output.contains("No difference"))
        #expect(try plan("--diff", other, "--format", "html").status == 64)
        #expect(try plan("--diff", folder.path("none.yaml")).status == 66)
    }

    @Test func `are refused where they do not fit`() throws {
        #expect(try Tool.run(["plan"]).status == 64)
        #expect(try Tool.run(["plan", "example.", "--zone", "z"]).status == 64)
        #expect(try Tool.run(["plan", "example.", "--assume", "zone-ttl=1d"]).status == 64)
        #expect(try plan("--assume", "rain=1d").status == 64)
    }
}
