/// Finds the word that somebody meant.
enum Suggestion {
    /// The nearest of some words, if it is near enough to be what was meant: one slip in three letters.
    static func nearest(to text: String, among words: [String]) -> String? {
        let typed = Array(text.lowercased().utf8)
        guard typed.count <= 64 else { return nil }
        let best = words.map { ($0, distance(typed, Array($0.lowercased().utf8))) }.min { $0.1 < $1.1 }
        guard let (word, slips) = best, slips <= max(1, max(word.utf8.count, typed.count) / 3) else {
            return nil
        }
        return slips < word.utf8.count ? word : nil
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two words.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var slips = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    slips = min(slips, beforeLast[column - 1] + 1)
                }
                current.append(slips)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
