internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

extension LiteralTable {
    /// A table from `[{a: 1, b: "x"}, {a: 2}]`: columns in the order of their first mention; a name that a
    /// row lacks is missing there.
    init(_ rows: [Row], _ admission: Admission) throws(Diagnostic) {
        var names: [String] = []
        var cells: [String: [Scalar]] = [:]
        var types: [String: ColumnType] = [:]
        for (number, row) in rows.enumerated() {
            for (name, syntax) in zip(row.names, row.values) {
                if cells[name.text] == nil {
                    names.append(name.text)
                    cells[name.text] = [Scalar](repeating: .missing, count: number)
                }
                guard (cells[name.text]?.count ?? 0) == number else {
                    throw .duplicateColumn(name.text, at: name.span)
                }
                let (value, type) = try Self.cell(syntax, admission)
                cells[name.text, default: []].append(value)
                if let type { types[name.text] = try Self.meeting(types[name.text], type, name.text, syntax) }
            }
            for name in names where (cells[name]?.count ?? 0) == number { cells[name]?.append(.missing) }
        }
        let columns = names.map { name -> [Scalar] in
            let column = cells[name] ?? []
            guard types[name] == .float else { return column }
            return column.map { $0.number.map { .float($0) } ?? .missing }
        }
        for name in names where types[name] == nil {
            let isList = cells[name]?.contains { !$0.isMissing } ?? false
            types[name] = isList ? .list(of: .text) : .text
        }
        self.init(
            names: names, types: names.map { types[$0] ?? .text }, cells: columns, rowCount: rows.count)
    }

    private static func cell(
        _ syntax: Expression, _ admission: Admission
    ) throws(Diagnostic) -> (Scalar, ColumnType?) {
        if case .literal(.missing) = syntax.form { return (.missing, nil) }
        if case .list(let elements) = syntax.form, elements.isEmpty { return (.list([]), nil) }
        let scope = Scope(Schema(), parameters: admission.names.settings.parameters, verb: "")
        let type = try bindConstant(syntax, in: scope).type.type
        return (try admission.scalar(syntax), type)
    }

    /// The type of a column that holds both: int and float meet, other types do not.
    private static func meeting(
        _ old: ColumnType?, _ new: ColumnType, _ name: String, _ syntax: Expression
    ) throws(Diagnostic) -> ColumnType {
        guard let old, old != new else { return new }
        if old.isNumber, new.isNumber { return .float }
        if let a = old.element, let b = new.element, a.isNumber, b.isNumber { return .list(of: .float) }
        throw Diagnostic(
            "type.mixed", "`\(name)` holds \(old.phrase) above, found \(new.phrase)", at: syntax.span)
    }
}
