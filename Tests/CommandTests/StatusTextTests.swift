import Testing
import Wording

struct StatusTextTests {
    @Test func `a waiting step fills its lines and hangs by two columns`() {
        let words = (1...60).map { "word\($0)" }
        let lines = StatusText.item(words.joined(separator: " "))
        #expect(lines.first?.hasPrefix("  word1 ") == true)
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("    word") })
        #expect(lines.allSatisfy { $0.count <= Prose.width })
        // No line ends before the next word would have been too long for it.
        for (line, next) in zip(lines.dropFirst(), lines.dropFirst(2)) {
            let word = next.split(separator: " ").first ?? ""
            #expect(line.count + 1 + word.count > Prose.width, "\(line)")
        }
        #expect(lines.flatMap { $0.split(separator: " ").map(String.init) } == words)
    }
}
