import RapportDiagnostics
import RapportLanguage

/// A tree as one line with every grouping shown, in which the corpus is written:
/// `sales := load "x" +header=#false @as(s) | where (a == 1)`.
struct DebugForm {
    /// Literals show as they were typed, so the source is needed.
    let source: [UInt8]

    init(_ source: String) { self.source = Array(source.utf8) }

    /// All statements of a script, one a line; `<bad>` stands for what could not be read.
    func script(_ script: Script) -> String {
        let whole = script.statements.map { ($0.span.lower, statement($0)) }
        let parts = script.broken.map { ($0.span.lower, broken($0)) }
        return (whole + parts).sorted { $0.0 < $1.0 }.map(\.1).joined(separator: "\n")
    }

    private func broken(_ statement: BrokenStatement) -> String {
        let fragments = statement.fragments.map { fragment in
            switch fragment {
            case .source(let source, let alias): self.source(source, alias: alias)
            case .stage(let stage): self.stage(stage)
            case .unread: "<bad>"
            }
        }
        let table = statement.table.map { plain($0) + " := " } ?? ""
        return table + fragments.joined(separator: " | ")
    }

    func statement(_ statement: Statement) -> String {
        switch statement.form {
        case .pipeline(let table, let pipeline):
            (table.map { plain($0) + " := " } ?? "") + self.pipeline(pipeline)
        case .check(let inner): "check<\(self.statement(inner))>"
        case .help(let words): "help<\(words)>"
        }
    }

    private func pipeline(_ pipeline: Pipeline) -> String {
        ([source(pipeline.source, alias: pipeline.alias)] + pipeline.stages.map(stage))
            .joined(separator: " | ")
    }

    private func source(_ source: Pipeline.Source, alias: Name?) -> String {
        let text =
            switch source {
            case .word(let word):
                word.name.isQuoted ? "`" + stage(word).filter { $0 != "`" } + "`" : stage(word)
            case .rows(let rows, _): "[" + rows.map(row).joined(separator: ", ") + "]"
            case .run(let run): self.run(run)
            }
        return text + (alias.map { " @as(\(plain($0)))" } ?? "")
    }

    private func row(_ row: Row) -> String {
        "{" + row.fields.map { "\(plain($0)): \(expression($1))" }.joined(separator: ", ") + "}"
    }

    private func stage(_ stage: Stage) -> String {
        let arguments = stage.arguments
        var text = plain(stage.name)
        if !arguments.items.isEmpty { text += " " + items(arguments.items) }
        text += arguments.modifiers.map(modifier).joined()
        if let second = arguments.second { text += " : " + items(second) }
        return text + arguments.secondModifiers.map(modifier).joined()
    }

    private func items(_ items: [Item]) -> String { items.map(item).joined(separator: ", ") }

    private func item(_ item: Item) -> String {
        (item.name.map { plain($0) + ":=" } ?? "") + expression(item.value)
    }

    private func modifier(_ modifier: Modifier) -> String {
        switch modifier {
        case .option(let name, let value, _): " +\(plain(name))=\(expression(value))"
        case .clause(let word, let items, _): " @\(word.text)(\(self.items(items)))"
        }
    }

    private func run(_ run: RunReference) -> String {
        "<run \(run.number)\(run.output.map { "." + $0 } ?? "")>"
    }

    private func typed(_ span: SourceSpan) -> String { String(decoding: source[span.range], as: UTF8.self) }

    /// A name in backticks only where it is no name without them.
    private func plain(_ name: Name) -> String {
        let words = ["and", "or", "not", "in", "true", "false", "missing"]
        let isPlain =
            name.text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty && part.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
            } && !("0"..."9").contains(name.text.unicodeScalars.first ?? "0") && !words.contains(name.text)
        return isPlain ? name.text : "`" + name.text.replacing("`", with: "``") + "`"
    }

    func expression(_ expression: Expression) -> String {
        switch expression.form {
        case .literal(let literal): self.literal(literal, expression.span)
        case .name(let name): plain(name)
        case .parameter(let name): "$" + name
        case .list(let values): "[" + values.map(self.expression).joined(separator: ", ") + "]"
        case .map(let entries): "{" + entries.map(entry).joined(separator: ", ") + "}"
        case .run(let run): self.run(run)
        case .call(let call): self.call(call)
        case .unary(.not, let operand): "(not \(self.expression(operand)))"
        case .unary(.minus, let operand): "neg(\(self.expression(operand)))"
        case .binary(let sign, let left, let right, _):
            "(\(self.expression(left)) \(sign.rawValue) \(self.expression(right)))"
        case .group(let inner): self.expression(inner)
        }
    }

    private func entry(_ entry: MapEntry) -> String {
        let key =
            switch entry.key {
            case .text(let text): jsonQuoted(text)
            case .name(let name): plain(name)
            case .int(let value): String(value)
            }
        return "\(key): \(expression(entry.value))"
    }

    private func call(_ call: Call) -> String {
        let text = "\(call.name.text)(\(items(call.arguments)))"
        guard let frame = call.frame else { return text }
        let extent = frame.extent.map { " " + expression($0) } ?? ""
        return "{\(text) over \(frame.word.text)\(extent)}"
    }

    private func literal(_ literal: Literal, _ span: SourceSpan) -> String {
        switch literal {
        case .int, .float: typed(span)
        case .percent: typed(span).dropLast() + "'%"
        case .quantity(_, let unit): typed(span).dropLast(unit.rawValue.count) + "'\(unit.rawValue)"
        case .date, .datetime: "d'\(typed(span))'"
        case .text(let text): jsonQuoted(text)
        case .bool(let value): "#\(value)"
        case .missing: "#missing"
        }
    }
}
