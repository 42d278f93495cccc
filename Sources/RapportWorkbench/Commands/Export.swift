internal import RapportContract
internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportQuery
internal import RapportStore
internal import RapportTable

struct ExportCommand: Command {
    let name = "export"
    let usage = #"export NAME to "FILE.csv" · export "TITLE" sheets={"SHEET": NAME} to "FILE.xlsx""#
    let summary =
        "Writes a table or a kept run's output to a file, or several as the sheets of an Excel file."

    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response {
        let path = try call.text(call.clause("to")?.first, "the file to write")
        let catalog = SessionCatalog(bench, work: call.work)
        let note: Note
        if let sheets = try sheets(call, on: bench) {
            guard ending(of: path) == "xlsx" else {
                throw Diagnostic(
                    "export.format", "`sheets=` makes an Excel file, found a file named `\(path)`",
                    at: call.clause("to")?.first?.span ?? call.span, help: ["a name that ends in `.xlsx`"])
            }
            let title = try call.arguments.items.first.map { (item) throws(Diagnostic) in
                try call.text(item, "a title")
            }
            note = try catalog.save(sheets: sheets, title: title ?? "", to: path)
        } else {
            guard let item = call.arguments.items.first, item.name == nil else {
                throw Diagnostic(
                    "command.missing", "`export` needs a table", at: call.span, help: ["usage: `\(usage)`"])
            }
            note = try catalog.save(try bench.exported(item), to: .file(path, options: [:]))
        }
        bench.noteWritten([bench.configuration.writePath(path)])
        return call.response(notes: [note])
    }

    /// The tables that `sheets={…}` names, in its order; nil where it was not typed.
    private func sheets(_ call: CommandCall, on bench: isolated Workbench) throws(Diagnostic)
        -> [(name: String, table: Table)]?
    {
        var typed = call.arguments.items.filter { $0.name?.text == "sheets" }.map(\.value)
        for case .option(let name, let value, let span) in call.arguments.modifiers {
            guard name.text == "sheets" else {
                throw Diagnostic(
                    "command.unknown-argument", "`export` has no option `\(name.text)`", at: span,
                    help: ["usage: `\(usage)`"])
            }
            typed.append(value)
        }
        guard let value = typed.first else { return nil }
        guard case .map(let entries) = value.form, !entries.isEmpty else {
            throw Diagnostic(
                "parameter.type", "`sheets` takes a map of sheets, found `\(value.printed)`", at: value.span,
                help: [#"`sheets={"Segments": rfm.segments, "Customers": customers}`"#])
        }
        var sheets: [(name: String, table: Table)] = []
        for entry in entries {
            let name: String =
                switch entry.key {
                case .text(let text): text
                case .name(let name): name.text
                case .int(let number): String(number)
                }
            sheets.append((name, try bench.exported(Item(entry.value, span: entry.span))))
        }
        return sheets
    }
}

extension Workbench {
    func exported(_ item: Item) throws(Diagnostic) -> Table {
        switch item.value.form {
        case .run(let reference):
            return try recorder.workspace().output(
                ofRun: reference.number, named: reference.output ?? "output")
        case .name(let name):
            if let table = state[name.text]?.table.table { return table }
            let parts = name.text.split(separator: ".", maxSplits: 1).map(String.init)
            if parts.count == 2, let outputs = state[parts[0]]?.table.outputs,
                let output = outputs.first(where: { $0.name == parts[1] })
            {
                return output.table
            }
            throw Diagnostic.unknownTable(name, among: state.bindings.map(\.name))
        default:
            throw Diagnostic("command.missing", "expected a table's name or `run N`", at: item.span)
        }
    }
}
