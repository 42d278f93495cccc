/// The report's own words in one language.
struct Vocabulary: Sendable {
    let findings, caveats, notes, metrics, provenance, parameters, inputs, data: String
    let analysis, run, recipe, asOf, seed, standard, rows: String
    let name, value, group, interval, higherIsBetter, lowerIsBetter, count, noRows, noColumns, noData,
        missing: String
    let warning, error, help, source, low, high, noCaveats, noFindings: String
    private let language: Document.Language

    subscript(rows count: Int) -> String {
        switch language {
        case .english: count == 1 ? "1 row" : "\(grouped(count)) rows"
        case .chinese: "\(grouped(count)) 行"
        }
    }

    func moreRows(_ count: Int) -> String {
        switch language {
        case .english: count == 1 ? "1 more row" : "\(grouped(count)) more rows"
        case .chinese: "还有 \(grouped(count)) 行"
        }
    }

    func moreColumns(_ names: [String]) -> String {
        let list = names.joined(separator: language == .english ? ", " : "、")
        return switch language {
        case .english: "\(grouped(names.count)) more column\(names.count == 1 ? "" : "s") (\(list))"
        case .chinese: "还有 \(grouped(names.count)) 列（\(list)）"
        }
    }

    func shown(_ count: Int, of total: Int) -> String {
        switch language {
        case .english: "\(grouped(count)) of \(grouped(total)) rows shown"
        case .chinese: "共 \(grouped(total)) 行，显示 \(grouped(count)) 行"
        }
    }

    func rowCount(input: Int, used: Int) -> String {
        let (all, kept, dropped) = (grouped(input), grouped(used), grouped(input - used))
        return switch language {
        case .english: "\(all) in, \(kept) used, \(dropped) dropped"
        case .chinese: "读入 \(all)，使用 \(kept)，剔除 \(dropped)"
        }
    }

    func inBrackets(_ text: String) -> String { language == .english ? " (\(text))" : "（\(text)）" }

    /// Between the items of a list.
    var comma: String { language == .english ? ", " : "，" }

    func version(_ number: Int) -> String {
        language == .english ? "version \(number)" : "版本 \(number)"
    }

    static func of(_ language: Document.Language) -> Vocabulary {
        switch language {
        case .english: english
        case .chinese: chinese
        }
    }

    private static let english = Vocabulary(
        findings: "Findings", caveats: "Caveats", notes: "Notes", metrics: "Metrics",
        provenance: "Provenance", parameters: "Parameters", inputs: "Inputs", data: "Data",
        analysis: "Analysis", run: "Run", recipe: "Recipe", asOf: "As of", seed: "Seed",
        standard: "default", rows: "Rows",
        name: "Name", value: "Value", group: "Group", interval: "Interval",
        higherIsBetter: "higher is better", lowerIsBetter: "lower is better", count: "n",
        noRows: "no rows", noColumns: "no columns", noData: "no data", missing: "missing", warning: "warning",
        error: "error",
        help: "help", source: "from", low: "low", high: "high",
        noCaveats: "none reported", noFindings: "none", language: .english)

    private static let chinese = Vocabulary(
        findings: "发现", caveats: "注意", notes: "说明", metrics: "指标", provenance: "来源",
        parameters: "参数", inputs: "输入", data: "数据", analysis: "分析", run: "运行", recipe: "重现语句",
        asOf: "截止日期", seed: "随机种子", standard: "默认", rows: "行数",
        name: "名称", value: "值", group: "分组", interval: "区间",
        higherIsBetter: "越高越好", lowerIsBetter: "越低越好", count: "样本数", noRows: "没有数据行", noColumns: "没有列",
        noData: "没有数据", missing: "缺失", warning: "警告", error: "错误", help: "提示", source: "来自",
        low: "低", high: "高", noCaveats: "无", noFindings: "无", language: .chinese)
}
