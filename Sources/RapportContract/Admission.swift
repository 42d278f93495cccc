public import RapportDiagnostics
public import RapportTable

extension Signature {
    /// The arguments of a call as their parameters hold them, with defaults; or the first that will not do.
    ///
    /// Whoever binds a line has done this with a caret; a stage does it again, because a call may come from
    /// anywhere. A column that no argument names is missing where it is optional: roles are the binder's.
    /// - Throws: `parameter.unknown`, `parameter.type`, `parameter.range`, `parameter.choice`,
    ///   `table.unknown-column`, `column.type`, `role.missing`, `parameter.missing`.
    public func admitted(
        _ arguments: [String: Value], over schema: Schema
    ) throws(Diagnostic) -> [String: Value] {
        if let unknown = arguments.keys.sorted().first(where: { self[parameter: $0]?.name != $0 }) {
            let known = parameters.map(\.name)
            throw Diagnostic(
                "parameter.unknown", "`\(name)` has no parameter `\(unknown)`", subject: .parameter(unknown),
                help: [
                    unknown.nearest(in: known).map { "`\($0)`?" }
                        ?? "parameters here: \(known.joined(separator: ", "))"
                ])
        }
        var admitted: [String: Value] = [:]
        for parameter in parameters {
            guard let given = arguments[parameter.name] ?? parameter.standard else {
                admitted[parameter.name] = try parameter.valueWithoutArgument(of: name)
                continue
            }
            admitted[parameter.name] = try parameter.admitted(given, over: schema)
        }
        return admitted
    }
}

extension Signature.Parameter {
    /// Whether the parameter may stay without a value.
    public var isOptional: Bool {
        switch kind {
        case .column(let requirement), .columns(let requirement): requirement.isOptional
        default: standard == .missing
        }
    }

    fileprivate func valueWithoutArgument(of stage: String) throws(Diagnostic) -> Value {
        switch kind {
        case _ where isOptional: return .missing
        case .column, .columns:
            throw Diagnostic(
                "role.missing", "`\(stage)` needs a column for `\(name)`: \(help.loweringFirst)",
                subject: .parameter(name), help: ["`\(name)=…` names the column"])
        default:
            throw Diagnostic(
                "parameter.missing", "`\(stage)` needs `\(name)`: \(kind.word)", subject: .parameter(name),
                help: ["add `\(name)=…`"])
        }
    }

    /// The value as the parameter holds it: an int becomes a float where a number is wanted.
    public func admitted(_ value: Value, over schema: Schema) throws(Diagnostic) -> Value {
        if value == .missing, isOptional { return value }
        return try kind.admitted(value, for: self, over: schema)
    }

    fileprivate func refusal(_ code: Diagnostic.Code, _ kind: Signature.ParameterKind, found: String)
        -> Diagnostic
    {
        Diagnostic(code, "`\(name)` takes \(kind.word); found \(found)", subject: .parameter(name))
    }
}

extension Signature.ParameterKind {
    fileprivate func admitted(
        _ value: Value, for parameter: Signature.Parameter, over schema: Schema
    ) throws(Diagnostic) -> Value {
        switch (self, value) {
        case (.int(let bounds), .int(let int)):
            if bounds.contains(int) { return value }
            throw parameter.refusal("parameter.range", self, found: "\(int)")
        case (.float(let bounds), .int(let int)):
            if bounds.contains(Double(int)) { return .float(Double(int)) }
            throw parameter.refusal("parameter.range", self, found: "\(int)")
        case (.float(let bounds), .float(let float)):
            if float.isFinite, bounds.contains(float) { return value }
            throw parameter.refusal("parameter.range", self, found: "\(float)")
        case (.bool, .bool), (.text, .text), (.name, .text), (.date, .date), (.moment, .date),
            (.moment, .datetime), (.duration, .duration), (.file, .file), (.table, .table), (.model, .table):
            return value
        case (.file, .text(let path)): return .file(path)
        case (.choice(let words), .text(let word)):
            if words.contains(word) { return value }
            var error = parameter.refusal("parameter.choice", self, found: "`\(word)`")
            if let near = word.nearest(in: words) { error.help = ["`\(parameter.name)=\(near)`?"] }
            throw error
        case (.column(let requirement), .column(let name)):
            try parameter.check(name, requirement, in: schema)
            return value
        case (.columns, .column(let name)):
            return try admitted(.columns([name]), for: parameter, over: schema)
        case (.columns(let requirement), .columns(let names)):
            for name in names { try parameter.check(name, requirement, in: schema) }
            if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
                throw Diagnostic(
                    "parameter.twice", "`\(parameter.name)` names column `\(names[twice])` twice",
                    subject: .parameter(parameter.name), help: ["name it once"])
            }
            return value
        case (.list(let each), .list(let values)):
            var admitted: [Value] = []
            for value in values { admitted.append(try each.admitted(value, for: parameter, over: schema)) }
            return .list(admitted)
        case (.map(let each), .map(let entries)):
            var admitted: [Value.Entry] = []
            for entry in entries {
                let value = try each.admitted(entry.value, for: parameter, over: schema)
                admitted.append(Value.Entry(entry.key, value))
            }
            return .map(admitted)
        case (.either(let first, let second), _):
            do throws(Diagnostic) {
                return try first.admitted(value, for: parameter, over: schema)
            } catch let refusal {
                do throws(Diagnostic) {
                    return try second.admitted(value, for: parameter, over: schema)
                } catch let other {
                    // The one that came furthest knows best: a value of the right type out of bounds.
                    let better = refusal.code == "parameter.type" ? other : refusal
                    if better.code == "parameter.type" {
                        throw parameter.refusal("parameter.type", self, found: value.typePhrase)
                    }
                    throw better
                }
            }
        default: throw parameter.refusal("parameter.type", self, found: value.typePhrase)
        }
    }
}

extension Signature.Parameter {
    /// Whether the column is there and of a type that will do.
    fileprivate func check(
        _ column: String, _ requirement: ColumnRequirement, in schema: Schema
    ) throws(Diagnostic) {
        guard let field = schema[column] else {
            if schema.isOpen { return }
            throw Diagnostic(
                "table.unknown-column", "no column named `\(column)` for `\(name)`",
                subject: .parameter(name),
                help: [
                    column.nearest(in: schema.names).map { "`\(name)=\($0)`?" }
                        ?? "columns here: \(schema.names.joined(separator: ", "))"
                ])
        }
        guard !requirement.accepts(field.type) else { return }
        let wanted =
            switch requirement.types.first {
            case .number: "float"
            case .time: "datetime"
            case .bool: "bool"
            case .text, .any, nil: "text"
            }
        throw Diagnostic(
            "column.type",
            "`\(name)` takes \(requirement.typeWord); column `\(column)` is of type \(field.type.name)",
            subject: .parameter(name),
            help: [
                requirement.types.first == .time && field.type.isNumber
                    ? "where it counts seconds since 1970: `… | derive \(column.asColumnName) = from_epoch(\(column.asColumnName), \"s\")` before it; `\"ms\"` of milliseconds"
                    : "`… | cast \(column.asColumnName)=\(wanted) on_error=missing` before it"
            ])
    }
}

extension String {
    /// The name as it is typed in a line: in backticks unless it is a plain word.
    public var asColumnName: String {
        let reserved = ["and", "or", "not", "in", "true", "false", "missing"]
        let isPlain =
            unicodeScalars.first.map { $0.properties.isXIDStart || $0 == "_" } ?? false
            && unicodeScalars.allSatisfy { $0.properties.isXIDContinue } && !reserved.contains(self)
        return isPlain ? self : "`\(replacing("`", with: "``"))`"
    }

    private func replacing(_ mark: Character, with text: String) -> String {
        reduce(into: "") { $0 += $1 == mark ? text : String($1) }
    }

    fileprivate var loweringFirst: String { prefix(1).lowercased() + dropFirst() }
}

extension Value {
    fileprivate var typePhrase: String {
        switch self {
        case .missing: "nothing"
        case .int: "an int"
        default: "a \(typeName)"
        }
    }
}
