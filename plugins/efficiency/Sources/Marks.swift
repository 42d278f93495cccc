import RapportPluginKit

/// Columns of yes and no in the forms that logs have.
enum Marks {
    private static let yes: Set<String> = [
        "true", "yes", "y", "1", "t", "是", "公开", "public", "private", "internal",
    ]
    private static let no: Set<String> = ["false", "no", "n", "0", "f", "否", ""]

    /// True where the cell says yes; missing where it is missing.
    /// - Throws: `column.values` where a text says neither.
    static func read(_ column: Column, named name: String, work: Work) throws(Diagnostic) -> [Bool?] {
        if case .bits(let values, let validity) = column.layout {
            return (0..<column.count).map { row in validity.map { $0[row] } ?? true ? values[row] : nil }
        }
        let grouping = try Grouping(by: [column], count: column.count, work: work)
        var levels: [Bool?] = []
        for group in 0..<grouping.groupCount {
            let row = Int(grouping.firstRows[group])
            let cell = column[row]
            let word =
                cell.number.map { $0 == 0 ? "0" : $0 == 1 ? "1" : "?" } ?? Side.folded(column.text(at: row))
            if cell.isMissing {
                levels.append(nil)
            } else if yes.contains(word) {
                levels.append(true)
            } else if no.contains(word) {
                levels.append(false)
            } else {
                throw Diagnostic(
                    "column.values", "`\(name)` says neither yes nor no in row \(row + 1)",
                    subject: .column(name), help: ["`… | derive` a column of `true` and `false` from it"])
            }
        }
        let groups = grouping.groups.span
        return groups.indices.map { levels[Int(groups[$0])] }
    }
}

/// Whether a case is still open, by the word of its status.
enum Status {
    case open, closed

    private static let closedWords: Set<String> = [
        "closed", "solved", "resolved", "done", "complete", "completed", "finished", "archived", "cancelled",
        "canceled", "closedresolved", "已解决", "已关闭", "关闭", "已完成", "完成", "解决", "结束", "已结束", "已取消",
    ]
    private static let openWords: Set<String> = [
        "open", "opened", "new", "pending", "onhold", "hold", "waiting", "inprogress", "active", "reopened",
        "snoozed",
        "assigned", "processing", "escalated", "待处理", "处理中", "进行中", "打开", "新建", "未解决", "等待", "挂起", "重新打开",
        "未关闭", "跟进中",
    ]

    init?(_ word: String) {
        let word = Side.folded(word)
        if Self.closedWords.contains(word) {
            self = .closed
        } else if Self.openWords.contains(word) {
            self = .open
        } else {
            return nil
        }
    }
}
