import RapportDiagnostics
import RapportLanguage
import RapportTable

extension Binder {
    func column(_ name: Name, _ span: SourceSpan) throws(Diagnostic) -> BoundExpression {
        guard let field = scope.schema[name.text] else {
            throw unknownColumn(name, span, beside: nil, of: nil)
        }
        let type = ValueType(field.type, grain: field.grain, unit: field.unit)
        return BoundExpression(.column(field.name), type, at: span)
    }

    func parameter(_ name: String, _ span: SourceSpan) throws(Diagnostic) -> BoundExpression {
        switch name {
        case "as_of":
            return BoundExpression(.late(.asOf), ValueType(.datetime(zone: nil)), at: span)
        case "seed": return BoundExpression(.late(.seed), .int, at: span)
        default: break
        }
        guard let type = scope.parameters[name]?.type else {
            let known = (["as_of", "seed"] + scope.parameters.keys.sorted())
            let near = name.nearest(in: known)
            throw Diagnostic(
                "parameter.unknown", "no parameter named `$\(name)`", at: span,
                help: [
                    near.map { .init("`$\($0)`", edit: .init(span, "$\($0)")) }
                        ?? "`let \(name)=…` sets it"
                ])
        }
        return BoundExpression(.late(.parameter(name)), ValueType(type), at: span)
    }

    // MARK: - Unknown names

    private static let nullWords: Set<String> = [
        "null", "NULL", "Null", "NA", "None", "none", "nil", "NaN", "nan", "NULLS", "undefined",
    ]

    func unknownColumn(
        _ name: Name, _ span: SourceSpan, beside other: Expression?, of whole: Expression?
    ) -> Diagnostic {
        Diagnostic(
            "table.unknown-column", "no column named `\(name.text)`", at: span,
            label: "not in \(scope.tableName ?? "the table")",
            help: [help(forUnknown: name, span, beside: other, of: whole)])
    }

    private func help(
        forUnknown name: Name, _ span: SourceSpan, beside other: Expression?, of whole: Expression?
    ) -> Diagnostic.Help {
        if Self.nullWords.contains(name.text), !name.isQuoted {
            guard let other, let whole, case .binary(let op, _, _, _) = whole.form else {
                return .init("`missing`", edit: .init(span, "missing"))
            }
            let test = "\(op == .notEqual ? "present" : "missing")(\(other.printed))"
            return .init("`\(test)`", edit: .init(whole.span, test))
        }
        if let near = name.text.nearest(in: scope.schema.names) {
            return .init("`\(near)`", edit: .init(span, Name(near, span: span).printed))
        }
        if name.text == "as_of" || name.text == "seed" || scope.parameters[name.text] != nil {
            return .init("`$\(name.text)`", edit: .init(span, "$\(name.text)"))
        }
        if name.text == "rows" || name.text == "count" {
            return .init("`count()` counts rows", edit: .init(span, "count()"))
        }
        if let whole, case .binary(let op, _, _, _) = whole.form, op.isComparison {
            let quoted = Expression(.literal(.text(name.text)), span).printed
            return .init("`\(quoted)` if it is a text", edit: .init(span, quoted))
        }
        if scope.schema.isOpen {
            return "columns of a `pivot` are known before it runs where `keys=[…]` names them"
        }
        if scope.tableNames.contains(name.text) {
            return "`\(name.text)` is a table; its columns come by `join \(name.text) on …`"
        }
        return .init(columnList)
    }

    /// What exists, the first dozen.
    private var columnList: String {
        let names = scope.schema.names
        if names.isEmpty { return "the table has no columns" }
        let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
        return "columns: \(shown)" + (names.count > 12 ? " and \(names.count - 12) more" : "")
    }

    // MARK: - Names that an operator splits

    /// The text of `e-mail` typed without blanks, where it is a column and its first part is none.
    func hyphenated(_ syntax: Expression) -> String? {
        guard let joined = Self.joined(syntax), scope.schema[joined.text] != nil,
            scope.schema[joined.first] == nil
        else { return nil }
        return joined.text
    }

    private static func joined(_ syntax: Expression) -> (text: String, first: String)? {
        switch syntax.form {
        case .name(let name): return name.isQuoted ? nil : (name.text, name.text)
        case .binary(.subtract, let left, let right, let sign):
            guard let first = joined(left), case .name(let second) = right.form, !second.isQuoted,
                left.span.upper == sign.lower, sign.upper == right.span.lower
            else { return nil }
            return ("\(first.text)-\(second.text)", first.first)
        default: return nil
        }
    }

    func splitName(_ name: String, _ syntax: Expression) -> Diagnostic {
        let first = Self.joined(syntax)?.first ?? name
        return Diagnostic(
            "table.unknown-column", "no column named `\(first)`", at: syntax.span,
            help: [.init("`` `\(name)` `` is one column", edit: .init(syntax.span, "`\(name)`"))])
    }

    /// `x in customers`: SQL's subquery is a join here.
    func refuseTable(_ right: Expression, tested left: Expression) throws(Diagnostic) {
        guard case .name(let name) = right.form, scope.schema[name.text] == nil,
            scope.tableNames.contains(name.text)
        else { return }
        throw Diagnostic(
            "type.table", "`\(name.text)` is a table", at: right.span,
            help: ["`join \(name.text) on \(left.printed) kind=semi`"])
    }
}
