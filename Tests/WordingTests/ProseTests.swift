import Testing
import Wording

@Suite struct `Prose keeps to its width and margin` {
    @Test func `a line of the text begins a line, behind the margin`() {
        let text = "a.yaml:1:1: error: one\nb.yaml:2:1: error: \(String(repeating: "word ", count: 25))"
        let lines = Prose.wrapped(text, indentation: "    ")
        #expect(lines.count == 3 && lines[0] == "    a.yaml:1:1: error: one", "\(lines)")
        #expect(lines.allSatisfy { $0.hasPrefix("    ") && !$0.contains("\n") && $0.count <= Prose.width })
    }

    @Test func `a list item stands out by two columns, and only its first line`() {
        #expect(StatusText.item("one\ntwo") == ["  one", "    two"])
    }
}
