import RapportContract

/// What a chart says of itself, in one language: notes, and the description made from its data.
struct ChartWords: Sendable {
    let language: Document.Language

    private func say(_ english: String, _ chinese: String) -> String {
        language == .english ? english : chinese
    }

    var missing: String { say("(missing)", "（缺失）") }
    var noData: String { say("no data", "没有数据") }

    func noColumn(_ name: String) -> String {
        say("no column `\(name.visible)` to draw", "没有可画的列 `\(name.visible)`")
    }
    func notANumber(_ name: String) -> String {
        say("column `\(name.visible)` is not a number", "列 `\(name.visible)` 不是数值")
    }
    func firstRows(_ count: Int, of total: Int) -> String {
        say(
            "the first \(grouped(count)) of \(grouped(total)) rows are drawn",
            "只画了 \(grouped(total)) 行中的前 \(grouped(count)) 行")
    }
    func largestSeries(_ count: Int, of total: Int) -> String {
        say(
            "the \(count) largest of \(grouped(total)) series are drawn",
            "只画了 \(grouped(total)) 个系列中最大的 \(count) 个")
    }
    func largestCategories(_ count: Int, of total: Int, measure: String) -> String {
        say(
            "the \(count) of \(grouped(total)) categories with the largest `\(measure.visible)` are drawn",
            "只画了 \(grouped(total)) 个类别中 `\(measure.visible)` 最大的 \(count) 个")
    }
    func withoutValue(_ count: Int) -> String {
        say(
            count == 1 ? "1 row without a value is a gap" : "\(grouped(count)) rows without a value are gaps",
            "\(grouped(count)) 行没有数值，留空")
    }
    func withoutPlace(_ count: Int, _ name: String) -> String {
        say(
            "\(grouped(count)) \(count == 1 ? "row" : "rows") without `\(name.visible)` not drawn",
            "\(grouped(count)) 行没有 `\(name.visible)`，未画出")
    }
    func thinned(_ count: Int, of total: Int) -> String {
        say(
            "\(grouped(count)) of \(grouped(total)) points are drawn, evenly chosen",
            "\(grouped(total)) 个点中均匀选取了 \(grouped(count)) 个")
    }
    func largestNodes(_ count: Int, of total: Int) -> String {
        say(
            "the \(grouped(count)) largest of \(grouped(total)) are drawn, and the ties between them",
            "只画了 \(grouped(total)) 个节点中最大的 \(grouped(count)) 个及其之间的连线")
    }
    func strongestTies(_ count: Int, of total: Int) -> String {
        say(
            "the \(grouped(count)) strongest of \(grouped(total)) ties are drawn",
            "只画了 \(grouped(total)) 条连线中最强的 \(grouped(count)) 条")
    }
    func others(_ count: Int) -> String {
        say("\(grouped(count)) others", "其余 \(grouped(count)) 个")
    }
    /// A network in a sentence: how many there are, who comes first, and what colours say.
    func network(
        _ specification: ChartSpecification, nodes: Int, ties: Int, first: (name: String, size: Double),
        isSized: Bool, series: [String]
    ) -> String {
        let size =
            isSized
            ? NumberStyle(for: CollectionOfOne(first.size)).text(first.size) : grouped(Int(first.size))
        let tieWord = say(ties == 1 ? "tie" : "ties", "条连线")
        let text =
            say(
                "Network of \(specification.xLabel.visible) and \(specification.yLabel.visible): \(grouped(nodes)) "
                    + "members, \(grouped(ties)) \(tieWord); \(first.name) "
                    + (isSized ? "is the largest" : "has the most") + ", \(size)",
                "网络图：\(specification.xLabel.visible) 与 \(specification.yLabel.visible)，\(grouped(nodes)) 个节点，"
                    + "\(grouped(ties)) \(tieWord)；\(first.name) "
                    + (isSized ? "最大，为 \(size)" : "最多，有 \(size) 条"))
        if series.isEmpty { return text + say(".", "。") }
        return text
            + say("; colours: ", "；颜色：") + series.map(\.visible).joined(separator: say(", ", "、"))
            + say(".", "。")
    }
    func beyond(_ label: String, _ value: String) -> String {
        say("\(label) (\(value)) lies beyond the axis", "\(label)（\(value)）超出坐标轴")
    }
    /// The lines through the plot, in a sentence; empty without any.
    private func lines(_ references: [ChartSpecification.Reference]) -> String {
        if references.isEmpty { return "" }
        let named = references.map {
            say(
                "\($0.label.visible) at \(NumberStyle.single($0.value))",
                "\($0.label.visible)（\(NumberStyle.single($0.value))）")
        }
        let list = named.joined(separator: say(", ", "、"))
        return say(" A line marks \(list).", "标线：\(list)。")
    }
    func range(_ low: String, _ high: String) -> String { say("\(low) to \(high)", "\(low) 至 \(high)") }
    /// What the thin lines are, in a sentence; empty without any.
    private func interval(_ interval: ChartSpecification.Interval?) -> String {
        guard let interval else { return "" }
        let (low, high) = (interval.low.visible, interval.high.visible)
        return say(" Thin lines reach from \(low) to \(high).", "细线表示从 \(low) 到 \(high) 的区间。")
    }
    func repeated(_ count: Int) -> String {
        say(
            "\(grouped(count)) \(count == 1 ? "row repeats" : "rows repeat") a place already drawn; the first is shown",
            "\(grouped(count)) 行与已画的位置重复，只显示第一行")
    }

    /// The chart in a sentence: form, columns, how many marks, from where to where, the extremes; and the lines through
    /// it in another.
    func description(
        _ specification: ChartSpecification, series: [String], values: [(label: String, value: Double)],
        ends: (first: String, last: String)?, references: [ChartSpecification.Reference] = []
    ) -> String {
        sentence(specification, series: series, values: values, ends: ends)
            + (values.isEmpty ? "" : interval(specification.interval)) + lines(references)
    }

    private func sentence(
        _ specification: ChartSpecification, series: [String], values: [(label: String, value: Double)],
        ends: (first: String, last: String)?
    ) -> String {
        let form =
            switch specification.form {
            case .bar: say("Bar chart", "条形图")
            case .line: say("Line chart", "折线图")
            case .heatmap: say("Heat map", "热力图")
            case .scatter: say("Scatter plot", "散点图")
            case .network: say("Network", "网络图")
            }
        let unit =
            switch specification.form {
            case .bar: say(values.count == 1 ? "bar" : "bars", "个条形")
            case .line, .scatter: say(values.count == 1 ? "point" : "points", "个点")
            case .network: say(values.count == 1 ? "tie" : "ties", "条连线")
            case .heatmap: say(values.count == 1 ? "cell" : "cells", "个格子")
            }
        let measure = (specification.form == .heatmap ? specification.value ?? "" : specification.yLabel)
            .visible
        let over = specification.xLabel.visible
        var subject = say("\(form) of \(measure) by \(over)", "\(form)：按 \(over) 的 \(measure)")
        if specification.form == .heatmap {
            subject = say(
                "\(form) of \(measure) by \(over) and \(specification.yLabel.visible)",
                "\(form)：按 \(over) 和 \(specification.yLabel.visible) 的 \(measure)")
        }
        guard let low = values.first else { return subject + say(", no data.", "，没有数据。") }
        var (least, most) = (low, low)
        for each in values {
            if each.value < least.value { least = each }
            if each.value > most.value { most = each }
        }
        var text = subject + say(", \(grouped(values.count)) \(unit)", "，\(grouped(values.count)) \(unit)")
        if let ends, values.count > 1 {
            text += say(" from \(ends.first) to \(ends.last)", "，从 \(ends.first) 到 \(ends.last)")
        }
        if !series.isEmpty {
            let names = series.joined(separator: say(", ", "、"))
            text += say(", \(series.count) series (\(names))", "，\(series.count) 个系列（\(names)）")
        }
        let style = NumberStyle(for: values.lazy.map(\.value))
        let (lowest, highest) = (style.text(least.value), style.text(most.value))
        if values.count == 1 {
            return text + say("; value \(highest) at \(most.label).", "；\(most.label) 的值为 \(highest)。")
        }
        return text
            + say(
                "; lowest \(lowest) at \(least.label), highest \(highest) at \(most.label).",
                "；最低 \(lowest)（\(least.label)），最高 \(highest)（\(most.label)）。")
    }
}
