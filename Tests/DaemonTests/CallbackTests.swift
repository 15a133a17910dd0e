import Synchronization
import Testing

@testable import Daemon

@Suite struct CallbackTests {
    @Test func `nothing is called until something is set, and then what was set last`() {
        let callback = Callback<Int>()
        let calls = Mutex<[String]>([])
        callback(1)
        callback.set { number in calls.withLock { $0.append("first \(number)") } }
        callback(2)
        callback.set { number in calls.withLock { $0.append("second \(number)") } }
        callback(3)
        #expect(calls.withLock { $0 } == ["first 2", "second 3"])
    }

    /// A daemon calls millions of times: each closure that wraps another one would cost it memory and stack.
    @Test func `a call goes as deep after a thousand calls as at first`() {
        let callback = Callback<Int>()
        let places = Mutex<Set<UInt>>([])
        callback.set { number in
            var here = number
            let place = unsafe withUnsafePointer(to: &here) { UInt(bitPattern: $0) }
            places.withLock { _ = $0.insert(place) }
        }
        for number in 0..<1000 { callback(number) }
        #expect(places.withLock { $0.count } == 1)
    }
}
