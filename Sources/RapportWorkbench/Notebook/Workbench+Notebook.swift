internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportTable

extension Workbench {
    /// Sets what the front matter pins: parameters, then `as_of`, which may be an expression of them, and the seed.
    func pin(_ head: FrontMatter, _ parameters: [(name: String, value: Scalar)]) async throws(Diagnostic) {
        state.parameters = parameters
        if let seed = head.seed { state.settings.seed = seed }
        guard let asOf = head.asOf else { return }
        let script = parse("set as_of=\(asOf)")
        guard script.diagnostics.isEmpty, case .pipeline(_, let pipeline)? = script.statements.first?.form,
            case .word(let stage) = pipeline.source, let value = stage.arguments.settings.first?.1
        else {
            throw Diagnostic(
                "notebook.front-matter", "`as_of` is no date and no expression of the parameters",
                help: ["such as `as_of: 2026-01-31` or `as_of: end_of($month, \"month\")`"])
        }
        switch try await constant(value, work: newWork()) {
        case .date(let days): state.settings.asOf = Int64(days) * 86_400_000_000
        case .datetime(let moment): state.settings.asOf = moment
        default:
            throw Diagnostic(
                "notebook.front-matter", "`as_of` takes a date or a datetime",
                help: ["such as `as_of: 2026-01-31`"])
        }
    }

    /// `it` reaches within its cell only.
    func endCell() { _ = state.drop("it") }

    /// Puts values in the place of `{{ pipeline }}` and `{{ $parameter }}`: one row and one column each.
    func filled(_ text: String) async -> (text: String, failure: (diagnostic: Diagnostic, source: String)?) {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            filled += rest[..<open.lowerBound]
            guard let close = Self.end(of: rest[open.upperBound...]) else {
                filled += rest[open.lowerBound...]
                return (filled, nil)
            }
            let source = String(rest[open.upperBound..<close.lowerBound]).trimmed
            rest = rest[close.upperBound...]
            switch await value(of: source) {
            case .success(let value): filled += value
            case .failure(let diagnostic): return (filled, (diagnostic, source))
            }
        }
        return (filled + rest, nil)
    }

    private func value(of source: String) async -> Swift.Result<String, Diagnostic> {
        if source.hasPrefix("$"),
            let scalar = state.parameters.first(where: { $0.name == source.dropFirst() })
        {
            return .success(scalar.value.text())
        }
        let before = state
        let responses = await run(source)
        state = before
        if let failure = responses.last?.failure { return .failure(failure) }
        guard let table = responses.last?.table, table.count == 1, table.columns.count == 1 else {
            return .failure(
                Diagnostic(
                    "notebook.value", "expected one row and one column between `{{` and `}}`",
                    help: ["end it with `| count` or `| summarize …`, or `take 1 | select column`"]))
        }
        do throws(Diagnostic) {
            let shown = try PrivateColumns.masked(table, settings: state.settings).table
            return .success(shown.columns[0][0].text(grain: shown.schema.fields[0].grain))
        } catch {
            return .failure(error)
        }
    }

    /// The `}}` that ends a value: one inside a text or backticks does not.
    private static func end(of text: Substring) -> Range<String.Index>? {
        var quote: Character?
        var index = text.startIndex
        while index < text.endIndex {
            let sign = text[index]
            if let open = quote {
                if sign == open { quote = nil }
            } else if sign == "\"" || sign == "'" || sign == "`" {
                quote = sign
            } else if text[index...].hasPrefix("}}") {
                return index..<text.index(index, offsetBy: 2)
            }
            index = text.index(after: index)
        }
        return nil
    }
}
