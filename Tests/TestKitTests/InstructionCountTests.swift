import Testing

@testable import TestKit

@Suite struct `A profile of callgrind` {
    @Test func `counts what each object executed itself`() {
        let profile = """
            # callgrind format
            version: 1
            positions: line
            events: Ir
            summary: 999

            ob=(1) /x/.build/release/keyturn
            fl=(1) ???
            fn=(1) main
            0 10
            +3 5
            cob=(2) /usr/lib/libc.so.6
            cfn=(2) malloc
            calls=2 0
            * 400
            * 7

            ob=(2)
            fn=(2)
            0 40
            cob=(3) /usr/lib/libcrypto.so.3
            cfn=(3) EC_sign
            calls=1 0
            0 300

            ob=(3)
            fn=(3)
            -2 300

            ob=(1)
            fn=(4) other
            0 8
            totals: 999
            """
        let count = InstructionCount(profile: profile, program: "/x/.build/release/keyturn")
        #expect(count.own == 30)
        #expect(count.system == 40)
        #expect(count.cryptography == 300)
    }
}
