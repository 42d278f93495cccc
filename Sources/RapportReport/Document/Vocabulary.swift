import RapportContract
import RapportTable

/// The report's own words in one language.
struct Vocabulary: Sendable {
    let findings, caveats, notes, metrics, provenance, parameters, inputs, data: String
    let analysis, run, recipe, asOf, seed, standard, rows: String
    let name, value, group, interval, higherIsBetter, lowerIsBetter, count, noRows, noColumns, noData,
        missing: String
    let warning, error, help, source, low, high, noCaveats, noFindings: String
    let ledgerStage, customers, amount, why: String
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

    func ledger(_ name: String) -> String {
        language == .english ? "From the load to \(name)" : "从载入到 \(name)"
    }

    /// What stands in the place of a table without rows: `comparisons: no rows`.
    func noRows(of caption: String) -> String {
        if caption.isEmpty { return noRows }
        return language == .english ? "\(caption): \(noRows)" : "\(caption)：\(noRows)"
    }

    /// Between sentences of one cell.
    var semicolon: String { language == .english ? "; " : "；" }

    /// `276 rows: the condition is false`.
    func reason(_ reason: Ledger.Reason) -> String {
        switch language {
        case .english: reason.text
        case .chinese: "\(grouped(reason.rows)) 行：\(Self.chinese(reason.cause))"
        }
    }

    private static func chinese(_ cause: Ledger.Cause) -> String {
        switch cause {
        case .conditionFalse: "不满足条件"
        case .conditionMissing: "条件所用的值缺失"
        case .repeats: "与保留的行重复"
        case .unmatched: "在另一张表中没有对应行"
        case .matched: "在另一张表中有对应行"
        case .multiplied: "因多个对应行而重复"
        case .added: "仅在另一张表中"
        case .beyond: "超出所取的行数"
        case .notDrawn: "未被抽中"
        case .grouped: "合并为每组一行"
        case .spread: "由每行展开而来"
        case .appended: "来自其他表"
        case .completed: "补齐的空时段"
        case .unreadable: "文件中格式不符"
        case .unused: "分析未使用"
        case .other: "被剔除"
        }
    }

    /// `1 h 5 min`, `1 小时 5 分钟`.
    func duration(_ seconds: Double) -> String {
        guard let spoken = SpokenDuration(seconds: seconds) else { return NumberStyle.single(seconds) + " s" }
        guard language == .chinese else { return spoken.text }
        let parts = spoken.parts.map { part in
            let unit =
                switch part.unit {
                case .day: "天"
                case .hour: "小时"
                case .minute: "分钟"
                case .second: "秒"
                }
            return "\(SpokenDuration.number(part.count)) \(unit)"
        }
        return (spoken.isNegative ? "-" : "") + parts.joined(separator: " ")
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
        noCaveats: "none reported", noFindings: "none",
        ledgerStage: "Stage", customers: "Customers", amount: "Amount", why: "Why", language: .english)

    private static let chinese = Vocabulary(
        findings: "发现", caveats: "注意", notes: "说明", metrics: "指标", provenance: "来源",
        parameters: "参数", inputs: "输入", data: "数据", analysis: "分析", run: "运行", recipe: "重现语句",
        asOf: "截止日期", seed: "随机种子", standard: "默认", rows: "行数",
        name: "名称", value: "值", group: "分组", interval: "区间",
        higherIsBetter: "越高越好", lowerIsBetter: "越低越好", count: "样本数", noRows: "没有数据行", noColumns: "没有列",
        noData: "没有数据", missing: "缺失", warning: "警告", error: "错误", help: "提示", source: "来自",
        low: "低", high: "高", noCaveats: "无", noFindings: "无",
        ledgerStage: "步骤", customers: "客户数", amount: "金额", why: "原因", language: .chinese)
}
