import DNSSECModel

extension PolicySpec {
    /// `guards: { shrink: 20%, grow: none, names: [www] }`, or `guards: none`.
    static func guards(_ top: inout MappingReader) -> Guards? {
        guard let node = top.node("guards") else { return nil }
        guard case .mapping = node else {
            let off: Guards = (shrink: Share.none, grow: Share.none, names: nil)
            return top.word("guards", [("none", off)])
        }
        guard var mapping = MappingReader(node, path: top.path.appending("guards"), log: top.log) else {
            return nil
        }
        defer { mapping.finish() }
        return (shrink: mapping.share("shrink"), grow: mapping.share("grow"), names: names(&mapping))
    }

    private static func names(_ mapping: inout MappingReader) -> [GuardedName]? {
        mapping.list("names")?.compactMap { item in
            guard let (text, mark) = mapping.log.scalar(item) else { return nil }
            do throws(NameError) {
                return try GuardedName(text: text)
            } catch {
                mapping.log.report(.badName(text, error), at: mark)
                return nil
            }
        }
    }
}

extension MappingReader {
    /// `20%`, or `none`.
    fileprivate mutating func share(_ key: String) -> PolicySpec.Share? {
        guard let (text, mark) = scalar(key) else { return nil }
        if text == "none" { return PolicySpec.Share.none }
        let (from, to) = PolicySpec.shareRange
        guard text.hasSuffix("%"), let percent = Int(text.dropLast()), (from...to).contains(percent) else {
            log.report(.badShare(text, from: from, to: to), at: mark)
            return nil
        }
        return .percent(percent)
    }
}
