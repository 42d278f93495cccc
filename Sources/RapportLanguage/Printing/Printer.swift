import RapportDiagnostics

/// Writes trees as text that reads back to them.
///
/// Trees of the parser come back whole. A tree that was built may say what no line can, and then the nearest
/// line is written: an option in front of which nothing stands reads back as an item, and a number that is
/// not finite as `missing`.
struct Printer {
    private(set) var text = ""
    /// Set in front of a name that would be taken for a clause word; the next name that is written takes it.
    private var quotesNextName = false

    static func text(_ body: (inout Printer) -> Void) -> String {
        var printer = Printer()
        body(&printer)
        return printer.text
    }

    mutating func write(_ more: some StringProtocol) { text += more }

    /// Writes the elements with commas between them.
    mutating func list<Element>(_ elements: [Element], _ write: (inout Printer, Element) -> Void) {
        for (index, element) in elements.enumerated() {
            if index > 0 { self.write(", ") }
            write(&self, element)
        }
    }

    // MARK: - Names

    /// Where a name stands decides what it can be without backticks.
    enum Place { case column, item, table, key, plain }

    mutating func print(_ name: Name, as place: Place) {
        let isPlain =
            switch place {
            case .column: name.text.isColumnText && !Word(name.text).isReserved
            case .item: name.text.isColumnText && !Word(name.text).isOperator
            case .table: name.text.isNameText && !Word(name.text).isReserved
            case .key: name.text.isNameText
            case .plain: true
            }
        let isForced = quotesNextName
        quotesNextName = false
        if place == .plain || isPlain && !name.isQuoted && !isForced { return write(name.text) }
        write("`" + name.text.replacing("`", with: "``").replacing("\n", with: " ") + "`")
    }

    // MARK: - Statements

    mutating func print(_ statement: Statement) {
        switch statement.form {
        case .pipeline(let table, let pipeline):
            if let table {
                print(table, as: .table)
                write(" = ")
            }
            print(pipeline)
        case .check(let inner):
            write("check ")
            print(inner)
        case .help(let words): write(words.isEmpty ? "?" : "? \(words)")
        }
    }

    mutating func print(_ pipeline: Pipeline) {
        switch pipeline.source {
        case .word(let word):
            print(word.name, as: .column)
            print(word.arguments, alias: pipeline.alias)
        case .rows(let rows, _):
            write("[")
            list(rows) { $0.print($1) }
            write("]")
            print(alias: pipeline.alias)
        case .run(let run):
            print(run)
            print(alias: pipeline.alias)
        }
        for stage in pipeline.stages {
            write(" | ")
            print(stage)
        }
    }

    mutating func print(_ stage: Stage) {
        print(stage.name, as: .plain)
        print(stage.arguments, alias: nil)
    }

    private mutating func print(alias: Name?) {
        guard let alias else { return }
        write(" as ")
        print(alias, as: .table)
    }

    private mutating func print(_ row: Row) {
        write("{")
        list(row.fields) { printer, field in
            printer.print(field.0, as: .key)
            printer.write(": ")
            printer.print(field.1)
        }
        write("}")
    }

    mutating func print(_ run: RunReference) {
        write("run \(run.number)")
        if let output = run.output { write(".\(output)") }
    }

    // MARK: - Arguments

    private mutating func print(_ arguments: Arguments, alias: Name?) {
        if let first = arguments.items.first {
            write(" ")
            let isAlone = arguments.items.count == 1
            print(first: first, beforeModifier: isAlone && (!arguments.modifiers.isEmpty || alias != nil))
            for item in arguments.items.dropFirst() {
                write(", ")
                print(item)
            }
        }
        arguments.modifiers.forEach { print($0) }
        print(alias: alias)
        if let second = arguments.second {
            write(": ")
            list(second) { $0.print($1) }
        }
        arguments.secondModifiers.forEach { print($0) }
    }

    /// The item right behind a word, where `sort - x` would begin the clause `sort`.
    private mutating func print(first item: Item, beforeModifier: Bool) {
        guard item.name == nil else { return print(item) }
        let (leaf, sign) = item.value.leftEdge
        switch leaf.form {
        case .name(let name) where Word(name.text).beginsClause:
            quotesNextName = sign == .subtract || sign == nil && beforeModifier
            print(item)
        case .call(let call) where Word(call.name.text).beginsClause:
            write("(")
            print(item.value)
            write(")")
        default: print(item)
        }
    }

    /// The item behind a clause word, which begins a clause in front of an operand only, not of `{` or `not`.
    private mutating func print(firstOfClause item: Item) {
        switch item.value.leftEdge.leaf.form {
        case .map where item.name == nil, .unary(.not, _) where item.name == nil:
            write("(")
            print(item.value)
            write(")")
        default: print(item)
        }
    }

    mutating func print(_ item: Item) {
        if let name = item.name {
            print(name, as: .item)
            write("=")
            return print(item.value)
        }
        // `a = b` at the start of an item names, so the comparison needs brackets.
        let (leaf, sign) = item.value.leftEdge
        let isNameable =
            switch leaf.form {
            case .name, .literal(.bool), .literal(.missing): true
            default: false
            }
        guard sign == .assign, isNameable else { return print(item.value) }
        write("(")
        print(item.value)
        write(")")
    }

    private mutating func print(_ modifier: Modifier) {
        write(" ")
        switch modifier {
        case .option(let name, let value, _):
            print(name, as: .plain)
            write("=")
            print(value)
        case .clause(let word, let items, _):
            print(word, as: .plain)
            write(" ")
            if let first = items.first { print(firstOfClause: first) }
            for item in items.dropFirst() {
                write(", ")
                print(item)
            }
        }
    }
}

extension String {
    /// Whether the text is a name without backticks.
    var isNameText: Bool {
        guard let first = unicodeScalars.first, Characters.startsName(first) else { return false }
        return unicodeScalars.dropFirst().allSatisfy(Characters.continuesName)
    }

    /// Whether the text is a name or a path without backticks.
    var isColumnText: Bool {
        let parts = split(separator: ".", omittingEmptySubsequences: false)
        guard let first = parts.first, String(first).isNameText else { return false }
        return parts.dropFirst().allSatisfy {
            !$0.isEmpty && $0.unicodeScalars.allSatisfy(Characters.continuesName)
        }
    }
}
