internal import RapportDiagnostics
internal import RapportTable

/// How cells of a column are shown in Excel.
enum ExcelFormat {
    /// A format code; nil: the general one.
    static func code(_ field: Field, _ column: Column) -> String? {
        switch column.type {
        case .bool: return nil
        case .int:
            if field.kind == .id { return "0" }
            return field.unit.flatMap(money).map { $0 + "#,##0" } ?? nil
        case .float: return field.unit.flatMap(money).map { $0 + "#,##0.00" } ?? nil
        case .text: return field.kind == .id || mayBeTaken(column) ? "@" : nil
        case .date:
            switch field.grain {
            case .month, .quarter: return "yyyy-mm"
            case .year: return "yyyy"
            default: return "yyyy-mm-dd"
            }
        case .datetime: return "yyyy-mm-dd hh:mm:ss"
        case .duration: return "[h]:mm:ss"
        // As JSON.
        case .list: return nil
        }
    }

    /// The sign of a currency, as a locale writes it.
    private static func money(_ unit: String) -> String? {
        switch unit {
        case "CNY": "[$¥-804]"
        case "JPY": "[$¥-411]"
        case "USD": "[$$-409]"
        case "EUR": "[$€-2]"
        case "GBP": "[$£-809]"
        case "¥", "$": "[$\(unit)]"
        default: unit.count == 3 && unit.allSatisfy { $0.isASCII && $0.isUppercase } ? "[$\(unit)] " : nil
        }
    }

    /// Whether some text of a column would be read as a number, a time or a truth value.
    private static func mayBeTaken(_ column: Column) -> Bool {
        let texts: TextColumn
        switch column.layout {
        case .text(let text): texts = text
        case .codes(let codes): texts = codes.dictionary
        default: return false
        }
        let reading = Reading(codes: MissingCodes([]))
        let buffer = texts.bytes
        let bytes = buffer.span
        for row in 0..<texts.count {
            let (lower, upper) = (Int(texts.offsets[row]), Int(texts.offsets[row + 1]))
            guard lower < upper, upper - lower <= 40 else { continue }
            let first = bytes[lower]
            guard first.isDigit || first.isBlank || "+-.tTfF".utf8.contains(first) else { continue }
            let tally = Tally(of: [texts[row] ?? ""], reading)
            if tally.numbers + tally.times + tally.bools + tally.huge > 0 { return true }
        }
        return false
    }

    /// In characters, by the header and the first rows.
    static func width(_ name: String, _ column: Column) -> Double {
        // The button of the filter takes room in the header.
        var widest = name.displayWidth + 3
        for row in 0..<min(column.count, 1000) {
            guard widest < 60 else { break }
            switch column.type {
            case .float: widest = max(widest, 12)
            default: widest = max(widest, min(column.text(at: row).displayWidth + 2, 60))
            }
        }
        return Double(min(max(widest, 6), 60))
    }
}
