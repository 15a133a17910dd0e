import DNSSECModel
import TestKit
import Timeline

// What the oracles make of a world's history: the planner's own rules have no say here.
extension VirtualWorld {
    /// All that is wrong with the world's history; empty if all is well.
    var problems: [String] {
        Array(faults.prefix(3)) + chainProblems + algorithmProblems + anchorProblems
    }

    private var chainProblems: [String] {
        let violations = model.violations()
        return violations.isEmpty ? [] : [model.report(violations)]
    }

    /// A strict validator wants every algorithm that DS and DNSKEY speak of.
    private var algorithmProblems: [String] {
        let algorithms = Set(ring.keys.map(\.algorithm))
        guard algorithms.count > 1 else { return [] }
        return algorithms.sorted { $0.rawValue < $1.rawValue }.flatMap { algorithm in
            let members = Self.names(ring.keys.filter { $0.algorithm == algorithm })
            let found = model.violations(amongKeys: members)
            return found.isEmpty ? [] : ["algorithm \(algorithm.rawValue): \(model.report(found))"]
        }
    }

    /// Validators that follow RFC 5011 keep an anchor, and find the data signed.
    private var anchorProblems: [String] {
        guard let first = anchorLists.first?.time else { return [] }
        let violations = anchorModel.violations(from: first, until: Int(now.secondsSinceEpoch))
        let data = model.trusted(from: first + 40 * 86_400).violations()
        return violations.map { "anchor: \($0)" } + (data.isEmpty ? [] : ["data: \(model.report(data))"])
    }

    static func names(_ keys: [ManagedKey]) -> Set<ResolverModel.Key> {
        Set(keys.map { ResolverModel.Key(String($0.id.rawValue)) })
    }
}
