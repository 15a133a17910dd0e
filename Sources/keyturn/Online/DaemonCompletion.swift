import ArgumentParser
import ControlProtocol
import DNSSECModel

/// What the shell completes: zones and key tags that the daemon knows; nothing if no daemon answers.
enum DaemonCompletion {
    /// The zones of the daemon.
    static let zone = CompletionKind.custom { words, _, _ in zones(words).map(\.description) }

    /// The tags of the keys of the zone that stands on the command line.
    static let tag = CompletionKind.custom { words, _, _ in tags(words) }

    private static func zones(_ words: [String]) -> [Name] {
        guard case .status(let report)? = answer(to: .status(zone: nil), words) else { return [] }
        return report.zones.map(\.zone)
    }

    private static func tags(_ words: [String]) -> [String] {
        let zones = Set(zones(words))
        let typed = words.lazy.compactMap { try? Typed.zoneName($0) }.first(where: zones.contains)
        guard let typed, case .keys(let list)? = answer(to: .keys(zone: typed), words) else { return [] }
        return list.keys.filter { $0.phase != .remove }.compactMap { $0.tag.map(String.init) }
    }

    /// The daemon's answer, asked at the socket that the words name.
    private static func answer(to request: ControlRequest, _ words: [String]) -> ControlAnswer? {
        let socket = words.firstIndex(of: "--socket").map { $0 + 1 }
        let path = socket.flatMap { words.indices.contains($0) ? words[$0] : nil }
        return try? ControlClient(path: path ?? DaemonConfiguration.Default.socket).ask(request)
    }
}
