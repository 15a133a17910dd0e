import JSON
import TestKit
import Testing

struct JSONPatchTests {
    @Test func `a patch says what has changed and no more`() throws {
        let old: JSONValue = ["a": 1, "b": ["x": [1, 2], "y": nil], "c": "s"]
        let new: JSONValue = ["a": 1, "b": ["x": [1, 3, 4], "z/~": true]]
        let patch = old.patch(to: new)
        let expected: JSONValue = [
            ["op": "remove", "path": "/c"], ["op": "remove", "path": "/b/y"],
            ["op": "replace", "path": "/b/x/1", "value": 3], ["op": "add", "path": "/b/x/-", "value": 4],
            ["op": "add", "path": "/b/z~1~0", "value": true],
        ]
        #expect(patch == expected)
        #expect(old.patched(by: patch)?.compact == new.compact)
        #expect(old.patch(to: old) == [])
        #expect(JSONValue.null.patched(by: JSONValue.null.patch(to: new)) == new)
    }

    @Test func `random documents become one another`() throws {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        for _ in 0..<500 {
            let (old, new) = (Self.document(&random, 3), Self.document(&random, 3))
            let made = try #require(old.patched(by: old.patch(to: new)), "seed \(seed)")
            #expect(made.patch(to: new) == [] && new.patch(to: made) == [], "seed \(seed)")
        }
    }

    @Test func `a patch that does not fit is refused`() {
        let document: JSONValue = ["a": [1]]
        for patch: JSONValue in [
            [["op": "remove", "path": "/b"]], [["op": "replace", "path": "/a/1", "value": 2]],
            [["op": "add", "path": "/a", "value": 2]], [["op": "move", "path": "/a"]], [1], nil,
        ] {
            #expect(document.patched(by: patch) == nil)
        }
    }

    private static func document(_ random: inout SplitMix64, _ depth: Int) -> JSONValue {
        switch depth == 0 ? 0 : Int.random(in: 0..<5, using: &random) {
        case 1, 2:
            let names = ["a", "b", "c/d", "~e"].filter { _ in Bool.random(using: &random) }
            return .object(names.map { JSONValue.Member($0, document(&random, depth - 1)) })
        case 3, 4:
            return .array(
                (0..<Int.random(in: 0..<4, using: &random)).map { _ in document(&random, depth - 1) }
            )
        default: return .integer(Int64.random(in: 0..<3, using: &random))
        }
    }
}
