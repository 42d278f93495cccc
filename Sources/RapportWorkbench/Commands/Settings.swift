internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportQuery
internal import RapportTable
internal import RapportWork

struct SetCommand: Command {
    let name = "set"
    let usage = "set as_of=2026-01-31"
    let summary =
        "Sets a setting: as_of, seed, memory, collation, timezone, include_private; missing takes one back."
    let isUndoable = true

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        let items = call.arguments.settings
        guard !items.isEmpty else {
            throw Diagnostic(
                "command.missing", "`set` needs a name and a value", at: call.span,
                help: ["`\(usage)`; `settings` lists them"])
        }
        var said: [Note] = []
        for (name, value) in items {
            try await set(name, value, call, on: bench)
            said.append(Note("setting.set", "`\(name.text)` is set"))
        }
        return call.response(notes: said)
    }

    private func set(_ name: Name, _ value: Expression, _ call: CommandCall, on bench: isolated Workbench)
        async throws(Diagnostic)
    {
        func refused(_ wanted: String) -> Diagnostic {
            Diagnostic(
                "parameter.type", "`\(name.text)` takes \(wanted)", at: value.span, help: ["`\(usage)`"])
        }
        if case .literal(.missing) = value.form {
            switch name.text {
            case "as_of": bench.state.settings.asOf = nil
            case "memory": bench.state.settings.memory = nil
            case "collation": bench.state.settings.collation = nil
            case "timezone": bench.state.settings.timezone = nil
            case "include_private": bench.state.settings.includePrivate = nil
            default: throw refused("a value")
            }
            return
        }
        switch name.text {
        case "as_of":
            switch try await bench.constant(value, call) {
            case .date(let days): bench.state.settings.asOf = Int64(days) * 86_400_000_000
            case .datetime(let moment): bench.state.settings.asOf = moment
            default: throw refused("a date such as 2026-01-31 or a datetime")
            }
        case "seed":
            guard case .int(let seed) = try await bench.constant(value, call), seed >= 0 else {
                throw refused("an int of 0 or more")
            }
            bench.state.settings.seed = UInt64(seed)
        case "memory":
            guard case .literal(.quantity(let amount, let unit)) = value.form, let scale = unit.bytes,
                amount * scale >= 1, amount * scale < 1e18
            else { throw refused("a size such as 8GB") }
            bench.state.settings.memory = Int(amount * scale)
        case "collation":
            guard let name = value.word else { throw refused("a language, such as zh for pinyin") }
            bench.state.settings.collation =
                name == "unicode" ? nil : try located(value) { () throws(Diagnostic) in try Collation(name) }
        case "timezone":
            guard let name = value.word else { throw refused("a zone in quotes, such as \"Asia/Shanghai\"") }
            _ = try located(value) { () throws(Diagnostic) in try Zone(name) }
            bench.state.settings.timezone = name
        case "include_private":
            guard case .text(let reason) = try await bench.constant(value, call), !reason.isEmpty else {
                throw refused("the reason, in quotes")
            }
            bench.state.settings.includePrivate = reason
        default:
            let known = ["as_of", "seed", "memory", "collation", "timezone", "include_private"]
            throw Diagnostic(
                "setting.unknown", "no setting named `\(name.text)`", at: name.span,
                help: [
                    name.text.nearest(in: known).map {
                        Diagnostic.Help(
                            "`\($0)`; run `fix` to run the line with it", edit: .init(name.span, $0))
                    } ?? Diagnostic.Help("settings: " + known.map { "`\($0)`" }.joined(separator: ", "))
                ])
        }
    }
}

/// What fails in `body` is pointed at where the value stands.
private func located<Made>(
    _ value: Expression, _ body: () throws(Diagnostic) -> Made
) throws(Diagnostic) -> Made {
    do throws(Diagnostic) {
        return try body()
    } catch {
        throw error.located(at: value.span)
    }
}

extension Expression {
    /// A name or a text: settings that are words are written either way.
    fileprivate var word: String? {
        switch form {
        case .name(let name): name.text
        case .literal(.text(let text)): text
        default: nil
        }
    }
}

struct LetCommand: Command {
    let name = "let"
    let usage = "let cutoff=2026-10-31"
    let summary = "Binds a scalar, which expressions use as $cutoff."
    let isUndoable = true

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        let items = call.arguments.settings
        guard !items.isEmpty else {
            throw Diagnostic(
                "command.missing", "`let` needs a name and a value", at: call.span, help: ["`\(usage)`"])
        }
        var said: [Note] = []
        for (name, value) in items {
            if ["as_of", "seed"].contains(name.text) {
                throw Diagnostic(
                    "setting.let", "`$\(name.text)` is a setting", at: name.span,
                    help: ["`set \(name.text)=…`"])
            }
            let scalar = try await bench.constant(value, call)
            bench.state.parameters.removeAll { $0.name == name.text }
            bench.state.parameters.append((name.text, scalar))
            said.append(
                Note("let.bound", "`$\(name.text)` is \(scalar.isMissing ? "missing" : scalar.text())"))
        }
        return call.response(notes: said)
    }
}

extension Arguments {
    /// `name=value` items and options, in order.
    var settings: [(Name, Expression)] {
        items.compactMap { item in item.name.map { ($0, item.value) } }
            + modifiers.compactMap {
                if case .option(let name, let value, _) = $0 { (name, value) } else { nil }
            }
    }
}

extension Literal.Unit {
    /// Bytes, of a size.
    fileprivate var bytes: Double? {
        switch self {
        case .kilobyte: 1e3
        case .megabyte: 1e6
        case .gigabyte: 1e9
        case .terabyte: 1e12
        default: nil
        }
    }
}

extension Workbench {
    /// The value of an expression that names no column.
    func constant(_ expression: Expression, _ call: CommandCall) async throws(Diagnostic) -> Scalar {
        try await constant(expression, work: call.work)
    }

    /// Evaluated as a column of a table with one row: constants have no evaluator of their own.
    func constant(_ expression: Expression, work: Work) async throws(Diagnostic) -> Scalar {
        let span = expression.span
        let one = Row(
            names: [Name("row", span: span)], values: [Expression(.literal(.int(1)), span)], span: span)
        let value = Item(name: Name("value", span: span), expression, span: span)
        let derive = RapportLanguage.Stage(Name("derive", span: span), Arguments(items: [value]), span: span)
        let pipeline = Pipeline(.rows([one], span), stages: [derive], span: span)
        let catalog = SessionCatalog(self, work: work)
        let plan = try await bind(pipeline, catalog: catalog, settings: querySettings(), work: work)
        let execution = await RapportQuery.execute(
            plan, catalog: catalog, settings: querySettings(), work: work, now: { 0 })
        if let failure = execution.failure { throw failure }
        return execution.table?["value"]?[0] ?? .missing
    }
}
