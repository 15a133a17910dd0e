import Testing
import Wording

struct PrintableTextTests {
    @Test func `control characters are escaped, line breaks and tabs stay`() {
        #expect(
            PrintableText.escaped("a\u{1B}[2J\u{7F}b\u{9B}c\r\nd\te\n\rf")
                == "a\\027[2J\\127b\\155c\r\nd\te\n\\013f"
        )
        #expect(PrintableText.escaped("中文 é") == "中文 é")
    }

    @Test func `only the given sequences are kept`() {
        let text = "\u{1B}[1mzone\u{1B}[0m \u{1B}[2J"
        #expect(
            PrintableText.escaped(text, keeping: ["\u{1B}[1m", "\u{1B}[0m"])
                == "\u{1B}[1mzone\u{1B}[0m \\027[2J"
        )
    }
}
