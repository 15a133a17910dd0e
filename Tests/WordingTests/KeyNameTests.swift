import ControlProtocol
import DNSSECModel
import Testing
import Wording

@Suite struct `The name of a key` {
    @Test func `is its name in the policy with its tag`() {
        let key = KeyReference(role: .ksk, id: 7, tag: 38696, name: "KSK-2024")
        for language in Language.allCases { #expect(KeyName(key).text(language) == "KSK-2024 (38696)") }
    }

    @Test func `is its name alone as long as it has no tag`() {
        let key = KeyReference(role: .ksk, id: 7, name: "KSK-2024", number: 3)
        for language in Language.allCases { #expect(KeyName(key).text(language) == "KSK-2024") }
    }

    @Test func `is its role and tag if the policy has no name for it`() {
        let key = KeyReference(role: .zsk, id: 7, tag: 12345)
        for language in Language.allCases { #expect(KeyName(key).text(language) == "ZSK 12345") }
    }

    @Test func `is its place in its role as long as it is not made`() {
        let key = KeyReference(role: .zsk, id: 7, number: 3)
        #expect(KeyName(key).text(.english) == "ZSK no. 3")
        #expect(KeyName(key).text(.traditionalChinese) == "ZSK 第 3 號")
    }

    @Test func `is the next one if nobody has asked for it yet`() {
        #expect(KeyName(KeyReference(role: .csk)).text(.english) == "the next CSK")
        #expect(KeyName(KeyReference(role: .csk)).text(.traditionalChinese) == "下一把 CSK")
    }
}
