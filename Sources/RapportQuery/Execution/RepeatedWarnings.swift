internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

extension StepContext {
    private static let counting: Set = [
        "count", "sum", "mean", "median", "quantile", "std", "var", "share", "cum_sum", "cum_count",
    ]

    /// Values that a join repeats count as often as they stand there.
    mutating func warnOfRepeated(in expressions: [BoundExpression]) {
        for expression in expressions {
            for call in expression.aggregateCalls {
                warn(call.name, of: call.argument, BoundExpression(.aggregate(call), .float, at: .nowhere))
            }
            for call in expression.windowCalls {
                warn(call.name, of: call.argument, BoundExpression(.window(call), .float, at: .nowhere))
            }
        }
    }

    private mutating func warn(_ name: String, of argument: BoundExpression?, _ call: BoundExpression) {
        guard Self.counting.contains(name) else { return }
        let columns = (argument?.usedColumns ?? []).filter(repeated.contains)
        guard !columns.isEmpty else { return }
        let names = columns.map { "`\($0)`" }.joined(separator: ", ")
        var said =
            "\(call.printed) counts values more than once: a join, `explode` or `unpivot` repeats \(names)"
        if columns.count == 1, let figure = repetitions[columns[0]] {
            said = "\(call.printed) counts values more than once: a join repeats \(names) \(figure.words)"
            if name == "sum", let sums = figure.sums {
                said += "; before it the sum was \(FigureText.sum(sums.before)), "
                said += "with it \(FigureText.sum(sums.after))"
            }
        }
        say("join.repeated", said, isWarning: true)
    }
}
