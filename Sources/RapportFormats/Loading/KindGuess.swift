internal import RapportTable

/// What a column is for, from its name and its content.
enum KindGuess {
    private static let idWords: Set<String> = [
        "id", "ids", "no", "nr", "num", "number", "code", "key", "uuid", "guid", "sku", "phone", "mobile",
        "tel",
        "telephone", "zip", "zipcode", "postcode", "email", "mail", "barcode", "isbn", "ean", "account",
        "imei",
        "url", "ip", "invoice", "asin",
    ]
    private static let idEndings = [
        "编号", "编码", "代码", "单号", "号码", "手机号", "手机", "电话", "卡号", "账号", "邮箱", "邮编", "条码", "序号", "流水号",
        "身份证", "主键",
    ]
    private static let categoryWords: Set<String> = [
        "type", "kind", "category", "class", "segment", "status", "state", "region", "country", "city",
        "channel",
        "gender", "sex", "group", "level", "tier", "grade", "stage", "priority", "cluster", "label",
    ]
    private static let categoryEndings = [
        "类型", "类别", "分类", "状态", "地区", "区域", "国家", "城市", "渠道", "性别", "分组", "等级", "级别", "阶段", "来源", "标签",
    ]
    private static let flagPairs: [Set<String>] = [
        ["yes", "no"], ["y", "n"], ["true", "false"], ["t", "f"], ["是", "否"], ["有", "无"], ["on", "off"],
    ]

    /// `stats` is nil before the column was read.
    static func kind(name: String, type: CellType, stats: ColumnStats?, hasLeadingZeros: Bool) -> Kind? {
        switch type {
        case .bool: return .flag
        case .date, .datetime: return .time
        case .int:
            if isIDName(name) { return .id }
            guard let stats, stats.present > 0 else { return .measure }
            if stats.smallest >= 0, stats.largest <= 1 { return .flag }
            let isNarrow = stats.largest.subtractingReportingOverflow(stats.smallest).partialValue < 50
            return isCategoryName(name) && isNarrow ? .category : .measure
        case .float: return isIDName(name) ? .id : .measure
        case .text:
            if isIDName(name) || hasLeadingZeros { return .id }
            guard let stats else { return nil }
            if stats.isFlag { return .flag }
            guard let distinct = stats.distinct else { return .text }
            return distinct <= max(20, min(1000, stats.present / 5)) ? .category : .text
        }
    }

    /// No two rows have the same value; asked only where that is cheap to know.
    static func isUnique(_ column: Column, _ stats: ColumnStats) -> Bool {
        if column.count == 0 || stats.missing > 0 { return false }
        switch column.layout {
        case .int64: if stats.isIncreasing { return true }
        case .codes(let codes): if codes.dictionary.count < column.count { return false }
        default: break
        }
        guard column.count <= 200_000 else { return false }
        switch column.layout {
        case .int64(let ints):
            var seen: Set<Int64> = []
            let values = ints.values.span
            for row in 0..<values.count where !seen.insert(values[row]).inserted { return false }
            return true
        case .text, .codes:
            var seen: Set<Scalar> = []
            for row in 0..<column.count where !seen.insert(column[row]).inserted { return false }
            return true
        default: return false
        }
    }

    /// Short words without blanks that never repeat name rows, whatever the column is called.
    static func isIDByContent(name: String, _ column: Column, _ stats: ColumnStats) -> Bool {
        guard case .text(let text) = column.layout, column.count >= 20, text.bytes.count <= column.count * 24
        else { return false }
        let bytes = text.bytes.span
        var digits = 0
        for index in 0..<bytes.count {
            if bytes[index] <= 32 || bytes[index] > 127 { return false }
            if bytes[index].isDigit { digits += 1 }
        }
        return digits >= column.count && isUnique(column, stats)
    }

    private static let timeWords: Set<String> = [
        "time", "ts", "date", "day", "at", "timestamp", "datetime", "created", "updated", "epoch", "on",
    ]
    private static let timeEndings = ["时间", "日期", "时刻", "时间戳"]

    static func isTimeName(_ name: String) -> Bool {
        words(name).contains(where: timeWords.contains) || timeEndings.contains { name.hasSuffix($0) }
    }

    static func isIDName(_ name: String) -> Bool {
        let words = words(name)
        if let last = words.last, idWords.contains(last), last == "id" || !isCounted(words) { return true }
        return idEndings.contains { name.hasSuffix($0) } || name.hasSuffix("ID")
    }

    /// `number_of_orders`, `num`: a count and not a name.
    private static func isCounted(_ words: [String]) -> Bool { words.count == 1 && words[0] == "num" }

    private static func isCategoryName(_ name: String) -> Bool {
        words(name).last.map(categoryWords.contains) ?? false
            || categoryEndings.contains { name.hasSuffix($0) }
    }

    /// The words of `customerID`, `customer_id`, `Customer No.`, in lower case.
    static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var last: Character = " "
        for character in name {
            let isLetter = character.isLetter || character.isNumber
            if !isLetter || (character.isUppercase && last.isLowercase) {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            }
            if isLetter { word.append(character) }
            last = character
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words
    }

    static func isFlag(_ texts: [String]) -> Bool {
        guard (1...2).contains(texts.count) else { return false }
        let lowered = Set(texts.map { $0.lowercased() })
        return flagPairs.contains { lowered.isSubset(of: $0) }
    }
}
