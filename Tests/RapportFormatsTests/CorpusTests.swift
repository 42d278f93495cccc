import Foundation
import RapportDiagnostics
import RapportFormats
import RapportTable
import RapportWork
import Testing

/// Small files, each with the table or the error that a careful reader would expect, and lines of its report.
///
/// `Corpus/CSV/NAME.csv` beside `NAME.json`: `columns` are `name:type`, `rows` their cells (times as ISO text),
/// `report` texts that stand in the load report, `silent` texts that do not, `problems` how many there are, `error` code and text.
struct CorpusTests {
    static let folder = packageRoot.map { $0 + "/Tests/RapportFormatsTests/Corpus/CSV" } ?? ""

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }.sorted()
    }()

    @Test func corpusIsThere() { #expect(Self.names.count >= 120) }

    /// Cut at every place, and in one piece; at widths 1 and 2.
    @Test(arguments: names) func fileIsReadAsExpected(_ name: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(name).json"))
        let expected = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let options = try Self.options(expected["options"] as? [String: Any] ?? [:])
        for (blockSize, width) in [(512 << 10, 1), (512 << 10, 2), (1, 2), (7, 1), (16, 2)] {
            let comment = Comment(rawValue: "\(name), blocks of \(blockSize), width \(width)")
            do {
                let loaded = try Loaded(
                    path: "\(Self.folder)/\(name).csv", options, blockSize: blockSize, width: width)
                try check(loaded, expected, comment)
            } catch let failure as Diagnostic {
                guard let error = expected["error"] as? [String: String] else {
                    Issue.record("\(comment): \(failure.code) \(failure.message)")
                    return
                }
                #expect(failure.code.name == error["code"], comment)
                let said = ([failure.message] + failure.help.map(\.text)).joined(separator: "; ")
                #expect(said.contains(error["text"] ?? "?"), "\(comment): \(said)")
            }
        }
    }

    private func check(_ loaded: Loaded, _ expected: [String: Any], _ comment: Comment) throws {
        guard let columns = expected["columns"] as? [String], let rows = expected["rows"] as? [[Any]] else {
            Issue.record("\(comment): expected an error, found \(loaded.lines)")
            return
        }
        let found = loaded.table.schema.fields.map { "\($0.name):\(Self.word($0.type))" }
        #expect(found == columns, comment)
        #expect(loaded.table.count == rows.count, comment)
        guard found == columns, loaded.table.count == rows.count else { return }
        for (index, column) in loaded.table.columns.enumerated() {
            for row in 0..<rows.count {
                let (cell, wanted) = (Self.shown(column[row]), Self.shown(rows[row][index]))
                #expect(cell == wanted, "\(comment): \(columns[index]), row \(row + 1)")
            }
        }
        let report = loaded.lines.joined(separator: "\n")
        for text in expected["report"] as? [String] ?? [] {
            #expect(report.contains(text), "\(comment): \(text)\n\(report)")
        }
        for text in expected["silent"] as? [String] ?? [] {
            #expect(!report.contains(text), "\(comment): \(text)\n\(report)")
        }
        #expect(loaded.source.problems.count == expected["problems"] as? Int ?? 0, comment)
        for (name, unit) in expected["units"] as? [String: String] ?? [:] {
            #expect(loaded.source.schema[name]?.unit == unit, comment)
        }
    }

    private static func word(_ type: ColumnType) -> String {
        if case .datetime = type { "datetime" } else { type.name }
    }

    // MARK: - Cells as text

    private static func shown(_ scalar: Scalar) -> String {
        switch scalar {
        case .missing: "missing"
        case .bool(let flag): "\(flag)"
        case .int(let number): "\(Double(number))"
        case .float(let number): "\(number)"
        case .text(let text): "text \(text)"
        case .date(let days): "text " + day(Int(days))
        case .datetime(let moment):
            "text \(day(Int(floorDivided(moment, 86_400_000_000))))T\(clock(moment - floorDivided(moment, 86_400_000_000) * 86_400_000_000))"
        default: "\(scalar)"
        }
    }

    private static func shown(_ value: Any) -> String {
        if value is NSNull { return "missing" }
        if let text = value as? String { return "text \(text)" }
        // Of JSON's `true` and `1`, only the first prints itself so.
        if let number = value as? NSNumber {
            // SAFETY: the type's name is a constant that ends in a zero.
            let isBool = unsafe String(cString: number.objCType) == "c"
            return isBool ? "\(number.boolValue)" : "\(number.doubleValue)"
        }
        return "\(value)"
    }

    private static func floorDivided(_ value: Int64, _ by: Int64) -> Int64 {
        let quotient = value / by
        return value % by < 0 ? quotient - 1 : quotient
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func day(_ days: Int) -> String {
        let (year, month, day) = civilFromDays(days)
        return "\(year)-\(two(month))-\(two(day))"
    }

    private static func clock(_ microseconds: Int64) -> String {
        let seconds = Int(microseconds / 1_000_000)
        let fraction = Double(microseconds % 1_000_000) / 1e6
        let text = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return fraction == 0 ? text : text + "\(fraction)".dropFirst()
    }

    // MARK: - Options

    static func options(_ told: [String: Any]) throws -> CSVOptions {
        var options = CSVOptions()
        for (name, value) in told {
            switch (name, value) {
            case ("delimiter", let text as String): options.delimiter = Array(text.utf8)
            case ("quote", let text as String): options.quote = text.first.map { .character($0) } ?? .none
            case ("escape", let text as String): options.escape = text.utf8.first
            case ("thousands", let text as String):
                options.thousands = text.first.map { .sign($0) } ?? .none
            case ("decimal", let text as String): options.decimal = text.first
            case ("dates", let text as String): options.dates = DateOrder(name: text)
            case ("comment", let text as String): options.comment = text.first
            case ("encoding", let text as String): options.encoding = TextEncoding(name: text)
            case ("format", _ as String): options.format = .fixed
            case ("missing", let codes as [String]): options.missing = codes
            case ("columns", let names as [String]): options.columns = names
            case ("header", let rows as [Int]): options.header = .rows(rows)
            case ("header", let value as NSNumber):
                // SAFETY: the type's name is a constant that ends in a zero.
                let isBool = unsafe String(cString: value.objCType) == "c"
                options.header = isBool ? (value.boolValue ? .rows([1]) : .none) : .rows([value.intValue])
            case ("skip", let lines as Int): options.skip = lines
            case ("strict", let flag as Bool): options.strict = flag
            case ("types", let types as [String: String]):
                options.types = types.compactMapValues(CSVOptions.ToldType.init)
            case ("widths", let widths as [String: Any]): try place(widths, in: &options)
            default: Issue.record("no option `\(name)`")
            }
        }
        return options
    }

    /// JSON keeps no order of keys: widths stand in the order of `id`, `name`, and the rest.
    private static func place(_ widths: [String: Any], in options: inout CSVOptions) throws {
        var (names, places) = ([String](), [Range<Int>]())
        let order = ["id", "name", "n", "amount"]
        for name in order where widths[name] != nil {
            if let ends = widths[name] as? [Int] {
                places.append(ends[0] - 1..<ends[1])
            } else if let width = widths[name] as? Int {
                let start = places.last?.upperBound ?? 0
                places.append(start..<start + width)
            }
            names.append(name)
        }
        (options.columns, options.places) = (names, places)
    }
}
