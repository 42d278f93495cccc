import RapportDiagnostics
import RapportLanguage

/// Makes random trees that the language can say, with names and texts that are hard to print.
struct TreeGenerator {
    var random: SeededRandom

    private static let names = [
        "a", "amount", "地区", "naïve", "by", "on", "sort", "to", "from", "as", "over", "run", "check", "help",
        "last", "count", "Customer ID", "金额（元）", "2025", "x`y", "and", "in", "true", "missing", "user.id",
        "items.0.price", " ", "#", "a|b", "É", "_x1",
    ]
    private static let plainNames = [
        "a", "amount", "地区", "by", "sort", "as", "run", "last", "f", "_1", "over",
    ]
    private static let texts = [
        "", "x", "it's \"raw\"", "a\\d+", "line\nend", "tab\t\r", "中文，“引”", "\u{0}\u{1B}[2J", "\u{202E}",
        "e\u{301}", "| # ` $", "👍", "\"\"\"",
    ]

    mutating func statement(depth: Int = 0) -> Statement {
        if depth < 2, random.chance(8) {
            return Statement(.check(statement(depth: depth + 1)), .nowhere)
        }
        if random.chance(4) {
            return Statement(.help(random.pick(["", "rfm", "search churn", "= |"])), .nowhere)
        }
        let table = random.chance(30) ? name(allowingDots: false) : nil
        return Statement(.pipeline(table: table, pipeline()), .nowhere)
    }

    private mutating func pipeline() -> Pipeline {
        let alias = random.chance(20) ? name(allowingDots: false) : nil
        let source: Pipeline.Source =
            switch Int.random(in: 0..<10, using: &random) {
            case 0: .run(run())
            case 1: .rows(many(1...3) { $0.row() }, .nowhere)
            default: .word(sourceWord())
            }
        return Pipeline(source, alias: alias, stages: many(0...3) { $0.stage() }, span: .nowhere)
    }

    /// In front of a bracket a source's word would be a function, and behind `check`, `help` and `run` others are read.
    private mutating func sourceWord() -> Stage {
        var word = stage()
        word.name = random.chance(30) ? name() : .built(random.pick(["load", "orders", "rfm.centers", "客户"]))
        if !word.name.isQuoted, word.printed.hasPrefix(word.name.text + " (") {
            word.arguments.items = [.built(.column("x"))]
        }
        if ["check", "help", "run"].contains(word.name.text) { word.name.isQuoted = true }
        word.arguments.modifiers.removeAll { $0.name.text == "as" }
        if word.arguments.items.isEmpty, case .option = word.arguments.modifiers.first {
            word.arguments.modifiers = []
        }
        return word
    }

    private mutating func row() -> Row {
        let names = many(1...3) { $0.name(allowingDots: false, isKey: true) }
        let values = names.map { _ in constant() }
        return Row(names: names, values: values, span: .nowhere)
    }

    private mutating func constant() -> Expression {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: .parameter("p")
        case 1: .list(many(0...2) { $0.expression(depth: 3) })
        case 2: .unary(.minus, .literal(.int(3)))
        default: .literal(literal())
        }
    }

    private mutating func run() -> RunReference {
        RunReference(
            Int.random(in: 0...999, using: &random), output: random.chance(50) ? "centers" : nil,
            span: .nowhere)
    }

    mutating func stage() -> Stage {
        var arguments = Arguments()
        if random.chance(70) { arguments.items = items() }
        arguments.modifiers = many(0...3) { $0.modifier() }
        // An option behind nothing reads as an item.
        if arguments.items.isEmpty, case .option = arguments.modifiers.first { arguments.modifiers = [] }
        if random.chance(15) {
            arguments.second = items()
            arguments.secondModifiers = many(0...1) { $0.modifier() }
        }
        let words = ["where", "derive", "segmentation.rfm", "by", "as", "run", "help", "统计"]
        return Stage(.built(random.pick(words)), arguments, span: .nowhere)
    }

    private mutating func modifier() -> Modifier {
        random.chance(50)
            ? .option(random.pick(Self.plainNames), expression(depth: 1))
            : .clause(random.pick(["by", "on", "sort", "to", "from", "as"]), items())
    }

    private mutating func items() -> [Item] { many(1...3) { $0.item(depth: 0) } }

    private mutating func item(depth: Int) -> Item {
        var name: Name?
        if random.chance(40) {
            let made = self.name()
            name = made.isQuoted || made.text != "and" && made.text != "in" ? made : nil
        }
        return Item(name: name, expression(depth: depth), span: .nowhere)
    }

    /// A name that is quoted where it must be, and now and then where it need not.
    private mutating func name(allowingDots: Bool = true, isKey: Bool = false) -> Name {
        let text = random.pick(Self.names)
        let isBare = Name(text, span: .nowhere).printed == text && (allowingDots || !text.contains("."))
        return Name(text, isQuoted: !isBare || random.chance(10), span: .nowhere)
    }

    mutating func expression(depth: Int) -> Expression {
        let leaves = 6
        switch Int.random(in: 0..<(depth > 3 ? leaves : 14), using: &random) {
        case 0, 1, 2: return Expression(.name(name()), .nowhere)
        case 3, 4: return .literal(literal())
        case 5: return random.chance(70) ? .parameter("as_of") : Expression(.run(run()), .nowhere)
        case 6: return .list(many(0...3) { $0.expression(depth: depth + 1) })
        case 7: return Expression(.map(many(1...2) { $0.mapEntry(depth: depth + 1) }), .nowhere)
        case 8: return call(depth: depth + 1)
        case 9: return .unary(random.pick([.not, .minus]), expression(depth: depth + 1))
        case 10: return Expression(.group(expression(depth: depth + 1)), .nowhere)
        default:
            let signs: [BinaryOperator] = [
                .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .assign, .isIn,
                .isNotIn, .add, .subtract, .multiply, .divide, .remainder,
            ]
            return .binary(random.pick(signs), expression(depth: depth + 1), expression(depth: depth + 1))
        }
    }

    private mutating func mapEntry(depth: Int) -> MapEntry {
        let key: MapKey =
            switch Int.random(in: 0..<3, using: &random) {
            case 0: .int(Int64.random(in: 0...99, using: &random))
            case 1: .name(name(allowingDots: false))
            default: .text(random.pick(Self.texts))
            }
        return MapEntry(key, expression(depth: depth), span: .nowhere)
    }

    private mutating func call(depth: Int) -> Expression {
        let extents: [Expression?] = [nil, .literal(.int(3)), .literal(.quantity(30, .d)), .parameter("n")]
        let frame =
            random.chance(25)
            ? Call.Frame(.built(random.pick(["last", "all"])), random.pick(extents), span: .nowhere) : nil
        let arguments = many(0...3) { $0.item(depth: depth) }
        return Expression(
            .call(Call(.built(random.pick(["f", "sum", "missing", "if"])), arguments, frame: frame)), .nowhere
        )
    }

    private mutating func literal() -> Literal {
        let float = Double(bitPattern: random.next() & 0x7FFF_FFFF_FFFF_FFFF)
        let small = Double(Int.random(in: 0...99_999, using: &random)) / random.pick([1, 8, 10, 1000])
        return switch Int.random(in: 0..<10, using: &random) {
        case 0: .int(Int64.random(in: 0...Int64.max, using: &random))
        case 1: .float(float.isFinite ? float : 0.5)
        case 2: .percent(random.chance(80) ? small / 100 : 1e-30)
        case 3: .quantity(small, random.pick(Literal.Unit.allCases))
        case 4: .bool(random.chance(50))
        case 5: .missing
        case 6: .date(year: Int.random(in: 1...9999, using: &random), month: 12, day: 31)
        case 7:
            .datetime(
                DatetimeLiteral(
                    year: 2024, month: 2, day: 29, hour: 23, minute: 59, second: random.pick([0, 7]),
                    microsecond: random.pick([0, 500_000, 1]),
                    offsetMinutes: random.pick([nil, 0, 480, -570])))
        default: .text(random.pick(Self.texts))
        }
    }

    private mutating func many<Element>(
        _ range: ClosedRange<Int>, _ make: (inout TreeGenerator) -> Element
    ) -> [Element] {
        let count = Int.random(in: range, using: &random)
        return (0..<count).map { _ in make(&self) }
    }
}
