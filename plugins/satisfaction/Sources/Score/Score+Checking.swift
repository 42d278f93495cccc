import RapportPluginKit

extension Score {
    /// - Throws: `parameter.range`, `parameter.conflict`.
    func checkArguments() throws(Diagnostic) {
        try checkWeights()
        guard thresholds.count == 2, thresholds[0] < thresholds[1],
            thresholds.allSatisfy({ (0...100).contains($0) })
        else {
            throw Diagnostic(
                "parameter.range",
                "`thresholds` are two scores from 0 to 100, the smaller first; found "
                    + Wording.list(thresholds.map { "\($0)" }),
                subject: .parameter("thresholds"), help: ["`thresholds=[50, 70]`"])
        }
        guard scaleColumn != nil else { return }
        if scale.given != nil {
            throw Diagnostic(
                "parameter.conflict", "`scale_column` says the scale of each answer, and so does `scale`",
                subject: .parameter("scale"), help: ["leave out one of the two"])
        }
        if ratings.count != 1 {
            throw Diagnostic(
                "parameter.conflict",
                "`scale_column` goes with one column of answers; `ratings` has \(ratings.count)",
                subject: .parameter("scale_column"), help: ["`ratings=…` names the column"])
        }
    }

    private func checkWeights() throws(Diagnostic) {
        let names = Component.allCases.map(\.rawValue)
        for (name, weight) in weights.entries {
            guard names.contains(name) else {
                throw Diagnostic(
                    "parameter.range", "`weights` takes \(Wording.list(names)); found `\(name)`",
                    subject: .parameter("weights"),
                    help: [.init(name.nearest(in: names).map { "`\($0)`?" } ?? "name each part once")])
            }
            guard weight >= 0, weight.isFinite else {
                throw Diagnostic(
                    "parameter.range", "`weights` are 0 or more; found \(weight) for `\(name)`",
                    subject: .parameter("weights"), help: ["a part of weight 0 is shown and counts nothing"])
            }
        }
        guard weights.entries.contains(where: { $0.value > 0 }) else {
            throw Diagnostic(
                "parameter.range", "all `weights` are 0: nothing is left to score",
                subject: .parameter("weights"), help: ["`weights={\"survey\": 0.6, \"sentiment\": 0.4}`"])
        }
    }

    func weight(_ component: Component) -> Double { weights[component.rawValue] ?? 0 }

    /// Whether ages matter: then all evidence needs a time.
    var needsTime: Bool { halfLife != .none }
}
