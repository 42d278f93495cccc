import RapportContract
import RapportTable

/// SplitMix64: the same numbers on every machine.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Tables of everything that could break a page or a screen.
enum RandomTables {
    /// Pieces of names and cells: markup, control codes, wide and joined letters.
    static let pieces = [
        "a", "Z", "9", " ", "  ", "重要", "客户", "é", "e\u{301}", "👨‍👩‍👧", "한", "\u{1B}[31m", "\u{1B}]8;;x\u{7}",
        "\n", "\r\n", "\t", "\u{0}", "\u{7F}", "\u{9B}2J", "\u{202E}", "\u{2066}", "\u{200B}", "\u{2028}",
        "\u{FEFF}",
        "<script>alert(1)</script>", "</style>", "\"", "'", "&amp;", "\"\u{301} onload=x", "|", "`", "```",
        "*b*",
        "_i_", "[l](http://x)", "{{title}}", "{{{x}}}", "<!--", "]]>", "\\", "#", "- ", "$x$", "ا", "\u{301}",
    ]

    static func text(_ random: inout SeededRandom, upTo count: Int = 8) -> String {
        (0..<Int.random(in: 0...count, using: &random)).map { _ in pieces.randomElement(using: &random) ?? ""
        }
        .joined()
    }

    static func table(_ random: inout SeededRandom) -> Table {
        let rows = [0, 1, 2, 7, 30].randomElement(using: &random) ?? 1
        var fields: [Field] = []
        var columns: [Column] = []
        for index in 0..<Int.random(in: 1...9, using: &random) {
            let type: ColumnType =
                [
                    .text, .text, .int, .float, .bool, .date, .datetime(zone: nil), .datetime(zone: "+08:00"),
                    .duration,
                ]
                .randomElement(using: &random) ?? .text
            let scalars = (0..<rows).map { _ in scalar(type, &random) }
            fields.append(Field("\(text(&random, upTo: 3))\(index)", type, unit: text(&random, upTo: 1)))
            columns.append(Column(type, scalars: scalars))
        }
        return Table(Schema(fields), columns, count: rows)
    }

    private static func scalar(_ type: ColumnType, _ random: inout SeededRandom) -> Scalar {
        if Int.random(in: 0..<5, using: &random) == 0 { return .missing }
        let wild = Int64(bitPattern: random.next())
        let number = wild >> Int64.random(in: 0...62, using: &random)
        switch type {
        case .list(let element):
            return .list((0..<Int.random(in: 0...3, using: &random)).map { _ in scalar(element, &random) })
        case .text: return .text(text(&random))
        case .int: return .int(number)
        case .float:
            let value = Double(bitPattern: random.next())
            return .float(value.isFinite && Bool.random(using: &random) ? value : Double(number) / 1000)
        case .bool: return .bool(wild & 1 == 0)
        case .date: return .date(Int32(truncatingIfNeeded: number))
        case .datetime: return .datetime(number)
        case .duration: return .duration(number)
        }
    }

    static func chart(_ table: Table, _ random: inout SeededRandom) -> ChartSpecification {
        func name() -> String { table.schema.names.randomElement(using: &random) ?? "" }
        return ChartSpecification(
            ChartSpecification.Form.allCases.randomElement(using: &random) ?? .bar, title: text(&random),
            x: name(), y: name(), split: Bool.random(using: &random) ? name() : nil, value: name())
    }
}

extension String {
    /// Control characters, bidirectional controls and the like, but line ends.
    var unsafeScalars: [Unicode.Scalar] {
        unicodeScalars.filter {
            $0 != "\n"
                && ($0.value < 0x20 || (0x7F..<0xA0).contains($0.value)
                    || (0x2028...0x202E).contains($0.value)
                    || (0x2066...0x2069).contains($0.value) || $0.value == 0x200B || $0.value == 0xFEFF)
        }
    }
    var lines: [Substring] { split(separator: "\n", omittingEmptySubsequences: false) }
}
