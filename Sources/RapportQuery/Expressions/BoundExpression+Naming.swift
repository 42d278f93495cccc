public import RapportTable

extension BoundExpression {
    /// The name that a result has where none was given: a column's own, `count`, `sum_amount`; nil where
    /// the analyst must name it.
    public var resultName: String? {
        switch form {
        case .column(let name): return name
        case .key(_, let inner): return inner.resultName
        case .aggregate(let call):
            guard let argument = call.argument else { return call.name }
            guard case .column(let column) = argument.form, call.level == nil else { return nil }
            return "\(call.name)_\(column)"
        case .window(let call):
            guard let argument = call.argument else { return call.name }
            guard case .column(let column) = argument.form, call.level == nil else { return nil }
            return "\(call.name)_\(column)"
        default: return nil
        }
    }

    /// The name of a key in `by`: as ``resultName``, and for `month(ts)` the function's, `month`.
    public var keyName: String? {
        if case .call(let name, _) = form, Function.named(name)?.kind == .function { return name }
        return resultName
    }

    /// The field of a column that holds its values; a bare column keeps all that is known of it.
    public func field(named name: String, in schema: Schema) -> Field {
        switch form {
        case .column(let column):
            if let field = schema[column] { return field.renamed(name) }
        case .key(_, let inner): return inner.field(named: name, in: schema)
        default: break
        }
        let sources = usedColumns.compactMap { schema[$0] }
        var field = Field(name, type.type, kind: kind, grain: type.grain, unit: type.unit)
        field.isPrivate = type.type == .text && readableColumns.contains { schema[$0]?.isPrivate ?? false }
        field.isRepeated = sources.contains(where: \.isRepeated)
        return field
    }

    /// Columns whose values can be read in the result: those under `hash` and `redact` cannot.
    private var readableColumns: [String] {
        switch form {
        case .column(let name): [name]
        case .call(let name, _) where name == "hash" || name == "redact": []
        case .aggregate(let call): call.argument?.readableColumns ?? []
        case .window(let call): call.argument?.readableColumns ?? []
        default: children.flatMap(\.readableColumns)
        }
    }

    private var kind: Kind {
        if case .call("hash", _) = form { return .id }
        if case .call(let name, _) = form, Function.cyclic.contains(name) { return .category }
        return switch type.type {
        case .bool: .flag
        case .int, .float, .duration: .measure
        case .date, .datetime: .time
        case .text, .list: .category
        }
    }
}
