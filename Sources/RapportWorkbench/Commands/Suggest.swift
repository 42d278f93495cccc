internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportQuery
internal import RapportReport
internal import RapportTable

struct SuggestCommand: Command {
    let name = "suggest"
    let usage = "suggest TABLE"
    let summary = "Lists lines that make sense for a table, each of which runs; `try 2` runs the second."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        var table = "it"
        if let item = call.arguments.items.first {
            let word = try call.word(item, "a table's name")
            guard bench.state[word.text] != nil else {
                throw Diagnostic.unknownTable(word, among: bench.state.bindings.map(\.name))
            }
            table = word.text
        } else if bench.state[table] == nil {
            guard let last = bench.state.bindings.last else {
                throw Diagnostic(
                    "command.missing", "`suggest` needs a table's name", at: call.span,
                    help: ["`load \"orders.csv\"` binds one"])
            }
            table = last.name
        }
        let found = await suggestions(
            for: table, catalog: SessionCatalog(bench, work: call.work), settings: bench.querySettings(),
            work: call.work)
        bench.suggested = found.map(\.line)
        let rows = Table([
            "try": .ints(Array(found.indices).map { $0 + 1 }), "line": .texts(found.map(\.line)),
            "answers": .texts(found.map(\.answers)),
        ])
        var response = call.response([.table(TableBlock(rows, shownRows: rows.count))])
        response.table = rows
        return response
    }
}

struct TryCommand: Command {
    let name = "try"
    let usage = "try 2"
    let summary = "Runs a line of the last `suggest`, by its number."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        guard let item = call.arguments.items.first, call.arguments.items.count == 1,
            case .literal(.int(let number)) = item.value.form
        else {
            throw Diagnostic(
                "command.missing", "`try` needs the number of a line", at: call.span,
                help: ["`suggest orders` numbers them"])
        }
        let lines = bench.suggested
        guard number >= 1, number <= Int64(lines.count) else {
            throw Diagnostic(
                "parameter.range",
                lines.isEmpty
                    ? "nothing was suggested yet" : "`try` takes 1 to \(lines.count), found \(number)",
                at: item.span, help: ["`suggest orders` numbers the lines"])
        }
        let line = lines[Int(number) - 1]
        var response = call.response(notes: [Note("try.runs", line)])
        for each in await bench.run(line) {
            response.blocks += each.blocks
            response.notes += each.notes
            (response.table, response.failure) = (each.table ?? response.table, each.failure)
            (response.source, response.target) = (line, each.target)
        }
        return response
    }
}
