import DNSSECModel
import JSON
import KeyStore

/// What the parent is asked for: DS records that are to come or to go.
struct ParentRequest: Hashable {
    /// `dsSubmit` or `dsWithdraw`.
    let event: HookEvent
    let keys: [ManagedKey.ID]
}

/// What the parent was asked for, so that it is asked once for each change.
struct ParentDesk {
    /// The last request for each key; nil before the journal was looked into.
    private var asked: [ManagedKey.ID: HookEvent]?

    /// True if the journal must be looked into first.
    var mustRecall: Bool { asked == nil }

    /// Takes over what earlier engines have asked for, from the journal.
    mutating func recall(_ entries: [JournalEntry]) {
        var asked: [ManagedKey.ID: HookEvent] = [:]
        for entry in entries {
            guard case .string(let word)? = entry.payload["asked"], let event = HookEvent(rawValue: word),
                case .array(let keys)? = entry.payload["keys"]
            else { continue }
            for case .integer(let key) in keys { asked[ManagedKey.ID(rawValue: Int(key))] = event }
        }
        self.asked = asked
    }

    /// The next request that was not made yet: first what is to come.
    func request(add: [ManagedKey.ID], remove: [ManagedKey.ID]) -> ParentRequest? {
        let news = [
            ParentRequest(event: .dsSubmit, keys: add.filter { asked?[$0] != .dsSubmit }),
            ParentRequest(event: .dsWithdraw, keys: remove.filter { asked?[$0] != .dsWithdraw }),
        ]
        return news.first { !$0.keys.isEmpty }
    }

    /// A request was made, and the journal knows it.
    mutating func noteAsked(_ request: ParentRequest) {
        for key in request.keys { asked?[key] = request.event }
    }
}
