import Testing

@testable import DNSSECCrypto

struct ECDSASignatureFormTests {
    private static let form = ECDSASignatureForm(fieldOctets: 4)

    private func der(_ signature: [UInt8]) -> [UInt8]? { Self.form.der(fromFixed: signature.span) }

    private func append(_ der: [UInt8], to output: inout [UInt8]) -> Bool {
        Self.form.appendFixed(fromDER: der.span, to: &output)
    }

    @Test(arguments: [
        [0, 0, 0, 1, 0, 0, 0, 2], [255, 255, 255, 255, 128, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 128, 0, 0, 0, 0, 1, 0], [127, 1, 2, 3, 0, 255, 1, 2],
    ])
    func `fixed form to DER and back is the same`(signature: [UInt8]) throws {
        let converted = try #require(der(signature))
        var output: [UInt8] = [9]
        #expect(append(converted, to: &output))
        #expect(output == [9] + signature)
    }

    @Test func `DER integers are as short as they can be and never negative`() {
        #expect(der([0, 0, 0, 1, 0, 128, 0, 0]) == [0x30, 9, 2, 1, 1, 2, 4, 0, 128, 0, 0])
    }

    @Test(arguments: [
        [], [0x30], [0x30, 0], [0x31, 6, 2, 1, 1, 2, 1, 1], [0x30, 7, 2, 1, 1, 2, 1, 1],
        [0x30, 6, 3, 1, 1, 2, 1, 1],
        [0x30, 6, 2, 1, 1, 2, 1], [0x30, 5, 2, 1, 1, 2, 1], [0x30, 7, 2, 1, 1, 2, 1, 1, 0],
        [0x30, 10, 2, 5, 1, 1, 1, 1, 1, 2, 1, 1], [0x30, 5, 2, 0, 2, 1, 1],
        [0x30, 0x81, 6, 2, 1, 1, 2, 1, 1],
        [0x30, 3, 2, 1, 1],
    ])
    func `what is no signature appends nothing`(der: [UInt8]) {
        var output: [UInt8] = [9]
        #expect(!append(der, to: &output))
        #expect(output == [9])
    }

    @Test func `a fixed form of the wrong length has no DER`() {
        #expect(der([1, 2, 3, 4, 5, 6, 7]) == nil)
        #expect(der([]) == nil)
    }
}
