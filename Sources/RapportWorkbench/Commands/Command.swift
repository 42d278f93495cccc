internal import RapportDiagnostics
internal import RapportLanguage
internal import RapportReport
internal import RapportStore
internal import RapportWork

/// A word that acts on the session in place of giving a table: `set`, `undo`, `report`, .
///
/// One file each, and one line in ``allCommands``.
protocol Command: Sendable {
    var name: String { get }
    /// `report "TITLE" from NAME, run N to "FILE"`.
    var usage: String { get }
    /// One sentence that ends with a period.
    var summary: String { get }
    /// Whether `undo` takes it back: it changes bindings or settings.
    var isUndoable: Bool { get }
    func run(_ call: CommandCall, on bench: isolated Workbench) async throws(Diagnostic) -> Response
}

extension Command {
    var isUndoable: Bool { false }
}

/// A command as typed.
struct CommandCall {
    var command: any Command
    var arguments: Arguments
    var span: SourceSpan
    var text: String
    var source: String
    var work: Work

    func response(_ blocks: [Block] = [], notes: [Note] = []) -> Response {
        var response = Response(text, in: source)
        (response.blocks, response.notes) = (blocks, notes)
        return response
    }

    /// The clause of that word, if it was typed.
    func clause(_ word: String) -> [Item]? {
        for case .clause(let name, let items, _) in arguments.modifiers where name.text == word {
            return items
        }
        return nil
    }

    /// Refuses arguments that the command does not take.
    func expectNothing() throws(Diagnostic) {
        guard arguments.isEmpty else {
            throw Diagnostic(
                "command.unknown-argument", "`\(command.name)` takes nothing", at: span,
                help: ["`\(command.name)`"])
        }
    }

    /// The one text in quotes that the command takes: a path, a title.
    func text(_ item: Item?, _ what: String) throws(Diagnostic) -> String {
        if let item, item.name == nil, case .literal(.text(let text)) = item.value.form { return text }
        if let item {
            throw Diagnostic(
                "command.path", "\(what) stands in quotes", at: item.span,
                help: ["usage: `\(command.usage)`"])
        }
        throw Diagnostic(
            "command.missing", "`\(command.name)` needs \(what) in quotes", at: span,
            help: ["usage: `\(command.usage)`"])
    }

    /// The one word that the command takes.
    func word(_ item: Item?, _ what: String) throws(Diagnostic) -> Name {
        if let item, item.name == nil, case .name(let name) = item.value.form { return name }
        throw Diagnostic(
            "command.missing", "`\(command.name)` needs \(what)", at: item?.span ?? span,
            help: ["usage: `\(command.usage)`"])
    }
}

/// The commands; a line each.
let allCommands: [any Command] = [
    SetCommand(), LetCommand(), UndoCommand(), RedoCommand(), FixCommand(), DropCommand(), ReportCommand(),
    ExportCommand(), LineageCommand(), CompareCommand(), IncludeCommand(), RecordCommand(), MoreCommand(),
    SuggestCommand(), TryCommand(), EditCommand(), TourCommand(), VersionCommand(), QuitCommand("quit"),
    QuitCommand("exit"),
]

extension Workbench {
    /// The command that a line calls; nil where its first word is a table.
    ///
    /// A first word followed by `=` or `|` is a table; in backticks it always is. Bare `quit` and `exit` always act.
    func commandCall(_ table: Name?, _ pipeline: Pipeline, text: String, source: String) -> CommandCall? {
        guard table == nil, pipeline.stages.isEmpty, pipeline.alias == nil,
            case .word(let stage) = pipeline.source,
            !stage.name.isQuoted, let command = allCommands.first(where: { $0.name == stage.name.text })
        else { return nil }
        return CommandCall(
            command: command, arguments: stage.arguments, span: stage.span, text: text, source: source,
            work: newWork())
    }

    func act(_ call: CommandCall, cell: CellRecord?, work: Work) async throws(Diagnostic) -> Response {
        var call = call
        call.work = work
        let before = state
        var response = try await call.command.run(call, on: self)
        if call.command.isUndoable {
            state.lines.append(call.text)
            remember(before, line: call.text)
        }
        if state[call.command.name] != nil {
            response.notes.append(
                Note(
                    "command.hides-table",
                    "`\(call.command.name)` is a command here; the table is `` `\(call.command.name)` `` in backticks"
                ))
        }
        keep(&response, ok: true, cell: cell)
        return response
    }
}
