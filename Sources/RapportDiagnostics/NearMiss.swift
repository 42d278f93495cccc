extension String {
    /// The closest of `candidates`, within an edit distance of 1 + length/4; nil rather than nonsense.
    ///
    /// A difference of case alone counts as nearest. Ties go to the candidate that stands first.
    public func nearest(in candidates: some Sequence<String>) -> String? {
        let limit = 1 + unicodeScalars.count / 4
        var best: (distance: Int, name: String)?
        for candidate in candidates where candidate != self {
            let sameButCase = candidate.lowercased() == lowercased()
            let distance = sameButCase ? 0 : editDistance(to: candidate, limit: limit)
            guard distance <= limit, distance < max(unicodeScalars.count, 2) else { continue }
            if best.map({ distance < $0.distance }) ?? true { best = (distance, candidate) }
        }
        return best?.name
    }

    /// Edit distance with transpositions of neighbours (optimal string alignment), in scalars.
    ///
    /// - Complexity: O(*n* · *m*); gives `limit + 1` early where the lengths differ by more than `limit`.
    func editDistance(to other: String, limit: Int) -> Int {
        let (a, b) = (Array(unicodeScalars), Array(other.unicodeScalars))
        if abs(a.count - b.count) > limit { return limit + 1 }
        var before = [Int](), previous = Array(0...b.count)
        for row in 0..<a.count {
            var current = [row + 1]
            for column in 0..<b.count {
                var cost = min(previous[column + 1], current[column]) + 1
                cost = min(cost, previous[column] + (a[row] == b[column] ? 0 : 1))
                if row > 0, column > 0, a[row] == b[column - 1], a[row - 1] == b[column] {
                    cost = min(cost, before[column - 1] + 1)
                }
                current.append(cost)
            }
            (before, previous) = (previous, current)
        }
        return previous[b.count]
    }
}
