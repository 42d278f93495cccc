/// How well a score tells two classes apart.
public enum Separation {
    /// The area under the ROC curve: the chance that a positive row has the higher score than a negative one, ties ½.
    ///
    /// Nil where one of the classes is empty. O(n log n).
    /// Source: D. Bamber, *The area above the ordinal dominance graph*, 1975 (the Mann-Whitney statistic).
    public static func areaUnderCurve(_ scores: [Double], isPositive: [Bool]) -> Double? {
        let positives = isPositive.count { $0 }
        let negatives = isPositive.count - positives
        guard positives > 0, negatives > 0, scores.count == isPositive.count else { return nil }
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        // Twice the pairs that are in order, so that halves stay whole.
        var (pairs, below, start) = (0, 0, 0)
        while start < order.count {
            var (end, tiedPositives) = (start, 0)
            while end < order.count, scores[order[end]] == scores[order[start]] {
                if isPositive[order[end]] { tiedPositives += 1 }
                end += 1
            }
            let tiedNegatives = end - start - tiedPositives
            pairs += tiedPositives * (2 * below + tiedNegatives)
            below += tiedNegatives
            start = end
        }
        return Double(pairs) / 2 / (Double(positives) * Double(negatives))
    }
}
