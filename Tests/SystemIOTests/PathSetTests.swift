import TestKit
import Testing

@testable import SystemIO

@Suite("Sets of paths")
struct PathSetTests {
    @Test
    func `paths come and go as in a set`() {
        let seed = SplitMix64.freshSeed()
        var random = SplitMix64(seed: seed)
        var (paths, expected) = (PathSet(), Set<String>())
        for _ in 0..<20_000 {
            let folder =
                ["", "/", "a/", "/etc/zones/", "/etc/zones/zones/"].randomElement(using: &random) ?? ""
            let path = folder + String(UInt16.random(in: 0..<500, using: &random))
            if Bool.random(using: &random) {
                let (isNew, isNewThere) = (paths.insert(path), expected.insert(path).inserted)
                #expect(isNew == isNewThere, "seed \(seed)")
            } else {
                paths.remove(path)
                expected.remove(path)
            }
            #expect(paths.count == expected.count, "seed \(seed)")
        }
        #expect(Set(paths.all) == expected, "seed \(seed)")
        #expect(paths.all.count == expected.count, "seed \(seed)")
        #expect(expected.allSatisfy(paths.contains), "seed \(seed)")
        #expect(!paths.contains("/etc/zones/500"))
    }

    @Test
    func `names of any length are told apart, and one that no file can have is not taken`() {
        var paths = PathSet()
        let long = String(repeating: "x", count: 65_535)
        for path in ["", "/", "a", "/a", "a/", "aa", long] {
            let first = paths.insert(path)
            let second = paths.insert(path)
            #expect(first && !second)
            #expect(paths.contains(path))
        }
        let isTaken = paths.insert(long + "x")
        #expect(!isTaken)
        #expect(!paths.contains(long + "x"))
        #expect(Set(paths.all) == ["", "/", "a", "/a", "a/", "aa", long])
        #expect(!paths.isEmpty)
    }

    @Test
    func `a set that is emptied again and again does not grow`() {
        var paths = PathSet()
        for round in 0..<1000 {
            let isNew = paths.insert("/zones/\(round)")
            #expect(isNew)
            paths.remove("/zones/\(round)")
        }
        #expect(paths.isEmpty)
        #expect(paths.all == [])
        #expect(paths.octetCount < 1000)
    }
}
